import {type Socket, connect, isIP} from 'node:net'
import {connect as connectTls} from 'node:tls'
import type {TakePiece} from './types.js'

interface Reader {
  take: TakePiece
  resolve: () => void
  reject: (error: Error) => void
}

/** Bytes that are read at a time. */
const bufferBytes = 512 * 1024

/** A connection whose bytes come into one buffer, again and again: a transfer of any size makes no garbage. */
export class RawSocket {
  readonly socket: Socket
  private reader: Reader | undefined
  private isTaking = false
  /** Copies of what came while nobody took it. */
  private readonly waiting: Buffer[] = []
  private ended: Error | undefined
  /** Whether the other side has ended it, and nothing broke. */
  hasEndedWell = false

  constructor({protocol, hostname, port}: URL) {
    const isTls = protocol === 'https:'
    const host = hostname.replace(/^\[(.*)\]$/, '$1')
    const buffer = Buffer.allocUnsafeSlow(bufferBytes)
    const options = {
      host,
      port: Number(port) || (isTls ? 443 : 80),
      onread: {buffer, callback: (bytes: number) => this.receive(buffer.subarray(0, bytes))},
    }
    const servername = isIP(host) ? undefined : host
    this.socket = isTls ? connectTls({...options, servername}) : connect(options)
    this.socket.on('error', error => {
      this.ended ??= error
      this.fail(error)
    })
    this.socket.on('end', () => (this.hasEndedWell = true))
    this.socket.on('close', () => {
      this.ended ??= Object.assign(new Error('the connection ended'), {code: 'ECONNRESET'})
      // What came before the end still counts.
      if (!this.isTaking && this.waiting.length === 0) this.fail(this.ended)
    })
  }

  /** Whether another request may go over it. */
  get isFree(): boolean {
    return this.ended === undefined && this.waiting.length === 0 && !this.reader
  }

  /** Hands what comes to `take`. @throws what `take` threw; what ended the connection */
  read(take: TakePiece): Promise<void> {
    return new Promise((resolve, reject) => {
      this.reader = {take, resolve, reject}
      this.flow()
    })
  }

  /** Puts back what a reader does not want; it must not be a part of the piece that the reader was given. */
  unread(piece: Buffer): void {
    if (piece.length > 0) this.waiting.unshift(piece)
  }

  close(error?: Error): void {
    this.socket.destroy(error)
  }

  private receive(piece: Buffer): boolean {
    if (!this.reader || this.isTaking || this.waiting.length > 0) this.waiting.push(Buffer.from(piece))
    else this.hand(this.reader, piece)
    return this.reader !== undefined && !this.isTaking
  }

  private hand(reader: Reader, piece: Buffer): void {
    try {
      const isDone = reader.take(piece)
      if (isDone === true) this.finish()
      if (typeof isDone === 'boolean') return
      this.isTaking = true
      isDone.then(
        done => {
          this.isTaking = false
          if (done) this.finish()
          else this.flow()
        },
        (error: unknown) => this.fail(error as Error),
      )
    } catch (error) {
      this.fail(error as Error)
    }
  }

  private flow(): void {
    while (this.reader && !this.isTaking && this.waiting.length > 0)
      this.hand(this.reader, this.waiting.shift()!)
    if (!this.reader || this.isTaking) return
    if (this.ended) this.fail(this.ended)
    else this.socket.resume()
  }

  private finish(): void {
    this.reader?.resolve()
    this.reader = undefined
  }

  private fail(error: Error): void {
    this.reader?.reject(error)
    this.reader = undefined
    this.close()
  }
}
