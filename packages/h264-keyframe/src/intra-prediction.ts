import {invalid} from './decode-error.js'
import type {Block} from './picture.js'

/** Which of the samples around a block are available for intra prediction. */
export interface Availability {
  left: boolean
  above: boolean
  aboveLeft: boolean
  aboveRight: boolean
}

/** Intra4x4PredMode and Intra8x8PredMode. */
export const intraPredModes = {
  vertical: 0,
  horizontal: 1,
  dc: 2,
  diagonalDownLeft: 3,
  diagonalDownRight: 4,
  verticalRight: 5,
  horizontalDown: 6,
  verticalLeft: 7,
  horizontalUp: 8,
} as const

/**
 * The samples around a block in one row: from the lowest on the left, p[-1, size - 1], up to the corner p[-1, -1], which has
 * the index `size`, and on to the right, up to p[2 × size - 1, -1].
 */
type Neighbours = Int32Array

function neighboursOf({samples, stride, start, size}: Block, available: Availability): Neighbours {
  const neighbours = new Int32Array(size * 3 + 1)
  const above = start - stride
  if (available.left)
    for (let y = 0; y < size; y++) neighbours[size - 1 - y] = samples[start + y * stride - 1]!
  if (available.aboveLeft) neighbours[size] = samples[above - 1]!
  if (available.above)
    for (let x = 0; x < size * 2; x++)
      neighbours[size + 1 + x] = samples[above + (x < size || available.aboveRight ? x : size - 1)]!
  return neighbours
}

/** The reference sample filtering process for Intra_8x8, clause 8.3.2.2.1. */
function filter(neighbours: Neighbours, size: number, {left, above, aboveLeft}: Availability): Neighbours {
  const filtered = neighbours.slice()
  const mix = (at: number): number =>
    (neighbours[at - 1]! + 2 * neighbours[at]! + neighbours[at + 1]! + 2) >> 2
  const mixEnd = (at: number, beside: number): number => (3 * neighbours[at]! + neighbours[beside]! + 2) >> 2
  if (above) {
    filtered[size + 1] = aboveLeft ? mix(size + 1) : mixEnd(size + 1, size + 2)
    for (let at = size + 2; at < size * 3; at++) filtered[at] = mix(at)
    filtered[size * 3] = mixEnd(size * 3, size * 3 - 1)
  }
  if (left) {
    filtered[size - 1] = aboveLeft ? mix(size - 1) : mixEnd(size - 1, size - 2)
    for (let at = size - 2; at > 0; at--) filtered[at] = mix(at)
    filtered[0] = mixEnd(0, 1)
  }
  if (aboveLeft && (left || above))
    filtered[size] = left && above ? mix(size) : mixEnd(size, above ? size + 1 : size - 1)
  return filtered
}

function mean(neighbours: Neighbours, from: number, to: number): number {
  let sum = 0
  for (let at = from; at < to; at++) sum += neighbours[at]!
  return (sum + ((to - from) >> 1)) >> Math.log2(to - from)
}

/** The value of DC prediction, for blocks of luma. */
function dcOf(neighbours: Neighbours, size: number, {left, above}: Availability): number {
  if (!left && !above) return 128
  if (!above) return mean(neighbours, 0, size)
  if (!left) return mean(neighbours, size + 1, size * 2 + 1)
  let sum = size
  for (let at = 0; at <= size * 2; at++) if (at !== size) sum += neighbours[at]!
  return sum >> Math.log2(size * 2)
}

/** pred[x, y]: the predicted sample at a place of a block. */
type Predictor = (x: number, y: number) => number

/** Intra_4x4 and Intra_8x8 prediction by mode, clauses 8.3.1.2 and 8.3.2.2. */
function predictorOf(mode: number, neighbours: Neighbours, size: number, available: Availability): Predictor {
  // Places along the neighbours: 0 is the corner, above it goes to the right, on the left it goes down below zero.
  const p = (place: number): number => neighbours[size + place]!
  const two = (place: number): number => (p(place) + p(place + 1) + 1) >> 1
  const three = (place: number): number => (p(place - 1) + 2 * p(place) + p(place + 1) + 2) >> 2
  switch (mode) {
    case intraPredModes.vertical:
      return x => p(x + 1)
    case intraPredModes.horizontal:
      return (_x, y) => p(-y - 1)
    case intraPredModes.dc: {
      const dc = dcOf(neighbours, size, available)
      return () => dc
    }
    case intraPredModes.diagonalDownLeft:
      return (x, y) =>
        x + y === 2 * size - 2 ? (p(2 * size - 1) + 3 * p(2 * size) + 2) >> 2 : three(x + y + 2)
    case intraPredModes.diagonalDownRight:
      return (x, y) => three(x - y)
    case intraPredModes.verticalRight:
      return (x, y) => {
        const place = x - (y >> 1)
        if (2 * x - y < -1) return three(2 * x + 1 - y)
        return y % 2 === 0 ? two(place) : three(place)
      }
    case intraPredModes.horizontalDown:
      return (x, y) => {
        const place = (x >> 1) - y
        if (2 * y - x < -1) return three(x - 2 * y - 1)
        return x % 2 === 0 ? two(place - 1) : three(place)
      }
    case intraPredModes.verticalLeft:
      return (x, y) => (y % 2 === 0 ? two(x + (y >> 1) + 1) : three(x + (y >> 1) + 2))
    default:
      return horizontalUp(p, size)
  }
}

function horizontalUp(p: (place: number) => number, size: number): Predictor {
  const lowest = p(-size)
  return (x, y) => {
    const place = -2 - (y + (x >> 1))
    const zHU = x + 2 * y
    if (zHU > 2 * size - 3) return lowest
    if (zHU === 2 * size - 3) return (p(1 - size) + 3 * lowest + 2) >> 2
    return zHU % 2 === 0
      ? (p(place) + p(place + 1) + 1) >> 1
      : (p(place - 1) + 2 * p(place) + p(place + 1) + 2) >> 2
  }
}

function fill({samples, stride, start, size}: Block, pred: Predictor): void {
  for (let y = 0; y < size; y++) for (let x = 0; x < size; x++) samples[start + y * stride + x] = pred(x, y)
}

/** Predicts a block of luma by Intra_4x4 or Intra_8x8. */
export function predictBlock(block: Block, mode: number, available: Availability): void {
  const {size} = block
  const unfiltered = neighboursOf(block, available)
  const neighbours = size === 8 ? filter(unfiltered, size, available) : unfiltered
  fill(block, predictorOf(mode, neighbours, size, available))
}

/** Intra_16x16_Plane and Intra_Chroma_Plane. */
function plane(neighbours: Neighbours, size: number): Predictor {
  const half = size / 2
  const p = (place: number): number => neighbours[size + place]!
  let [h, v] = [0, 0]
  for (let step = 1; step <= half; step++) {
    h += step * (p(half + step) - p(half - step))
    v += step * (p(-half - step) - p(step - half))
  }
  const factor = size === 16 ? 5 : 34
  const b = (factor * h + 32) >> 6
  const c = (factor * v + 32) >> 6
  const a = 16 * (p(size) + p(-size))
  const clip = (value: number): number => (value < 0 ? 0 : value > 255 ? 255 : value)
  return (x, y) => clip((a + b * (x - half + 1) + c * (y - half + 1) + 16) >> 5)
}

/** Intra_Chroma_DC: a value for each 4 × 4; those on the diagonal take both sides. */
function chromaDc(neighbours: Neighbours, {left, above}: Availability): Predictor {
  const size = 8
  const meanAbove = (x: number): number => mean(neighbours, size + 1 + x, size + 5 + x)
  const meanLeft = (y: number): number => mean(neighbours, size - 4 - y, size - y)
  const dc = (x: number, y: number): number => {
    if (!left && !above) return 128
    if (!left) return meanAbove(x)
    if (!above) return meanLeft(y)
    if (x !== y) return x > y ? meanAbove(x) : meanLeft(y)
    let sum = 4
    for (let step = 0; step < 4; step++)
      sum += neighbours[size + 1 + x + step]! + neighbours[size - 1 - y - step]!
    return sum >> 3
  }
  const values = [dc(0, 0), dc(4, 0), dc(0, 4), dc(4, 4)]
  return (x, y) => values[(y >> 2) * 2 + (x >> 2)]!
}

/** Predicts luma (16) by Intra16x16PredMode, or chroma (8) by `intra_chroma_pred_mode`, which count in another order. */
export function predictMacroblock(block: Block, mode: number, available: Availability): void {
  const {size} = block
  const neighbours = neighboursOf(block, {...available, aboveRight: false})
  const vertical: Predictor = x => neighbours[size + x + 1]!
  const horizontal: Predictor = (_x, y) => neighbours[size - y - 1]!
  const dc = (): Predictor => {
    if (size === 8) return chromaDc(neighbours, available)
    const value = dcOf(neighbours, size, available)
    return () => value
  }
  const predictors =
    size === 16
      ? [() => vertical, () => horizontal, dc, () => plane(neighbours, size)]
      : [dc, () => horizontal, () => vertical, () => plane(neighbours, size)]
  const predictor = predictors[mode]
  if (!predictor) throw invalid(`intra prediction mode ${mode}`)
  fill(block, predictor())
}
