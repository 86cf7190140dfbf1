import {KlingError} from '../errors/kling-error.js'
import {type Journal} from '../journal/journal.js'
import {say} from '../language/say.js'
import {type TaskKind} from '../tasks/kinds.js'
import {type ApiTask} from '../tasks/task.js'
import {waitForTask} from '../tasks/wait.js'
import {type Connection} from './connection.js'
import {isInterruption} from './interruption.js'

export interface WatchTaskOptions {
  connection: Connection
  kind: TaskKind
  taskId: string
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
  const {connection, kind, taskId, journal, signal, tell, again} = options
  const isOurs = (await journal.find(taskId))?.id !== undefined
  let last: string | undefined
  try {
    return await waitForTask({
      client: connection.client,
      kind,
      taskId,
      timeoutSeconds: Infinity,
      pollSeconds: connection.pollSeconds,
      signal,
      async onUpdate(task) {
        const {task_status: status, final_unit_deduction: units, task_status_msg: reason} = task
        if (status === last) return
        last = status
        if (isOurs)
          await journal.append({event: 'state', task_id: taskId, status, units, reason}).catch(() => {})
        if (status !== 'failed') tell(task)
      },
    })
  } catch (error) {
    if (!isInterruption(error)) throw error
    throw new KlingError(error.code, say`Stopped watching. Task ${taskId} goes on.`, {
      task_id: taskId,
      hint: say`Go on with: ${again}`,
    })
  }
}
