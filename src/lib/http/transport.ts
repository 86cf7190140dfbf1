import {type Readable} from 'node:stream'

/** Writes a body piece by piece. What `send` was given is its until its promise ends. */
export type WriteBody = (send: (piece: Uint8Array) => Promise<void>) => Promise<void>

export interface RequestInit {
  method?: string
  headers: Record<string, string>
  body?: unknown
  /** The same body, for a transport that can send from buffers that are used again; redirects are not followed then. */
  write?: WriteBody | undefined
  signal: AbortSignal
  /** `manual`: a redirect is an answer like others. Credentials are never sent along one. */
  redirect?: 'manual' | 'follow'
}

export interface Response {
  status: number
  headers: {get(name: string): string | null}
  text(): Promise<string>
  body: Readable | null
}

/** An answer whose body is handed on piece by piece. */
export interface Poured extends Pick<Response, 'status' | 'headers'> {
  /**
   * Hands the body to `take`, which is done with a piece when it returns; a promise holds back the next one. It says
   * true when it wants no more.
   */
  pour(take: (piece: Buffer) => boolean | Promise<boolean>): Promise<void>
  /** Ends the connection: nothing more is wanted. */
  close(): void
}

/** The part of fetch that is used here; node-fetch and the platform's own both fit. */
export interface Fetch {
  (url: string, init: RequestInit): Promise<Response>
  /** A GET of something large, redirects followed; undefined where only the usual way goes. */
  pour?: (url: string, init: Pick<RequestInit, 'headers' | 'signal'>) => Promise<Poured | undefined>
}

export interface TransportOptions {
  env: Record<string, string | undefined>
  /** A host:port that no proxy stands before, whatever the environment says: a server inside this process. */
  directHost?: string | undefined
}

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
  return isNode ? Object.assign(send, {pour}) : send
}
