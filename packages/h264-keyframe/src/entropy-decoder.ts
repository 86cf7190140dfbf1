import type {BitReader} from './bit-reader.js'
import type {Component} from './picture.js'

/** Categories of residual blocks, by their `ctxBlockCat`. */
export const blockCategories = {
  intra16x16DcLevel: 0,
  intra16x16AcLevel: 1,
  lumaLevel4x4: 2,
  chromaDcLevel: 3,
  chromaAcLevel: 4,
  lumaLevel8x8: 5,
} as const

export type BlockCategory = (typeof blockCategories)[keyof typeof blockCategories]

/** maxNumCoeff: transform coefficient levels of a block, by its category. */
export const maxNumCoeffs = [16, 15, 16, 4, 15, 64] as const

export const isDc = (category: BlockCategory): boolean =>
  category === blockCategories.intra16x16DcLevel || category === blockCategories.chromaDcLevel

/** Where a block is: its macroblock, and its place in the plane of its component, in blocks of 4 × 4. */
export interface BlockLocation {
  component: Component
  mbAddr: number
  x: number
  y: number
}

/** Reads the syntax elements of macroblocks, by CABAC or CAVLC, in the order of the bitstream. */
export interface EntropyDecoder {
  mbType(mbAddr: number): number
  transformSize8x8Flag(mbAddr: number): boolean
  /** `rem_intra…_pred_mode`; undefined where `prev_intra…_pred_mode_flag` is set. */
  remIntraPredMode(): number | undefined
  intraChromaPredMode(mbAddr: number): number
  codedBlockPattern(mbAddr: number): number
  mbQpDelta(): number
  /** To be called for a macroblock that has no `mb_qp_delta`. */
  withoutMbQpDelta(): void
  /** Puts the levels of a block into an array of zeros, in the order of the scan, and notes its `total_coeff`. */
  residualBlock(category: BlockCategory, at: BlockLocation, coeffLevel: Int32Array): void
  /** Reads `pcm_sample_luma` and `pcm_sample_chroma`. */
  pcmSamples(read: (bits: BitReader) => void): void
  /** After a macroblock: whether it was the last one of the slice. */
  endOfSlice(): boolean
}
