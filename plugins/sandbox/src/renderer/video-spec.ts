import {readFile} from 'node:fs/promises'
import type {Api} from '../api.js'
import {type Clip, labelOf} from '../clip.js'
import type {Endpoint} from '../endpoints.js'
import type {FrameSize, VideoSpec} from '../render/render-video.js'
import type {TaskStore} from '../state/store.js'
import {inputName} from '../state/task-record.js'
import {checkImage} from '../validation/images.js'
import {FileFailure, fetchImage} from './remote-file.js'
import type {RenderModule} from './render-module.js'

/** What turning a task into a picture needs. */
export interface SpecOptions {
  api: Api
  store: TaskStore
  render: RenderModule
  fetch: typeof fetch
  signal?: AbortSignal
}

async function frameSize(
  render: RenderModule,
  {mode, ratio}: Clip,
  frame: string | undefined,
): Promise<FrameSize> {
  if (!frame || ratio) return render.sizeOf(mode, ratio ?? '16:9')
  const facts = checkImage(await readFile(frame), {})
  if ('problem' in facts) throw new FileFailure(facts.problem)
  return render.sizeForImage(mode, facts.width, facts.height)
}

/**
 * Describes the preview of a task: its files on disk (URLs are fetched and kept), its size, its label.
 *
 * @throws FileFailure when a file of the request cannot be got or used.
 */
export async function videoSpec(endpoint: Endpoint, clip: Clip, options: SpecOptions): Promise<VideoSpec> {
  const {api, store, render} = options
  const limits = api.requests[endpoint.operationId]?.media.find(field => field.kind === 'image')

  async function pathOf(value: string): Promise<string> {
    const kept = inputName(value)
    if (kept) return store.inputPath(kept)
    const {bytes, extension} = await fetchImage(value, limits, options)
    return store.inputPath(await store.keepInput(bytes, extension))
  }

  const firstFrame = clip.firstFrame && (await pathOf(clip.firstFrame))
  const lastFrame = clip.lastFrame && (await pathOf(clip.lastFrame))
  const references = await Promise.all(clip.references.map(pathOf))
  const size = await frameSize(render, clip, firstFrame ?? lastFrame)
  return {
    ...size,
    seconds: clip.seconds,
    prompt: clip.prompt,
    label: labelOf(clip, size),
    firstFrame,
    lastFrame,
    references,
    camera: clip.camera,
    sound: clip.sound,
  }
}
