import {type Connection} from '../api/connection.js'
import {type ErrorResult, KlingError, isKlingError} from '../errors/kling-error.js'
import {type Journal} from '../journal/journal.js'
import {type JournalRecord, type RecordState, lacksDownload} from '../journal/records.js'
import {t} from '../i18n/translate.js'
import {requireKind} from '../catalog/task-kinds.js'
import {stateEvent} from '../tasks/record-states.js'
import {type ApiTask, type TaskResult, describeTask} from '../tasks/task.js'
import {type WaitResult, type Watched, waitForTasks} from '../tasks/wait.js'
import {type ProgressLine} from '../terminal/progress.js'
import {isInterruption} from '../terminal/interruption.js'
import {showWait, showWaitForAll} from './show-wait.js'

export interface FollowAllOptions {
  records: JournalRecord[]
  connectionOf: (record: JournalRecord) => Promise<Connection>
  journal: Journal
  progress: ProgressLine
  signal: AbortSignal
  timeoutSeconds: number
}

/** One task at the end of waiting. */
export interface Followed {
  record: JournalRecord
  task?: ApiTask
  error?: KlingError
}

/** Waits for tasks of any kinds and regions together, and notes in the journal what becomes of them. */
export async function followAll(options: FollowAllOptions): Promise<Followed[]> {
  const {journal, progress, signal, timeoutSeconds} = options
  const records = options.records.filter(record => record.task_id !== undefined)
  if (records.length === 0) return []
  const states = new Map(records.map(record => [record.task_id!, record.state as string]))
  const charges = new Set(records.filter(record => record.units_charged).map(record => record.task_id!))
  const groups = new Map<Connection, Watched[]>()
  // What cannot be asked in one place does not keep the tasks of others from being waited for.
  const failures = new Map<string, WaitResult>()
  for (const record of records) {
    const taskId = record.task_id!
    try {
      const kind = requireKind(record)
      const connection = await options.connectionOf(record)
      const group = groups.get(connection) ?? []
      groups.set(connection, group)
      group.push({kind, taskId})
    } catch (error) {
      failures.set(taskId, failureOf(error))
    }
  }
  const [only] = records
  const show =
    only && records.length === 1
      ? showWait({
          progress,
          journal,
          taskId: only.task_id!,
          status: () => states.get(only.task_id!)!,
          since: Date.parse(only.created_at),
        })
      : showWaitForAll(progress, states)
  const onUpdate = async (task: ApiTask): Promise<void> => {
    const {task_id, task_status: status, final_unit_deduction: units} = task
    if (states.get(task_id) === status && (units === undefined || charges.has(task_id))) return
    if (units !== undefined) charges.add(task_id)
    states.set(task_id, status)
    show()
    await journal.append(stateEvent(task)).catch(() => {})
  }
  try {
    const results = await Promise.all(
      [...groups].map(([{client, pollSeconds}, tasks]) =>
        waitForTasks(tasks, {client, pollSeconds, timeoutSeconds, onUpdate, signal}).catch(error => {
          if (signal.aborted) throw error
          return new Map(tasks.map(({taskId}) => [taskId, failureOf(error)]))
        }),
      ),
    )
    const all = new Map([...failures, ...results.flatMap(result => [...result])])
    return records.map(record => ({record, ...all.get(record.task_id!)}))
  } catch (error) {
    throw isInterruption(error) ? nameTasks(error, records) : error
  } finally {
    progress.clear()
  }
}

/** The end of a task that could not be asked for. */
function failureOf(error: unknown): WaitResult {
  if (!isKlingError(error)) throw error
  return {error}
}

/** Gives an interruption the ids of the tasks and the command that goes on. */
function nameTasks(error: KlingError, records: JournalRecord[]): KlingError {
  const ids = records.map(({task_id}) => task_id!)
  const command = records.some(lacksDownload) ? 'kling task resume' : 'kling task wait'
  const few = ids.length > 5 ? '' : ` ${ids.join(' ')}`
  return new KlingError(
    error.code,
    ids.length === 1 ? t`Stopped waiting; the task goes on.` : t`Stopped waiting; the tasks go on.`,
    {
      task_id: ids.length === 1 ? ids[0]! : undefined,
      hint: t`Resume with: ${command}${few}`,
      details: {task_ids: ids},
    },
  )
}

/** A task that has not ended well: as it was seen last, and why. */
export interface UnfinishedResult {
  /** Id by the service. */
  task_id?: string
  status: RecordState
  error?: ErrorResult
}

/** A task at the end of waiting, as commands print it. */
export type FollowedResult = TaskResult | UnfinishedResult

/** A followed task as a command prints it. */
export function describeFollowed({record, task, error}: Followed): FollowedResult {
  if (task) return describeTask(task, true)
  return {task_id: record.task_id, status: record.state, error: error?.toJSON()}
}
