import {listOf} from '../i18n/list.js'
import type {AudioFormat, AudioLimits, FileValue} from './types.js'
import {FileRef} from '../http/streaming-body.js'
import {KlingError} from '../errors/kling-error.js'
import {t} from '../i18n/translate.js'
import {readMovieHead} from './movie-head.js'

/** Limits of speech for an avatar. Source: `x-media` of AvatarCreateRequest. */
export const speechLimits = {
  formats: ['mp3', 'wav', 'm4a', 'aac'],
  maxBytes: 5 * 1024 * 1024,
  minSeconds: 2,
  maxSeconds: 300,
} as const satisfies AudioLimits

/** `MP3, WAV or AAC`. */
export function formatAudioFormats({formats}: AudioLimits): string {
  return listOf(formats.map(format => format.toUpperCase()))
}

/** Containers and codecs that music-metadata reports → formats of the API. */
const formats: [RegExp, AudioFormat][] = [
  [/^MPEG$/i, 'mp3'],
  [/^WAVE?$/i, 'wav'],
  [/ADTS/i, 'aac'],
  [/^qt/i, 'mov'],
  [/M4A|MP4|mp42|isom|3gp/i, 'm4a'],
]

function isTaken(format: AudioFormat, {formats}: AudioLimits): boolean {
  return formats.includes(format) || (format === 'm4a' && formats.includes('mp4'))
}

export interface AudioHead {
  format: AudioFormat | undefined
  /** Undefined when it cannot be determined. */
  seconds: number | undefined
}

async function readAudio(value: FileValue): Promise<AudioHead | undefined> {
  const {parseBuffer, parseFile} = await import('music-metadata')
  const options = {duration: true, skipCovers: true}
  try {
    const {format} =
      value instanceof FileRef
        ? await parseFile(value.path, options)
        : await parseBuffer(Buffer.from(value, 'base64'), undefined, options)
    const container = format.container ?? ''
    // An MP3 stream is "MPEG" with layer 3 as its codec; other MPEG layers are something else.
    const isOther = /^MPEG$/i.test(container) && !/Layer 3/i.test(format.codec ?? '')
    const kind = isOther ? undefined : formats.find(([pattern]) => pattern.test(container))?.[1]
    if (kind !== 'm4a' && kind !== 'mov') return {format: kind, seconds: format.duration}
    // A film may have no sound, and its length stands elsewhere.
    const movie = await readMovieHead(value)
    return {format: movie?.hasSound === false ? undefined : kind, seconds: movie?.seconds ?? format.duration}
  } catch {
    return undefined
  }
}

/** Length of a local sound in seconds; undefined for a URL, and where it cannot be determined. */
export async function audioSeconds(value: FileValue | undefined): Promise<number | undefined> {
  if (value === undefined || (typeof value === 'string' && /^https?:/i.test(value))) return undefined
  if (value instanceof FileRef && value.bytes > speechLimits.maxBytes) return undefined
  return (await readAudio(value))?.seconds
}

/**
 * Looks at a sound before it is sent: format by content, bytes, length. URLs are not looked at.
 * @throws KlingError `invalid_audio`
 */
export async function checkAudio(
  name: string,
  value: FileValue,
  limits: AudioLimits = speechLimits,
): Promise<void> {
  if (typeof value === 'string' && /^https?:/i.test(value)) return
  const refuse = (what: string, hint: string): never => {
    throw new KlingError('invalid_audio', t`${name} ${what}.`, {hint})
  }
  const bytes = typeof value === 'string' ? Math.floor((value.length * 3) / 4) : value.bytes
  const {maxBytes = Infinity, minSeconds, maxSeconds} = limits
  if (bytes > maxBytes) {
    refuse(
      t`is ${(bytes / 1024 / 1024).toFixed(1)} MB; the limit for audio is ${maxBytes / 1024 / 1024} MB`,
      t`Shorten or compress it.`,
    )
  }
  const head = await readAudio(value)
  if (!head?.format || !isTaken(head.format, limits))
    return refuse(
      t`has an unsupported audio format; supported: ${formatAudioFormats(limits)}`,
      t`Convert it to a supported format.`,
    )
  const {seconds} = head
  if (seconds === undefined || seconds === 0)
    return refuse(t`has no readable length; it may be truncated`, t`Check the file.`)
  if (seconds < minSeconds || seconds > maxSeconds) {
    refuse(t`is ${seconds.toFixed(1)} s long; ${minSeconds} to ${maxSeconds} s are allowed`, t`Trim it.`)
  }
}
