import {Readable} from 'node:stream'
import type {Channel, Handlers} from './channel.js'

/** Ctrl-C of a terminal in raw mode. */
const interrupt = 0x03

/** The stdin of a plugin's process: read through the program, when the plugin reads it. */
export function createRemoteStdin(channel: Channel, isTerminal: boolean): Readable {
  const stdin: Readable = new Readable({
    read() {
      channel.call<Uint8Array | undefined>('stdin:read').then(
        piece => stdin.push(piece ?? null),
        error => stdin.destroy(error as Error),
      )
    },
  })
  const unchanged = (): Readable => stdin
  Object.assign(stdin, {fd: 0, ref: unchanged, unref: unchanged})
  if (!isTerminal) return stdin
  return Object.assign(stdin, {
    isTTY: true,
    isRaw: false,
    setRawMode(isRaw: boolean) {
      Object.assign(stdin, {isRaw})
      void channel.call('stdin:raw', isRaw).catch(() => {})
      return stdin
    },
  })
}

/**
 * Answers a plugin that reads stdin. Nothing is read before it asks: what it leaves belongs to the next program of the
 * script. The terminal itself is never handed over, since whoever can read from it can write to it.
 */
export function createStdinRelay(stdin: NodeJS.ReadStream): {handlers: Handlers; end(): void} {
  let pieces: AsyncIterator<Buffer | string> | undefined
  let isRaw = false
  const setRaw = (on: boolean): void => {
    if (!stdin.isTTY || isRaw === on) return
    isRaw = on
    stdin.setRawMode(on)
  }
  return {
    handlers: {
      async 'stdin:read'() {
        pieces ??= stdin[Symbol.asyncIterator]() as AsyncIterator<Buffer | string>
        const {done, value} = await pieces.next()
        if (done) return undefined
        const piece = Buffer.from(value as string)
        if (isRaw && piece.includes(interrupt)) process.emit('SIGINT')
        return piece
      },
      'stdin:raw': (on: unknown) => setRaw(on === true),
    },
    end() {
      setRaw(false)
      if (pieces) stdin.pause()
    },
  }
}
