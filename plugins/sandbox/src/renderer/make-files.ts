import {readFile, rm} from 'node:fs/promises'
import {join} from 'node:path'
import type {Outcome} from '../clock.js'
import type {Clip} from '../clip.js'
import {type Endpoint, endpointOf} from '../endpoints.js'
import type {VideoSpec} from '../render/render-video.js'
import {makePrivateFolder, writeAtomic} from 'kling-cli/plugin'
import {inputName, type TaskRecord} from '../state/task-record.js'
import {checkAudio} from '../validation/audio.js'
import {FileFailure, fetchFile} from './remote-file.js'
import {type SpecOptions, videoSpec} from './video-spec.js'

export interface MakeOptions extends SpecOptions {
  clock: () => number
}

/** Names of the files of a result. */
const names = {
  video: 'video.mp4',
  watermark: 'video-watermark.mp4',
  mp3: 'sound.mp3',
  wav: 'sound.wav',
} as const

/** Largest video that is fetched, in bytes, and the lengths that sound can be added to, in seconds. */
const videoLimits = {bytes: 100 * 1024 * 1024, min: 3, max: 20}

/** Length of the sample of a voice. */
const sampleSeconds = 5

/** The bytes of a sound of the request: one that came with it, or one at a URL. */
async function readSpeech(value: string, {store, fetch, signal}: MakeOptions): Promise<Uint8Array> {
  const kept = inputName(value)
  return kept ? readFile(store.inputPath(kept)) : fetchFile(value, {fetch, signal})
}

/** Renders each shot by itself and puts them one after another. */
async function renderShots(
  spec: VideoSpec,
  shots: NonNullable<Clip['shots']>,
  file: string,
  options: MakeOptions,
): Promise<number> {
  const {joinVideos} = await import('../render/join-videos.js')
  const parts: string[] = []
  try {
    for (const [index, shot] of shots.entries()) {
      const part = `${file}.shot-${index + 1}`
      parts.push(part)
      const isFirst = index === 0
      const isLast = index === shots.length - 1
      const own: VideoSpec = {
        ...spec,
        ...shot,
        label: `${spec.label} · shot ${index + 1} of ${shots.length}`,
        firstFrame: isFirst ? spec.firstFrame : undefined,
        lastFrame: isLast ? spec.lastFrame : undefined,
        sound: false,
      }
      await options.render.renderVideo(own, part, {signal: options.signal})
    }
    return await joinVideos(parts, file, {sound: spec.sound ? {text: spec.prompt} : undefined})
  } finally {
    await Promise.all(parts.map(part => rm(part, {force: true})))
  }
}

/** Renders the picture without a sound, and puts the speech under it. */
async function renderSpeech(
  spec: VideoSpec,
  recording: Uint8Array,
  file: string,
  {render, signal}: MakeOptions,
): Promise<number> {
  const {joinVideos} = await import('../render/join-videos.js')
  const silent = `${file}.silent`
  try {
    await render.renderVideo({...spec, sound: false}, silent, {signal})
    return await joinVideos([silent], file, {sound: {recording}})
  } finally {
    await rm(silent, {force: true})
  }
}

/** Renders a clip to a file, with or without a watermark. @returns its length in seconds */
async function renderClip(
  clip: Clip,
  spec: VideoSpec,
  file: string,
  {speech, ...options}: MakeOptions & {speech?: Uint8Array | undefined},
): Promise<number> {
  if (speech) return renderSpeech(spec, speech, file, options)
  if (clip.shots) return renderShots(spec, clip.shots, file, options)
  return (await options.render.renderVideo(spec, file, {signal: options.signal})).seconds
}

async function makeVideo(task: TaskRecord, endpoint: Endpoint, options: MakeOptions): Promise<Outcome> {
  const folder = options.store.resultFolder(task.id)
  let clip = endpoint.clip(task.body, task.source)
  const speech = clip.speech === undefined ? undefined : await readSpeech(clip.speech, options)
  if (speech && !task.source) {
    // The length of speech at a URL is known only now.
    const limits = options.api.requests[endpoint.operationId]!.media.find(({kind}) => kind === 'audio')
    const facts = await checkAudio(speech, limits ?? {})
    if ('problem' in facts) throw new FileFailure(facts.problem)
    clip = {...clip, seconds: facts.seconds}
  }
  const spec = await videoSpec(endpoint, clip, options)
  const seconds = await renderClip(clip, spec, join(folder, names.video), {...options, speech})
  const outcome = {status: 'succeed', at: options.clock(), seconds, file: names.video} as const
  if (!task.watermark) return outcome
  const marked = {...spec, watermark: 'KLING SANDBOX'}
  await renderClip(clip, marked, join(folder, names.watermark), {...options, speech})
  return {...outcome, at: options.clock(), watermarkFile: names.watermark}
}

/** The length of a video at a URL, in seconds. @throws FileFailure when it cannot be got or does not fit */
async function lengthOfRemote(url: string, {fetch, signal}: MakeOptions): Promise<number> {
  const bytes = await fetchFile(url, {fetch, signal, limit: videoLimits.bytes})
  const {BufferSource, Input, MP4, QTFF} = await import('mediabunny')
  const input = new Input({formats: [MP4, QTFF], source: new BufferSource(bytes)})
  const seconds = await input.computeDuration().catch(() => 0)
  input.dispose()
  if (seconds >= videoLimits.min && seconds <= videoLimits.max) return seconds
  throw new FileFailure(
    `${url}: the video must be MP4 or MOV and last ${videoLimits.min} to ${videoLimits.max} s`,
  )
}

/** A video with a new sound, and that sound: over the pictures of a task, or over pictures of its own for a URL. */
async function makeSound(task: TaskRecord, endpoint: Endpoint, options: MakeOptions): Promise<Outcome> {
  const {store, render, signal} = options
  const folder = store.resultFolder(task.id)
  const file = join(folder, names.video)
  const clip = endpoint.clip(task.body, task.source)
  const {writeSound} = await import('../render/sound-files.js')
  let seconds: number
  if (task.source?.taskId) {
    const {joinVideos} = await import('../render/join-videos.js')
    const parent = join(store.resultFolder(task.source.taskId), names.video)
    seconds = await joinVideos([parent], file, {sound: {text: clip.prompt}})
  } else {
    const length = await lengthOfRemote(task.body.video_url as string, options)
    const spec = await videoSpec(endpoint, {...clip, seconds: length}, options)
    seconds = (await render.renderVideo(spec, file, {signal})).seconds
  }
  await writeSound(clip.prompt, seconds, {mp3: join(folder, names.mp3), wav: join(folder, names.wav)})
  const audio = {mp3: names.mp3, wav: names.wav, seconds}
  return {status: 'succeed', at: options.clock(), seconds, file: names.video, audio}
}

/** A sample of a voice: from its recording, or a sound of our own where a video is all that there is. */
async function makeVoice(task: TaskRecord, endpoint: Endpoint, options: MakeOptions): Promise<Outcome> {
  const folder = options.store.resultFolder(task.id)
  const {speech, prompt} = endpoint.clip(task.body, task.source)
  if (speech === undefined) {
    const {writeSound} = await import('../render/sound-files.js')
    await writeSound(prompt, sampleSeconds, {mp3: join(folder, names.mp3), wav: join(folder, names.wav)})
    return {status: 'succeed', at: options.clock(), seconds: sampleSeconds, file: names.mp3}
  }
  const recording = await readSpeech(speech, options)
  // It was not too large for the request.
  const {maxBytes: _, ...limits} = options.api.requests[endpoint.operationId]!.media[0]!
  const facts = await checkAudio(recording, limits)
  if ('problem' in facts) throw new FileFailure(facts.problem)
  const {sampleOf} = await import('../render/sound-sample.js')
  const {bytes, extension, seconds} = await sampleOf(recording, sampleSeconds)
  const file = `sample.${extension}`
  await writeAtomic(join(folder, file), bytes)
  return {status: 'succeed', at: options.clock(), seconds, file}
}

const makers = {video: makeVideo, sound: makeSound, voice: makeVoice}

/**
 * Makes all files of a task's result.
 *
 * @throws FileFailure when a file of the request cannot be got or used.
 */
export async function makeFiles(task: TaskRecord, options: MakeOptions): Promise<Outcome> {
  const endpoint = endpointOf(task.kind)
  if (!endpoint) throw new Error(`no endpoint makes tasks of the kind ${task.kind}`)
  await makePrivateFolder(options.store.resultFolder(task.id))
  return makers[endpoint.makes ?? 'video'](task, endpoint, options)
}
