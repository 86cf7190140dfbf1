import type {Readable} from 'node:stream'

/** Writes a body piece by piece. What `send` was given is its until its promise ends. */
export type WriteBody = (send: (piece: Uint8Array) => Promise<void>) => Promise<void>

export interface RequestInit {
  method?: string
  headers: Record<string, string>
  body?: unknown
  /** A body for a transport that `takesWrite`: sent from buffers that are used again; redirects are not followed then. */
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

/** A fetch of the program: what node-fetch takes, and more. */
export interface Fetch {
  (url: string, init: RequestInit): Promise<Response>
  /** It sends a body that is given as `write`. */
  takesWrite?: true
  /** A GET of something large, redirects followed; undefined where only the usual way goes. */
  pour?: (url: string, init: Pick<RequestInit, 'headers' | 'signal'>) => Promise<Poured | undefined>
}

export interface TransportOptions {
  env: Record<string, string | undefined>
  /** A host:port that no proxy stands before, whatever the environment says: a server inside this process. */
  directHost?: string | undefined
}
