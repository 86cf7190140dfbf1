import {availableParallelism} from 'node:os'

import {writeAtomic} from 'kling-cli/plugin'
import {planGops} from './gop-plan.js'
import {readPictureSize} from './picture.js'
import {runRenderWorker} from './run-render-worker.js'
import {checkSpec, frameCount, FRAMES_PER_SECOND, type VideoSpec} from './video-spec.js'

export type {CameraMove} from './camera.js'
export {type AspectRatio, type FrameSize, sizeForImage, sizeOf, type VideoMode} from './frame-size.js'
export type {VideoSpec} from './video-spec.js'

/** The clip that was written. */
export interface RenderedVideo {
  bytes: number
  width: number
  height: number
  seconds: number
  frames: number
}

export interface RenderOptions {
  /** Threads that draw and encode; by default two, up to four for frames beyond 1080p, one per processor. */
  workers?: number
  /** Aborting ends the workers and leaves no file. */
  signal?: AbortSignal | undefined
  /** Called after each frame with the frames done and their total. */
  onProgress?: (done: number, total: number) => void
}

// Each worker holds its own pictures, frames and encoder, about 70 MB at 720p: two share a clip, and only a
// larger frame gets more, one a megapixel.
const FEWEST_WORKERS = 2
const MOST_WORKERS = 4

function usualWorkers({width, height}: VideoSpec): number {
  const wanted = Math.max(FEWEST_WORKERS, Math.round((width * height) / 1e6))
  return Math.min(wanted, MOST_WORKERS, availableParallelism())
}

/**
 * Renders a clip in worker threads and writes it to `outFile`: H.264 in MP4 at 24 frames a second, index first.
 * The file appears under its name only when complete.
 *
 * @throws RangeError for an impossible size or length, Error when an image cannot be read or decoded, the
 * signal's reason when aborted.
 */
export async function renderVideo(
  spec: VideoSpec,
  outFile: string,
  options: RenderOptions = {},
): Promise<RenderedVideo> {
  const {workers = usualWorkers(spec), signal, onProgress} = options
  await checkBeforehand(spec, signal)

  const total = frameCount(spec)
  const {gopLength, segments} = planGops(total, workers)
  // When one worker fails the others are of no use.
  const failure = new AbortController()
  const stop = signal ? AbortSignal.any([signal, failure.signal]) : failure.signal
  let done = 0
  const onFrame = () => onProgress?.(++done, total)
  const runs = segments.map(segment =>
    runRenderWorker({kind: 'segment', spec, ...segment, gopLength}, {signal: stop, onFrame}).catch(
      (error: unknown) => {
        failure.abort(error)
        throw error
      },
    ),
  )
  // Loaded while the workers draw. All runs are awaited: none may outlive the call.
  const [{muxMp4}, {hashText}] = await Promise.all([import('./mp4-mux.js'), import('./seeded-random.js')])
  await Promise.allSettled(runs)
  const encoded = (await Promise.all(runs)).flat()

  const sound = spec.sound ? {seed: hashText(spec.prompt)} : undefined
  const {mp4, frames} = await muxMp4({width: spec.width, height: spec.height, segments: encoded, sound})
  if (frames !== total) throw new Error(`the video encoder gave ${frames} frames instead of ${total}`)
  signal?.throwIfAborted()
  await writeAtomic(outFile, mp4)
  return {
    bytes: mp4.length,
    width: spec.width,
    height: spec.height,
    seconds: frames / FRAMES_PER_SECOND,
    frames,
  }
}

/**
 * Draws one frame of the clip to a JPEG: the middle one, or, when the first frame fades to a last one, the one
 * before the fade, because two pictures in one make a poor poster.
 *
 * @throws as `renderVideo`.
 */
export async function renderPoster(
  spec: VideoSpec,
  outFile: string,
  {signal}: Pick<RenderOptions, 'signal'> = {},
): Promise<void> {
  await checkBeforehand(spec, signal)
  const frame = Math.floor(frameCount(spec) * (spec.lastFrame === undefined ? 0.5 : 0.25))
  const [jpeg] = await runRenderWorker({kind: 'poster', spec, frame}, {signal})
  signal?.throwIfAborted()
  await writeAtomic(outFile, jpeg!)
}

/** Headers are read before any worker starts, so that a wrong file fails at once. */
async function checkBeforehand(spec: VideoSpec, signal?: AbortSignal): Promise<void> {
  signal?.throwIfAborted()
  checkSpec(spec)
  const files = [spec.firstFrame, spec.lastFrame, ...(spec.references ?? [])]
  for (const file of files) {
    if (file !== undefined) await readPictureSize(file)
  }
}
