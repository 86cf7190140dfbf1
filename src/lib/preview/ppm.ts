import type {Picture} from './picture.js'

/** Reads a binary PPM file of eight bits a channel; undefined when it is none or is cut off. */
export function readPpm(file: Buffer): Picture | undefined {
  const head = /^P6\s+(\d+)\s+(\d+)\s+255\s/.exec(file.toString('latin1', 0, 64))
  if (!head) return undefined
  const [width, height] = [Number(head[1]), Number(head[2])]
  const rgb = file.subarray(head[0].length, head[0].length + width * height * 3)
  return width > 0 && rgb.length === width * height * 3 ? {width, height, rgb} : undefined
}
