import {type Delay, delay} from '../api/backoff.js'
import {type KlingClient} from '../api/client.js'
import {KlingError, isKlingError} from '../errors/kling-error.js'
import {type TaskKind} from './kinds.js'
import {getTask} from './query.js'
import {type ApiTask, errorOfFailedTask} from './task.js'

export interface WaitOptions {
  client: Pick<KlingClient, 'get'>
  kind: TaskKind
  taskId: string
  /** Seconds until giving up; the task itself goes on. */
  timeoutSeconds: number
  /** Shortest time between two queries, in seconds. */
  pollSeconds?: number
  onUpdate?: (task: ApiTask) => void | Promise<void>
  clock?: () => number
  delay?: Delay
  random?: () => number
  signal?: AbortSignal
}

/** Polling starts at the shortest interval and gets as slow as this, in seconds. */
const slowestPoll = 15
const defaultPoll = 3

/** Time until the next query in ms: a tenth of the task's age, within bounds, a fifth of it random. */
function pollDelay(ageMs: number, shortestSeconds: number, random: () => number): number {
  const seconds = Math.min(Math.max(ageMs / 10_000, shortestSeconds), Math.max(slowestPoll, shortestSeconds))
  return seconds * 1000 * (0.9 + 0.2 * random())
}

/**
 * Polls a task until it has succeeded.
 * @throws KlingError `task_failed` or `content_policy` when it failed, `wait_timeout` at the deadline
 */
export async function waitForTask(options: WaitOptions): Promise<ApiTask> {
  const {client, kind, taskId, timeoutSeconds, pollSeconds = defaultPoll} = options
  const clock = options.clock ?? Date.now
  const random = options.random ?? Math.random
  const start = clock()
  const deadline = start + timeoutSeconds * 1000
  let seen: {task: ApiTask; at: number} | undefined
  for (;;) {
    try {
      const task = await getTask(client, kind, taskId)
      seen = {task, at: clock()}
      await options.onUpdate?.(task)
      if (task.task_status === 'succeed') return task
      if (task.task_status === 'failed') throw errorOfFailedTask(task)
    } catch (error) {
      // The task goes on whatever happens to a query: passing faults only cost a turn.
      if (!isKlingError(error) || !error.fields.retryable) throw error
    }
    const ms = pollDelay(clock() - start, pollSeconds, random)
    if (clock() + ms > deadline) throw waitTimeout(taskId, timeoutSeconds, seen, clock())
    await (options.delay ?? delay)(ms, options.signal)
  }
}

function waitTimeout(
  taskId: string,
  seconds: number,
  seen: {task: ApiTask; at: number} | undefined,
  now: number,
): KlingError {
  const last = seen
    ? `last seen ${seen.task.task_status}, ${Math.round((now - seen.at) / 1000)} s ago`
    : 'its state could not be read'
  return new KlingError(
    'wait_timeout',
    `Task ${taskId} was not finished after ${seconds} s (${last}). It goes on.`,
    {
      task_id: taskId,
      hint: `Look again with: kling video status ${taskId}`,
      retryable: true,
      details: seen && {status: seen.task.task_status},
    },
  )
}
