/** A picture: three bytes a pixel (red, green, blue), row by row from the top. */
export interface Picture {
  width: number
  height: number
  rgb: Uint8Array
}

export interface Size {
  width: number
  height: number
}

/** The largest size of a picture's shape that fits a box; at least 1 × 1. */
export function fit(shape: Size, box: Size): Size {
  const scale = Math.min(box.width / shape.width, box.height / shape.height)
  return {
    width: Math.max(1, Math.round(shape.width * scale)),
    height: Math.max(1, Math.round(shape.height * scale)),
  }
}

/** The old pixels that one of the new ones covers, with how much of it each takes. */
interface Span {
  first: number
  weights: number[]
}

function spans(from: number, to: number): Span[] {
  const step = from / to
  return Array.from({length: to}, (_, index) => {
    const start = index * step
    const end = Math.min(start + step, from)
    const first = Math.min(Math.floor(start), from - 1)
    const last = Math.max(Math.ceil(end) - 1, first)
    const weights = Array.from(
      {length: last - first + 1},
      (_, offset) => (Math.min(end, first + offset + 1) - Math.max(start, first + offset)) / (end - start),
    )
    return {first, weights}
  })
}

/**
 * Rows of another number: each of the new ones is the mean of those that it covers.
 * @param length values in a row
 */
function mixRows(rows: ArrayLike<number>, length: number, mixes: Span[]): Float32Array {
  const mixed = new Float32Array(mixes.length * length)
  for (const [y, {first, weights}] of mixes.entries())
    for (const [offset, weight] of weights.entries())
      for (let place = 0, from = (first + offset) * length, to = y * length; place < length; place++)
        mixed[to + place]! += weight * rows[from + place]!
  return mixed
}

function mixColumns(rows: ArrayLike<number>, width: number, mixes: Span[]): Float32Array {
  const height = rows.length / width / 3
  const mixed = new Float32Array(mixes.length * height * 3)
  for (const [x, {first, weights}] of mixes.entries())
    for (const [offset, weight] of weights.entries())
      for (let y = 0, from = (first + offset) * 3, to = x * 3; y < height; y++) {
        for (let channel = 0; channel < 3; channel++) mixed[to + channel]! += weight * rows[from + channel]!
        from += width * 3
        to += mixes.length * 3
      }
  return mixed
}

/** The picture in another size: each new pixel is the mean of those that it covers. */
export function resize(picture: Picture, size: Size): Picture {
  const {width, height, rgb} = picture
  if (size.width === width && size.height === height) return picture
  const flat = mixRows(rgb, width * 3, spans(height, size.height))
  return {...size, rgb: Uint8Array.from(mixColumns(flat, width, spans(width, size.width)), Math.round)}
}
