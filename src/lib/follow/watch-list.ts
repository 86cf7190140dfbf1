import {type Connection} from '../api/connection.js'
import {delay} from '../http/backoff.js'
import {toKlingError} from '../errors/to-kling-error.js'
import {type Journal} from '../journal/journal.js'
import {isOpen} from '../journal/records.js'
import {type JournalRecord} from '../journal/types.js'
import {requireKind} from '../catalog/task-kinds.js'
import {stateEvent} from '../tasks/record-states.js'
import {type ApiTask} from '../tasks/task.js'
import {type Watched, waitForTasks} from '../tasks/wait.js'
import {isInterruption} from '../terminal/interruption.js'

export interface WatchListOptions {
  /** The list as the journal has it now. */
  read: () => Promise<JournalRecord[]>
  connectionOf: (record: JournalRecord) => Promise<Connection>
  journal: Journal
  signal: AbortSignal
  /** Told of each record at first, and of each that has changed. */
  tell: (record: JournalRecord) => void
  /** Told why a task cannot be asked for. */
  warn: (text: string) => void
}

/** How often the journal is looked into for what other processes noted; the service is asked at its own pace. */
const lookMs = 1000

/** Follows the open tasks of a list, those that come to it too, until none is open or the signal is aborted. */
export async function watchList(options: WatchListOptions): Promise<void> {
  const {read, tell, signal} = options
  const told = new Map<string, string>()
  const planner = new Planner(options)
  try {
    for (;;) {
      const records = await read()
      for (const record of records) {
        if (told.get(record.id) === record.updated_at) continue
        told.set(record.id, record.updated_at)
        tell(record)
      }
      for (const record of records) if (isOpen(record)) await planner.add(record)
      if (!planner.isWaiting) return
      await delay(lookMs, signal)
    }
  } catch (error) {
    if (!isInterruption(error)) throw error
  }
}

/** Tasks that are asked for together, by where they were submitted. */
class Planner {
  /** The state of each task that is or was followed, as it is in the journal. */
  private readonly states = new Map<string, string>()
  private readonly waiting = new Set<string>()
  /** Tasks that have come since their place was asked last. */
  private readonly queues = new Map<Connection, Watched[]>()

  constructor(private readonly options: WatchListOptions) {}

  get isWaiting(): boolean {
    return this.waiting.size > 0
  }

  /** Follows a task; once is enough. */
  async add(record: JournalRecord): Promise<void> {
    const taskId = record.task_id!
    if (this.states.has(taskId)) return
    this.states.set(taskId, record.state)
    try {
      const watched = {kind: requireKind(record), taskId}
      const connection = await this.options.connectionOf(record)
      this.waiting.add(taskId)
      const queue = this.queues.get(connection)
      if (queue) queue.push(watched)
      else void this.follow(connection, [watched])
    } catch (error) {
      this.giveUp([taskId], error)
    }
  }

  /** Waits for tasks of one place, and for those that come to them. */
  private async follow(connection: Connection, queue: Watched[]): Promise<void> {
    this.queues.set(connection, queue)
    const {client, pollSeconds} = connection
    const {signal} = this.options
    const taken: string[] = []
    const more = (): Watched[] => {
      taken.push(...queue.map(({taskId}) => taskId))
      return queue.splice(0)
    }
    const options = {client, pollSeconds, signal, more, timeoutSeconds: Infinity}
    try {
      while (queue.length > 0) {
        const results = await waitForTasks([], {...options, onUpdate: task => this.note(task)})
        for (const taskId of results.keys()) this.waiting.delete(taskId)
      }
    } catch (error) {
      this.giveUp(taken, error)
    } finally {
      this.queues.delete(connection)
    }
  }

  private async note(task: ApiTask): Promise<void> {
    const {task_id, task_status: status} = task
    if (this.states.get(task_id) === status) return
    this.states.set(task_id, status)
    await this.options.journal.append(stateEvent(task)).catch(() => {})
  }

  /** Tasks that cannot be asked for keep their state; the others go on. */
  private giveUp(taskIds: string[], error: unknown): void {
    for (const taskId of taskIds) this.waiting.delete(taskId)
    if (!isInterruption(error)) this.options.warn(toKlingError(error).message)
  }
}
