import {isKlingError, systemCode} from '../errors/kling-error.js'
import {checkWebAddress, followRedirects} from './redirect.js'
import {isNode} from './runtime.js'
import type {Fetch, Response, TransportOptions} from './types.js'

/**
 * A fetch over kept-alive connections that goes through the proxies of HTTPS_PROXY, HTTP_PROXY and NO_PROXY. All
 * goes by one set of agents: bodies by `upload`, large responses by `stream`, small ones by node-fetch.
 * Extra certificates come from NODE_EXTRA_CA_CERTS, which Node reads by itself.
 */
export async function createTransport(options: TransportOptions): Promise<Fetch> {
  // Modules of our own, so that node:http is not imported as an ES module: on Node 22 and later that takes 30 ms.
  const {createAgents} = await import('./proxy-agents.js')
  const agents = await createAgents(options)
  const {agentFor, isProxied, problemOf, proxyAnswer} = agents
  /** Hosts to which a connection is kept. */
  const known = new Set<string>()
  const send = async (...[address, init]: Parameters<Fetch>): Promise<Response> => {
    const {write, onConnect, redirect = 'follow', method = 'GET', headers, signal} = init
    if (write) {
      const {upload} = await import('./upload.js')
      const url = new URL(address)
      known.add(url.host)
      const response = await upload(url, {method, headers, signal, write, onConnect, agent: agentFor(url)})
      const refusal = proxyAnswer?.(url, response.status)
      if (!refusal) return response
      response.body?.destroy()
      throw refusal
    }
    const {default: fetch} = await import('node-fetch')
    const get = async (url: string, headers: Record<string, string>): Promise<Response> => {
      known.add(new URL(url).host)
      const options = {...init, headers, redirect: 'manual', agent: agentFor} as Parameters<typeof fetch>[1]
      try {
        const response = (await fetch(url, options)) as unknown as Response
        const refusal = proxyAnswer?.(new URL(url), response.status)
        if (!refusal) return response
        response.body?.destroy()
        throw refusal
      } catch (error) {
        // The words of node-fetch hide which error it was.
        const isOurs = !isKlingError(error) && systemCode(error) === 'connection_error'
        throw (isOurs && problemOf?.(new URL(url))) || error
      }
    }
    if (redirect !== 'follow' || !/^(?:GET|HEAD)$/.test(method)) return get(address, headers)
    const start = {url: checkWebAddress(address), headers}
    return followRedirects(
      start,
      async ({url, headers}) => {
        const response = await get(url.href, headers)
        const {status, body} = response
        return {
          response,
          status,
          location: response.headers.get('location'),
          drop: () => void body?.destroy(),
        }
      },
      {isProxied},
    )
  }
  const stream: Fetch['stream'] = async (address, init) => {
    const {streamDownload} = await import('./stream-download.js')
    return streamDownload(address, init, {...agents, isKnown: ({host}) => known.has(host)})
  }
  return Object.assign(send, {takesWrite: true as const, tellsProgress: isNode, stream})
}
