import {type IncomingMessage} from 'node:http'
import {type AgentFor, type RequestInit, type StreamedResponse} from './types.js'
import {headersOf, openRequest} from './open-request.js'
import {readOnlyByParser} from './reading-socket.js'
import {receive} from './receive.js'

const redirects = new Set([301, 302, 303, 307, 308])
const maxRedirects = 20

type GetInit = Pick<RequestInit, 'headers' | 'signal'>

/** A GET of something large. Redirects are followed; one that leads nowhere is an answer like others. */
export async function streamDownload(
  text: string,
  init: GetInit,
  agentFor: AgentFor,
): Promise<StreamedResponse> {
  let url = new URL(text)
  for (let hop = 0; ; hop++) {
    const response = await get(url, init, agentFor)
    const next = redirectOf(response, url)
    if (!next || hop === maxRedirects) return streamed(response, init.signal)
    response.destroy()
    url = next
  }
}

function get(url: URL, init: GetInit, agentFor: AgentFor): Promise<IncomingMessage> {
  const {request, answer} = openRequest(url, {...init, method: 'GET', agent: agentFor(url)})
  readOnlyByParser(request)
  request.end()
  return answer
}

function redirectOf({statusCode, headers: {location}}: IncomingMessage, url: URL): URL | undefined {
  if (!redirects.has(statusCode!) || location === undefined || !URL.canParse(location, url.href))
    return undefined
  const next = new URL(location, url)
  return /^https?:$/.test(next.protocol) ? next : undefined
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
