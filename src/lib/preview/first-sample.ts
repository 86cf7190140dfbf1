import {type ReadAt, within} from '../fs/read-at.js'
import {boxes, findBox} from '../media/mp4-boxes.js'

/** A picture that is larger is none of a video that is shown. */
const maxBytes = 32 * 1024 * 1024
/** What stands before the boxes of a table of entries, and of the entry of a video. */
const tableHead = 8
const entryHead = 78

/** Splits units that follow their lengths. @param size bytes of a length */
function unitsOf(bytes: Buffer, size: number): Buffer[] {
  const units = []
  for (let position = 0; position < bytes.length;) {
    const start = position + size
    position = start + bytes.readUIntBE(position, size)
    units.push(bytes.subarray(start, position))
  }
  return units
}

/** The parameter sets of an `avcC` box, and how long the lengths before units are. */
function readConfig(config: Buffer): {units: Buffer[]; lengthSize: number} {
  const units: Buffer[] = []
  let position = 5
  // First those of sequences, then those of pictures; the number of the former shares its byte.
  for (const mask of [31, 255]) {
    for (let count = config.readUInt8(position++) & mask; count > 0; count--) {
      const length = config.readUInt16BE(position)
      units.push(config.subarray(position + 2, position + 2 + length))
      position += 2 + length
    }
  }
  return {units, lengthSize: (config.readUInt8(4) & 3) + 1}
}

/**
 * The NAL units of the first picture of an MP4 file, with the parameter sets before them; undefined when the file holds no
 * H.264, or its pictures are not listed in its head.
 * @throws RangeError for a file that is broken
 */
export async function firstSample(read: ReadAt): Promise<Buffer[] | undefined> {
  const moov = await findBox(read, 'moov')
  if (!moov) return undefined
  for await (const track of boxes(within(moov), 'trak')) {
    const table = await findBox(within(track), 'mdia', 'minf', 'stbl')
    const entries = table && (await findBox(within(table), 'stsd'))
    const entry = entries && (await findBox(within(entries.subarray(tableHead)), 'avc1'))
    if (!table || !entry) continue
    const [config, sizes, chunks, longChunks] = await Promise.all([
      findBox(within(entry.subarray(entryHead)), 'avcC'),
      ...['stsz', 'stco', 'co64'].map(type => findBox(within(table), type)),
    ])
    if (!config || !sizes) return undefined
    // One size for all, or a list of them.
    const length = sizes.readUInt32BE(4) || sizes.readUInt32BE(12)
    const start = chunks ? chunks.readUInt32BE(8) : longChunks && Number(longChunks.readBigUInt64BE(8))
    if (start === undefined || length > maxBytes) return undefined
    const {units, lengthSize} = readConfig(config)
    return [...units, ...unitsOf(await read(start, length), lengthSize)]
  }
  return undefined
}
