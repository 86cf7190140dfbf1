import type * as Mediabunny from 'mediabunny'

import {synthesizePad} from './sound.js'
import {FRAMES_PER_SECOND} from './video-spec.js'

/** What the finished file is put together from. */
export interface Mp4Parts {
  width: number
  height: number
  /** The encoder's intermediate files, in order. */
  segments: readonly Uint8Array[]
  /** Adds an AAC pad as long as the video, in a key given by the seed, or a recording as it is. */
  sound?: {seed: number} | {recording: Uint8Array} | undefined
}

export interface MuxedVideo {
  mp4: Uint8Array
  frames: number
}

const BT709 = {primaries: 'bt709', transfer: 'bt709', matrix: 'bt709', fullRange: false} as const
const SAMPLE_RATE = 44_100
const AAC_BITRATE = 96_000
// The encoder adds up to two frames of 1024 samples before and after; without this the sound would outlast the
// picture and with it the container.
const AAC_PADDING_SECONDS = 2048 / SAMPLE_RATE + 0.02

/**
 * Joins encoded segments into one MP4 with its index first (ftyp, moov, mdat), tagged BT.709, every frame exactly
 * 1/24 s. Encodes the sound, if asked for.
 */
export async function muxMp4({width, height, segments, sound}: Mp4Parts): Promise<MuxedVideo> {
  // Imported here: the library takes 60 ms to load, which a process that renders nothing need not spend.
  const mediabunny = await import('mediabunny')
  const target = new mediabunny.BufferTarget()
  const output = new mediabunny.Output({
    format: new mediabunny.Mp4OutputFormat({fastStart: 'in-memory'}),
    target,
  })
  const video = new mediabunny.EncodedVideoPacketSource('avc')
  output.addVideoTrack(video, {frameRate: FRAMES_PER_SECOND})
  const recording =
    sound && 'recording' in sound ? await openRecording(mediabunny, sound.recording) : undefined
  const pad = sound && 'seed' in sound ? await createAacSource(mediabunny) : undefined
  const audio = recording?.source ?? pad
  if (audio) output.addAudioTrack(audio)
  output.setMetadataTags({
    title: 'Local preview',
    comment:
      'Rendered on this computer by the kling sandbox from the request; not the output of a video model.',
  })
  await output.start()

  let frames = 0
  for (const segment of segments) {
    const input = new mediabunny.Input({
      formats: [mediabunny.MP4],
      source: new mediabunny.BufferSource(segment),
    })
    const track = await input.getPrimaryVideoTrack()
    const config = await track?.getDecoderConfig()
    if (!track || !config) throw new Error('the video encoder gave no video')
    const decoderConfig = {...config, codedWidth: width, codedHeight: height, colorSpace: BT709}
    // The encoder's files do not say which frames are keys; a player that seeks needs to know.
    const packets = new mediabunny.EncodedPacketSink(track).packets(undefined, undefined, {
      verifyKeyPackets: true,
    })
    for await (const {data, type} of packets) {
      const packet = new mediabunny.EncodedPacket(
        data,
        type,
        frames / FRAMES_PER_SECOND,
        1 / FRAMES_PER_SECOND,
      )
      await video.add(packet, frames === 0 ? {decoderConfig} : undefined)
      frames++
    }

    input.dispose()
  }

  video.close()
  if (pad && sound && 'seed' in sound) await addPad(mediabunny, pad, sound.seed, frames / FRAMES_PER_SECOND)
  await recording?.copy()
  await output.finalize()
  if (!target.buffer) throw new Error('the video file came out empty')
  return {mp4: new Uint8Array(target.buffer), frames}
}

async function createAacSource(mediabunny: typeof Mediabunny): Promise<Mediabunny.AudioSampleSource> {
  if (!(await mediabunny.canEncodeAudio('aac'))) {
    const {registerAacEncoder} = await import('@mediabunny/aac-encoder')
    registerAacEncoder()
  }

  return new mediabunny.AudioSampleSource({codec: 'aac', bitrate: AAC_BITRATE})
}

/** A sound that goes into the file: its packets as they are, or samples that are still to be encoded. */
interface Recording {
  source: Mediabunny.AudioSource
  /** Copies all of it; after the output has been started. */
  copy(): Promise<void>
}

/**
 * Opens a recording. MP3 and AAC go into an MP4 as they are; the samples of a WAV are encoded as AAC.
 *
 * @throws Error when it holds no sound that can be used.
 */
async function openRecording(mediabunny: typeof Mediabunny, bytes: Uint8Array): Promise<Recording> {
  const input = new mediabunny.Input({
    formats: mediabunny.ALL_FORMATS,
    source: new mediabunny.BufferSource(bytes),
  })
  const track = await input.getPrimaryAudioTrack()
  if (!track?.codec) throw new Error('the recording holds no sound that can be used')
  if (track.codec === 'aac' || track.codec === 'mp3') {
    const source = new mediabunny.EncodedAudioPacketSource(track.codec)
    const decoderConfig = (await track.getDecoderConfig()) ?? undefined
    return {
      source,
      async copy() {
        for await (const packet of new mediabunny.EncodedPacketSink(track).packets()) {
          await source.add(packet, {decoderConfig})
        }
        source.close()
      },
    }
  }

  const source = await createAacSource(mediabunny)
  return {
    source,
    async copy() {
      for await (const sample of new mediabunny.AudioSampleSink(track).samples()) {
        await source.add(sample)
        sample.close()
      }
      source.close()
    },
  }
}

async function addPad(
  mediabunny: typeof Mediabunny,
  audio: Mediabunny.AudioSampleSource,
  seed: number,
  seconds: number,
): Promise<void> {
  let start = 0
  for (const data of synthesizePad(seed, Math.max(0.1, seconds - AAC_PADDING_SECONDS), SAMPLE_RATE)) {
    const sample = new mediabunny.AudioSample({
      data,
      format: 'f32',
      numberOfChannels: 1,
      sampleRate: SAMPLE_RATE,
      timestamp: start / SAMPLE_RATE,
    })
    await audio.add(sample)
    sample.close()
    start += data.length
  }

  audio.close()
}
