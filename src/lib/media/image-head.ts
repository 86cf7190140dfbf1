import {open} from 'node:fs/promises'
import {type ReadAt, readAt, within} from '../fs/read-at.js'

/** What an image is, by its own bytes. */
export interface ImageHead {
  /** `png`, `jpg`, `git-lfs` for its pointer to a file, or the type of what is neither, as far as it is known. */
  type: string
  /** Pixels, as they are stored. */
  width: number
  height: number
  /** Bytes at its end are missing: it stops before the mark of its end. */
  isTruncated?: boolean
  /** How EXIF has it turned or mirrored when it is shown: 2 to 8; left out where it is shown as it is stored. */
  orientation?: number
  /** A PNG of Apple's own form (CgBI), which nothing but its own programs reads. */
  isCgbi?: boolean
}

/** Bytes at the start that say what any other kind of picture is. */
const headBytes = 64 * 1024
const scanBytes = 256 * 1024

/** The beginning of what Git LFS puts in the place of a file. */
const lfsPointer = Buffer.from('version https://git-lfs')
const pngSignature = Buffer.from('89504e470d0a1a0a', 'hex')

/** What an image in a file is; undefined for what is none. @throws the system's error */
export async function readImageFile(path: string): Promise<ImageHead | undefined> {
  const handle = await open(path, 'r')
  try {
    return await readImageHead(readAt(handle), (await handle.stat()).size)
  } finally {
    await handle.close()
  }
}

/** The same of bytes that are at hand. */
export function readImageBuffer(buffer: Buffer): Promise<ImageHead | undefined> {
  return readImageHead(within(buffer), buffer.length)
}

async function readImageHead(read: ReadAt, size: number): Promise<ImageHead | undefined> {
  const start = await read(0, 8)
  if (start.equals(pngSignature)) return readPng(read, size)
  if (start.length > 2 && start.readUInt16BE(0) === 0xffd8) return readJpeg(read, size)
  const head = await read(0, headBytes)
  if (head.subarray(0, lfsPointer.length).equals(lfsPointer)) return {type: 'git-lfs', width: 0, height: 0}
  const {imageSize} = await import('image-size')
  try {
    const {type = '', width, height} = imageSize(head)
    return {type, width, height}
  } catch {
    return undefined
  }
}

/** Chunk after chunk to `IEND`. Source: PNG specification, 5.3. */
async function readPng(read: ReadAt, size: number): Promise<ImageHead | undefined> {
  let head: ImageHead | undefined
  let isCgbi = false
  for (let at = 8; ;) {
    const chunk = await read(at, 16)
    if (chunk.length < 8) return head && {...head, isTruncated: true}
    const type = chunk.toString('latin1', 4, 8)
    if (type === 'CgBI') isCgbi = true
    if (type === 'IHDR') {
      if (chunk.length < 16) return undefined
      head = {type: 'png', width: chunk.readUInt32BE(8), height: chunk.readUInt32BE(12), isCgbi}
    }
    at += 12 + chunk.readUInt32BE(0)
    if (type === 'IEND') return head && (at <= size ? head : {...head, isTruncated: true})
  }
}

/** Frame headers: SOF0 to SOF15, without the tables and the extension among them. */
const isFrameHeader = (marker: number): boolean =>
  marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker)

/** Segment after segment to the frame header, however much metadata comes before it. Source: ITU T.81, B.1. */
async function readJpeg(read: ReadAt, size: number): Promise<ImageHead | undefined> {
  let orientation: number | undefined
  for (let at = 2; ;) {
    const segment = await read(at, 9)
    if (segment.length < 4 || segment[0] !== 0xff) return undefined
    const marker = segment[1]!
    // Any number of fill bytes may come before a marker; some markers stand alone.
    if (marker === 0xff) at += 1
    else if (marker === 0x01 || (marker >= 0xd0 && marker <= 0xd8)) at += 2
    else if (isFrameHeader(marker)) {
      if (segment.length < 9) return undefined
      const isTruncated = !(await hasEndOfImage(read, size, at))
      return {
        type: 'jpg',
        width: segment.readUInt16BE(7),
        height: segment.readUInt16BE(5),
        ...(isTruncated && {isTruncated}),
        ...(orientation !== undefined && {orientation}),
      }
    } else {
      const length = segment.readUInt16BE(2)
      if (marker === 0xe1) orientation ??= orientationIn(await read(at + 4, Math.min(length, exifBytes)))
      at += 2 + length
    }
  }
}

/** The orientation stands in the first directory of a segment, near its beginning. */
const exifBytes = 4096

/** The orientation in a segment of EXIF, from 2 to 8; undefined for the usual one, and where there is none. Source: EXIF 2.32, 4.6. */
function orientationIn(segment: Buffer): number | undefined {
  if (!segment.subarray(0, 6).equals(Buffer.from('Exif\0\0', 'latin1'))) return undefined
  const tiff = segment.subarray(6)
  const isLittle = tiff.toString('latin1', 0, 2) === 'II'
  const number = (at: number, bytes: 2 | 4): number =>
    at + bytes > tiff.length ? 0 : isLittle ? tiff.readUIntLE(at, bytes) : tiff.readUIntBE(at, bytes)
  const directory = number(4, 4)
  const entries = number(directory, 2)
  for (let entry = 0; entry < Math.min(entries, 200); entry++) {
    const at = directory + 2 + entry * 12
    const value = number(at + 8, 2)
    if (number(at, 2) === 0x0112) return value >= 2 && value <= 8 ? value : undefined
  }
  return undefined
}

/** Whether the mark of the end comes after a place; phones put more after it. */
async function hasEndOfImage(read: ReadAt, size: number, from: number): Promise<boolean> {
  const mark = Buffer.from('ffd9', 'hex')
  for (let end = size; end > from; end -= scanBytes) {
    const start = Math.max(from, end - scanBytes)
    // One more, since the mark may stand across two pieces.
    if ((await read(start, end - start + 1)).includes(mark)) return true
  }
  return false
}
