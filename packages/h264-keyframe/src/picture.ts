/** One of the three parts of a picture: 0 is luma, 1 and 2 are chroma. */
export type Channel = 0 | 1 | 2

export interface Plane {
  /** Pixels in a row. */
  width: number
  pixels: Uint8Array
  /** Blocks of 4 × 4 in a row, and of each how many coefficients it has. */
  blocks: number
  counts: Uint8Array
}

/** Type of a macroblock: 0 has a mode for each block, 1 to 24 one for all, 25 raw pixels. */
export const rawType = 25

/** A picture that is being decoded, with what of its macroblocks the later ones ask for. */
export class Frame {
  readonly planes: readonly [Plane, Plane, Plane]
  /** Number of the slice that a macroblock came in; -1 before. */
  readonly slices: Int32Array
  readonly types: Uint8Array
  readonly has8x8: Uint8Array
  readonly chromaModes: Uint8Array
  /** Which parts have coefficients: a bit for each 8 × 8 of luma, then 0, 1 or 2 for chroma, times 16. */
  readonly coded: Uint8Array
  /** Whether the block of the mean values has any, a bit for each channel. */
  readonly means: Uint8Array
  /** Mode of each 4 × 4 of luma. */
  readonly modes: Uint8Array

  constructor(
    readonly columns: number,
    readonly rows: number,
  ) {
    const count = columns * rows
    const plane = (size: number): Plane => ({
      width: columns * size,
      pixels: new Uint8Array(count * size * size),
      blocks: (columns * size) / 4,
      counts: new Uint8Array((count * size * size) / 16),
    })
    this.planes = [plane(16), plane(8), plane(8)]
    this.slices = new Int32Array(count).fill(-1)
    this.types = new Uint8Array(count)
    this.has8x8 = new Uint8Array(count)
    this.chromaModes = new Uint8Array(count)
    this.coded = new Uint8Array(count)
    this.means = new Uint8Array(count)
    this.modes = new Uint8Array(count * 16)
  }

  /** The macroblock on the left of one, or -1: the picture or the slice begins there. */
  left(place: number): number {
    return place % this.columns > 0 && this.slices[place - 1] === this.slices[place] ? place - 1 : -1
  }

  above(place: number, right = 0): number {
    const column = (place % this.columns) + right
    if (column < 0 || column >= this.columns) return -1
    const other = place - this.columns + right
    return other >= 0 && this.slices[other] === this.slices[place] ? other : -1
  }

  /** Coefficients of the block on the left of one, whose place is told in blocks; -1 where there is none. */
  leftCount(channel: Channel, place: number, x: number, y: number): number {
    const {blocks, counts} = this.planes[channel]
    const isInside = x % (blocks / this.columns) > 0
    return isInside || this.left(place) >= 0 ? counts[y * blocks + x - 1]! : -1
  }

  aboveCount(channel: Channel, place: number, x: number, y: number): number {
    const {blocks, counts} = this.planes[channel]
    const isInside = y % (blocks / this.columns) > 0
    return isInside || this.above(place) >= 0 ? counts[(y - 1) * blocks + x]! : -1
  }

  setCounts(channel: Channel, x: number, y: number, size: number, count: number): void {
    const {blocks, counts} = this.planes[channel]
    for (let row = y; row < y + size; row++) counts.fill(count, row * blocks + x, row * blocks + x + size)
  }
}
