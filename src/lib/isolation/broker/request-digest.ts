import {createHash} from 'node:crypto'
import type {JsonBody} from '../../http/streaming-body.js'

/** What a body says, as far as its price goes, and how to know it again. */
export interface RequestDigest {
  /** SHA-256 of its bytes, in hex. */
  hash: string
  bytes: number
  /** The body, with long texts cut; undefined when it is no JSON object, or names a field twice. */
  body: JsonBody | undefined
}

/** Longer texts are files in base64. */
const longestText = 8192
/** Without its long texts no request is larger. */
const longestRest = 1024 * 1024

const [quote, backslash, colon, letterU] = [0x22, 0x5c, 0x3a, 0x75]

/** Keeps of JSON text in pieces all but what is after the first part of long strings. */
class Skeleton {
  /** Colons outside of strings: as many as there are names of fields. */
  colons = 0
  private readonly kept: Uint8Array[] = []
  private keptBytes = 0
  /** Bytes of the string so far; undefined outside of strings. */
  private length: number | undefined
  /** 5 after a backslash, then what is left of `\\uXXXX`. */
  private escape = 0
  private isCut = false

  add(piece: Uint8Array): void {
    let start = 0
    for (let at = 0; at < piece.length; at++) {
      const byte = piece[at]!
      if (this.length === undefined) {
        if (byte === quote) this.length = 0
        else if (byte === colon) this.colons++
        continue
      }
      this.length++
      if (this.escape > 0) {
        this.escape = this.escape === 5 ? (byte === letterU ? 4 : 0) : this.escape - 1
      } else if (byte === quote) {
        if (this.isCut) start = at
        this.isCut = false
        this.length = undefined
      } else {
        if (!this.isCut && this.length > longestText) {
          this.keep(piece.subarray(start, at))
          this.isCut = true
        }
        if (byte === backslash) this.escape = 5
      }
    }
    if (!this.isCut) this.keep(piece.subarray(start))
  }

  /** The text; undefined when it is too long. */
  text(): string | undefined {
    return this.keptBytes > longestRest ? undefined : Buffer.concat(this.kept).toString('utf8')
  }

  private keep(part: Uint8Array): void {
    this.keptBytes += part.length
    if (this.keptBytes <= longestRest) this.kept.push(Uint8Array.from(part))
  }
}

/** Reads a JSON body of any size, without keeping the files in it. */
export async function readRequestDigest(stream: AsyncIterable<Uint8Array>): Promise<RequestDigest> {
  const hash = createHash('sha256')
  const skeleton = new Skeleton()
  let bytes = 0
  for await (const piece of stream) {
    hash.update(piece)
    skeleton.add(piece)
    bytes += piece.length
  }
  return {hash: hash.digest('hex'), bytes, body: parse(skeleton.text(), skeleton.colons)}
}

function parse(text: string | undefined, colons: number): JsonBody | undefined {
  try {
    const value = JSON.parse(text ?? '') as unknown
    // Of a field that is named twice the service may take the other value.
    const isObject = typeof value === 'object' && value !== null && !Array.isArray(value)
    return isObject && countFields(value) === colons ? (value as JsonBody) : undefined
  } catch {
    return undefined
  }
}

function countFields(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0
  const children = Object.values(value)
  return children.reduce<number>(
    (sum, child) => sum + countFields(child),
    Array.isArray(value) ? 0 : children.length,
  )
}

/**
 * The same body once more: its last byte is held back until it is sure that nothing follows and that it is the one that
 * was read before. With that byte the service would have a whole request.
 * @param onWhole called before the last piece is handed on
 * @throws Error when it is another one
 */
export async function* sameBody(
  stream: AsyncIterable<Uint8Array>,
  {hash: wanted, bytes}: RequestDigest,
  onWhole: () => void = () => {},
): AsyncGenerator<Uint8Array> {
  const hash = createHash('sha256')
  let received = 0
  let last: Uint8Array | undefined
  for await (const piece of stream) {
    if (piece.length === 0) continue
    received += piece.length
    if (received > bytes) break
    hash.update(piece)
    if (received < bytes) yield piece
    else last = piece
  }
  if (received !== bytes || hash.digest('hex') !== wanted)
    throw new Error('the body differs from the one that was checked')
  onWhole()
  if (last) yield last
}
