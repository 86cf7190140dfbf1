import {type Picture} from './picture.js'

type Color = readonly [red: number, green: number, blue: number]

/** Levels of the 6 × 6 × 6 cube among the 256 colours. */
const levels = [0, 95, 135, 175, 215, 255]

function nearestLevel(value: number): number {
  return levels.reduce(
    (best, level, index) => (Math.abs(level - value) < Math.abs(levels[best]! - value) ? index : best),
    0,
  )
}

function distance(one: Color, other: Color): number {
  return (one[0] - other[0]) ** 2 + (one[1] - other[1]) ** 2 + (one[2] - other[2]) ** 2
}

/** The number of the colour of the 256 that comes nearest: of the cube, or of the 24 greys. */
export function nearestOf256(color: Color): number {
  const [red, green, blue] = color.map(nearestLevel) as [number, number, number]
  const cube: Color = [levels[red]!, levels[green]!, levels[blue]!]
  const step = Math.min(23, Math.max(0, Math.round(((color[0] + color[1] + color[2]) / 3 - 8) / 10)))
  const grey = 8 + step * 10
  const isGrey = distance(color, [grey, grey, grey]) < distance(color, cube)
  return isGrey ? 232 + step : 16 + 36 * red + 6 * green + blue
}

/** A picture as lines of `▀`, two pixels in a cell: the foreground is the upper one, the background the lower. */
export function halfBlocks({width, height, rgb}: Picture, colors: 'all' | 256): string {
  const code = (x: number, y: number): string => {
    // Below a picture of an odd height its last row goes on.
    const place = (Math.min(y, height - 1) * width + x) * 3
    const color: Color = [rgb[place]!, rgb[place + 1]!, rgb[place + 2]!]
    return colors === 256 ? `5;${nearestOf256(color)}` : `2;${color.join(';')}`
  }
  const lines = []
  for (let y = 0; y < height; y += 2) {
    let line = ''
    let [front, back] = ['', '']
    for (let x = 0; x < width; x++) {
      const [upper, lower] = [code(x, y), code(x, y + 1)]
      const changes = [upper === front ? [] : `38;${upper}`, lower === back ? [] : `48;${lower}`].flat()
      if (changes.length > 0) line += `\u001B[${changes.join(';')}m`
      line += '▀'
      ;[front, back] = [upper, lower]
    }
    lines.push(`${line}\u001B[0m`)
  }
  return lines.join('\n')
}
