import type {Connection} from '../api/connection.js'
import type {TaskKind} from '../catalog/task-kinds.js'
import {KlingError} from '../errors/kling-error.js'
import {t} from '../i18n/translate.js'
import type {Journal} from '../journal/journal.js'
import {findTask} from '../tasks/query.js'
import {recordStates} from '../tasks/record-states.js'
import {type ApiTask, errorOfFailedTask} from '../tasks/task.js'
import type {ProgressLine} from '../terminal/progress.js'
import {waitForTask} from './wait-with-progress.js'

export interface FinishedTaskOptions {
  connection: Connection
  journal: Journal
  progress: ProgressLine
  signal: AbortSignal
  /** Task id or external id. */
  id: string
  /** The word of `--type`, when it was given. */
  type: string | undefined
  /** Seconds to wait for a task that still runs; undefined: not at all. */
  waitSeconds: number | undefined
  /** The command that waits and goes on. */
  resumeWith: string
}

/**
 * Finds a task that has succeeded, or waits until it has.
 * @throws KlingError `task_failed`, `content_policy`, `task_not_finished`, `wait_timeout`, and those of `findTask`
 */
export async function finishedTask(options: FinishedTaskOptions): Promise<{kind: TaskKind; task: ApiTask}> {
  const {connection, journal, id, type, waitSeconds: timeoutSeconds, resumeWith} = options
  const {kind, task} = await findTask({client: connection.client, journal, id, type})
  await recordStates(journal, [task])
  const {task_id: taskId, task_status: status} = task
  if (status === 'failed') throw errorOfFailedTask(task)
  if (status === 'succeed') return {kind, task}
  if (timeoutSeconds !== undefined)
    return {kind, task: await waitForTask({...options, kind, taskId, timeoutSeconds})}
  throw new KlingError('task_not_finished', t`Task ${taskId} is not finished; its status is ${status}.`, {
    task_id: taskId,
    hint: t`Wait for it with: ${resumeWith}`,
    retryable: true,
    details: {status},
  })
}
