import {dither, paletteOf} from './palette.js'
import type {Picture} from './picture.js'

/** Rows of pixels that a line of sixels holds. */
const band = 6
const maxColors = 256

/** Sixels of one colour in a line, with runs of four and more written as `!count`. */
function shorten(sixels: Uint8Array): string {
  let text = ''
  for (let start = 0; start < sixels.length;) {
    let end = start + 1
    while (sixels[end] === sixels[start]) end++
    const char = String.fromCharCode(63 + sixels[start]!)
    const isLast = end === sixels.length && sixels[start] === 0
    if (!isLast) text += end - start > 3 ? `!${end - start}${char}` : char.repeat(end - start)
    start = end
  }
  return text
}

/** A picture as sixels, in at most 256 colours of its own. */
export function sixels(picture: Picture): string {
  const {width, height} = picture
  const colors = paletteOf(picture, maxColors)
  const pixels = dither(picture, colors)
  const percent = (value: number): number => Math.round((value * 100) / 255)
  const registers = colors.map((color, number) => `#${number};2;${color.map(percent).join(';')}`)
  const lines = []
  for (let top = 0; top < height; top += band) {
    const byColor = new Map<number, Uint8Array>()
    for (let row = 0; row < Math.min(band, height - top); row++)
      for (let x = 0; x < width; x++) {
        const color = pixels[(top + row) * width + x]!
        const line = byColor.get(color) ?? new Uint8Array(width)
        byColor.set(color, line)
        line[x]! |= 1 << row
      }
    // `$` goes back to the beginning of the line, `-` to the next one.
    lines.push([...byColor].map(([color, line]) => `#${color}${shorten(line)}`).join('$'))
  }
  // 1: what is not drawn stays as it is. Then the shape of a pixel, 1:1, and the size.
  return `\u001BP0;1q"1;1;${width};${height}${registers.join('')}${lines.join('-')}\u001B\\`
}
