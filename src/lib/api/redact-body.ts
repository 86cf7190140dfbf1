import {createHash} from 'node:crypto'
import {createReadStream} from 'node:fs'
import {FileRef, type JsonValue} from '../http/streaming-body.js'

/** The SHA-256 of a file's bytes, in hex. */
export async function sha256OfFile(path: string): Promise<string> {
  const hash = createHash('sha256')
  for await (const chunk of createReadStream(path)) hash.update(chunk as Buffer)
  return hash.digest('hex')
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
