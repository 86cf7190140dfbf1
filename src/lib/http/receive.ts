import {finished, type Readable} from 'node:stream'
import type {TakePiece} from './types.js'
import {releaseBuffer} from './release-buffer.js'

/**
 * Hands a body to `take`, and frees each piece behind it.
 * @throws what `take` threw; the signal's reason, at once; what broke the body off, when the last piece is taken
 */
export function receive(body: Readable, take: TakePiece, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const fail = (error: unknown): void => {
      reject(error as Error)
      body.destroy()
    }
    const goOn = (piece: Buffer, isEnough: boolean): void => {
      releaseBuffer(piece)
      if (!isEnough) return
      resolve()
      body.destroy()
    }
    const stop = (): void => fail(signal.reason)
    let taking: Promise<void> | undefined
    body.on('data', (piece: Buffer) => {
      try {
        const isEnough = take(piece)
        if (typeof isEnough === 'boolean') return goOn(piece, isEnough)
        body.pause()
        taking = isEnough.then(enough => goOn(piece, enough)).then(() => void body.resume(), fail)
      } catch (error) {
        fail(error)
      }
    })
    if (signal.aborted) stop()
    signal.addEventListener('abort', stop)
    finished(body, {writable: false}, error => {
      const end = (): void => (error ? reject(error) : resolve())
      signal.removeEventListener('abort', stop)
      if (taking) void taking.then(end)
      else end()
    })
  })
}
