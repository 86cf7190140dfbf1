/** A colour component: 0 is luma, 1 and 2 are Cb and Cr. */
export type Component = 0 | 1 | 2

export interface Plane {
  /** Samples in a row. */
  width: number
  samples: Uint8Array
  /** 4 × 4 blocks in a row, and `total_coeff` of each. */
  widthInBlocks: number
  totalCoeffs: Uint8Array
}

/** A square of samples of a plane. */
export interface Block {
  samples: Uint8Array
  /** Samples in a row of the plane. */
  stride: number
  /** Index of the upper left sample. */
  start: number
  size: 4 | 8 | 16
}

/** Values of `mb_type` in I slices; those in between are Intra_16x16. */
export const I_NxN = 0
export const I_PCM = 25

/**
 * A picture that is being decoded, with the syntax elements of its macroblocks that later ones depend on. Macroblocks are
 * identified by their address (`mbAddr`), which goes from left to right and from top to bottom.
 */
export class Picture {
  readonly planes: readonly [y: Plane, cb: Plane, cr: Plane]
  /** Number of the slice that a macroblock came in; -1 before. */
  readonly sliceIds: Int32Array
  readonly mbTypes: Uint8Array
  readonly transformSize8x8Flags: Uint8Array
  readonly intraChromaPredModes: Uint8Array
  /** `coded_block_pattern`: a bit for each 8 × 8 of luma, and 0, 1 or 2 for chroma, times 16. */
  readonly codedBlockPatterns: Uint8Array
  /** `coded_block_flag` of the DC blocks, a bit for each component. */
  readonly dcCodedBlockFlags: Uint8Array
  /** Intra4x4PredMode or Intra8x8PredMode of each 4 × 4 of luma, in rows of the picture. */
  readonly intraPredModes: Uint8Array

  constructor(
    readonly widthInMbs: number,
    readonly heightInMbs: number,
  ) {
    const sizeInMbs = widthInMbs * heightInMbs
    const plane = (mbSize: number): Plane => ({
      width: widthInMbs * mbSize,
      samples: new Uint8Array(sizeInMbs * mbSize * mbSize),
      widthInBlocks: (widthInMbs * mbSize) / 4,
      totalCoeffs: new Uint8Array((sizeInMbs * mbSize * mbSize) / 16),
    })
    this.planes = [plane(16), plane(8), plane(8)]
    this.sliceIds = new Int32Array(sizeInMbs).fill(-1)
    this.mbTypes = new Uint8Array(sizeInMbs)
    this.transformSize8x8Flags = new Uint8Array(sizeInMbs)
    this.intraChromaPredModes = new Uint8Array(sizeInMbs)
    this.codedBlockPatterns = new Uint8Array(sizeInMbs)
    this.dcCodedBlockFlags = new Uint8Array(sizeInMbs)
    this.intraPredModes = new Uint8Array(sizeInMbs * 16)
  }

  column(mbAddr: number): number {
    return mbAddr % this.widthInMbs
  }

  row(mbAddr: number): number {
    return Math.floor(mbAddr / this.widthInMbs)
  }

  /** mbAddrA: the macroblock on the left of one, or -1 where it is not available: at the edge of the picture or slice. */
  mbAddrA(mbAddr: number): number {
    return this.neighbour(mbAddr, -1, 0)
  }

  /** mbAddrB: the one above. */
  mbAddrB(mbAddr: number): number {
    return this.neighbour(mbAddr, 0, -1)
  }

  /** mbAddrC: the one above, on the right. */
  mbAddrC(mbAddr: number): number {
    return this.neighbour(mbAddr, 1, -1)
  }

  /** mbAddrD: the one above, on the left. */
  mbAddrD(mbAddr: number): number {
    return this.neighbour(mbAddr, -1, -1)
  }

  /** nA: `total_coeff` of the block on the left of one, which is identified by its place in the plane; -1 where it is not available. */
  totalCoeffA(component: Component, mbAddr: number, x: number, y: number): number {
    const {widthInBlocks, totalCoeffs} = this.planes[component]
    const isInside = x % (widthInBlocks / this.widthInMbs) > 0
    return isInside || this.mbAddrA(mbAddr) >= 0 ? totalCoeffs[y * widthInBlocks + x - 1]! : -1
  }

  /** nB: the same of the block above. */
  totalCoeffB(component: Component, mbAddr: number, x: number, y: number): number {
    const {widthInBlocks, totalCoeffs} = this.planes[component]
    const isInside = y % (widthInBlocks / this.widthInMbs) > 0
    return isInside || this.mbAddrB(mbAddr) >= 0 ? totalCoeffs[(y - 1) * widthInBlocks + x]! : -1
  }

  /** Sets `total_coeff` of a square of `size` × `size` blocks. */
  setTotalCoeffs(component: Component, x: number, y: number, size: number, totalCoeff: number): void {
    const {widthInBlocks, totalCoeffs} = this.planes[component]
    for (let row = y; row < y + size; row++) {
      const start = row * widthInBlocks + x
      totalCoeffs.fill(totalCoeff, start, start + size)
    }
  }

  private neighbour(mbAddr: number, right: number, down: number): number {
    const column = this.column(mbAddr) + right
    if (column < 0 || column >= this.widthInMbs) return -1
    const other = mbAddr + down * this.widthInMbs + right
    return other >= 0 && this.sliceIds[other] === this.sliceIds[mbAddr] ? other : -1
  }
}
