import {type MediaField} from '../api.js'

/** A checked sound: its real format and its length in seconds. */
export interface AudioFacts {
  extension: 'mp3' | 'wav' | 'm4a' | 'aac'
  seconds: number
}

type AudioLimits = Pick<MediaField, 'maxBytes' | 'minSeconds' | 'maxSeconds'>

/** Looks at a sound's content, never at its name; gives what is wrong with it by the limits, in words. */
export async function checkAudio(
  bytes: Uint8Array,
  {maxBytes = Infinity, minSeconds = 0, maxSeconds = Infinity}: AudioLimits,
): Promise<AudioFacts | {problem: string}> {
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
      [QTFF, 'm4a'],
      [ADTS, 'aac'],
    ])
    const extension = extensions.get(format)
    if (!extension || !track || seconds === 0) return {problem: 'the sound must be MP3, WAV, M4A or AAC'}
    if (seconds < minSeconds || seconds > maxSeconds) {
      return {
        problem: `the sound lasts ${seconds.toFixed(1)} s, it must last ${minSeconds} to ${maxSeconds} s`,
      }
    }
    return {extension, seconds}
  } catch {
    return {problem: 'the sound must be MP3, WAV, M4A or AAC'}
  } finally {
    input.dispose()
  }
}
