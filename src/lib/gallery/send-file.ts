import {type IncomingMessage, type ServerResponse} from 'node:http'
import {open} from 'node:fs/promises'
import {pipeline} from 'node:stream/promises'
import {mediaTypeOf} from './clip-file.js'

interface Part {
  start: number
  /** The last byte, included. */
  end: number
}

/** The part of a file that a Range header asks for; undefined for all of it, `none` when there is no such part. */
export function partOf(range: string | undefined, size: number): Part | 'none' | undefined {
  const [whole, first = '', last = ''] = /^bytes=(\d*)-(\d*)$/.exec(range ?? '') ?? []
  // Several parts and other units are answered with all of it.
  if (whole === undefined || (first === '' && last === '')) return undefined
  const start = first === '' ? Math.max(0, size - Number(last)) : Number(first)
  const end = first === '' || last === '' ? size - 1 : Math.min(Number(last), size - 1)
  return start > end || (first === '' && Number(last) === 0) ? 'none' : {start, end}
}

/** Answers with a clip's file, or the part of it that is asked for. @returns false when it cannot be read */
export async function sendFile(
  path: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<boolean> {
  const handle = await open(path, 'r').catch(() => undefined)
  const type = mediaTypeOf(path)
  try {
    const found = await handle?.stat()
    if (!handle || !found?.isFile() || type === undefined) return false
    const part = partOf(request.headers.range, found.size)
    if (part === 'none') {
      response.writeHead(416, {'content-range': `bytes */${found.size}`}).end()
      return true
    }
    const {start, end} = part ?? {start: 0, end: found.size - 1}
    response.writeHead(part ? 206 : 200, {
      'content-type': type,
      'content-length': end - start + 1,
      'accept-ranges': 'bytes',
      'cache-control': 'private, max-age=3600',
      ...(part && {'content-range': `bytes ${start}-${end}/${found.size}`}),
    })
    if (request.method === 'HEAD' || found.size === 0) response.end()
    // A browser that has seen enough hangs up.
    else await pipeline(handle.createReadStream({start, end, autoClose: false}), response).catch(() => {})
    return true
  } finally {
    await handle?.close()
  }
}
