import type {FileValue} from './types.js'
import {open} from 'node:fs/promises'
import {FileRef} from '../http/streaming-body.js'
import {readAt, within} from '../fs/read-at.js'
import {boxes, findBox} from './mp4-boxes.js'

/** What the head of an MP4 or MOV file says. */
export interface MovieHead {
  seconds: number
  hasSound: boolean
  /** Of its picture, where it has one. */
  picture?: {width: number; height: number; framesPerSecond: number}
}

/** Length in seconds of a box `mvhd` or `mdhd`: both begin alike. */
function secondsOf(header: Buffer): number {
  // Version 1 has times of 64 bits.
  const isLong = header.readUInt8(0) === 1
  const length = isLong ? Number(header.readBigUInt64BE(24)) : header.readUInt32BE(16)
  return length / header.readUInt32BE(isLong ? 20 : 12)
}

/** The picture of a `trak` box; undefined when it is a track of something else. */
async function readPicture(track: Buffer): Promise<MovieHead['picture']> {
  const find = (...path: [string, ...string[]]): Promise<Buffer | undefined> =>
    findBox(within(track), ...path)
  const [size, handler, header, samples] = await Promise.all([
    find('tkhd'),
    find('mdia', 'hdlr'),
    find('mdia', 'mdhd'),
    find('mdia', 'minf', 'stbl', 'stsz'),
  ])
  if (!size || !header || !samples || handler?.toString('latin1', 8, 12) !== 'vide') return undefined
  // Width and height are the last of the track's header, numbers with 16 bits after the point.
  const [width, height] = [size.readUInt32BE(size.length - 8), size.readUInt32BE(size.length - 4)]
  return {
    width: width / 65536,
    height: height / 65536,
    framesPerSecond: samples.readUInt32BE(8) / secondsOf(header),
  }
}

/** Length and tracks from a `moov` box. */
async function readMoov(moov: Buffer): Promise<MovieHead | undefined> {
  const header = await findBox(within(moov), 'mvhd')
  if (!header) return undefined
  let picture: MovieHead['picture']
  for await (const track of boxes(within(moov), 'trak')) picture ??= await readPicture(track)
  // `hdlr` boxes hold eight bytes and then the kind of their track.
  const hasSound = /hdlr.{8}soun/s.test(moov.toString('latin1'))
  return {seconds: secondsOf(header), hasSound, ...(picture && {picture})}
}

/** The length of an MP4 or MOV file and whether it has sound; undefined when its head cannot be read. */
export async function readMovieHead(value: FileValue): Promise<MovieHead | undefined> {
  const handle = value instanceof FileRef ? await open(value.path, 'r') : undefined
  try {
    const read = handle ? readAt(handle) : within(Buffer.from(value as string, 'base64'))
    const moov = await findBox(read, 'moov')
    return moov && (await readMoov(moov))
  } catch (error) {
    if (error instanceof RangeError) return undefined
    throw error
  } finally {
    await handle?.close()
  }
}
