import {type Connection, regionSuffix} from '../api/connection.js'
import type {TaskKind} from '../catalog/task-kinds.js'
import {type ErrorFields, KlingError} from '../errors/kling-error.js'
import {monotonic, monotonicOf} from '../http/clock.js'
import {t} from '../i18n/translate.js'
import type {Journal} from '../journal/journal.js'
import {lacksDownload} from '../journal/records.js'
import type {JournalRecord} from '../journal/types.js'
import {recordState, recordStates} from '../tasks/record-states.js'
import {type ApiTask, type TaskResult, describeTask} from '../tasks/task.js'
import {explainInterruption} from '../terminal/interruption.js'
import {
  type ProgressLine,
  type Waiting,
  waitingForAllView,
  waitingState,
  waitingView,
} from '../terminal/progress.js'
import {plainText} from '../terminal/text.js'
import {type ConnectionOf, TaskFollower} from './follower.js'

interface WaitOptions {
  journal: Journal
  progress: ProgressLine
  signal: AbortSignal
  timeoutSeconds: number
}

export interface WaitForTaskOptions extends WaitOptions {
  connection: Connection
  kind: TaskKind
  taskId: string
  /** The command that goes on, where it does more than wait. */
  resumeWith: string | undefined
  /** Called with each change of its state. */
  onChange?: (status: string) => Promise<void>
}

/**
 * Waits for a task, with a line that tells its state.
 * @throws KlingError `task_failed`, `content_policy`, `wait_timeout`; an interruption names the command that goes on
 */
export async function waitForTask(options: WaitForTaskOptions): Promise<ApiTask> {
  const {connection, kind, taskId, resumeWith, journal, progress, signal, timeoutSeconds} = options
  const next = t`Resume with: ${resumeWith ?? `kling task wait ${taskId}`}`
  const look = t`check it with: kling ${kind.topic} status ${taskId}${regionSuffix(connection.region)}`
  const follower = new TaskFollower({
    // Of a task of another machine nothing is noted.
    note: task => recordStates(journal, [task]),
    signal,
    timeoutSeconds,
    async onChange({task_status: status}) {
      show()
      await options.onChange?.(status)
    },
  })
  follower.add([{connection, kind, taskId, known: {state: 'submitted'}}])
  const show = showTask(follower, {journal, progress, taskId, since: monotonic()})
  try {
    await explainInterruption(
      follower.done(),
      t`Stopped waiting; task ${taskId} goes on.`,
      {
        task_id: taskId,
        hint: t`${next}, or ${look}`,
      },
      signal,
    )
  } finally {
    progress.clear()
  }
  const result = follower.results.get(taskId)!
  if ('task' in result) return result.task
  const {error} = result
  if (error.code !== 'wait_timeout' || resumeWith === undefined) throw error.with({task_id: taskId})
  throw new KlingError(error.code, error.message, {...error.fields, hint: next, cause: error})
}

export interface WaitForRecordsOptions extends WaitOptions {
  records: JournalRecord[]
  connectionOf: ConnectionOf
}

/** A task at the end of waiting. */
export interface WaitedRecord {
  record: JournalRecord
  task?: ApiTask
  error?: KlingError
}

/** Waits for tasks of any kinds and regions together. @throws an interruption, which names the command that goes on */
export async function waitForRecords(options: WaitForRecordsOptions): Promise<WaitedRecord[]> {
  const {journal, progress, signal, timeoutSeconds} = options
  const records = options.records.filter(record => record.task_id !== undefined)
  const [first] = records
  if (!first) return []
  let show = (): void => {}
  const follower = new TaskFollower({
    note: task => recordState(journal, task),
    signal,
    timeoutSeconds,
    onChange: () => show(),
  })
  const wait = async (): Promise<void> => {
    await follower.addRecords(records, options.connectionOf)
    const since = monotonicOf(Date.parse(first.created_at))
    const single = {journal, progress, taskId: first.task_id!, since}
    show = records.length === 1 ? showTask(follower, single) : showTasks(follower, progress)
    await follower.done()
  }
  try {
    await explainInterruption(wait(), ...interruptionOf(records), signal)
  } finally {
    progress.clear()
  }
  return records.map(record => ({record, ...follower.results.get(record.task_id!)}))
}

/** What an interruption says: the ids of the tasks and the command that goes on. */
function interruptionOf(records: JournalRecord[]): [string, ErrorFields] {
  const ids = records.map(({task_id}) => task_id!)
  const command = records.some(lacksDownload) ? 'kling task resume' : 'kling task wait'
  const few = ids.length > 5 ? '' : ` ${ids.join(' ')}`
  return [
    ids.length === 1 ? t`Stopped waiting; the task goes on.` : t`Stopped waiting; the tasks go on.`,
    {
      task_id: ids.length === 1 ? ids[0]! : undefined,
      hint: t`Resume with: ${command}${few}`,
      details: {task_ids: ids},
    },
  ]
}

/** What is printed of a task that was waited for; of one that did not succeed what is known of it, and why. */
export type WaitedTask =
  TaskResult | {task_id: string; status: string; error: ReturnType<KlingError['toJSON']> | undefined}

/** A task that was waited for, as a command prints it. */
export function describeWaited({record, task, error}: WaitedRecord): WaitedTask {
  if (task) return describeTask(task)
  return {task_id: record.task_id!, status: record.state, error: error?.toJSON()}
}

interface TaskLine {
  journal: Pick<Journal, 'typicalSeconds'>
  progress: ProgressLine
  taskId: string
  /** Since when it is under way, by the clock that only goes forward. */
  since: number
}

/** Shows how the only task of a follower goes on. @returns what is to be called when its state has changed */
function showTask(follower: TaskFollower, {journal, progress, taskId, since}: TaskLine): () => void {
  let typicalSeconds: number | undefined
  // What is not known yet keeps nothing waiting.
  void journal.typicalSeconds(taskId).then(
    seconds => (typicalSeconds = seconds),
    () => {},
  )
  const waiting = (): Waiting => ({
    taskId: plainText(taskId),
    status: plainText(follower.states[0] ?? ''),
    elapsedSeconds: (monotonic() - since) / 1000,
    typicalSeconds,
  })
  const show = (): void => progress.show(room => waitingView(waiting(), room), waitingState(waiting()))
  show()
  return show
}

/** Shows how many tasks of a follower have ended. @returns what is to be called when a state has changed */
function showTasks(follower: TaskFollower, progress: ProgressLine): () => void {
  const start = monotonic()
  const states = (): string[] => follower.states.map(plainText)
  const ended = (): number => states().filter(state => state === 'succeed' || state === 'failed').length
  const show = (): void =>
    progress.show(
      room => waitingForAllView(states(), (monotonic() - start) / 1000, room),
      t`${ended()} of ${states().length} done.`,
    )
  show()
  return show
}
