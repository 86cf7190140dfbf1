import {type Picture} from './picture.js'

/** Colours of a picture and, for each pixel, the number of its own. */
export interface Indexed {
  /** Red, green, blue. */
  colors: [number, number, number][]
  pixels: Uint8Array
}

/** A colour of 5 bits a channel with how many pixels have it. */
interface Shade {
  color: [number, number, number]
  count: number
}

interface Box {
  shades: Shade[]
  /** The channel in which its colours differ most, and by how much. */
  channel: number
  spread: number
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
  let sum = 0
  let place = 0
  while (place < sorted.length - 1 && (place === 0 || sum + sorted[place]!.count <= half))
    sum += sorted[place++]!.count
  return [sorted.slice(0, place), sorted.slice(place)].map(boxOf)
}

function mean({shades}: Box): [number, number, number] {
  const total = shades.reduce((sum, {count}) => sum + count, 0)
  const channel = (index: number): number =>
    Math.round(shades.reduce((sum, {color, count}) => sum + color[index]! * count, 0) / total)
  return [channel(0), channel(1), channel(2)]
}

const keyOf = (red: number, green: number, blue: number): number =>
  ((red >> 3) << 10) | ((green >> 3) << 5) | (blue >> 3)

/** Reduces a picture to at most `count` colours by median cut. */
export function reduceColors({rgb}: Picture, count: number): Indexed {
  const shades = new Map<number, Shade & {sums: [number, number, number]}>()
  for (let place = 0; place < rgb.length; place += 3) {
    const [red, green, blue] = [rgb[place]!, rgb[place + 1]!, rgb[place + 2]!]
    const key = keyOf(red, green, blue)
    const shade = shades.get(key) ?? {color: [0, 0, 0], count: 0, sums: [0, 0, 0]}
    if (shade.count === 0) shades.set(key, shade)
    shade.count++
    shade.sums[0] += red
    shade.sums[1] += green
    shade.sums[2] += blue
  }
  for (const shade of shades.values())
    shade.color = shade.sums.map(sum => sum / shade.count) as [number, number, number]
  let boxes = [boxOf([...shades.values()])]
  while (boxes.length < count) {
    const widest = boxes.reduce((one, other) => (other.spread > one.spread ? other : one))
    if (widest.shades.length < 2) break
    boxes = [...boxes.filter(box => box !== widest), ...cut(widest)]
  }
  const numbers = new Map<Shade, number>(
    boxes.flatMap((box, number) => box.shades.map((shade): [Shade, number] => [shade, number])),
  )
  const pixels = new Uint8Array(rgb.length / 3)
  for (let pixel = 0; pixel < pixels.length; pixel++) {
    const place = pixel * 3
    const shade = shades.get(keyOf(rgb[place]!, rgb[place + 1]!, rgb[place + 2]!))!
    pixels[pixel] = numbers.get(shade)!
  }
  return {colors: boxes.map(mean), pixels}
}
