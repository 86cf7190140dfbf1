import http, {type Agent, type ClientRequest, type IncomingMessage} from 'node:http'
import type {RequestInit, Response} from './types.js'
import {httpsModule} from './lazy-https.js'

export interface OpenOptions extends Required<Pick<RequestInit, 'method' | 'headers' | 'signal'>> {
  agent: Agent
}

/** A request whose body is still to be written, and its answer; both end with the signal. */
export function openRequest(
  url: URL,
  {method, headers, signal, agent}: OpenOptions,
): {request: ClientRequest; answer: Promise<IncomingMessage>} {
  const {request: open} = url.protocol === 'https:' ? httpsModule() : http
  // A name and a password in the address are no business of ours.
  const request = open(url, {method, headers, agent, auth: null})
  const stop = (): void => void request.destroy(signal.reason as Error)
  if (signal.aborted) stop()
  signal.addEventListener('abort', stop)
  request.once('close', () => signal.removeEventListener('abort', stop))
  const answer = new Promise<IncomingMessage>((resolve, reject) => {
    request.on('error', reject)
    request.on('response', resolve)
  })
  return {request, answer}
}

/** Headers as fetch has them. */
export function headersOf({headers}: IncomingMessage): Response['headers'] {
  return {
    get(name) {
      const value = headers[name.toLowerCase()]
      return Array.isArray(value) ? value.join(', ') : (value ?? null)
    },
  }
}
