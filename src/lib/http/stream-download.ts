import type {IncomingMessage} from 'node:http'
import type {AgentFor, RequestInit, StreamedResponse} from './types.js'
import {headersOf, openRequest} from './open-request.js'
import type {Agents} from './proxy-agents.js'
import {rawDownload} from './raw-download.js'
import {receive} from './receive.js'
import {releaseReads} from './release-buffer.js'
import {checkWebAddress, followRedirects} from './redirect.js'
import {isNode} from './runtime.js'

type GetInit = Pick<RequestInit, 'headers' | 'signal'>

export interface DownloadRoute extends Agents {
  /** Whether a connection to a host is kept: over TLS another one would cost a handshake. */
  isKnown(url: URL): boolean
}

/**
 * A GET of something large. Redirects are followed.
 * @throws KlingError `download_error` for an address that is not of the web, or a redirect into this network
 */
export async function streamDownload(
  address: string,
  {headers, signal}: GetInit,
  {agentFor, isProxied, isKnown, proxyAnswer}: DownloadRoute,
): Promise<StreamedResponse> {
  const isRaw = (url: URL): boolean =>
    isNode && !isProxied(url) && !(url.protocol === 'https:' && isKnown(url))
  return followRedirects(
    {url: checkWebAddress(address), headers},
    async ({url, headers}) => {
      const init = {headers, signal}
      const response = isRaw(url) ? await rawDownload(url, init) : await get(url, init, agentFor)
      const {status, close} = response
      const refusal = proxyAnswer?.(url, status)
      if (refusal) {
        close()
        throw refusal
      }
      return {response, status, location: response.headers.get('location'), drop: close}
    },
    {isProxied},
  )
}

/** The same through node:http: by a proxy, and over a connection that is kept. */
async function get(url: URL, init: GetInit, agentFor: AgentFor): Promise<StreamedResponse> {
  const {request, answer} = openRequest(url, {...init, method: 'GET', agent: agentFor(url)})
  releaseReads(request)
  request.end()
  return streamed(await answer, init.signal)
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
