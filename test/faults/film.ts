import {createCipheriv, createHash} from 'node:crypto'
import {createReadStream} from 'node:fs'
import {mp4Head} from '../support/results.js'

/** Bytes of an MP4 file: the same ones for a version, nowhere repeating, so that a torn file is always seen. */
export function film(version: number, size: number): Buffer {
  const key = createHash('md5').update(`film ${version}`).digest()
  const pictures = createCipheriv('aes-128-ctr', key, Buffer.alloc(16)).update(Buffer.alloc(size))
  return Buffer.concat([mp4Head, pictures]).subarray(0, size)
}

/** SHA-256 in hex. */
export function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex')
}

/** SHA-256 of a file in hex, whatever its size. */
export async function sha256OfFile(path: string): Promise<string> {
  const hash = createHash('sha256')
  for await (const chunk of createReadStream(path)) hash.update(chunk as Buffer)
  return hash.digest('hex')
}
