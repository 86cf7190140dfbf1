import {open} from 'node:fs/promises'
import {FileInBody} from '../api/file-body.js'
import {type FileValue} from '../requests/request.js'

/** What the head of an MP4 or MOV file says. */
export interface MovieHead {
  seconds: number
  hasSound: boolean
}

/** Reads `length` bytes at a place of a file; fewer at its end. */
type Read = (position: number, length: number) => Promise<Buffer>

/** A head that is larger belongs to a film of hours. */
const maxHeadBytes = 16 * 1024 * 1024

/** The content of the first box of a type among those that lie beside one another, or undefined. */
async function findBox(read: Read, type: string): Promise<Buffer | undefined> {
  for (let position = 0; ;) {
    const header = await read(position, 16)
    if (header.length < 8) return undefined
    const short = header.readUInt32BE(0)
    // 1: the length stands behind the type, in 64 bits.
    const isLong = short === 1 && header.length === 16
    const length = isLong ? Number(header.readBigUInt64BE(8)) : short
    const start = isLong ? 16 : 8
    if (header.toString('latin1', 4, 8) === type) {
      return length > maxHeadBytes ? undefined : read(position + start, length - start)
    }
    // 0: to the end of the file.
    if (length < start) return undefined
    position += length
  }
}

const within =
  (box: Buffer): Read =>
  async (position, length) =>
    box.subarray(position, position + length)

/** Length and tracks from a `moov` box. */
async function readMoov(moov: Buffer): Promise<MovieHead | undefined> {
  const header = await findBox(within(moov), 'mvhd')
  if (!header) return undefined
  // Version 1 has times of 64 bits.
  const isLong = header.readUInt8(0) === 1
  const scale = header.readUInt32BE(isLong ? 20 : 12)
  const length = isLong ? Number(header.readBigUInt64BE(24)) : header.readUInt32BE(16)
  // `hdlr` boxes hold eight bytes and then the kind of their track.
  return {seconds: length / scale, hasSound: /hdlr.{8}soun/s.test(moov.toString('latin1'))}
}

/** The length of an MP4 or MOV file and whether it has sound; undefined when its head cannot be read. */
export async function readMovieHead(value: FileValue): Promise<MovieHead | undefined> {
  const handle = value instanceof FileInBody ? await open(value.path, 'r') : undefined
  try {
    const read: Read = handle
      ? async (position, length) => {
          const {buffer, bytesRead} = await handle.read(Buffer.alloc(length), 0, length, position)
          return buffer.subarray(0, bytesRead)
        }
      : within(Buffer.from(value as string, 'base64'))
    const moov = await findBox(read, 'moov')
    return moov && (await readMoov(moov))
  } catch (error) {
    if (error instanceof RangeError) return undefined
    throw error
  } finally {
    await handle?.close()
  }
}
