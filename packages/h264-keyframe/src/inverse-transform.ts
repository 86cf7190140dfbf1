import type {Block} from './picture.js'

/** The inverse zig-zag scans: where the coefficient levels of a block belong, in the order in which they come. */
// prettier-ignore
const zigzag4x4 = Uint8Array.of(0, 1, 4, 8, 5, 2, 3, 6, 9, 12, 13, 10, 7, 11, 14, 15)
// prettier-ignore
const zigzag8x8 = Uint8Array.of(
  0, 1, 8, 16, 9, 2, 3, 10, 17, 24, 32, 25, 18, 11, 4, 5, 12, 19, 26, 33, 40, 48, 41, 34, 27, 20, 13, 6, 7, 14, 21, 28,
  35, 42, 49, 56, 57, 50, 43, 36, 29, 22, 15, 23, 30, 37, 44, 51, 58, 59, 52, 45, 38, 31, 39, 46, 53, 60, 61, 54, 47, 55, 62, 63,
)

/** normAdjust4x4 by qP % 6: at even places, at odd ones, at those that are both. */
const normAdjust4x4 = [
  [10, 16, 13],
  [11, 18, 14],
  [13, 20, 16],
  [14, 23, 18],
  [16, 25, 20],
  [18, 29, 23],
] as const

/** normAdjust8x8 by qP % 6, for the six kinds of places. */
const normAdjust8x8 = [
  [20, 18, 32, 19, 25, 24],
  [22, 19, 35, 21, 28, 26],
  [26, 23, 42, 24, 33, 31],
  [28, 25, 45, 26, 35, 33],
  [32, 28, 51, 30, 40, 38],
  [36, 32, 58, 34, 46, 43],
] as const

function normAdjustOf4x4(remainder: number, x: number, y: number): number {
  const kind = x % 2 === 0 && y % 2 === 0 ? 0 : x % 2 === 1 && y % 2 === 1 ? 1 : 2
  return normAdjust4x4[remainder]![kind]
}

function normAdjustOf8x8(remainder: number, x: number, y: number): number {
  const factors = normAdjust8x8[remainder]!
  if (x % 4 === 0 && y % 4 === 0) return factors[0]
  if (x % 2 === 1 && y % 2 === 1) return factors[1]
  if (x % 4 === 2 && y % 4 === 2) return factors[2]
  if ((x % 4 === 0 && y % 2 === 1) || (x % 2 === 1 && y % 4 === 0)) return factors[3]
  return (x % 4 === 0 && y % 4 === 2) || (x % 4 === 2 && y % 4 === 0) ? factors[4] : factors[5]
}

const levelScales = (size: number, normAdjust: typeof normAdjustOf4x4): Int32Array[] =>
  [0, 1, 2, 3, 4, 5].map(remainder =>
    Int32Array.from({length: size * size}, (_, place) =>
      normAdjust(remainder, place % size, Math.floor(place / size)),
    ),
  )

/** LevelScale by qP % 6, without the weights of 16 that flat scaling matrices have. */
const levelScales4x4 = levelScales(4, normAdjustOf4x4)
const levelScales8x8 = levelScales(8, normAdjustOf8x8)

/** Scales levels of 4 × 4 and puts them in their places. @param first 1 where the DC coefficient comes from elsewhere */
export function scale4x4(coeffLevel: Int32Array, qp: number, first: 0 | 1): Int32Array {
  const coefficients = new Int32Array(16)
  const levelScale = levelScales4x4[qp % 6]!
  const shift = Math.floor(qp / 6)
  for (let index = first; index < 16; index++) {
    const place = zigzag4x4[index]!
    coefficients[place] = (coeffLevel[index - first]! * levelScale[place]!) << shift
  }
  return coefficients
}

export function scale8x8(coeffLevel: Int32Array, qp: number): Int32Array {
  const coefficients = new Int32Array(64)
  const levelScale = levelScales8x8[qp % 6]!
  const shift = Math.floor(qp / 6)
  for (let index = 0; index < 64; index++) {
    const place = zigzag8x8[index]!
    coefficients[place] = shiftDc(coeffLevel[index]! * levelScale[place]! * 16, shift)
  }
  return coefficients
}

/** value × 2^(shift - 6), rounded. */
const shiftDc = (value: number, shift: number): number =>
  shift >= 6 ? value << (shift - 6) : (value + (1 << (5 - shift))) >> (6 - shift)

/** The DC coefficients of the 16 blocks of an Intra_16x16 macroblock, in rows: clause 8.5.10. */
export function inverseLumaDc(coeffLevel: Int32Array, qp: number): Int32Array {
  const block = new Int32Array(16)
  for (let index = 0; index < 16; index++) block[zigzag4x4[index]!] = coeffLevel[index]!
  eachLine(4, (at, step) => {
    const [a, b, c, d] = [block[at]!, block[at + step]!, block[at + 2 * step]!, block[at + 3 * step]!]
    block[at] = a + b + c + d
    block[at + step] = a + b - c - d
    block[at + 2 * step] = a - b - c + d
    block[at + 3 * step] = a - b + c - d
  })
  const levelScale = levelScales4x4[qp % 6]![0]! * 16
  const shift = Math.floor(qp / 6)
  return block.map(value => shiftDc(value * levelScale, shift))
}

/** The DC coefficients of the 4 blocks of Cb or Cr, in rows: clause 8.5.11. */
export function inverseChromaDc(coeffLevel: Int32Array, qp: number): Int32Array {
  const [a, b, c, d] = [coeffLevel[0]!, coeffLevel[1]!, coeffLevel[2]!, coeffLevel[3]!]
  const levelScale = levelScales4x4[qp % 6]![0]! * 16
  return Int32Array.of(a + b + c + d, a - b + c - d, a + b - c - d, a - b - c + d).map(
    value => ((value * levelScale) << Math.floor(qp / 6)) >> 5,
  )
}

/** Calls back with the start of each row of a square and the step along it, then of each column. */
function eachLine(size: number, transform: (start: number, step: number) => void): void {
  for (let row = 0; row < size; row++) transform(row * size, 1)
  for (let column = 0; column < size; column++) transform(column, size)
}

const clip = (value: number): number => (value < 0 ? 0 : value > 255 ? 255 : value)

function addResidual({samples, stride, start, size}: Block, residual: Int32Array): void {
  for (let y = 0; y < size; y++)
    for (let x = 0; x < size; x++) {
      const at = start + y * stride + x
      samples[at] = clip(samples[at]! + ((residual[y * size + x]! + 32) >> 6))
    }
}

/** Transforms scaled coefficients of 4 × 4 in place and adds them to the prediction: clause 8.5.12.2. */
export function add4x4(block: Block, coefficients: Int32Array): void {
  const d = coefficients
  eachLine(4, (at, step) => {
    const [d0, d1, d2, d3] = [d[at]!, d[at + step]!, d[at + 2 * step]!, d[at + 3 * step]!]
    const [e0, e1, e2, e3] = [d0 + d2, d0 - d2, (d1 >> 1) - d3, d1 + (d3 >> 1)]
    d[at] = e0 + e3
    d[at + step] = e1 + e2
    d[at + 2 * step] = e1 - e2
    d[at + 3 * step] = e0 - e3
  })
  addResidual(block, d)
}

/** The same for 8 × 8: clause 8.5.13. */
export function add8x8(block: Block, coefficients: Int32Array): void {
  eachLine(8, (at, step) => {
    const d = (index: number): number => coefficients[at + index * step]!
    const e = [
      d(0) + d(4),
      -d(3) + d(5) - d(7) - (d(7) >> 1),
      d(0) - d(4),
      d(1) + d(7) - d(3) - (d(3) >> 1),
      (d(2) >> 1) - d(6),
      -d(1) + d(7) + d(5) + (d(5) >> 1),
      d(2) + (d(6) >> 1),
      d(3) + d(5) + d(1) + (d(1) >> 1),
    ] as const
    const f = [
      e[0] + e[6],
      e[1] + (e[7] >> 2),
      e[2] + e[4],
      e[3] + (e[5] >> 2),
      e[2] - e[4],
      (e[3] >> 2) - e[5],
      e[0] - e[6],
      e[7] - (e[1] >> 2),
    ] as const
    const g = [
      f[0] + f[7],
      f[2] + f[5],
      f[4] + f[3],
      f[6] + f[1],
      f[6] - f[1],
      f[4] - f[3],
      f[2] - f[5],
      f[0] - f[7],
    ]
    for (const [index, value] of g.entries()) coefficients[at + index * step] = value
  })
  addResidual(block, coefficients)
}
