import type {Stats} from 'node:fs'
import type {WriteBody} from './types.js'
import {type FileHandle, open} from 'node:fs/promises'
import {Readable} from 'node:stream'
import {t} from '../i18n/translate.js'
import {KlingError, systemCode} from '../errors/kling-error.js'

/** What tells a file from another one at the same path, and from the same one after it was written to. */
export type FileStamp = Pick<Stats, 'dev' | 'ino' | 'size' | 'mtimeMs'>

/** A local file inside a request body: it goes out as raw base64, read while it is sent. */
export class FileRef {
  readonly #stamp: FileStamp | undefined

  /**
   * @param path of the file
   * @param bytes size of the file
   * @param stamp of the file that was checked: no other one is sent; left out, any of this size is
   */
  constructor(
    readonly path: string,
    readonly bytes: number,
    stamp?: FileStamp,
  ) {
    this.#stamp = stamp
  }

  /** What the file was like when it was checked. */
  get stamp(): FileStamp | undefined {
    return this.#stamp
  }
}

export type JsonValue =
  string | number | boolean | null | FileRef | JsonValue[] | {[key: string]: JsonValue | undefined}
/** A request body: JSON, with files as leaves. */
export type JsonBody = {[key: string]: JsonValue | undefined}

export interface EncodedBody {
  /** Exact length of what `stream` yields, in bytes. */
  contentLength: number
  /** A fresh stream for each attempt. */
  stream(): Readable
  /** The same without a new buffer for each piece. */
  write: WriteBody
}

/** Bytes of base64 for a file of this many bytes. */
const base64Length = (bytes: number): number => Math.ceil(bytes / 3) * 4

/** Bytes that are encoded at a time: a multiple of 3, so that pieces join without padding, and few enough for the cache. */
const sliceBytes = 48 * 1024

/** Bytes that are read at a time. */
const chunkBytes = 4 * sliceBytes

/** What Node's buffers have and its types leave out: no options to look at, no copy on the way. */
type PlainBuffer = Buffer & {
  base64Slice(start: number, end: number): string
  latin1Write(text: string, offset: number): number
}

const plainBuffer = (bytes: number): PlainBuffer => Buffer.allocUnsafeSlow(bytes) as PlainBuffer

/** Encodes the head of a buffer into another one. */
function encode(source: PlainBuffer, bytes: number, target: PlainBuffer): Buffer {
  let filled = 0
  for (let at = 0; at < bytes; at += sliceBytes)
    filled += target.latin1Write(source.base64Slice(at, Math.min(at + sliceBytes, bytes)), filled)
  return target.subarray(0, filled)
}

/** What ends a request whose body cannot be sent: nothing came of it, and nothing would the next time. */
function unreadable(message: string, cause?: unknown): KlingError {
  return new KlingError('image_read_error', message, {
    hint: t`Run the command again to send the file as it is now.`,
    retryable: false,
    billed: 'no',
    cause,
  })
}

/** Opens the file that was checked. @throws KlingError `image_read_error` */
async function openChecked(file: FileRef): Promise<FileHandle> {
  const handle = await open(file.path, 'r').catch((error: unknown) => {
    throw unreadable(t`Cannot read ${file.path} any more (${systemCode(error)}).`, error)
  })
  try {
    await checkUnchanged(file, handle)
    return handle
  } catch (error) {
    await handle.close()
    throw error
  }
}

/** @throws KlingError `image_read_error` for a file that is not the one that was checked, or was written to since */
async function checkUnchanged({path, bytes, stamp}: FileRef, handle: FileHandle): Promise<void> {
  const now = await handle.stat()
  const isSame =
    stamp === undefined
      ? now.size >= bytes
      : now.dev === stamp.dev &&
        now.ino === stamp.ino &&
        now.size === stamp.size &&
        now.mtimeMs === stamp.mtimeMs
  if (!isSame) throw unreadable(t`${path} has changed since it was checked.`)
}

/** Fills the head of a buffer from a place in a file. @throws KlingError `image_read_error` */
async function fill(file: FileRef, handle: FileHandle, buffer: Buffer, position: number): Promise<number> {
  const wanted = Math.min(buffer.length, file.bytes - position)
  for (let filled = 0; filled < wanted;) {
    const {bytesRead} = await handle.read(buffer, filled, wanted - filled, position + filled)
    if (bytesRead === 0) throw unreadable(t`${file.path} became shorter while it was being sent.`)
    filled += bytesRead
  }
  return wanted
}

/** Two buffers to read into and two to send from: while one is in use the other is filled. */
function makeBuffers(): {read: [PlainBuffer, PlainBuffer]; sent: [PlainBuffer, PlainBuffer]} {
  const pair = (bytes: number): [PlainBuffer, PlainBuffer] => [plainBuffer(bytes), plainBuffer(bytes)]
  return {read: pair(chunkBytes), sent: pair(base64Length(chunkBytes))}
}

/** A file in base64. Each piece holds until the next but one is asked for. */
async function* base64Of(
  file: FileRef,
  {read, sent}: ReturnType<typeof makeBuffers>,
): AsyncGenerator<Buffer> {
  const handle = await openChecked(file)
  let reading = fill(file, handle, read[0], 0)
  try {
    for (let at = 0; at < file.bytes;) {
      const bytes = await reading
      at += bytes
      const source = read[0]
      read.reverse()
      sent.reverse()
      reading = fill(file, handle, read[0], at)
      // A failure of the next piece counts when its turn has come.
      reading.catch(() => {})
      // The body never gets its end when the file was written to meanwhile.
      if (at >= file.bytes) await checkUnchanged(file, handle)
      yield encode(source, bytes, sent[0])
    }
  } finally {
    await reading.catch(() => {})
    await handle.close()
  }
}

/**
 * Serialises a body for sending. Files are streamed and encoded in pieces, so that memory stays bounded
 * whatever their size, and the length is known beforehand from the files' sizes.
 */
export function encodeBody(body: JsonBody): EncodedBody {
  const files: FileRef[] = []
  // A space cannot stand in the mark of any other value: JSON.stringify escapes nothing of it, base64 has none.
  const mark = `file ${Math.random().toString(36).slice(2)}`
  const text = JSON.stringify(body, (_key, value: unknown) => {
    if (!(value instanceof FileRef)) return value
    files.push(value)
    return mark
  })
  const pieces = text.split(mark).map(piece => Buffer.from(piece))
  if (pieces.length !== files.length + 1) throw new Error('the body contains the placeholder of a file')
  const contentLength =
    pieces.reduce((sum, piece) => sum + piece.length, 0) +
    files.reduce((sum, file) => sum + base64Length(file.bytes), 0)
  async function* parts(): AsyncGenerator<Buffer> {
    const buffers = files.length > 0 ? makeBuffers() : undefined
    for (const [index, piece] of pieces.entries()) {
      yield piece
      const file = files[index]
      if (file) yield* base64Of(file, buffers!)
    }
  }
  async function* copies(): AsyncGenerator<Buffer> {
    for await (const part of parts()) yield Buffer.from(part)
  }
  const write: WriteBody = async send => {
    let sending = Promise.resolve()
    for await (const part of parts()) {
      // The one before has left when this one has been encoded; its buffer is the next one's.
      await sending
      sending = send(part)
      sending.catch(() => {})
    }
    await sending
  }
  return {
    contentLength,
    stream: () => Readable.from(copies(), {objectMode: false}),
    write,
  }
}
