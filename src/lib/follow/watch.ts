import type {Connection} from '../api/connection.js'
import type {TaskKind} from '../catalog/task-kinds.js'
import {delay} from '../http/backoff.js'
import {t} from '../i18n/translate.js'
import type {Journal} from '../journal/journal.js'
import {isOpen} from '../journal/records.js'
import type {JournalRecord} from '../journal/types.js'
import {recordState, recordStates} from '../tasks/record-states.js'
import {type ApiTask, errorOfFailedTask} from '../tasks/task.js'
import {explainInterruption, isInterruption} from '../terminal/interruption.js'
import {type ConnectionOf, TaskFollower} from './follower.js'

export interface WatchTaskOptions {
  connection: Connection
  kind: TaskKind
  /** The task as it was found. */
  found: ApiTask
  journal: Pick<Journal, 'append' | 'records'>
  signal: AbortSignal
  /** Called with the task as it is found, and whenever its state has changed. */
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
  const {task_id: taskId, task_status: state, final_unit_deduction: units_charged} = found
  await recordStates(journal, [found])
  if (state === 'failed') throw errorOfFailedTask(found)
  tell(found)
  if (state === 'succeed') return found
  const follower = new TaskFollower({
    // Of a task of another machine nothing is noted.
    note: task => recordStates(journal, [task]),
    signal,
    timeoutSeconds: Infinity,
    onChange: task => void (task.task_status !== 'failed' && tell(task)),
  })
  follower.add([{connection, kind, taskId, known: {state, units_charged}}])
  await explainInterruption(
    follower.done(),
    t`Stopped watching; task ${taskId} goes on.`,
    {
      task_id: taskId,
      hint: t`Continue with: ${again}`,
    },
    signal,
  )
  const result = follower.results.get(taskId)!
  if ('error' in result) throw result.error
  return result.task
}

export interface WatchJournalOptions {
  /** The records that matter, as the journal has them now. */
  read: () => Promise<JournalRecord[]>
  connectionOf: ConnectionOf
  journal: Pick<Journal, 'append'>
  signal: AbortSignal
  /** Seconds until a task is given up. */
  timeoutSeconds: number
  /** Time between two looks into the journal in ms: other processes write to it. The service is asked at its own pace. */
  lookMs: number
  /** Goes on when no task is open, and when the journal cannot be read. */
  untilStopped: boolean
  /** Called with each record at first, and of each that has changed. */
  tell?: (record: JournalRecord) => void
  /** Reported once of each reason for which a task cannot be followed. */
  warn: (text: string) => void
}

/** Errors that say how a task ended, or that it is not there: the journal has it. */
const endCodes = new Set<string>(['task_failed', 'content_policy', 'task_not_found', 'wait_timeout'])

/** Follows the open tasks of the journal, and those that come to them. An interruption is the way to end it. */
export async function watchJournal(options: WatchJournalOptions): Promise<void> {
  const {connectionOf, journal, signal, timeoutSeconds, lookMs, untilStopped, tell} = options
  const follower = new TaskFollower({note: task => recordState(journal, task), signal, timeoutSeconds})
  const told = new Map<string, string>()
  const taken = new Set<string>()
  const warned = new Set<string>()
  const warn = (message: string): void => {
    if (!warned.has(message)) options.warn(message)
    warned.add(message)
  }
  const read = async (): Promise<JournalRecord[]> => {
    try {
      return await options.read()
    } catch (error) {
      if (!untilStopped) throw error
      warn((error as Error).message)
      return []
    }
  }
  try {
    for (;;) {
      const records = await read()
      for (const record of records) {
        if (told.get(record.id) === record.updated_at) continue
        told.set(record.id, record.updated_at)
        tell?.(record)
      }
      const found = records.filter(
        record => isOpen(record) && record.task_id !== undefined && !taken.has(record.id),
      )
      for (const {id} of found) taken.add(id)
      await follower.addRecords(found, connectionOf)
      for (const result of follower.results.values())
        if ('error' in result && !endCodes.has(result.error.code)) warn(result.error.message)
      if (!untilStopped && !follower.isWaiting) return
      await delay(lookMs, signal)
    }
  } catch (error) {
    if (!isInterruption(error)) throw error
  }
}
