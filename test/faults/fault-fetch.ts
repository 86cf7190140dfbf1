import type {Fetch, Response} from '../../src/lib/http/types.js'
import {Readable} from 'node:stream'
import type {FaultService, Reply} from './fault-service.js'

const broken = (): Error => Object.assign(new Error('broken'), {code: 'ECONNRESET'})

/** Rejects when the client gives up. */
function silence(signal: AbortSignal, service: FaultService): Promise<never> {
  return new Promise((_resolve, reject) => {
    const leave = (): void => {
      service.clientLeft()
      reject(new DOMException('aborted', 'AbortError'))
    }
    if (signal.aborted) leave()
    else signal.addEventListener('abort', leave, {once: true})
  })
}

/**
 * A fetch that asks a `FaultService` in this process. `onStep` is awaited at each request and at each piece of a
 * body: where it never ends, the client is as good as killed there.
 */
export function faultFetch(service: FaultService, onStep: () => Promise<void>): Fetch {
  async function* pieces(
    {body, sent = body.length, end}: Reply,
    signal: AbortSignal,
  ): AsyncGenerator<Buffer> {
    const piece = Math.max(Math.ceil(sent / 4), 1)
    for (let at = 0; at < sent; at += piece) {
      await onStep()
      yield body.subarray(at, Math.min(at + piece, sent))
    }
    if (end === 'hang') await silence(signal, service)
    if (end !== 'well') throw broken()
  }
  return async (url, {method = 'GET', headers, write, signal}) => {
    if (signal.aborted) throw new DOMException('aborted', 'AbortError')
    const chunks: Buffer[] = []
    await write?.(async piece => void chunks.push(Buffer.from(piece)))
    await onStep()
    const {pathname, search} = new URL(url)
    const request = {method, url: pathname + search, headers, body: Buffer.concat(chunks).toString()}
    const reply = service.handle(request)
    if (reply.end === 'reset') throw broken()
    if (reply.end === 'hang' && reply.sent === 0) await silence(signal, service)
    await onStep()
    const own: Record<string, string> = {'content-length': String(reply.body.length), ...reply.headers}
    const stream = Readable.from(pieces(reply, signal), {objectMode: false})
    stream.on('error', () => {})
    return {
      status: reply.status,
      headers: {get: (name: string) => own[name] ?? null},
      body: stream,
      async text() {
        let text = ''
        for await (const chunk of stream) text += String(chunk)
        return text
      },
    } satisfies Response
  }
}
