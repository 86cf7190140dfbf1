import {type Delay, delay} from '../http/backoff.js'
import {type Clock, monotonic} from '../http/clock.js'
import {type KlingClient, retryAfterOf} from '../api/client.js'
import {KlingError, isKlingError} from '../errors/kling-error.js'
import {t} from '../i18n/translate.js'
import type {TaskKind} from '../catalog/task-kinds.js'
import {TaskPoller} from './task-poller.js'
import {type ApiTask, errorOfFailedTask} from './task.js'

/** A task to wait for. */
export interface Watched {
  /** Kind of the task: where it is asked for. */
  kind: TaskKind
  /** Id by the service, not the external one. */
  taskId: string
}

/** How to wait. */
export interface WaitOptions {
  /** Asks for the tasks. */
  client: Pick<KlingClient, 'get'>
  /** Seconds until giving up; the tasks themselves go on. */
  timeoutSeconds: number
  /** Shortest time between two ticks, in seconds. */
  pollSeconds?: number | undefined
  /** Called with each task at each tick. */
  onUpdate?: (task: ApiTask) => void | Promise<void>
  /** Called with the outcome of a task, as soon as that is known. */
  onEnd?: (taskId: string, result: WaitResult) => void
  /** Asked before each tick for tasks that have come since. */
  more?: () => Watched[]
  /** Time that only goes forward, in ms; for tests. */
  clock?: Clock
  /** Waits; for tests. */
  delay?: Delay
  /** Jitter, from 0 to below 1; for tests. */
  random?: () => number
  /** Ends the wait, with the signal's reason; the task goes on. */
  signal?: AbortSignal
}

/** Where a task is when waiting ends. */
export type WaitResult = {task: ApiTask} | {error: KlingError}

/** Polling starts at the shortest interval and gets as slow as this, in seconds. */
const slowestPoll = 15
const defaultPoll = 3
/** The least that a query is given at the deadline, in ms. */
const shortestQueryMs = 1000

/** Time until the next tick in ms: a tenth of the time waited, within bounds, a fifth of it random. */
function pollDelay(ageMs: number, shortestSeconds: number, random: () => number): number {
  const seconds = Math.min(Math.max(ageMs / 10_000, shortestSeconds), Math.max(slowestPoll, shortestSeconds))
  return seconds * 1000 * (0.9 + 0.2 * random())
}

/**
 * Polls any number of tasks until all have ended or their time is up. What a tick costs grows with the pages that
 * hold the tasks, not with their number. Passing faults of a query only cost a turn: it is not
 * tried again within one, so that the time is kept. A task that comes later has as much time as the others had, and
 * is asked for as often. The last look is at the deadline, whatever pause a server asked for.
 * @returns a result for each task id: the succeeded task, or why there is none (`task_failed`, `content_policy`,
 *   `task_not_found`, `wait_timeout`)
 */
export async function waitForTasks(tasks: Watched[], options: WaitOptions): Promise<Map<string, WaitResult>> {
  const {client, timeoutSeconds, pollSeconds = defaultPoll} = options
  const clock = options.clock ?? monotonic
  const results = new Map<string, WaitResult>()
  const seen = new Map<string, {task: ApiTask; at: number}>()
  const misses = new Set<string>()
  const pollers = new Map<TaskKind, TaskPoller>()
  /** The tasks that have not ended, and since when they are waited for. */
  const open = new Map<string, {poller: TaskPoller; since: number}>()
  const deadlineOf = (since: number): number => since + timeoutSeconds * 1000
  let newest = clock()
  const add = ({kind, taskId}: Watched): void => {
    const poller = pollers.get(kind) ?? new TaskPoller(client, kind)
    pollers.set(kind, poller)
    poller.add(taskId)
    newest = clock()
    open.set(taskId, {poller, since: newest})
  }
  const end = (taskId: string, result: WaitResult): void => {
    results.set(taskId, result)
    open.get(taskId)?.poller.remove(taskId)
    open.delete(taskId)
    options.onEnd?.(taskId, result)
  }
  tasks.forEach(add)
  // A query that is never answered does not hold the deadline up, but each gets a moment.
  const limitMs = (): number => Math.max(deadlineOf(newest) - clock(), shortestQueryMs)
  const settle = async (task: ApiTask): Promise<void> => {
    seen.set(task.task_id, {task, at: clock()})
    await options.onUpdate?.(task)
    if (task.task_status === 'succeed') end(task.task_id, {task})
    if (task.task_status === 'failed') end(task.task_id, {error: errorOfFailedTask(task)})
  }
  for (;;) {
    options.more?.().forEach(add)
    const lookedAt = clock()
    // What a server that is busy asked for, in ms.
    let pause = 0
    for (const poller of pollers.values()) {
      try {
        for await (const {found, missing} of poller.poll(limitMs)) {
          for (const task of found) await settle(task)
          // Reads may lag behind a create: one miss is none.
          if (missing && misses.has(missing.taskId)) end(missing.taskId, {error: missing.error})
          if (missing) misses.add(missing.taskId)
        }
      } catch (error) {
        if (!isKlingError(error) || !error.fields.retryable) throw error
        pause = Math.max(pause, retryAfterOf(error) ?? 0)
      }
    }
    const now = clock()
    for (const [taskId, {since}] of open)
      if (lookedAt >= deadlineOf(since))
        end(taskId, {error: waitTimeout(taskId, since, seen.get(taskId), now)})
    if (open.size === 0) return results
    const left = Math.min(...[...open.values()].map(({since}) => deadlineOf(since))) - now
    const ms = Math.max(pollDelay(now - newest, pollSeconds, options.random ?? Math.random), pause)
    await (options.delay ?? delay)(Math.min(ms, Math.max(Math.ceil(left), 0)), options.signal)
  }
}

/**
 * Polls a task until it has succeeded.
 * @throws KlingError `task_failed` or `content_policy` when it failed, `wait_timeout` at the deadline
 */
export async function waitForTask({kind, taskId, ...options}: Watched & WaitOptions): Promise<ApiTask> {
  const result = (await waitForTasks([{kind, taskId}], options)).get(taskId)!
  if ('error' in result) throw result.error
  return result.task
}

function waitTimeout(
  taskId: string,
  since: number,
  seen: {task: ApiTask; at: number} | undefined,
  now: number,
): KlingError {
  const seconds = Math.round((now - since) / 1000)
  const last = seen
    ? t`last seen ${seen.task.task_status}, ${Math.round((now - seen.at) / 1000)} s ago`
    : t`its state is unknown`
  return new KlingError(
    'wait_timeout',
    t`Task ${taskId} is not finished after ${seconds} s (${last}). It goes on.`,
    {
      task_id: taskId,
      hint: t`Resume with: kling task wait ${taskId}`,
      retryable: true,
      details: seen && {status: seen.task.task_status},
    },
  )
}
