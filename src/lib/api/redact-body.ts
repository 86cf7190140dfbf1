import {createHash} from 'node:crypto'
import {open} from 'node:fs/promises'
import {FileRef, type JsonValue} from '../http/streaming-body.js'

/** Files are read in pieces of this size. */
const pieceBytes = 256 * 1024

/** The SHA-256 of a file's bytes, in hex; read into one piece of memory, whatever its size. */
export async function sha256OfFile(path: string): Promise<string> {
  const hash = createHash('sha256')
  const handle = await open(path)
  try {
    const piece = Buffer.allocUnsafeSlow(pieceBytes)
    for (;;) {
      const {bytesRead} = await handle.read(piece, 0, pieceBytes, null)
      if (bytesRead === 0) return hash.digest('hex')
      hash.update(piece.subarray(0, bytesRead))
    }
  } finally {
    await handle.close()
  }
}

/** The body as it may be shown: each file as `{sha256, bytes}`, long base64 text likewise. */
export async function redactBody(value: JsonValue | undefined): Promise<unknown> {
  if (value instanceof FileRef) return {sha256: await sha256OfFile(value.path), bytes: value.bytes}
  if (typeof value === 'string' && value.length > 4096 && /^[A-Za-z0-9+/]+={0,2}$/.test(value)) {
    const bytes = Buffer.from(value, 'base64')
    return {sha256: createHash('sha256').update(bytes).digest('hex'), bytes: bytes.length}
  }
  if (Array.isArray(value)) return Promise.all(value.map(redactBody))
  if (value && typeof value === 'object') {
    const entries = await Promise.all(
      Object.entries(value).map(async ([key, child]) => [key, await redactBody(child)] as const),
    )
    return Object.fromEntries(entries.filter(([, child]) => child !== undefined))
  }
  return value
}
