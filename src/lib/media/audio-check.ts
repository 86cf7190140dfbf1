import {FileInBody} from '../api/file-body.js'
import {KlingError} from '../errors/kling-error.js'
import {type FileValue} from '../requests/request.js'

/** Limits of speech for an avatar. Source: `x-media` of AvatarCreateRequest. */
export const audioLimits = {maxBytes: 5 * 1024 * 1024, minSeconds: 2, maxSeconds: 300} as const

/** Containers and codecs that music-metadata reports → formats of the API. */
const formats: [RegExp, string][] = [
  [/^MPEG$/i, 'mp3'],
  [/^WAVE?$/i, 'wav'],
  [/ADTS/i, 'aac'],
  [/M4A|MP4|mp42|isom|3gp/i, 'm4a'],
]

export interface AudioHead {
  format: string | undefined
  /** Undefined when it cannot be told. */
  seconds: number | undefined
}

async function readAudio(value: FileValue): Promise<AudioHead | undefined> {
  const {parseBuffer, parseFile} = await import('music-metadata')
  const options = {duration: true, skipCovers: true}
  try {
    const {format} =
      value instanceof FileInBody
        ? await parseFile(value.path, options)
        : await parseBuffer(Buffer.from(value, 'base64'), undefined, options)
    const container = format.container ?? ''
    // An MP3 stream is "MPEG" with layer 3 as its codec; other MPEG layers are something else.
    const isOther = /^MPEG$/i.test(container) && !/Layer 3/i.test(format.codec ?? '')
    return {
      format: isOther ? undefined : formats.find(([pattern]) => pattern.test(container))?.[1],
      seconds: format.duration,
    }
  } catch {
    return undefined
  }
}

/** Length of a local sound in seconds; undefined for a URL, and where it cannot be told. */
export async function audioSeconds(value: FileValue | undefined): Promise<number | undefined> {
  if (value === undefined || (typeof value === 'string' && /^https?:/i.test(value))) return undefined
  if (value instanceof FileInBody && value.bytes > audioLimits.maxBytes) return undefined
  return (await readAudio(value))?.seconds
}

/**
 * Looks at a sound before it is sent: format by content, bytes, length. URLs are not looked at.
 * @throws KlingError `invalid_audio`
 */
export async function checkAudio(name: string, value: FileValue): Promise<void> {
  if (typeof value === 'string' && /^https?:/i.test(value)) return
  const refuse = (what: string, hint: string): never => {
    throw new KlingError('invalid_audio', `${name} ${what}.`, {hint})
  }
  const bytes = typeof value === 'string' ? Math.floor((value.length * 3) / 4) : value.bytes
  const {maxBytes, minSeconds, maxSeconds} = audioLimits
  if (bytes > maxBytes) {
    refuse(
      `is ${(bytes / 1024 / 1024).toFixed(1)} MB; a sound may have ${maxBytes / 1024 / 1024} MB`,
      'Shorten or compress it.',
    )
  }
  const head = await readAudio(value)
  if (!head?.format) return refuse('is no sound that the API takes: MP3, WAV, M4A or AAC', 'Convert it.')
  const {seconds} = head
  if (seconds === undefined || seconds === 0)
    return refuse('has no length that can be read; it may be cut off', 'Check the file.')
  if (seconds < minSeconds || seconds > maxSeconds) {
    refuse(`lasts ${seconds.toFixed(1)} s; ${minSeconds} to ${maxSeconds} s are allowed`, 'Cut it to length.')
  }
}
