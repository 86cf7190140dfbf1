import type {Channel} from './channel.js'
import {createRemoteFetch} from './remote-host-client.js'

/** Statuses that have no body, which `Response` insists on. */
const bodiless = [101, 204, 205, 304]

/**
 * Puts a `fetch` in place that goes through the program outside: it reaches the hosts that were granted. The
 * platform's own would open connections, which a plugin may not.
 */
export function setFetch(channel: Channel): void {
  const send = createRemoteFetch(channel)
  const fetch = async (input: string | URL | Request, init?: RequestInit): Promise<Response> => {
    const request = new Request(input, init)
    const response = await send(request.url, {
      method: request.method,
      headers: Object.fromEntries(request.headers),
      body: request.body,
      signal: request.signal,
      redirect: request.redirect === 'manual' ? 'manual' : 'follow',
    })
    const {status, headers, body} = response as typeof response & {
      headers: {entries(): Iterable<[string, string]>}
    }
    const {Readable} = await import('node:stream')
    const stream = body && !bodiless.includes(status) ? (Readable.toWeb(body) as ReadableStream) : null
    return new Response(stream, {status, headers: [...headers.entries()]})
  }
  Object.defineProperty(globalThis, 'fetch', {value: fetch, writable: false, configurable: false})
}
