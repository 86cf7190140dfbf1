import {crc32, deflateSync} from 'node:zlib'

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data])
  const frame = Buffer.alloc(8)
  frame.writeUInt32BE(data.length)
  frame.writeUInt32BE(crc32(body), 4)
  return Buffer.concat([frame.subarray(0, 4), body, frame.subarray(4)])
}

/** A whole black PNG, followed by so many bytes that no reader looks at. */
export function png(width: number, height: number, extraBytes = 0): Buffer {
  const header = Buffer.alloc(13)
  header.writeUInt32BE(width)
  header.writeUInt32BE(height, 4)
  header[8] = 8 // grey, 8 bits
  const pixels = deflateSync(Buffer.alloc((width + 1) * height))
  const extra = Buffer.alloc(extraBytes, Buffer.from(Array.from({length: 251}, (_, index) => index)))
  return Buffer.concat([
    Buffer.from('89504e470d0a1a0a', 'hex'),
    chunk('IHDR', header),
    chunk('IDAT', pixels),
    chunk('IEND', Buffer.alloc(0)),
    extra,
  ])
}

/** The head of a JPEG: enough for anyone who only asks for its size. `metadataBytes` push the size back. */
export function jpeg(width: number, height: number, metadataBytes = 0): Buffer {
  const size = Buffer.from('ffc0001108000000000301220002110103110100', 'hex')
  size.writeUInt16BE(height, 5)
  size.writeUInt16BE(width, 7)
  const metadata = [Buffer.from('ffe000104a46494600010100000100010000', 'hex')]
  for (let left = metadataBytes; left > 0; left -= 60_000) {
    const segment = Buffer.alloc(Math.min(left, 60_000) + 4)
    segment.writeUInt16BE(0xffed)
    segment.writeUInt16BE(segment.length - 2, 2)
    metadata.push(segment)
  }
  return Buffer.concat([Buffer.from('ffd8', 'hex'), ...metadata, size, Buffer.from('ffd9', 'hex')])
}

export const gif = Buffer.from('R0lGODlhAAEAAYAAAP///wAAACwAAAAAAQABAAACAkQBADs=', 'base64')

/** What begins as an MP4 does, and has nothing to play. */
export const movie = Buffer.concat([
  Buffer.from('00000014667479706d703432000000006d703432', 'hex'),
  Buffer.from('0123456789 a film that nobody looks at'),
])
