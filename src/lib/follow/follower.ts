import type {Connection} from '../api/connection.js'
import {requireKind} from '../catalog/task-kinds.js'
import {toKlingError} from '../errors/to-kling-error.js'
import type {JournalRecord} from '../journal/types.js'
import type {ApiTask} from '../tasks/task.js'
import {type WaitResult, type Watched, waitForTasks} from '../tasks/wait.js'

/** How to connect to where a task was submitted. */
export type ConnectionOf = (record: JournalRecord) => Promise<Connection>

/** What is known of a task. */
interface Known {
  state: string
  units_charged?: string | undefined
}

/** A task to follow. */
export interface FollowedTask extends Watched {
  /** By which it is asked for. */
  connection: Connection
  /** Only what is new is noted and reported. */
  known: Known
}

export interface FollowerOptions {
  /** Notes in the journal what is new of a task. */
  note: (task: ApiTask) => Promise<void>
  /** Ends it, with the signal's reason; the tasks go on. */
  signal: AbortSignal
  /** Seconds until a task is given up. */
  timeoutSeconds: number
  /** Called with a task whose state has changed, when that is noted. */
  onChange?: (task: ApiTask) => void | Promise<void>
}

/**
 * Follows tasks to their ends. All tasks of one connection are asked for together, those that come later, too; what
 * becomes of each is noted and reported.
 */
export class TaskFollower {
  /** How each task ended, by task id, or why it cannot be followed. */
  readonly results = new Map<string, WaitResult>()
  private readonly known = new Map<string, Known>()
  /** Tasks that have come since those of their connection were asked for last. */
  private readonly queues = new Map<Connection, Watched[]>()
  private readonly waits = new Map<Connection, Promise<void>>()

  constructor(private readonly options: FollowerOptions) {}

  /** The states of all tasks as they are known. */
  get states(): string[] {
    return [...this.known.values()].map(({state}) => state)
  }

  /** Whether some have not ended. */
  get isWaiting(): boolean {
    return this.queues.size > 0
  }

  /** Follows tasks that the journal knows. What cannot be asked in one place does not keep the others from it. */
  async addRecords(records: JournalRecord[], connectionOf: ConnectionOf): Promise<void> {
    const tasks: FollowedTask[] = []
    for (const record of records) {
      const taskId = record.task_id!
      this.known.set(taskId, record)
      try {
        const kind = requireKind(record)
        tasks.push({taskId, kind, connection: await connectionOf(record), known: record})
      } catch (error) {
        this.options.signal.throwIfAborted()
        this.results.set(taskId, {error: toKlingError(error)})
      }
    }
    this.add(tasks)
  }

  /** Follows tasks. */
  add(tasks: FollowedTask[]): void {
    const idle = new Set<Connection>()
    for (const {kind, taskId, connection, known} of tasks) {
      this.known.set(taskId, known)
      if (!this.queues.has(connection)) idle.add(connection)
      const queue = this.queues.get(connection) ?? []
      this.queues.set(connection, queue)
      queue.push({kind, taskId})
    }
    for (const connection of idle) {
      const waiting = this.wait(connection)
      // Whether anybody waits for the end is up to them.
      waiting.catch(() => {})
      this.waits.set(connection, waiting)
    }
  }

  /** Waits until all have ended. @throws the reason of the signal */
  async done(): Promise<void> {
    await Promise.all(this.waits.values())
  }

  /** Waits for all tasks of one connection. */
  private async wait(connection: Connection): Promise<void> {
    const {client, pollSeconds} = connection
    const {signal, timeoutSeconds} = this.options
    const queue = this.queues.get(connection)!
    const asked: Watched[] = []
    const more = (): Watched[] => {
      const tasks = queue.splice(0)
      asked.push(...tasks)
      return tasks
    }
    const onUpdate = (task: ApiTask): Promise<void> => this.update(task)
    const onEnd = (taskId: string, result: WaitResult): void => void this.results.set(taskId, result)
    try {
      while (queue.length > 0)
        await waitForTasks([], {client, pollSeconds, timeoutSeconds, signal, more, onUpdate, onEnd})
    } catch (error) {
      signal.throwIfAborted()
      for (const {taskId} of [...asked, ...queue])
        if (!this.results.has(taskId)) onEnd(taskId, {error: toKlingError(error)})
    } finally {
      this.queues.delete(connection)
    }
  }

  private async update(task: ApiTask): Promise<void> {
    const {task_id, task_status: state, final_unit_deduction: charged} = task
    const known = this.known.get(task_id)!
    const {state: before, units_charged = charged} = known
    if (before === state && known.units_charged === units_charged) return
    this.known.set(task_id, {state, units_charged})
    await this.options.note(task)
    if (before !== state) await this.options.onChange?.(task)
  }
}
