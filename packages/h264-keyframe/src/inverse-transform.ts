/** Where the coefficients of a block belong, in the order in which they come. */
// prettier-ignore
export const scan4x4 = Uint8Array.of(0, 1, 4, 8, 5, 2, 3, 6, 9, 12, 13, 10, 7, 11, 14, 15)
// prettier-ignore
export const scan8x8 = Uint8Array.of(
  0, 1, 8, 16, 9, 2, 3, 10, 17, 24, 32, 25, 18, 11, 4, 5, 12, 19, 26, 33, 40, 48, 41, 34, 27, 20, 13, 6, 7, 14, 21, 28,
  35, 42, 49, 56, 57, 50, 43, 36, 29, 22, 15, 23, 30, 37, 44, 51, 58, 59, 52, 45, 38, 31, 39, 46, 53, 60, 61, 54, 47, 55, 62, 63,
)

/** Factors by qp % 6: at even places, at odd ones, at those that are both. */
const factors4x4 = [
  [10, 16, 13],
  [11, 18, 14],
  [13, 20, 16],
  [14, 23, 18],
  [16, 25, 20],
  [18, 29, 23],
] as const

const factors8x8 = [
  [20, 18, 32, 19, 25, 24],
  [22, 19, 35, 21, 28, 26],
  [26, 23, 42, 24, 33, 31],
  [28, 25, 45, 26, 35, 33],
  [32, 28, 51, 30, 40, 38],
  [36, 32, 58, 34, 46, 43],
] as const

function factor4x4(remainder: number, x: number, y: number): number {
  const kind = x % 2 === 0 && y % 2 === 0 ? 0 : x % 2 === 1 && y % 2 === 1 ? 1 : 2
  return factors4x4[remainder]![kind]
}

function factor8x8(remainder: number, x: number, y: number): number {
  const factors = factors8x8[remainder]!
  if (x % 4 === 0 && y % 4 === 0) return factors[0]
  if (x % 2 === 1 && y % 2 === 1) return factors[1]
  if (x % 4 === 2 && y % 4 === 2) return factors[2]
  if ((x % 4 === 0 && y % 2 === 1) || (x % 2 === 1 && y % 4 === 0)) return factors[3]
  return (x % 4 === 0 && y % 4 === 2) || (x % 4 === 2 && y % 4 === 0) ? factors[4] : factors[5]
}

const tables = <Size extends number>(size: Size, factor: typeof factor4x4): Int32Array[] =>
  [0, 1, 2, 3, 4, 5].map(remainder =>
    Int32Array.from({length: size * size}, (_, place) =>
      factor(remainder, place % size, Math.floor(place / size)),
    ),
  )

const scales4x4 = tables(4, factor4x4)
const scales8x8 = tables(8, factor8x8)

/** Brings coefficients to their places and sizes. @param first of the scan: the mean value may come from elsewhere */
export function scale4x4(coefficients: Int32Array, qp: number, first: 0 | 1): Int32Array {
  const block = new Int32Array(16)
  const scales = scales4x4[qp % 6]!
  const shift = Math.floor(qp / 6)
  for (let index = first; index < 16; index++) {
    const place = scan4x4[index]!
    block[place] = (coefficients[index - first]! * scales[place]!) << shift
  }
  return block
}

export function scale8x8(coefficients: Int32Array, qp: number): Int32Array {
  const block = new Int32Array(64)
  const scales = scales8x8[qp % 6]!
  const shift = Math.floor(qp / 6)
  for (let index = 0; index < 64; index++) {
    const place = scan8x8[index]!
    const value = coefficients[index]! * scales[place]! * 16
    block[place] = shift >= 6 ? value << (shift - 6) : (value + (1 << (5 - shift))) >> (6 - shift)
  }
  return block
}

/** The mean values of the 16 blocks of luma, in rows. */
export function lumaMeans(coefficients: Int32Array, qp: number): Int32Array {
  const block = new Int32Array(16)
  for (let index = 0; index < 16; index++) block[scan4x4[index]!] = coefficients[index]!
  for (const [step, next] of [
    [1, 4],
    [4, 1],
  ] as const)
    for (let line = 0, at = 0; line < 4; line++, at += next) {
      const [a, b, c, d] = [block[at]!, block[at + step]!, block[at + 2 * step]!, block[at + 3 * step]!]
      block[at] = a + b + c + d
      block[at + step] = a + b - c - d
      block[at + 2 * step] = a - b - c + d
      block[at + 3 * step] = a - b + c - d
    }
  const scale = scales4x4[qp % 6]![0]! * 16
  const shift = Math.floor(qp / 6)
  return block.map(value =>
    shift >= 6 ? (value * scale) << (shift - 6) : (value * scale + (1 << (5 - shift))) >> (6 - shift),
  )
}

/** The mean values of the 4 blocks of a channel of chroma, in rows. */
export function chromaMeans(coefficients: Int32Array, qp: number): Int32Array {
  const [a, b, c, d] = [coefficients[0]!, coefficients[1]!, coefficients[2]!, coefficients[3]!]
  const scale = scales4x4[qp % 6]![0]! * 16
  return Int32Array.of(a + b + c + d, a - b + c - d, a + b - c - d, a - b - c + d).map(
    value => ((value * scale) << Math.floor(qp / 6)) >> 5,
  )
}

const clamp = (value: number): number => (value < 0 ? 0 : value > 255 ? 255 : value)

function addTo(pixels: Uint8Array, start: number, width: number, size: number, block: Int32Array): void {
  for (let y = 0; y < size; y++)
    for (let x = 0; x < size; x++) {
      const at = start + y * width + x
      pixels[at] = clamp(pixels[at]! + ((block[y * size + x]! + 32) >> 6))
    }
}

/** Adds what a block of 4 × 4 differs by from its prediction. */
export function add4x4(pixels: Uint8Array, start: number, width: number, block: Int32Array): void {
  for (const [step, next] of [
    [1, 4],
    [4, 1],
  ] as const)
    for (let line = 0, at = 0; line < 4; line++, at += next) {
      const [a, b, c, d] = [block[at]!, block[at + step]!, block[at + 2 * step]!, block[at + 3 * step]!]
      const [even, odd] = [a + c, a - c]
      const [low, high] = [(b >> 1) - d, b + (d >> 1)]
      block[at] = even + high
      block[at + step] = odd + low
      block[at + 2 * step] = odd - low
      block[at + 3 * step] = even - high
    }
  addTo(pixels, start, width, 4, block)
}

/** The same for 8 × 8. */
export function add8x8(pixels: Uint8Array, start: number, width: number, block: Int32Array): void {
  for (const [step, next] of [
    [1, 8],
    [8, 1],
  ] as const)
    for (let line = 0, at = 0; line < 8; line++, at += next) {
      const c = (index: number): number => block[at + index * step]!
      const a = [
        c(0) + c(4),
        -c(3) + c(5) - c(7) - (c(7) >> 1),
        c(0) - c(4),
        c(1) + c(7) - c(3) - (c(3) >> 1),
        (c(2) >> 1) - c(6),
        -c(1) + c(7) + c(5) + (c(5) >> 1),
        c(2) + (c(6) >> 1),
        c(3) + c(5) + c(1) + (c(1) >> 1),
      ] as const
      const b = [
        a[0] + a[6],
        a[1] + (a[7] >> 2),
        a[2] + a[4],
        a[3] + (a[5] >> 2),
        a[2] - a[4],
        (a[3] >> 2) - a[5],
        a[0] - a[6],
        a[7] - (a[1] >> 2),
      ] as const
      const lines = [
        b[0] + b[7],
        b[2] + b[5],
        b[4] + b[3],
        b[6] + b[1],
        b[6] - b[1],
        b[4] - b[3],
        b[2] - b[5],
        b[0] - b[7],
      ]
      for (const [index, value] of lines.entries()) block[at + index * step] = value
    }
  addTo(pixels, start, width, 8, block)
}
