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

/** The part of fetch that is used here; node-fetch and the platform's own both fit. */
export type Fetch = (url: string, init: RequestInit) => Promise<Response>

export interface TransportOptions {
  env: Record<string, string | undefined>
  /** A host:port that no proxy stands before, whatever the environment says: a server inside this process. */
  directHost?: string | undefined
}

/**
 * A fetch over kept-alive connections that goes through the proxies of HTTPS_PROXY, HTTP_PROXY and NO_PROXY.
 * Extra certificates come from NODE_EXTRA_CA_CERTS, which Node reads by itself.
 */
export async function createTransport(options: TransportOptions): Promise<Fetch> {
  // Modules of our own, so that node:http is not imported as an ES module: on Node 22 and later that takes 30 ms.
  const [{default: fetch}, {agentChooser}] = await Promise.all([import('node-fetch'), import('./agents.js')])
  const agent = await agentChooser(options)
  return async (url, init) => {
    const {write} = init
    if (!write) return fetch(url, {...init, agent} as Parameters<typeof fetch>[1]) as unknown as Promise<Response>
    const {sendPieces} = await import('./send-pieces.js')
    return sendPieces(url, {...init, write, agent: agent(new URL(url))})
  }
}
