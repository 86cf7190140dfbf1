import {KlingError, isKlingError} from '../errors/kling-error.js'
import {t} from '../i18n/translate.js'

/** The two ends of a pipe for messages; `process` and a child process both fit. */
export interface Port {
  send(message: unknown): void
  onMessage(receive: (message: unknown) => void): void
}

/** What an end answers to; a result may be a promise. */
export type Handlers = Record<string, (...args: never[]) => unknown>

/** Finds the handlers when the first call comes. */
export type FindHandlers = () => Handlers | Promise<Handlers>

interface Failure {
  code?: string
  message: string
  fields?: object
}

type Message =
  {call: number; method: string; args: unknown[]} | {answer: number; result?: unknown; failure?: Failure}

/** A stream that the other end offers. */
export interface Offer {
  stream: number
}

/**
 * Calls between two processes, both ways, with streams that are read piece by piece: the reader sets the
 * pace, so that memory stays bounded. Errors keep their code and fields. The other end may be hostile: only
 * named handlers are called, and what they are given is theirs to check.
 */
export class Channel {
  private last = 0
  private readonly waiting = new Map<
    number,
    {resolve: (value: unknown) => void; reject: (error: unknown) => void}
  >()
  private readonly offered = new Map<number, AsyncIterator<Uint8Array>>()
  private readonly sources = new Map<number, AsyncIterable<Uint8Array>>()
  private ended: KlingError | undefined

  constructor(
    private readonly port: Port,
    private readonly handlers: FindHandlers,
  ) {
    port.onMessage(message => void this.receive(message as Message))
  }

  /** Calls the other end. @throws what its handler throws, and the error of `end` */
  call<T>(method: string, ...args: unknown[]): Promise<T> {
    if (this.ended) return Promise.reject(this.ended)
    const call = ++this.last
    return new Promise<T>((resolve, reject) => {
      this.waiting.set(call, {resolve: resolve as (value: unknown) => void, reject})
      this.post({call, method, args})
    })
  }

  /** Offers a stream to the other end, which takes it with `take`; each taking begins it again. */
  offer(source: AsyncIterable<Uint8Array>): Offer {
    const stream = ++this.last
    this.sources.set(stream, source)
    return {stream}
  }

  /** Reads a stream that the other end offers. */
  async *take({stream}: Offer): AsyncGenerator<Buffer> {
    try {
      await this.call('stream:begin', stream)
      for (;;) {
        const piece = await this.call<Uint8Array | undefined>('stream:next', stream)
        if (piece === undefined) return
        if (!(piece instanceof Uint8Array)) throw new Error('the stream contains something other than bytes')
        yield Buffer.from(piece.buffer, piece.byteOffset, piece.byteLength)
      }
    } finally {
      if (!this.ended) void this.call('stream:cancel', stream).catch(() => {})
    }
  }

  /** Ends all that is under way with this error. */
  end(error: KlingError): void {
    this.ended = error
    for (const {reject} of this.waiting.values()) reject(error)
    this.waiting.clear()
    for (const source of this.offered.values()) void source.return?.().catch(() => {})
    this.offered.clear()
  }

  private post(message: Message): void {
    try {
      this.port.send(message)
    } catch {
      // The other end is gone; its watcher ends this channel.
    }
  }

  private async receive(message: Message): Promise<void> {
    if (typeof message !== 'object' || message === null) return
    if ('answer' in message) {
      const waiting = this.waiting.get(message.answer)
      this.waiting.delete(message.answer)
      if (message.failure) waiting?.reject(revive(message.failure))
      else waiting?.resolve(message.result)
      return
    }
    const {call, method, args} = message
    if (typeof call !== 'number' || !Array.isArray(args)) return
    try {
      this.post({answer: call, result: await this.handle(String(method), args)})
    } catch (error) {
      this.post({answer: call, failure: describe(error)})
    }
  }

  private async handle(method: string, args: unknown[]): Promise<unknown> {
    if (method.startsWith('stream:')) return this.handleStream(method, args[0] as number)
    const handlers = await this.handlers()
    const handler = Object.hasOwn(handlers, method) ? handlers[method] : undefined
    if (!handler) throw new KlingError('plugin_denied', t`Plugins have no method ${method}.`)
    return handler(...(args as never[]))
  }

  private async handleStream(method: string, id: number): Promise<unknown> {
    const reading = this.offered.get(id)
    if (method === 'stream:next') {
      const piece = await reading?.next()
      return piece && !piece.done ? piece.value : undefined
    }
    this.offered.delete(id)
    await reading?.return?.()
    const source = this.sources.get(id)
    if (method === 'stream:begin' && source) this.offered.set(id, source[Symbol.asyncIterator]())
    return undefined
  }
}

function describe(error: unknown): Failure {
  if (isKlingError(error)) return {code: error.code, message: error.message, fields: error.fields}
  return {message: error instanceof Error ? error.message : String(error)}
}

function revive({code, message, fields}: Failure): Error {
  return typeof code === 'string'
    ? new KlingError(code, String(message), {...fields})
    : new Error(String(message))
}
