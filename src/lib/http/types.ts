import type {Agent} from 'node:http'
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
  /** Called when there is a connection; nothing of the request was sent before. */
  onConnect?: (() => void) | undefined
  /** `manual`: a redirect is an answer like others. Credentials are never sent along one. */
  redirect?: 'manual' | 'follow'
}

export interface Response {
  status: number
  headers: {get(name: string): string | null}
  text(): Promise<string>
  body: Readable | null
}

/**
 * Takes a piece of a body, and returns true when it wants no more; a promise holds back the next piece. The memory of
 * a piece is used again when this returns: what is needed longer is copied.
 */
export type TakePiece = (piece: Buffer) => boolean | Promise<boolean>

/** A response whose body is taken piece by piece, so that one of any size takes little memory. */
export interface StreamedResponse extends Pick<Response, 'status' | 'headers'> {
  receive(take: TakePiece): Promise<void>
  /** Ends the connection: nothing more is wanted. */
  close(): void
}

/** A fetch of the program: what node-fetch takes, and more. */
export interface Fetch {
  (url: string, init: RequestInit): Promise<Response>
  /** It sends a body that is given as `write`. */
  takesWrite?: true
  /** What it is given has left when `send` ends, and it calls `onConnect`. */
  tellsProgress?: boolean
  /** A GET of something large; redirects are followed. */
  stream?: (url: string, init: Pick<RequestInit, 'headers' | 'signal'>) => Promise<StreamedResponse>
}

export interface TransportOptions {
  env: Record<string, string | undefined>
  /** A host:port that no proxy stands before, whatever the environment says: a server inside this process. */
  directHost?: string | undefined
}

/** Which agent goes to an address; connections are kept alive, one pool a proxy. */
export type AgentFor = (url: URL) => Agent
