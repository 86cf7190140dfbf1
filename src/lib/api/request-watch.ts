import {setTimeout as startTimer} from 'node:timers'
import {Readable} from 'node:stream'
import type {EncodedBody} from '../http/streaming-body.js'
import type {ApiFetch, ApiRequestInit} from './api-fetch.js'

/**
 * How far a request has come: nothing was sent, a part of its body is not sent yet, or the system has taken its last
 * byte, so that the other side may have the whole.
 */
export type Stage = 'connecting' | 'sending' | 'sent'

/** The longest time that a timer can take, in ms. */
const longestMs = 2 ** 31 - 1

/**
 * Follows a request: how far it has come, and that it does not stand still for too long. The time counts from the
 * start, and again from each piece of the body that the system has taken: an upload may take as long as it moves.
 */
export class RequestWatch {
  stage: Stage = 'connecting'
  private readonly controller = new AbortController()
  private readonly timer: NodeJS.Timeout
  /** Bytes of the body that were given to the fetch, and of these the ones that have left. */
  private given = 0
  private taken = 0

  constructor(
    readonly limitMs: number,
    private readonly body: EncodedBody | undefined,
  ) {
    this.timer = startTimer(() => this.controller.abort(), Math.min(Math.ceil(limitMs), longestMs))
  }

  /** Aborted when the request stands still. */
  get signal(): AbortSignal {
    return this.controller.signal
  }

  /** Whether nothing of the body is held back. */
  get isGiven(): boolean {
    return this.given >= (this.body?.contentLength ?? 0)
  }

  /** The body as a fetch takes it. */
  initFor(fetch: ApiFetch): Pick<ApiRequestInit, 'body' | 'duplex' | 'write' | 'onConnect'> {
    const {body} = this
    if (!body) return {}
    if (!fetch.takesWrite) return {body: Readable.toWeb(Readable.from(this.pieces(body))), duplex: 'half'}
    const {tellsProgress} = fetch
    const onConnect = (): void => {
      if (this.stage === 'connecting') this.moveTo('sending')
    }
    return {
      ...(tellsProgress && {onConnect}),
      write: send =>
        body.write(async piece => {
          const {length} = piece
          this.given += length
          // Where nobody tells when a piece has left, it may have from here on.
          if (!tellsProgress) this.take(length)
          await send(piece)
          if (tellsProgress) this.take(length)
        }),
    }
  }

  end(): void {
    clearTimeout(this.timer)
  }

  private async *pieces(body: EncodedBody): AsyncGenerator<Uint8Array> {
    for await (const piece of body.stream() as AsyncIterable<Uint8Array>) {
      this.given += piece.length
      this.take(piece.length)
      yield piece
    }
  }

  private take(bytes: number): void {
    this.taken += bytes
    this.moveTo(this.taken < this.body!.contentLength ? 'sending' : 'sent')
  }

  private moveTo(stage: Stage): void {
    this.stage = stage
    if (!this.signal.aborted) this.timer.refresh()
  }
}
