import type {ResultFormat} from '../catalog/task-kinds.js'
import {KlingError} from '../errors/kling-error.js'
import {t} from '../i18n/translate.js'
import type {ReadAt} from '../fs/read-at.js'
import {boxHeads} from '../media/mp4-boxes.js'

/** What a download is to bring. */
export type Expected = ResultFormat | 'png' | 'jpeg'

/** So many bytes tell what a file is, and what an error page says. */
export const headBytes = 512

/** Characters of a page or of JSON that an error repeats. */
const excerptLength = 100

/** The file host answered with something else than the result: its address may have expired. */
export class NotTheResult extends KlingError {
  /** @param received what came instead: `an HTML page` */
  constructor(received: string) {
    super('download_error', t`The file host sent ${received} instead of the result.`, {
      hint: t`Download it again later. Kling keeps results for 30 days.`,
      retryable: true,
    })
  }
}

const text = (head: Buffer, from: number, to: number): string => head.toString('latin1', from, to)

/** Whether bytes begin like a frame of MPEG layer III. */
function isMp3Frame(head: Buffer): boolean {
  if (head.length < 4 || head[0] !== 0xff) return false
  const [version, layer] = [(head[1]! >> 3) & 3, (head[1]! >> 1) & 3]
  const [bitrate, sampleRate] = [head[2]! >> 4, (head[2]! >> 2) & 3]
  return head[1]! >> 5 === 7 && version !== 1 && layer === 1 && bitrate !== 15 && sampleRate !== 3
}

/** What media files begin with. */
const beginnings: Record<Expected, (head: Buffer) => boolean> = {
  // Films of QuickTime may begin with another box than `ftyp`.
  video: head => /^(?:ftyp|moov|mdat|wide|free|skip|styp)$/.test(text(head, 4, 8)),
  mp3: head => text(head, 0, 3) === 'ID3' || isMp3Frame(head),
  wav: head => /^(?:RIFF|RF64)$/.test(text(head, 0, 4)) && text(head, 8, 12) === 'WAVE',
  png: head => text(head, 0, 8) === '\x89PNG\r\n\x1a\n',
  jpeg: head => text(head, 0, 3) === '\xff\xd8\xff',
}

const nameOf: Record<Expected, () => string> = {
  video: () => t`an MP4 file`,
  mp3: () => t`an MP3 file`,
  wav: () => t`a WAV file`,
  png: () => t`a PNG picture`,
  jpeg: () => t`a JPEG picture`,
}

/** The first characters of a text, without what could move a cursor. */
function excerptOf(head: Buffer): string {
  const plain = head
    .toString('utf8')
    .replace(/[\p{C}\s\uFFFD]+/gu, ' ')
    .trim()
  const characters = [...plain]
  return characters.length > excerptLength ? `${characters.slice(0, excerptLength).join('')}…` : plain
}

/** `an HTML page`, `JSON: {"code":1000…`: what bytes are that are not what was wanted. */
export function describeContent(head: Buffer, contentType = ''): string {
  if (head.length === 0) return t`an empty file`
  if (text(head, 0, 2) === '\x1f\x8b') return t`gzip data`
  for (const [kind, isKind] of Object.entries(beginnings)) if (isKind(head)) return nameOf[kind as Expected]()
  if (/^GIF8|^RIFF.{4}WEBP/s.test(text(head, 0, 12))) return t`a picture`
  const start = excerptOf(head)
  if (/^<(?:!doctype html|html)/i.test(start) || /html/i.test(contentType)) return t`an HTML page`
  if (/^[{[]/.test(start) || /json/i.test(contentType)) return t`JSON: ${start}`
  if (/^<[?!a-z]/i.test(start) || /xml/i.test(contentType)) return t`XML: ${start}`
  const isText = !/[^\P{C}\s]|\uFFFD/u.test(head.subarray(0, -4).toString('utf8'))
  return isText ? t`text: ${start}` : t`unknown data (${head.subarray(0, 8).toString('hex')}…)`
}

/** Types that a page or an error has, and no result: of their bytes only the first are read. */
const pageTypes = /^(?:text\/(?:html|xml)|[\w.-]+\/(?:[\w.-]+\+)?(?:json|xml))\s*(?:;|$)/i
const codings = /\b(?:x-)?(?:gzip|compress|deflate|br|zstd)\b/i

/** Whether an answer’s headers say that it is not a result, whatever range of it was asked for. */
export function isPage(headers: {get(name: string): string | null}, expected?: Expected): boolean {
  const type = headers.get('content-type') ?? ''
  if (expected === undefined) return /^text\/html/i.test(type)
  return pageTypes.test(type) || codings.test(headers.get('content-encoding') ?? '')
}

/** What such an answer holds, by its headers and first bytes. */
export function describePage(headers: {get(name: string): string | null}, head: Buffer): string {
  const [coding] = codings.exec(headers.get('content-encoding') ?? '') ?? []
  return coding === undefined
    ? describeContent(head, headers.get('content-type') ?? '')
    : t`${coding.toLowerCase()} data`
}

/** What came instead of a result, by its first bytes; undefined where they are those of a result. */
export function judgeHead(head: Buffer, expected: Expected): string | undefined {
  return beginnings[expected](head) ? undefined : describeContent(head)
}

/**
 * What came instead of a result, by its first bytes and, of a film, by its boxes: the index and the pictures must be
 * there to their ends. Undefined where it is the result.
 */
export async function judgeResult(
  read: ReadAt,
  size: number,
  expected: Expected,
): Promise<string | undefined> {
  const wrong = judgeHead(await read(0, Math.min(size, headBytes)), expected)
  return wrong === undefined && expected === 'video' ? judgeFilm(read, size) : wrong
}

async function judgeFilm(read: ReadAt, size: number): Promise<string | undefined> {
  let hasIndex = false
  let hasPictures = false
  for await (const {type, start, end = size} of boxHeads(read)) {
    if (type !== 'moov' && type !== 'mdat' && type !== 'moof') continue
    if (end > size) return t`an MP4 that ends too early`
    if (type === 'moov') {
      const inside: ReadAt = (position, length) =>
        read(start + position, Math.max(0, Math.min(length, end - start - position)))
      hasIndex = (await hasBox(inside, 'mvhd')) || (await hasBox(inside, 'cmov'))
    } else hasPictures = true
    if (hasIndex && hasPictures) return undefined
  }
  return hasIndex ? t`an MP4 without pictures` : t`an MP4 without its index`
}

async function hasBox(read: ReadAt, wanted: string): Promise<boolean> {
  for await (const {type} of boxHeads(read)) if (type === wanted) return true
  return false
}
