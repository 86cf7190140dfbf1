/** Which of the pixels around a block there are already, in the same slice. */
export interface Around {
  left: boolean
  above: boolean
  corner: boolean
  right: boolean
}

/**
 * The pixels around a block of `size`, in one row: from the lowest on the left up to the corner, which has the place
 * `size`, and on to the right, twice as many as the block is wide.
 */
type Edge = Int32Array

function edgeOf(pixels: Uint8Array, start: number, width: number, size: number, around: Around): Edge {
  const edge = new Int32Array(size * 3 + 1)
  const above = start - width
  if (around.left) for (let y = 0; y < size; y++) edge[size - 1 - y] = pixels[start + y * width - 1]!
  if (around.corner) edge[size] = pixels[above - 1]!
  if (around.above)
    for (let x = 0; x < size * 2; x++)
      edge[size + 1 + x] = pixels[above + (x < size || around.right ? x : size - 1)]!
  return edge
}

/** Smooths an edge, as clause 8.3.2.2.1 says. */
function smooth(edge: Edge, size: number, {left, above, corner}: Around): Edge {
  const smoothed = edge.slice()
  const mix = (at: number): number => (edge[at - 1]! + 2 * edge[at]! + edge[at + 1]! + 2) >> 2
  const mixEnd = (at: number, beside: number): number => (3 * edge[at]! + edge[beside]! + 2) >> 2
  if (above) {
    smoothed[size + 1] = corner ? mix(size + 1) : mixEnd(size + 1, size + 2)
    for (let at = size + 2; at < size * 3; at++) smoothed[at] = mix(at)
    smoothed[size * 3] = mixEnd(size * 3, size * 3 - 1)
  }
  if (left) {
    smoothed[size - 1] = corner ? mix(size - 1) : mixEnd(size - 1, size - 2)
    for (let at = size - 2; at > 0; at--) smoothed[at] = mix(at)
    smoothed[0] = mixEnd(0, 1)
  }
  if (corner && (left || above))
    smoothed[size] = left && above ? mix(size) : mixEnd(size, above ? size + 1 : size - 1)
  return smoothed
}

function meanOf(edge: Edge, from: number, to: number): number {
  let sum = 0
  for (let at = from; at < to; at++) sum += edge[at]!
  return (sum + ((to - from) >> 1)) >> Math.log2(to - from)
}

function meanAround(edge: Edge, size: number, {left, above}: Around): number {
  if (!left && !above) return 128
  if (!above) return meanOf(edge, 0, size)
  if (!left) return meanOf(edge, size + 1, size * 2 + 1)
  let sum = size
  for (let at = 0; at <= size * 2; at++) if (at !== size) sum += edge[at]!
  return sum >> Math.log2(size * 2)
}

type Draw = (x: number, y: number) => number

/** The pixels of a block by their place, for each of the nine modes of blocks. */
function drawer(mode: number, edge: Edge, size: number, around: Around): Draw {
  // Places on the edge: 0 is the corner, above it goes to the right, on the left it goes down below zero.
  const at = (place: number): number => edge[size + place]!
  const two = (place: number): number => (at(place) + at(place + 1) + 1) >> 1
  const three = (place: number): number => (at(place - 1) + 2 * at(place) + at(place + 1) + 2) >> 2
  switch (mode) {
    case 0:
      return x => at(x + 1)
    case 1:
      return (_x, y) => at(-y - 1)
    case 2: {
      const mean = meanAround(edge, size, around)
      return () => mean
    }
    case 3:
      return (x, y) =>
        x + y === 2 * size - 2 ? (at(2 * size - 1) + 3 * at(2 * size) + 2) >> 2 : three(x + y + 2)
    case 4:
      return (x, y) => three(x - y)
    case 5:
      return (x, y) => {
        const place = x - (y >> 1)
        if (2 * x - y < -1) return three(2 * x + 1 - y)
        return y % 2 === 0 ? two(place) : three(place)
      }
    case 6:
      return (x, y) => {
        const place = (x >> 1) - y
        if (2 * y - x < -1) return three(x - 2 * y - 1)
        return x % 2 === 0 ? two(place - 1) : three(place)
      }
    case 7:
      return (x, y) => (y % 2 === 0 ? two(x + (y >> 1) + 1) : three(x + (y >> 1) + 2))
    default: {
      const left = (y: number): number => at(-1 - y)
      const last = left(size - 1)
      return (x, y) => {
        const place = y + (x >> 1)
        const step = x + 2 * y
        if (step > 2 * size - 3) return last
        if (step === 2 * size - 3) return (left(size - 2) + 3 * last + 2) >> 2
        return step % 2 === 0 ? two(-2 - place) : three(-2 - place)
      }
    }
  }
}

function fill(pixels: Uint8Array, start: number, width: number, size: number, draw: Draw): void {
  for (let y = 0; y < size; y++) for (let x = 0; x < size; x++) pixels[start + y * width + x] = draw(x, y)
}

/** Predicts a block of luma, of 4 × 4 or 8 × 8, from the pixels around it. */
export function predictBlock(
  pixels: Uint8Array,
  {start, width, size, mode}: {start: number; width: number; size: 4 | 8; mode: number},
  around: Around,
): void {
  const plain = edgeOf(pixels, start, width, size, around)
  const edge = size === 8 ? smooth(plain, size, around) : plain
  fill(pixels, start, width, size, drawer(mode, edge, size, around))
}

/** A plane through the corners of a macroblock. */
function slope(edge: Edge, size: 8 | 16): Draw {
  const half = size / 2
  const at = (place: number): number => edge[size + place]!
  let [across, down] = [0, 0]
  for (let step = 1; step <= half; step++) {
    across += step * (at(half + step) - at(half - step))
    down += step * (at(-half - step) - at(step - half))
  }
  const [factor, round, shift] = size === 16 ? [5, 32, 6] : [34, 32, 6]
  const right = (factor * across + round) >> shift
  const below = (factor * down + round) >> shift
  const base = 16 * (at(size) + at(-size))
  const clamp = (value: number): number => (value < 0 ? 0 : value > 255 ? 255 : value)
  return (x, y) => clamp((base + right * (x - half + 1) + below * (y - half + 1) + 16) >> 5)
}

/** The mean values of the four parts of chroma: those in the corners next to both edges take both. */
function chromaMeans(edge: Edge, {left, above}: Around): Draw {
  const size = 8
  const over = (x: number): number => meanOf(edge, size + 1 + x, size + 5 + x)
  const beside = (y: number): number => meanOf(edge, size - 4 - y, size - y)
  const mean = (x: number, y: number): number => {
    if (!left && !above) return 128
    if (!left) return over(x)
    if (!above) return beside(y)
    if (x !== y) return x > y ? over(x) : beside(y)
    let sum = 4
    for (let step = 0; step < 4; step++) sum += edge[size + 1 + x + step]! + edge[size - 1 - y - step]!
    return sum >> 3
  }
  const means = [mean(0, 0), mean(4, 0), mean(0, 4), mean(4, 4)]
  return (x, y) => means[(y >> 2) * 2 + (x >> 2)]!
}

/** Predicts a whole macroblock of luma (16) or chroma (8); the modes have another order for each. */
export function predictMacroblock(
  pixels: Uint8Array,
  {start, width, size, mode}: {start: number; width: number; size: 8 | 16; mode: number},
  around: Around,
): void {
  const edge = edgeOf(pixels, start, width, size, {...around, right: false})
  const at = (place: number): number => edge[size + place]!
  const vertical: Draw = x => at(x + 1)
  const horizontal: Draw = (_x, y) => at(-y - 1)
  const mean = (): Draw => {
    if (size === 8) return chromaMeans(edge, around)
    const value = meanAround(edge, size, around)
    return () => value
  }
  const draws =
    size === 16
      ? [() => vertical, () => horizontal, mean, () => slope(edge, size)]
      : [mean, () => horizontal, () => vertical, () => slope(edge, size)]
  fill(pixels, start, width, size, draws[mode]!())
}
