import type {IncomingMessage} from 'node:http'
import type {RequestInit, StreamedResponse} from './types.js'
import {headersOf, openRequest} from './open-request.js'
import type {Agents} from './proxy-agents.js'
import {readOnlyByParser} from './reading-socket.js'
import {receive} from './receive.js'
import {checkWebAddress, followRedirects} from './redirect.js'

type GetInit = Pick<RequestInit, 'headers' | 'signal'>

/**
 * A GET of something large. Redirects are followed.
 * @throws KlingError `download_error` for an address that is not of the web, or a redirect into this network
 */
export async function streamDownload(
  address: string,
  {headers, signal}: GetInit,
  {agentFor, isProxied}: Agents,
): Promise<StreamedResponse> {
  const response = await followRedirects(
    {url: checkWebAddress(address), headers},
    async hop => {
      const {request, answer} = openRequest(hop.url, {
        method: 'GET',
        headers: hop.headers,
        signal,
        agent: agentFor(hop.url),
      })
      readOnlyByParser(request)
      request.end()
      const response = await answer
      const {statusCode: status = 0, headers} = response
      return {response, status, location: headers.location, drop: () => void response.destroy()}
    },
    {isProxied},
  )
  return streamed(response, signal)
}

function streamed(response: IncomingMessage, signal: AbortSignal): StreamedResponse {
  const coding = response.headers['transfer-encoding'] ?? 'chunked'
  if (coding.toLowerCase() !== 'chunked') {
    response.destroy()
    throw Object.assign(new Error(`the transfer coding ${coding}`), {code: 'HPE_INVALID_TRANSFER_ENCODING'})
  }
  return {
    status: response.statusCode!,
    headers: headersOf(response),
    receive: take => receive(response, take, signal),
    close: () => void response.destroy(),
  }
}
