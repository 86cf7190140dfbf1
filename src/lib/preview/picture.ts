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

/** The pixels of a row that fall into one of the new ones, with how much of each. */
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

/** The picture in another size: each new pixel is the mean of those that it covers. */
export function resize({width, height, rgb}: Picture, size: Size): Picture {
  if (size.width === width && size.height === height) return {width, height, rgb}
  const [columns, rows] = [spans(width, size.width), spans(height, size.height)]
  const narrow = new Float32Array(size.width * height * 3)
  for (let y = 0; y < height; y++)
    for (const [x, {first, weights}] of columns.entries())
      for (const [offset, weight] of weights.entries())
        for (let channel = 0; channel < 3; channel++)
          narrow[(y * size.width + x) * 3 + channel]! +=
            weight * rgb[(y * width + first + offset) * 3 + channel]!
  const scaled = new Uint8Array(size.width * size.height * 3)
  const length = size.width * 3
  for (const [y, {first, weights}] of rows.entries())
    for (let place = 0; place < length; place++) {
      let sum = 0
      for (const [offset, weight] of weights.entries())
        sum += weight * narrow[(first + offset) * length + place]!
      scaled[y * length + place] = Math.round(sum)
    }
  return {...size, rgb: scaled}
}
