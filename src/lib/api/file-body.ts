import {createHash} from 'node:crypto'
import {createReadStream} from 'node:fs'
import {open} from 'node:fs/promises'
import {Readable} from 'node:stream'
import {createBufferRelease} from './buffer-memory.js'
import {KlingError} from '../errors/kling-error.js'

/** A local file inside a request body: it goes out as raw base64, read while it is sent. */
export class FileInBody {
  constructor(
    readonly path: string,
    /** Size of the file in bytes. */
    readonly bytes: number,
  ) {}
}

export type JsonValue = string | number | boolean | null | FileInBody | JsonValue[] | {[key: string]: JsonValue | undefined}
/** A request body: JSON, with files as leaves. */
export type JsonBody = {[key: string]: JsonValue | undefined}

export interface EncodedBody {
  /** Exact length of what `stream` yields, in bytes. */
  contentLength: number
  /** A fresh stream for each attempt. */
  stream(): Readable
}

/** Bytes of base64 for a file of this many bytes. */
const base64Length = (bytes: number): number => Math.ceil(bytes / 3) * 4

/** A read size that is a multiple of 3, so that base64 pieces join without padding. */
const chunkBytes = 3 * 64 * 1024

async function* base64Of(file: FileInBody): AsyncGenerator<Buffer> {
  const handle = await open(file.path, 'r')
  const release = createBufferRelease()
  try {
    let left = file.bytes
    const buffer = Buffer.alloc(Math.min(chunkBytes, Math.max(left, 1)))
    while (left > 0) {
      let filled = 0
      const wanted = Math.min(buffer.length, left)
      while (filled < wanted) {
        const {bytesRead} = await handle.read(buffer, filled, wanted - filled)
        if (bytesRead === 0) throw new KlingError('image_read_error', `${file.path} became shorter while it was sent.`)
        filled += bytesRead
      }
      left -= wanted
      yield Buffer.from(buffer.toString('base64', 0, wanted), 'latin1')
      release(wanted)
    }
  } finally {
    await handle.close()
  }
}

/**
 * Serialises a body for sending. Files are streamed and encoded in pieces, so that memory stays bounded
 * whatever their size, and the length is known beforehand from the files' sizes.
 */
export function encodeBody(body: JsonBody): EncodedBody {
  const files: FileInBody[] = []
  // A space cannot stand in the mark of any other value: JSON.stringify escapes nothing of it, base64 has none.
  const mark = `file ${Math.random().toString(36).slice(2)}`
  const text = JSON.stringify(body, (_key, value: unknown) => {
    if (!(value instanceof FileInBody)) return value
    files.push(value)
    return mark
  })
  const pieces = text.split(mark).map(piece => Buffer.from(piece))
  if (pieces.length !== files.length + 1) throw new Error('the mark of a file stands in the body itself')
  const contentLength =
    pieces.reduce((sum, piece) => sum + piece.length, 0) + files.reduce((sum, file) => sum + base64Length(file.bytes), 0)
  async function* parts(): AsyncGenerator<Buffer> {
    for (const [index, piece] of pieces.entries()) {
      yield piece
      const file = files[index]
      if (file) yield* base64Of(file)
    }
  }
  return {contentLength, stream: () => Readable.from(parts(), {objectMode: false})}
}

/** The SHA-256 of a file's bytes, in hex. */
export async function sha256OfFile(path: string): Promise<string> {
  const hash = createHash('sha256')
  for await (const chunk of createReadStream(path)) hash.update(chunk as Buffer)
  return hash.digest('hex')
}

/** The body as it may be shown: each file as `{sha256, bytes}`, long base64 text likewise. */
export async function describeBody(value: JsonValue | undefined): Promise<unknown> {
  if (value instanceof FileInBody) return {sha256: await sha256OfFile(value.path), bytes: value.bytes}
  if (typeof value === 'string' && value.length > 4096 && /^[A-Za-z0-9+/]+={0,2}$/.test(value)) {
    const bytes = Buffer.from(value, 'base64')
    return {sha256: createHash('sha256').update(bytes).digest('hex'), bytes: bytes.length}
  }
  if (Array.isArray(value)) return Promise.all(value.map(describeBody))
  if (value && typeof value === 'object') {
    const entries = await Promise.all(
      Object.entries(value).map(async ([key, child]) => [key, await describeBody(child)] as const),
    )
    return Object.fromEntries(entries.filter(([, child]) => child !== undefined))
  }
  return value
}
