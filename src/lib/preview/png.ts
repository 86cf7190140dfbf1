import {crc32, deflateSync} from 'node:zlib'
import type {Picture} from './picture.js'

const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])

function chunk(type: string, data: Uint8Array): Buffer {
  const named = Buffer.concat([Buffer.from(type, 'latin1'), data])
  const frame = Buffer.alloc(named.length + 8)
  frame.writeUInt32BE(data.length, 0)
  named.copy(frame, 4)
  frame.writeUInt32BE(crc32(named), named.length + 4)
  return frame
}

/** A picture as a PNG file. */
export function png({width, height, rgb}: Picture): Buffer {
  const head = Buffer.alloc(13)
  head.writeUInt32BE(width, 0)
  head.writeUInt32BE(height, 4)
  // Eight bits a channel, of the colour type RGB.
  head.set([8, 2], 8)
  const length = width * 3
  // Each row begins with its filter; 1 stands for the difference to the pixel on the left.
  const rows = Buffer.alloc((length + 1) * height)
  for (let y = 0; y < height; y++) {
    const row = y * (length + 1)
    rows[row] = 1
    for (let place = 0; place < length; place++) {
      const left = place < 3 ? 0 : rgb[y * length + place - 3]!
      rows[row + 1 + place] = rgb[y * length + place]! - left
    }
  }
  return Buffer.concat([
    signature,
    chunk('IHDR', head),
    chunk('IDAT', deflateSync(rows)),
    chunk('IEND', Buffer.alloc(0)),
  ])
}
