import {type Connection} from '../api/connection.js'
import {KlingError} from '../errors/kling-error.js'
import {type Journal} from '../journal/journal.js'
import {t} from '../i18n/translate.js'
import {type TaskKind} from '../catalog/task-kinds.js'
import {recordStates} from '../tasks/record-states.js'
import {type ApiTask, errorOfFailedTask} from '../tasks/task.js'
import {waitForTask} from '../tasks/wait.js'
import {isInterruption} from '../terminal/interruption.js'

export interface WatchTaskOptions {
  connection: Connection
  kind: TaskKind
  /** The task as it was found. */
  found: ApiTask
  journal: Journal
  signal: AbortSignal
  /** Told of the task as it is found, and whenever its state has changed. */
  tell: (task: ApiTask) => void
  /** The command that goes on with it. */
  again: string
}

/**
 * Looks at a task until it ends, however long that takes.
 * @throws KlingError as waiting does; an interruption names the command that goes on
 */
export async function watchTask(options: WatchTaskOptions): Promise<ApiTask> {
  const {connection, kind, found, journal, signal, tell, again} = options
  const taskId = found.task_id
  let last: string | undefined
  const look = async (task: ApiTask): Promise<void> => {
    if (task.task_status === last) return
    last = task.task_status
    await recordStates(journal, [task])
    if (last !== 'failed') tell(task)
  }
  await look(found)
  if (found.task_status === 'failed') throw errorOfFailedTask(found)
  if (found.task_status === 'succeed') return found
  try {
    return await waitForTask({
      client: connection.client,
      kind,
      taskId,
      timeoutSeconds: Infinity,
      pollSeconds: connection.pollSeconds,
      signal,
      onUpdate: look,
    })
  } catch (error) {
    if (!isInterruption(error)) throw error
    throw new KlingError(error.code, t`Stopped watching; task ${taskId} goes on.`, {
      task_id: taskId,
      hint: t`Continue with: ${again}`,
    })
  }
}
