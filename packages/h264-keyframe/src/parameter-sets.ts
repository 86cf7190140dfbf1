import {BitReader, UnreadableVideo} from './bit-reader.js'

/** A sequence parameter set, as far as the first picture needs it. */
export interface Sequence {
  id: number
  /** Size in macroblocks of 16 × 16 pixels. */
  columns: number
  rows: number
  /** Pixels that do not belong to the picture. */
  crop: {left: number; right: number; top: number; bottom: number}
  frameNumberBits: number
  orderType: number
  orderBits: number
  hasOrderDelta: boolean
  /** `matrix_coefficients`; undefined where it is not said. */
  matrix: number | undefined
  isFullRange: boolean
}

/** A picture parameter set. */
export interface PictureSet {
  sequenceId: number
  isCabac: boolean
  hasFieldOrder: boolean
  qp: number
  /** What the qp of Cb and Cr differs by. */
  chromaOffsets: [number, number]
  hasDeblocking: boolean
  hasRedundant: boolean
  has8x8: boolean
}

export interface SliceHeader {
  firstMacroblock: number
  qp: number
}

/** Profiles whose parameter sets say what their chroma and depth are. */
const highProfiles = [100, 110, 122, 244, 44, 83, 86, 118, 128]

function refuse(isUnknown: boolean, what: string): void {
  if (isUnknown) throw new UnreadableVideo(what)
}

/** @param unit without its first byte */
export function readSequence(unit: Uint8Array): Sequence {
  const bits = new BitReader(unit)
  const profile = bits.bits(8)
  bits.bits(16)
  const id = bits.golomb()
  if (highProfiles.includes(profile)) {
    refuse(bits.golomb() !== 1, 'not 4:2:0')
    refuse(bits.golomb() !== 0 || bits.golomb() !== 0, 'more than 8 bits')
    refuse(bits.flag(), 'lossless')
    refuse(bits.flag(), 'scaling matrices')
  }
  const frameNumberBits = bits.golomb() + 4
  const orderType = bits.golomb()
  let orderBits = 0
  let hasOrderDelta = false
  if (orderType === 0) orderBits = bits.golomb() + 4
  else if (orderType === 1) {
    hasOrderDelta = !bits.flag()
    bits.signedGolomb()
    bits.signedGolomb()
    for (let count = bits.golomb(); count > 0; count--) bits.signedGolomb()
  }
  bits.golomb()
  bits.flag()
  const columns = bits.golomb() + 1
  const rows = bits.golomb() + 1
  refuse(!bits.flag(), 'interlaced')
  bits.flag()
  const crop = {left: 0, right: 0, top: 0, bottom: 0}
  if (bits.flag()) {
    // Two pixels each, since there is half as much chroma.
    for (const side of ['left', 'right', 'top', 'bottom'] as const) crop[side] = bits.golomb() * 2
  }
  refuse(columns * rows > 36_864, 'too large')
  refuse(crop.left + crop.right >= columns * 16 || crop.top + crop.bottom >= rows * 16, 'nothing is left')
  const colors = bits.flag() ? readColors(bits) : undefined
  return {
    id,
    columns,
    rows,
    crop,
    frameNumberBits,
    orderType,
    orderBits,
    hasOrderDelta,
    matrix: colors?.matrix,
    isFullRange: colors?.isFullRange ?? false,
  }
}

/** The beginning of the usability information. */
function readColors(bits: BitReader): {matrix: number | undefined; isFullRange: boolean} {
  const ownShape = 255
  if (bits.flag() && bits.bits(8) === ownShape) bits.bits(32)
  if (bits.flag()) bits.flag()
  if (!bits.flag()) return {matrix: undefined, isFullRange: false}
  bits.bits(3)
  const isFullRange = bits.flag()
  if (!bits.flag()) return {matrix: undefined, isFullRange}
  bits.bits(16)
  return {matrix: bits.bits(8), isFullRange}
}

/** @param unit without its first byte */
export function readPictureSet(unit: Uint8Array): PictureSet {
  const bits = new BitReader(unit)
  bits.golomb()
  const sequenceId = bits.golomb()
  const isCabac = bits.flag()
  const hasFieldOrder = bits.flag()
  refuse(bits.golomb() !== 0, 'slice groups')
  bits.golomb()
  bits.golomb()
  bits.bits(3)
  const qp = 26 + bits.signedGolomb()
  bits.signedGolomb()
  const first = bits.signedGolomb()
  const hasDeblocking = bits.flag()
  bits.flag()
  const hasRedundant = bits.flag()
  const isLong = bits.hasMore()
  const has8x8 = isLong && bits.flag()
  refuse(isLong && bits.flag(), 'scaling matrices')
  const second = isLong ? bits.signedGolomb() : first
  return {
    sequenceId,
    isCabac,
    hasFieldOrder,
    qp,
    chromaOffsets: [first, second],
    hasDeblocking,
    hasRedundant,
    has8x8,
  }
}

/** The number of the picture parameter set that a slice or the set itself names. */
export function pictureSetId(unit: Uint8Array, isSlice: boolean): number {
  const bits = new BitReader(unit)
  if (isSlice) {
    bits.golomb()
    bits.golomb()
  }
  return bits.golomb()
}

/** Reads the head of a slice of an IDR picture, up to where its macroblocks begin. */
export function readSliceHeader(bits: BitReader, sequence: Sequence, picture: PictureSet): SliceHeader {
  const firstMacroblock = bits.golomb()
  refuse(bits.golomb() % 5 !== 2, 'a slice that is not intra')
  bits.golomb()
  bits.bits(sequence.frameNumberBits)
  bits.golomb()
  if (sequence.orderType === 0) {
    bits.bits(sequence.orderBits)
    if (picture.hasFieldOrder) bits.signedGolomb()
  } else if (sequence.orderType === 1 && sequence.hasOrderDelta) {
    bits.signedGolomb()
    if (picture.hasFieldOrder) bits.signedGolomb()
  }
  if (picture.hasRedundant) refuse(bits.golomb() !== 0, 'a redundant slice')
  // How the picture is kept as a reference.
  bits.bits(2)
  const qp = picture.qp + bits.signedGolomb()
  if (picture.hasDeblocking && bits.golomb() !== 1) {
    bits.signedGolomb()
    bits.signedGolomb()
  }
  refuse(qp < 0 || qp > 51, 'a wrong qp')
  return {firstMacroblock, qp}
}
