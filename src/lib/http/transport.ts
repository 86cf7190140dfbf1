import type {Fetch, Response, TransportOptions} from './types.js'
import {checkWebAddress, redirectTarget} from './redirect.js'

const redirects = new Set([301, 302, 303, 307, 308])
const maxRedirects = 20

/** Others have their own connections under node:net. */
const isNode = !('deno' in process.versions || 'bun' in process.versions)

/** What is for one host is not told to the next one. */
function withoutCredentials(headers: Record<string, string>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).filter(([name]) => !/^(?:authorization|cookie|proxy-authorization)$/i.test(name)),
  )
}

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
  const targetOf = (from: URL, location: string): Promise<URL> =>
    redirectTarget(from, location, {isProxied: url => !isDirect(url)})
  const send: Fetch = async (address, init) => {
    const {write, redirect = 'follow', method = 'GET'} = init
    const isFollowed = redirect === 'follow' && /^(?:GET|HEAD)$/.test(method) && !write
    let {headers} = init
    let url = isFollowed ? checkWebAddress(address) : new URL(address)
    for (let hop = 0; ; hop++) {
      if (url.protocol === 'https:') known.add(url.host)
      if (write) {
        const {sendPieces} = await import('./upload.js')
        return sendPieces(address, {...init, write, agent: agent(url)})
      }
      const {default: fetch} = await import('node-fetch')
      const options = {...init, headers, redirect: 'manual', agent} as Parameters<typeof fetch>[1]
      const answer = (await fetch(url.href, options)) as unknown as Response
      const location = answer.headers.get('location')
      if (!isFollowed || !location || !redirects.has(answer.status) || hop >= maxRedirects) return answer
      answer.body?.destroy()
      const target = await targetOf(url, location)
      if (target.origin !== url.origin) headers = withoutCredentials(headers)
      url = target
    }
  }
  /** Straight to the host by http(s), with no second handshake where there has been one. */
  const canPour = (url: URL): boolean =>
    /^https?:$/.test(url.protocol) &&
    isDirect(url) &&
    url.username === '' &&
    !(url.protocol === 'https:' && known.has(url.host))
  const pour: Fetch['pour'] = async (text, init) => {
    const {pour: get} = await import('./stream-download.js')
    let url = checkWebAddress(text)
    for (let hop = 0; hop <= maxRedirects && canPour(url); hop++) {
      const answer = await get(url, init)
      const location = answer.headers.get('location')
      if (!location || !redirects.has(answer.status)) return answer
      answer.close()
      url = await targetOf(url, location)
    }
    return undefined
  }
  return Object.assign(send, {takesWrite: true as const}, isNode && {pour})
}
