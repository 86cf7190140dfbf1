import type {Stats} from 'node:fs'
import type {FileHandle} from 'node:fs/promises'
import type {IncomingMessage, ServerResponse} from 'node:http'
import {pipeline} from 'node:stream/promises'
import {openRegular} from '../fs/open-regular.js'

interface ByteRange {
  start: number
  /** Last byte, included. */
  end: number
}

/**
 * The one range of a `Range` header; undefined when the whole file is to be sent (no header, several ranges,
 * or another unit), null when no byte of it is in the file.
 */
export function parseRange(header: string | undefined, size: number): ByteRange | null | undefined {
  const [, from, to] = /^bytes=(\d*)-(\d*)$/.exec(header?.trim() ?? '') ?? []
  if (from === undefined || to === undefined || (from === '' && to === '')) return undefined
  if (from === '') {
    const length = Math.min(Number(to), size)
    return length === 0 ? null : {start: size - length, end: size - 1}
  }
  const start = Number(from)
  const end = to === '' ? size - 1 : Math.min(Number(to), size - 1)
  if (to !== '' && Number(to) < start) return undefined
  return start >= size ? null : {start, end}
}

/** How to send a file. */
export interface ServeFileOptions extends SendOptions {
  /** The file; a link is none. */
  path: string
}

/** How to send a file that is open. */
export interface SendOptions {
  /** Media type, as `video/mp4`. */
  type: string
  /** More headers, such as `Cache-Control`. */
  headers?: Record<string, string>
  /** Share of the bytes, 0 to 1, after which the connection ends: a fault for tests. */
  cut?: number | undefined
}

async function send(
  file: FileHandle,
  request: IncomingMessage,
  response: ServerResponse,
  options: SendOptions,
  {size, mtime, mtimeMs}: Stats,
): Promise<void> {
  const etag = `"${size.toString(16)}-${Math.floor(mtimeMs).toString(16)}"`
  const headers = {
    ...options.headers,
    'Content-Type': options.type,
    'Accept-Ranges': 'bytes',
    ETag: etag,
    'Last-Modified': mtime.toUTCString(),
  }
  if (request.headers['if-none-match'] === etag) return void response.writeHead(304, headers).end()
  const condition = request.headers['if-range']
  const same = condition === undefined || condition === etag || condition === mtime.toUTCString()
  const range = same ? parseRange(request.headers.range, size) : undefined
  if (range === null) {
    return void response
      .writeHead(416, {...headers, 'Content-Range': `bytes */${size}`, 'Content-Length': 0})
      .end()
  }
  const {start, end} = range ?? {start: 0, end: size - 1}
  const length = end - start + 1
  response.writeHead(range ? 206 : 200, {
    ...headers,
    'Content-Length': length,
    ...(range ? {'Content-Range': `bytes ${start}-${end}/${size}`} : {}),
  })
  if (request.method === 'HEAD' || length === 0) return void response.end()
  if (options.cut === undefined) {
    return void (await pipeline(file.createReadStream({start, end, autoClose: false}), response))
  }
  const part = Math.floor(length * options.cut)
  if (part > 0) {
    const bytes = Buffer.alloc(part)
    await file.read(bytes, 0, part, start)
    await new Promise<void>(done => void response.write(bytes, () => done()))
  }
  response.destroy()
}

/**
 * Sends a file, whole or one range of it (`Range`, `If-Range`, `If-None-Match`, HEAD).
 *
 * @returns false, with nothing sent, when there is no such file, or it is a link or no plain file
 * @throws the system's error when it cannot be read to its end
 */
export async function serveFile(
  request: IncomingMessage,
  response: ServerResponse,
  {path, ...options}: ServeFileOptions,
): Promise<boolean> {
  const file = await openRegular(path)
  if (!file) return false
  await serveOpened(request, response, {...options, file})
  return true
}

/** The same with a file that is open; it is closed in the end. @throws the system's error when it cannot be read to its end */
export async function serveOpened(
  request: IncomingMessage,
  response: ServerResponse,
  {file, ...options}: SendOptions & {file: FileHandle},
): Promise<void> {
  try {
    await send(file, request, response, options, await file.stat())
  } catch (error) {
    // A client that leaves in the middle of a download is no fault of the server's.
    if ((error as NodeJS.ErrnoException).code !== 'ERR_STREAM_PREMATURE_CLOSE') throw error
  } finally {
    await file.close()
  }
}
