import type {MediaField} from '../api.js'

/** A checked sound: its real format and its length in seconds. */
export interface AudioFacts {
  extension: 'mp3' | 'wav' | 'm4a' | 'mov' | 'aac'
  seconds: number
}

type AudioLimits = Pick<MediaField, 'formats' | 'maxBytes' | 'minSeconds' | 'maxSeconds'>

/** Formats of sounds where a field names none. */
const anyFormat = ['mp3', 'wav', 'm4a', 'aac']

function isTaken(extension: AudioFacts['extension'], formats: string[]): boolean {
  return formats.includes(extension) || (extension === 'm4a' && formats.includes('mp4'))
}

/** `MP3, WAV or AAC`. */
function sayFormats(formats: string[]): string {
  const names = formats.map(format => format.toUpperCase())
  return `${names.slice(0, -1).join(', ')} or ${names.at(-1)}`
}

/** Looks at a sound's content, never at its name; gives what is wrong with it by the limits, in words. */
export async function checkAudio(
  bytes: Uint8Array,
  {formats = anyFormat, maxBytes = Infinity, minSeconds = 0, maxSeconds = Infinity}: AudioLimits,
): Promise<AudioFacts | {problem: string}> {
  const wrongFormat = {problem: `the sound must be ${sayFormats(formats)}`}
  if (bytes.length > maxBytes)
    return {problem: `the sound is larger than ${Math.floor(maxBytes / 1048576)} MB`}
  // Big, and seldom needed.
  const {ADTS, BufferSource, Input, MP3, MP4, QTFF, WAVE} = await import('mediabunny')
  const input = new Input({formats: [MP3, WAVE, MP4, QTFF, ADTS], source: new BufferSource(bytes)})
  try {
    const [format, track] = [await input.getFormat(), await input.getPrimaryAudioTrack()]
    const seconds = track ? await input.computeDuration() : 0
    const extensions = new Map<unknown, AudioFacts['extension']>([
      [MP3, 'mp3'],
      [WAVE, 'wav'],
      [MP4, 'm4a'],
      [QTFF, 'mov'],
      [ADTS, 'aac'],
    ])
    const extension = extensions.get(format)
    if (!extension || !isTaken(extension, formats) || !track || seconds === 0) return wrongFormat
    if (seconds < minSeconds || seconds > maxSeconds) {
      return {
        problem: `the sound lasts ${seconds.toFixed(1)} s, it must last ${minSeconds} to ${maxSeconds} s`,
      }
    }
    return {extension, seconds}
  } catch {
    return wrongFormat
  } finally {
    input.dispose()
  }
}
