import {brotliDecompressSync} from 'node:zlib'

const HEADER_LENGTH = 48
const CMAP_TAG = 0
const GLYF_TAG = 10
const LOCA_TAG = 11
const ARBITRARY_TAG = 63

/**
 * The code points that a WOFF2 font really has glyphs for, read from its `cmap` table. Needed because a font
 * package's unicode ranges say where a character would be, not that it exists: they list emoji it has no glyphs for.
 *
 * @throws Error when the bytes are no WOFF2 font with a Unicode `cmap`.
 */
export function readWoff2Coverage(font: Buffer): Set<number> {
  if (font.toString('latin1', 0, 4) !== 'wOF2') throw new Error('not a WOFF2 font')

  const tableCount = font.readUInt16BE(12)
  const compressedLength = font.readUInt32BE(20)
  let position = HEADER_LENGTH
  let offset = 0
  let cmapOffset: number | undefined

  function readBase128(): number {
    let value = 0
    for (;;) {
      const byte = font.readUInt8(position++)
      value = value * 128 + (byte & 127)
      if (byte < 128) return value
    }
  }

  for (let index = 0; index < tableCount; index++) {
    const flags = font.readUInt8(position++)
    const tag = flags & 63
    const transform = flags >> 6
    if (tag === ARBITRARY_TAG) position += 4
    let length = readBase128()
    // For glyf and loca version 0 means transformed; for all others it means stored as is.
    const transformed = tag === GLYF_TAG || tag === LOCA_TAG ? transform !== 3 : transform !== 0
    if (transformed) length = readBase128()
    if (tag === CMAP_TAG) cmapOffset = offset
    offset += length
  }

  if (cmapOffset === undefined) throw new Error('font without a cmap table')
  const tables = brotliDecompressSync(font.subarray(position, position + compressedLength))
  return readCmap(tables.subarray(cmapOffset))
}

function readCmap(cmap: Buffer): Set<number> {
  const covered = new Set<number>()
  const subtables = cmap.readUInt16BE(2)
  for (let index = 0; index < subtables; index++) {
    const subtable = cmap.subarray(cmap.readUInt32BE(4 + index * 8 + 4))
    const format = subtable.readUInt16BE(0)
    if (format === 4) addSegmentMapping(subtable, covered)
    if (format === 12) addSegmentedCoverage(subtable, covered)
  }

  if (covered.size === 0) throw new Error('font without a Unicode cmap')
  return covered
}

/** cmap format 4: the Basic Multilingual Plane. */
function addSegmentMapping(subtable: Buffer, covered: Set<number>): void {
  const doubledCount = subtable.readUInt16BE(6)
  const ends = 14
  const starts = ends + doubledCount + 2
  const deltas = starts + doubledCount
  const rangeOffsets = deltas + doubledCount
  for (let at = 0; at < doubledCount; at += 2) {
    const start = subtable.readUInt16BE(starts + at)
    const end = subtable.readUInt16BE(ends + at)
    const delta = subtable.readUInt16BE(deltas + at)
    const rangeOffset = subtable.readUInt16BE(rangeOffsets + at)
    for (let code = start; code <= end && code < 0xffff; code++) {
      const glyph =
        rangeOffset === 0
          ? (code + delta) & 0xffff
          : subtable.readUInt16BE(rangeOffsets + at + rangeOffset + (code - start) * 2)
      if (glyph !== 0) covered.add(code)
    }
  }
}

/** cmap format 12: all planes. */
function addSegmentedCoverage(subtable: Buffer, covered: Set<number>): void {
  const groups = subtable.readUInt32BE(12)
  for (let index = 0; index < groups; index++) {
    const at = 16 + index * 12
    const start = subtable.readUInt32BE(at)
    const end = subtable.readUInt32BE(at + 4)
    const glyph = subtable.readUInt32BE(at + 8)
    for (let code = glyph === 0 ? start + 1 : start; code <= end; code++) covered.add(code)
  }
}
