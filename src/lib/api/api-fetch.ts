import type {RequestInit, Response} from '../http/types.js'

/** What a client sends by: the platform's own `fetch`, or a transport of the program, which takes bodies as `write`. */
export interface ApiFetch {
  (url: string, init: ApiRequestInit): Promise<Pick<Response, 'status' | 'headers' | 'text'>>
  takesWrite?: true
  /** What it is given has left when `send` ends, and it calls `onConnect`. */
  tellsProgress?: boolean
}

/** A request, as any fetch takes it. */
export interface ApiRequestInit extends Omit<RequestInit, 'body'> {
  body?: ReadableStream<Uint8Array>
  /** The body is sent before the answer is read. */
  duplex?: 'half'
}
