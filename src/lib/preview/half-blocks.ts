import {type Color, colorAt, finder} from './palette.js'
import type {Picture} from './picture.js'

/** Levels of the 6 × 6 × 6 cube among the 256 colours. */
const levels = [0, 95, 135, 175, 215, 255]
/** Of the 256 colours the first 16 are the user's own; then come the cube and 24 greys. */
const firstFixed = 16
const fixedColors: Color[] = [
  ...levels.flatMap(red => levels.flatMap(green => levels.map((blue): Color => [red, green, blue]))),
  ...Array.from({length: 24}, (_, step): Color => [8 + step * 10, 8 + step * 10, 8 + step * 10]),
]

/** How a pixel's colour is said after 38 or 48. */
type Code = (pixel: number) => string

function codesOf(picture: Picture, colors: 'all' | 256): Code {
  if (colors === 256) {
    // Not dithered: pixels of this size would not mix in the eye.
    const nearest = finder(fixedColors)
    return pixel => `5;${firstFixed + nearest(colorAt(picture, pixel))}`
  }
  return pixel => `2;${colorAt(picture, pixel).join(';')}`
}

/** A picture as lines of `▀`, two pixels in a cell: the foreground is the upper one, the background the lower. */
export function halfBlocks(picture: Picture, colors: 'all' | 256): string {
  const {width, height} = picture
  const codeOf = codesOf(picture, colors)
  const lines = []
  for (let y = 0; y < height; y += 2) {
    let line = ''
    let [front, back] = ['', '']
    for (let x = 0; x < width; x++) {
      const upper = codeOf(y * width + x)
      // Below a picture of an odd height its last row goes on.
      const lower = codeOf(Math.min(y + 1, height - 1) * width + x)
      const changes = [upper === front ? [] : `38;${upper}`, lower === back ? [] : `48;${lower}`].flat()
      if (changes.length > 0) line += `\u001B[${changes.join(';')}m`
      line += '▀'
      ;[front, back] = [upper, lower]
    }
    lines.push(`${line}\u001B[0m`)
  }
  return lines.join('\n')
}
