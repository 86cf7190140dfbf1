import {type Fetch, type Response, type TransportOptions} from './types.js'

/**
 * A fetch over kept-alive connections that goes through the proxies of HTTPS_PROXY, HTTP_PROXY and NO_PROXY. All
 * goes by node:http and one set of agents: bodies by `upload`, large answers by `stream`, small ones by node-fetch.
 * Extra certificates come from NODE_EXTRA_CA_CERTS, which Node reads by itself.
 */
export async function createTransport(options: TransportOptions): Promise<Fetch> {
  // Modules of our own, so that node:http is not imported as an ES module: on Node 22 and later that takes 30 ms.
  const {createAgents} = await import('./proxy-agents.js')
  const agentFor = await createAgents(options)
  const send = async (...[url, init]: Parameters<Fetch>): Promise<Response> => {
    const {write, method = 'GET', headers, signal} = init
    if (!write) {
      const {default: fetch} = await import('node-fetch')
      return fetch(url, {...init, agent: agentFor} as Parameters<
        typeof fetch
      >[1]) as unknown as Promise<Response>
    }
    const {upload} = await import('./upload.js')
    const parsed = new URL(url)
    return upload(parsed, {method, headers, signal, write, agent: agentFor(parsed)})
  }
  const stream: Fetch['stream'] = async (url, init) => {
    const {streamDownload} = await import('./stream-download.js')
    return streamDownload(url, init, agentFor)
  }
  return Object.assign(send, {stream})
}
