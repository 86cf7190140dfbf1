import {join} from 'node:path'
import {setTimeout as delay} from 'node:timers/promises'
import {loadApi} from '../api.js'
import {CallbackPump} from '../callbacks.js'
import {loadKeys} from '../keys.js'
import {type HeldLock, holderOf, tryLock} from 'kling-cli/plugin'
import {TaskStore} from '../state/store.js'
import type {TaskRecord} from '../state/task-record.js'
import type {RenderModule} from './render-module.js'
import {renderTask} from './render-task.js'

/** A renderer that has not shown itself for so long is stopped or hangs; one of another container is gone sooner. */
const silence = {staleMs: 60_000, unknownMs: 15_000}
const tickMs = 100

function lockPath(stateDir: string): string {
  return join(stateDir, 'renderer.lock')
}

/** Process id of the renderer at work in a state folder, or undefined. */
export async function rendererOf(stateDir: string): Promise<number | undefined> {
  return holderOf(lockPath(stateDir), silence)
}

function waitsForRender(task: TaskRecord): boolean {
  return !task.outcome && task.scriptedFailure === undefined
}

/** True when a renderer has something to do now or will have: a render, or a callback. */
export async function hasWork(store: TaskStore, now: number): Promise<boolean> {
  for (const task of await store.active()) {
    if (waitsForRender(task) || (task.callbackUrl && !(await store.isSettled(task, now)))) return true
  }
  return false
}

export interface QueueOptions {
  stateDir: string
  loadRender: () => Promise<RenderModule>
  clock?: () => number
  fetch?: typeof fetch
  /** Ends the work early; what was begun is left as if it had not been. */
  signal?: AbortSignal
  /** Waits between the tries of a callback, in ms. */
  callbackWaits?: number[]
}

/** Does all work there is, as the only renderer of the folder. */
async function drain(
  lock: HeldLock,
  store: TaskStore,
  options: Required<Omit<QueueOptions, 'callbackWaits'>> & QueueOptions,
) {
  const {stateDir, clock, fetch, loadRender, signal} = options
  const api = await loadApi()
  const keys = await loadKeys(stateDir)
  const pump = new CallbackPump({store, keys, clock, fetch, waits: options.callbackWaits})
  const save = async (task: TaskRecord) => ((await lock.stillHeld()) ? store.save(task) : undefined)
  const lost = new AbortController()
  const stop = AbortSignal.any([signal, lost.signal])

  // Runs alongside the renders: callbacks go out in time, and a folder that was emptied stops the work.
  async function tick(): Promise<void> {
    if (!(await lock.stillHeld())) return lost.abort()
    await lock.beat()
    const tasks = await store.active()
    pump.tick(tasks)
    for (const task of tasks) {
      if (await store.isSettled(task, clock())) await store.unmark(task)
    }
  }

  const ticking = (async () => {
    while (!stop.aborted) {
      await tick().catch(() => lost.abort())
      await delay(tickMs, undefined, {signal: stop}).catch(() => {})
    }
  })()
  try {
    while (!stop.aborted && (await hasWork(store, clock()))) {
      const next = (await store.active()).find(waitsForRender)
      if (next) await renderTask(next, {api, store, save, clock, fetch, signal: stop, loadRender})
      else await delay(tickMs / 2)
    }
    if (!stop.aborted) await pump.idle()
  } catch (error) {
    // Nothing can be written into a folder that was removed, and nothing needs to be.
    if (await lock.stillHeld()) throw error
  } finally {
    lost.abort()
    await ticking
  }
}

/**
 * Renders the queue of a state folder in the order of its making and makes the callbacks, until there is
 * nothing to do. Returns at once when another process is doing it, or the folder is gone.
 */
export async function renderQueue(options: QueueOptions): Promise<void> {
  const {
    stateDir,
    clock = Date.now,
    fetch = globalThis.fetch,
    signal = new AbortController().signal,
  } = options
  const store = new TaskStore(stateDir)
  // A task that comes in after the last look at the queue finds the lock still held and starts no renderer:
  // hence one more look after its release.
  while (!signal.aborted && (await hasWork(store, clock()))) {
    const lock = await tryLock(lockPath(stateDir), silence)
    if (!lock) return
    try {
      await drain(lock, store, {...options, clock, fetch, signal})
    } finally {
      await lock.release()
    }
  }
}
