import {type BitReader} from './bit-reader.js'
import {type Channel} from './picture.js'

/** Kinds of blocks of coefficients, by the numbers of the standard (`ctxBlockCat`). */
export const blockKinds = {
  lumaMeans: 0,
  lumaRest: 1,
  luma: 2,
  chromaMeans: 3,
  chromaRest: 4,
  luma8x8: 5,
} as const

export type BlockKind = (typeof blockKinds)[keyof typeof blockKinds]

/** How many coefficients a block of a kind has. */
export const blockLengths = [16, 15, 16, 4, 15, 64] as const

/** A block of a macroblock: where it is in its plane, in blocks of 4 × 4. */
export interface BlockPlace {
  channel: Channel
  /** Number of its macroblock. */
  place: number
  x: number
  y: number
}

/** Reads the parts of macroblocks in one of the two codes, in the order in which they stand. */
export interface Syntax {
  type(place: number): number
  has8x8(place: number): boolean
  /** What is said of a block's mode: nothing, or 0 to 7. */
  mode(): number | undefined
  chromaMode(place: number): number
  coded(place: number): number
  qpChange(): number
  /** To be told of a macroblock that has no place for a change of the qp. */
  keepsQp(): void
  /** Puts the coefficients of a block into an array of zeros, in the order of the scan; notes how many there are. */
  block(kind: BlockKind, at: BlockPlace, coefficients: Int32Array): void
  /** What stands as raw pixels. */
  raw(read: (bits: BitReader) => void): void
  /** After a macroblock: whether it was the last one. */
  ends(): boolean
}
