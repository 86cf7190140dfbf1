import {crc32, inflateSync} from 'node:zlib'
import type {Picture} from '../../src/lib/preview/picture.js'

const escape = '\u001B'

/** Reads a PNG of eight bits a channel, RGB, whose rows have the filters 0 and 1; its checksums must be right. */
export function readPng(file: Buffer): Picture {
  if (file.toString('latin1', 0, 8) !== '\u0089PNG\r\n\u001A\n') throw new Error('no PNG')
  let [width, height] = [0, 0]
  const data = []
  for (let place = 8; place < file.length;) {
    const length = file.readUInt32BE(place)
    const body = file.subarray(place + 4, place + 8 + length)
    if (crc32(body) !== file.readUInt32BE(place + 8 + length)) throw new Error('wrong checksum')
    const type = body.toString('latin1', 0, 4)
    if (type === 'IHDR') [width, height] = [body.readUInt32BE(4), body.readUInt32BE(8)]
    if (type === 'IDAT') data.push(body.subarray(4))
    place += length + 12
  }
  const rows = inflateSync(Buffer.concat(data))
  const rgb = new Uint8Array(width * height * 3)
  for (let y = 0; y < height; y++) {
    const filter = rows[y * (width * 3 + 1)]!
    for (let place = 0; place < width * 3; place++) {
      const left = filter === 1 && place >= 3 ? rgb[y * width * 3 + place - 3]! : 0
      rgb[y * width * 3 + place] = rows[y * (width * 3 + 1) + 1 + place]! + left
    }
  }
  return {width, height, rgb}
}

/** The keys of the first escape code of a kitty picture, and the file that its chunks make. */
export function readKitty(text: string): {keys: Record<string, string>; file: Buffer; chunks: string[]} {
  const codes = text.split(`${escape}\\`).filter(code => code.trim() !== '')
  const parts = codes.map(code => {
    if (!code.startsWith(`${escape}_G`))
      throw new Error(`no kitty code: ${JSON.stringify(code.slice(0, 20))}`)
    const [keys = '', data = ''] = code.slice(3).split(';')
    return {
      keys: Object.fromEntries(keys.split(',').map(key => key.split('='))) as Record<string, string>,
      data,
    }
  })
  const isRight = parts.every(({keys}, index) => keys.m === (index < parts.length - 1 ? '1' : '0'))
  if (!isRight) throw new Error('the chunks do not follow each other')
  const chunks = parts.map(({data}) => data)
  return {keys: parts[0]!.keys, file: Buffer.from(chunks.join(''), 'base64'), chunks}
}

/** Draws sixels as a terminal does; what is not drawn is left black and counted. */
export function readSixels(text: string): Picture & {colors: number; empty: number} {
  const code = new RegExp(`^${escape}P[\\d;]*q"1;1;(\\d+);(\\d+)(.*)${escape}\\\\\\n?$`, 's').exec(text)
  if (!code) throw new Error('no sixels')
  const [width, height] = [Number(code[1]), Number(code[2])]
  const rgb = new Uint8Array(width * height * 3)
  const drawn = new Uint8Array(width * height)
  const palette = new Map<number, number[]>()
  let [x, top, color] = [0, 0, 0]
  const put = (bits: number, count: number): void => {
    for (let index = 0; index < count; index++, x++)
      for (let row = 0; row < 6; row++) {
        if (!((bits >> row) & 1)) continue
        if (x >= width || top + row >= height) throw new Error(`outside of the picture: ${x}, ${top + row}`)
        rgb.set(palette.get(color)!, ((top + row) * width + x) * 3)
        drawn[(top + row) * width + x] = 1
      }
  }
  for (const [word] of code[3]!.matchAll(/#\d+(?:;\d+){4}|#\d+|!\d+[?-~]|[?-~]|[$-]|./gs)) {
    const numbers = (word.match(/\d+/g) ?? []).map(Number)
    if (word.startsWith('#')) {
      color = numbers[0]!
      if (numbers.length > 1)
        palette.set(
          color,
          numbers.slice(2).map(value => Math.round((value * 255) / 100)),
        )
    } else if (word.startsWith('!')) put(word.charCodeAt(word.length - 1) - 63, numbers[0]!)
    else if (word === '$') x = 0
    else if (word === '-') [x, top] = [0, top + 6]
    else if (word >= '?' && word <= '~') put(word.charCodeAt(0) - 63, 1)
    else throw new Error(`no sixel: ${JSON.stringify(word)}`)
  }
  const empty = drawn.filter(pixel => pixel === 0).length
  return {width, height, rgb, colors: palette.size, empty}
}

const levels = [0, 95, 135, 175, 215, 255]

function colorOf256(number: number): number[] {
  if (number >= 232) return Array<number>(3).fill(8 + (number - 232) * 10)
  const place = number - 16
  return [Math.floor(place / 36), Math.floor(place / 6) % 6, place % 6].map(index => levels[index]!)
}

/** The pixels of lines of half blocks, as a terminal colours them. */
export function readHalfBlocks(text: string): Picture {
  const lines = text.split('\n').filter(line => line !== '')
  const rows = lines.flatMap(line => {
    const [upper, lower]: [number[], number[]] = [[], []]
    let [front, back]: [number[], number[]] = [[], []]
    for (const [word, codes] of line.matchAll(new RegExp(`${escape}\\[([\\d;]*)m|▀|.`, 'gs'))) {
      if (word === '▀') {
        upper.push(...front)
        lower.push(...back)
        continue
      }
      if (codes === undefined) throw new Error(`no half block: ${JSON.stringify(word)}`)
      const numbers = codes.split(';').map(Number)
      while (numbers.length > 0) {
        const what = numbers.shift()
        if (what === 0) [front, back] = [[], []]
        else {
          const color = numbers.shift() === 2 ? numbers.splice(0, 3) : colorOf256(numbers.shift()!)
          if (what === 38) front = color
          else back = color
        }
      }
    }
    if (front.length > 0) throw new Error('the colours go on behind the line')
    return [upper, lower]
  })
  return {width: rows[0]!.length / 3, height: rows.length, rgb: Uint8Array.from(rows.flat())}
}
