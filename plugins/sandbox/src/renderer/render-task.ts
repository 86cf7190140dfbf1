import {rm} from 'node:fs/promises'
import type {TaskRecord} from '../state/task-record.js'
import {makeFiles} from './make-files.js'
import {FileFailure} from './remote-file.js'
import type {RenderModule} from './render-module.js'
import type {SpecOptions} from './video-spec.js'

/** A task is rendered at most this often; a render that brings its process down counts too. */
const maxAttempts = 2

export interface RenderTaskOptions extends Omit<SpecOptions, 'render'> {
  /** Replaces the task's record, unless another renderer has taken over. */
  save: (task: TaskRecord) => Promise<void>
  /** Loads the renderer; late, because it is big. */
  loadRender: () => Promise<RenderModule>
  clock: () => number
}

/**
 * Renders a task and records how it ended. A render that throws is tried again by the next call, up to the
 * limit; one that was stopped through the signal does not count.
 */
export async function renderTask(task: TaskRecord, options: RenderTaskOptions): Promise<void> {
  const {store, save, clock, signal} = options
  const attempts = task.attempts + 1
  if (attempts > maxAttempts) {
    // Both renders ended without a word: they have taken their process with them.
    const message = 'Sandbox: the renderer failed on this task'
    return save({...task, outcome: {status: 'failed', at: clock(), message}})
  }
  await save({...task, attempts})
  try {
    const outcome = await makeFiles(task, {...options, render: await options.loadRender()})
    await save({...task, attempts, outcome})
  } catch (error) {
    await rm(store.resultFolder(task.id), {recursive: true, force: true})
    if (signal?.aborted) return save(task)
    const final = error instanceof FileFailure || attempts === maxAttempts
    if (!final) return
    const words = error instanceof Error ? error.message : String(error)
    const message =
      error instanceof FileFailure ? words : `Sandbox: the video could not be rendered: ${words}`
    await save({...task, attempts, outcome: {status: 'failed', at: clock(), message}})
  }
}
