import type {Fetch, Response, TransportOptions} from './types.js'

const redirects = new Set([301, 302, 303, 307, 308])
const maxRedirects = 20

/** Others have their own connections under node:net. */
const isNode = !('deno' in process.versions || 'bun' in process.versions)

/**
 * A fetch over kept-alive connections that goes through the proxies of HTTPS_PROXY, HTTP_PROXY and NO_PROXY.
 * Extra certificates come from NODE_EXTRA_CA_CERTS, which Node reads by itself.
 */
export async function createTransport(options: TransportOptions): Promise<Fetch> {
  // Modules of our own, so that node:http is not imported as an ES module: on Node 22 and later that takes 30 ms.
  const {createAgents} = await import('./proxy-agents.js')
  const {agentFor: agent, isDirect} = await createAgents(options)
  /** Hosts to which a TLS connection is kept alive. */
  const known = new Set<string>()
  const send: Fetch = async (url, init) => {
    const {write} = init
    const parsed = new URL(url)
    if (parsed.protocol === 'https:') known.add(parsed.host)
    if (!write) {
      const {default: fetch} = await import('node-fetch')
      return fetch(url, {...init, agent} as Parameters<typeof fetch>[1]) as unknown as Promise<Response>
    }
    const {sendPieces} = await import('./upload.js')
    return sendPieces(url, {...init, write, agent: agent(parsed)})
  }
  /** Straight to the host by http(s), with no second handshake where there has been one. */
  const canPour = (url: URL): boolean =>
    /^https?:$/.test(url.protocol) &&
    isDirect(url) &&
    url.username === '' &&
    !(url.protocol === 'https:' && known.has(url.host))
  const pour: Fetch['pour'] = async (text, init) => {
    const {pour: get} = await import('./stream-download.js')
    let url = new URL(text)
    for (let hop = 0; hop <= maxRedirects && canPour(url); hop++) {
      const answer = await get(url, init)
      const location = answer.headers.get('location')
      if (!location || !redirects.has(answer.status)) return answer
      answer.close()
      if (!URL.canParse(location, url.href)) return undefined
      url = new URL(location, url)
    }
    return undefined
  }
  return Object.assign(send, {takesWrite: true as const}, isNode && {pour})
}
