import {type FileHandle, open} from 'node:fs/promises'
import type {Readable} from 'node:stream'
import type {ErrorCode} from '../errors/codes.js'
import {KlingError, isKlingError, systemCode} from '../errors/kling-error.js'
import {formatCodePoint} from '../i18n/code-point.js'
import {t} from '../i18n/translate.js'

/** What is read of a file of text, in bytes: more than any prompt, and than the shots of a video. */
const mostBytes = 256 * 1024

/** How the text is called where a sentence begins, and the code of what is wrong with it. */
export interface TextSource {
  label: string
  code: ErrorCode
}

/** Bytes at the start → the encoding that they name. UTF-16 in the other order is turned round. */
const marks: [bytes: number[], encoding: 'utf-8' | 'utf-16le' | 'utf-16be'][] = [
  [[0xef, 0xbb, 0xbf], 'utf-8'],
  [[0xff, 0xfe], 'utf-16le'],
  [[0xfe, 0xff], 'utf-16be'],
]

/** Control characters that no prompt has; tabs and line ends may be in one. */
const controlCharacter = /[\0-\x08\x0B\x0C\x0E-\x1F\x7F-\x9F]/ // eslint-disable-line no-control-regex -- this is about them

/** The first control character of a text, as `U+0000`; undefined where there is none. */
export function controlCharacterIn(text: string): string | undefined {
  const found = controlCharacter.exec(text)?.[0]
  return found && formatCodePoint(found)
}

/** What bytes look like that are no UTF-8: for the message, and for the command that converts them. */
function guessEncoding(bytes: Uint8Array): 'UTF-16LE' | 'UTF-16BE' | 'GB18030' | 'ISO-8859-1' {
  const zerosAt = (remainder: number): number =>
    bytes.filter((byte, at) => byte === 0 && at % 2 === remainder).length
  if (zerosAt(0) + zerosAt(1) > 0) return zerosAt(1) >= zerosAt(0) ? 'UTF-16LE' : 'UTF-16BE'
  try {
    new TextDecoder('gb18030', {fatal: true}).decode(bytes)
    // Chinese comes in pairs of bytes above 0x80, the accents of Latin-1 one by one.
    const high = bytes.filter(byte => byte > 0x80).length
    return high > 3 && high * 2 > bytes.length ? 'GB18030' : 'ISO-8859-1'
  } catch {
    return 'ISO-8859-1'
  }
}

/**
 * Text from bytes: UTF-8 with or without a byte order mark, UTF-16 with one. What else it may be is not guessed: it would
 * be paid for as something else than was written.
 * @throws KlingError with the source's code, naming the encoding
 */
export function decodeText(bytes: Uint8Array, source: TextSource): string {
  const [mark, encoding] = marks.find(([start]) => start.every((byte, at) => bytes[at] === byte)) ?? []
  const isWithoutMark = mark === undefined
  try {
    const text = new TextDecoder(encoding ?? 'utf-8', {fatal: true}).decode(bytes)
    if (!isWithoutMark || !text.includes('\0')) return text
  } catch (error) {
    if (!(error instanceof TypeError)) throw error
  }
  const guess = isWithoutMark ? guessEncoding(bytes) : encoding!.toUpperCase()
  throw new KlingError(source.code, t`${source.label} is not UTF-8 text; it looks like ${guess}.`, {
    hint: t`Convert it with: ${`iconv -f ${guess} -t UTF-8`}`,
  })
}

function tooLong({label, code}: TextSource): KlingError {
  return new KlingError(code, t`${label} is larger than ${mostBytes / 1024} KB.`, {
    hint: t`Check that it is the right file.`,
  })
}

/** The text of a stream that ends; what is longer than any prompt is not read to its end. @throws KlingError */
export async function readTextStream(stream: Readable, source: TextSource): Promise<string> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of stream) {
    chunks.push(Buffer.from(chunk as Uint8Array))
    size += chunks.at(-1)!.length
    if (size > mostBytes) throw tooLong(source)
  }
  return decodeText(Buffer.concat(chunks), source)
}

/** The text of a file, of a pipe as well. @throws KlingError with the source's code */
export async function readTextFile(path: string, source: TextSource): Promise<string> {
  let file: FileHandle | undefined
  try {
    file = await open(path)
    return await readTextStream(file.createReadStream({autoClose: false}), source)
  } catch (error) {
    if (isKlingError(error) || !systemCode(error)) throw error
    throw new KlingError(source.code, t`${source.label} cannot be read (${systemCode(error)}).`, {
      hint: t`Check its path and permissions.`,
    })
  } finally {
    await file?.close()
  }
}
