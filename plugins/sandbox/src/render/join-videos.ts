import {readFile} from 'node:fs/promises'
import {writeAtomic} from 'kling-cli/plugin'
import {hashText} from './seeded-random.js'
import {FRAMES_PER_SECOND} from './video-spec.js'

/** What the joined video sounds like: a pad whose key a text gives, or a recording. */
export type JoinedSound = {text: string} | {recording: Uint8Array}

/**
 * Puts videos of this renderer one after another without encoding their pictures again, with a sound of its own.
 * All must have the size of the first.
 *
 * @returns the length in seconds
 */
export async function joinVideos(
  files: string[],
  outFile: string,
  {sound}: {sound?: JoinedSound | undefined},
): Promise<number> {
  const [mediabunny, {muxMp4}] = await Promise.all([import('mediabunny'), import('./mp4-mux.js')])
  const segments = await Promise.all(files.map(file => readFile(file)))
  const input = new mediabunny.Input({
    formats: [mediabunny.MP4],
    source: new mediabunny.BufferSource(segments[0]!),
  })
  const track = await input.getPrimaryVideoTrack()
  if (!track) throw new Error('there is no video to join')
  const {codedWidth: width, codedHeight: height} = track
  input.dispose()
  const kind = sound && ('text' in sound ? {seed: hashText(sound.text)} : sound)
  const {mp4, frames} = await muxMp4({width, height, segments, sound: kind})
  await writeAtomic(outFile, mp4)
  return frames / FRAMES_PER_SECOND
}
