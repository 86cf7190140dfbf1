import type {Picture} from './picture.js'

export type Color = readonly [red: number, green: number, blue: number]

export function colorAt({rgb}: Picture, pixel: number): Color {
  return [rgb[pixel * 3]!, rgb[pixel * 3 + 1]!, rgb[pixel * 3 + 2]!]
}

/** A colour with how many pixels have it. */
interface Shade {
  color: Color
  count: number
}

interface Box {
  shades: Shade[]
  /** The channel in which its colours differ most, and by how much. */
  channel: number
  spread: number
}

/** Colours that are alike: 5 bits a channel. */
const keyOf = ([red, green, blue]: Color): number => ((red >> 3) << 10) | ((green >> 3) << 5) | (blue >> 3)

function shadesOf(picture: Picture): Shade[] {
  const sums = new Map<number, [red: number, green: number, blue: number, count: number]>()
  for (let pixel = 0; pixel < picture.width * picture.height; pixel++) {
    const color = colorAt(picture, pixel)
    const key = keyOf(color)
    const sum = sums.get(key) ?? [0, 0, 0, 0]
    sums.set(key, sum)
    for (const channel of [0, 1, 2] as const) sum[channel] += color[channel]
    sum[3]++
  }
  return [...sums.values()].map(([red, green, blue, count]) => ({
    color: [red / count, green / count, blue / count],
    count,
  }))
}

function boxOf(shades: Shade[]): Box {
  const spreads = [0, 1, 2].map(channel => {
    const values = shades.map(({color}) => color[channel]!)
    return Math.max(...values) - Math.min(...values)
  })
  const spread = Math.max(...spreads)
  return {shades, spread, channel: spreads.indexOf(spread)}
}

/** Cuts a box where half of its pixels are on either side. */
function cut({shades, channel}: Box): Box[] {
  const sorted = shades.toSorted((one, other) => one.color[channel]! - other.color[channel]!)
  const half = sorted.reduce((sum, {count}) => sum + count, 0) / 2
  let place = 1
  for (let sum = sorted[0]!.count; place < sorted.length - 1 && sum + sorted[place]!.count <= half; place++)
    sum += sorted[place]!.count
  return [sorted.slice(0, place), sorted.slice(place)].map(boxOf)
}

function mean({shades}: Box): Color {
  const total = shades.reduce((sum, {count}) => sum + count, 0)
  const channel = (index: number): number =>
    Math.round(shades.reduce((sum, {color, count}) => sum + color[index]! * count, 0) / total)
  return [channel(0), channel(1), channel(2)]
}

/** At most `count` colours that stand for all of a picture's, by median cut. */
export function paletteOf(picture: Picture, count: number): Color[] {
  let boxes = [boxOf(shadesOf(picture))]
  while (boxes.length < count) {
    const widest = boxes.reduce((one, other) => (other.spread > one.spread ? other : one))
    if (widest.shades.length < 2) break
    boxes = [...boxes.filter(box => box !== widest), ...cut(widest)]
  }
  return boxes.map(mean)
}

/** Finds the colour of a palette that comes nearest; colours that are alike are looked for once. */
export function finder(palette: readonly Color[]): (color: Color) => number {
  const found = new Map<number, number>()
  return color => {
    const key = keyOf(color)
    const known = found.get(key)
    if (known !== undefined) return known
    let [best, least] = [0, Infinity]
    for (const [number, [red, green, blue]] of palette.entries()) {
      const distance = (red - color[0]) ** 2 + (green - color[1]) ** 2 + (blue - color[2]) ** 2
      if (distance < least) [best, least] = [number, distance]
    }
    found.set(key, best)
    return best
  }
}

/** Where what a pixel lacks goes, in sixteenths: to the right and to the row below. */
const shares = [
  [1, 0, 7],
  [-1, 1, 3],
  [0, 1, 5],
  [1, 1, 1],
] as const

/**
 * Draws a picture in the colours of a palette, with Floyd and Steinberg's dithering: their mean over some pixels is that of
 * the picture.
 * @returns the number of its colour for each pixel
 */
export function dither({width, height, rgb}: Picture, palette: readonly Color[]): Uint8Array {
  const nearest = finder(palette)
  const wanted = Float32Array.from(rgb)
  const pixels = new Uint8Array(width * height)
  const clamp = (value: number): number => Math.min(255, Math.max(0, value))
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      const place = (y * width + x) * 3
      const color: Color = [clamp(wanted[place]!), clamp(wanted[place + 1]!), clamp(wanted[place + 2]!)]
      const number = nearest(color)
      pixels[y * width + x] = number
      for (const [right, down, share] of shares) {
        if (x + right < 0 || x + right >= width || y + down >= height) continue
        const neighbour = place + (down * width + right) * 3
        for (const channel of [0, 1, 2] as const)
          wanted[neighbour + channel]! += ((color[channel] - palette[number]![channel]) * share) / 16
      }
    }
  return pixels
}
