import type {Duplex} from 'node:stream'
import type {Port} from './channel.js'

/** No message of a plugin is longer: JSON and bytes together. */
export const maxMessageBytes = 8 * 1024 * 1024

/** What may wait for a process that does not read. */
const maxWaitingBytes = 256 * 1024 * 1024

/** Length of the JSON and length of the bytes behind it. */
const headBytes = 8

/** Stands for "no bytes", which are not the same as none of them. */
const noBytes = 0xffffffff

export interface MessagePipeOptions {
  /** Messages of the other end above this size end the pipe. */
  maxBytes?: number
}

export interface MessagePipe extends Port {
  /** The end of the pipe: with what broke it, or without when the other end closed it. */
  ended: Promise<Error | undefined>
}

/**
 * Messages over a pipe, for two processes of which one may be hostile: each message is its length, JSON, and bytes
 * where its result is some. Node's own IPC ends its process by an exception when the other end writes something else.
 * Nothing is read before `onMessage`.
 */
export function messagePipe(
  pipe: Duplex,
  {maxBytes = maxMessageBytes}: MessagePipeOptions = {},
): MessagePipe {
  const decoder = new MessageDecoder(maxBytes)
  let receive: ((message: unknown) => void) | undefined
  let end: (problem?: Error) => void
  const ended = new Promise<Error | undefined>(resolve => {
    end = problem => {
      resolve(problem)
      pipe.destroy()
    }
  })
  const onData = (piece: Buffer): void => {
    try {
      for (const message of decoder.add(piece)) receive!(message)
    } catch (error) {
      end(error as Error)
    }
  }
  pipe.on('error', () => end())
  pipe.on('close', () => end())
  return {
    ended,
    send(message) {
      if (pipe.destroyed) return
      for (const part of encodeMessage(message)) pipe.write(part)
      if (pipe.writableLength > maxWaitingBytes) end(new Error('it does not read its messages'))
    },
    onMessage(handle) {
      if (!receive) pipe.on('data', onData)
      receive = handle
    },
  }
}

/** A message as it goes over the pipe. */
export function encodeMessage(message: unknown): Uint8Array[] {
  const {result, ...rest} = message as {result?: unknown}
  const bytes = result instanceof Uint8Array ? result : undefined
  const json = Buffer.from(JSON.stringify(bytes ? rest : message))
  const head = Buffer.alloc(headBytes)
  head.writeUInt32BE(json.length, 0)
  head.writeUInt32BE(bytes?.length ?? noBytes, 4)
  return bytes ? [head, json, bytes] : [head, json]
}

/** Puts messages together from the pieces in which they come. */
export class MessageDecoder {
  private pieces: Buffer[] = []
  private length = 0
  /** Bytes without which there is nothing to do. */
  private needed = headBytes

  constructor(private readonly maxBytes = maxMessageBytes) {}

  /** @throws Error for what is not a message, or one that is too long */
  *add(piece: Buffer): Generator<unknown> {
    this.pieces.push(piece)
    this.length += piece.length
    while (this.length >= this.needed) {
      const data = Buffer.concat(this.pieces)
      const jsonEnd = headBytes + data.readUInt32BE(0)
      const bytes = data.readUInt32BE(4)
      const end = jsonEnd + (bytes === noBytes ? 0 : bytes)
      if (end > this.maxBytes) throw new Error('a message is too long')
      this.needed = end
      this.keep(data)
      if (data.length < end) return
      this.needed = headBytes
      this.keep(data.subarray(end))
      const message = JSON.parse(data.toString('utf8', headBytes, jsonEnd)) as unknown
      if (typeof message !== 'object' || message === null) throw new Error('a message is not an object')
      yield bytes === noBytes ? message : {...message, result: data.subarray(jsonEnd, end)}
    }
  }

  private keep(data: Buffer): void {
    this.pieces = [data]
    this.length = data.length
  }
}
