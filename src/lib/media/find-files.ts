import type {FileUse, FileValue} from './types.js'
import {constants, createReadStream} from 'node:fs'
import {access, stat} from 'node:fs/promises'
import {FileRef} from '../http/streaming-body.js'
import {t} from '../i18n/translate.js'
import {formatAudioFormats, speechLimits} from './audio-check.js'
import {imageLimits} from './image-check.js'
import type {ErrorCode} from '../errors/codes.js'
import {KlingError, systemCode} from '../errors/kling-error.js'

/** Whether an input is an http(s) URL; everything else is a path or base64 text. */
export function isUrl(input: string): boolean {
  return /^https?:\/\//i.test(input)
}

const dataPrefix = /^data:[^,]*;base64,/i

/** More than one input that is `-`. */
export function severalFromStdin(): KlingError {
  return new KlingError('invalid_argument', t`Only one input can be read from stdin.`, {
    hint: t`Save the others to files.`,
  })
}

/** More than any sound that is taken. */
const mostAudioBytes = 100 * 1024 * 1024

/**
 * What comes out of a pipe or stdin, read once, as it is checked and sent; no more than is needed to see that it is too
 * much.
 */
async function readPipe(place: string | 0, maxBytes: number): Promise<Buffer> {
  const stream = place === 0 ? createReadStream('', {fd: 0, autoClose: false}) : createReadStream(place)
  const pieces: Buffer[] = []
  let bytes = 0
  for await (const piece of stream) {
    pieces.push(piece as Buffer)
    bytes += (piece as Buffer).length
    if (bytes > maxBytes) break
  }
  return Buffer.concat(pieces)
}

async function findFile({input, errorPrefix, limits = speechLimits}: FileUse): Promise<FileValue> {
  if (isUrl(input)) return input
  if (dataPrefix.test(input)) return input.replace(dataPrefix, '')
  const maxBytes = errorPrefix === 'audio' ? (limits.maxBytes ?? mostAudioBytes) : imageLimits.maxBytes
  if (input === '-') return (await readPipe(0, maxBytes)).toString('base64')
  const notFound: ErrorCode = `${errorPrefix}_not_found`
  const what = errorPrefix === 'audio' ? t`an audio file` : t`an image`
  const take =
    errorPrefix === 'audio'
      ? t`Specify a file of type ${formatAudioFormats(limits)}.`
      : t`Specify a JPEG or PNG file.`
  // Elements' pictures have no read code of their own.
  const unreadable: ErrorCode =
    errorPrefix === 'frontal' || errorPrefix === 'ref' ? notFound : `${errorPrefix}_read_error`
  try {
    const file = await stat(input)
    if (file.isDirectory()) {
      throw new KlingError(unreadable, t`${input} is a folder, not ${what}.`, {
        hint: take,
      })
    }
    if (file.isFIFO()) {
      await access(input, constants.R_OK)
      return (await readPipe(input, maxBytes)).toString('base64')
    }
    if (!file.isFile()) throw new KlingError(unreadable, t`${input} is not a file.`, {hint: take})
    await access(input, constants.R_OK)
    const {dev, ino, size, mtimeMs} = file
    return new FileRef(input, size, {dev, ino, size, mtimeMs})
  } catch (error) {
    const code = systemCode(error)
    if (code === 'ENOENT' || code === 'ENOTDIR' || code === 'ENAMETOOLONG') {
      throw new KlingError(notFound, t`File not found: ${input.slice(0, 200)}.`, {
        hint: t`Check the path; ${what} can also be given as an http(s) URL.`,
      })
    }
    if (code === 'EACCES' || code === 'EPERM') {
      throw new KlingError(unreadable, t`Cannot read ${input}: permission denied.`, {
        hint: t`Check the permissions of the file.`,
      })
    }
    throw error
  }
}

/**
 * Finds the files of a request: URLs as they are, base64 text without its data: prefix, files by their size.
 * @throws KlingError `*_not_found`, `*_read_error`, `invalid_argument` where several are stdin
 */
export async function findFiles(uses: FileUse[]): Promise<Map<string, FileValue>> {
  if (uses.filter(({input}) => input === '-').length > 1) throw severalFromStdin()
  const files = new Map<string, FileValue>()
  for (const use of uses) files.set(use.role, await findFile(use))
  return files
}
