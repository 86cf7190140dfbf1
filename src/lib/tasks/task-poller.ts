import type {KlingClient} from '../api/client.js'
import {type KlingError, isKlingError} from '../errors/kling-error.js'
import type {TaskKind} from '../catalog/task-kinds.js'
import {getTask, listTasks} from './query.js'
import type {ApiTask} from './task.js'

/** Most tasks of one list page. Source: parameter PageSize. */
const pageSize = 500

/** What a query found out about tasks. */
export interface PollResult {
  found: ApiTask[]
  /** A task that the service does not know. */
  missing?: {taskId: string; error: KlingError}
}

/**
 * Looks at many tasks of one kind, tick by tick: one list page for each 500 tasks that are still open, those pages first
 * that were not asked for the longest. New tasks push older ones to later pages: what is not where it was is
 * expected one page further on, and one such task of each tick gets a query of its own.
 */
export class TaskPoller {
  /** The list page that each open task is expected on. */
  private readonly pages = new Map<string, number>()
  /** When each page was asked for last, counted in queries. */
  private readonly asked = new Map<number, number>()
  private queries = 0

  constructor(
    private readonly client: Pick<KlingClient, 'get'>,
    private readonly kind: TaskKind,
  ) {}

  /** Looks for a task from now on. */
  add(taskId: string): void {
    this.pages.set(taskId, 1)
  }

  /** Looks for a task no more. */
  remove(taskId: string): void {
    this.pages.delete(taskId)
  }

  /** The looks of one tick, each as soon as it is answered. @param limitMs what a query may take, asked before each */
  async *poll(limitMs: () => number): AsyncGenerator<PollResult> {
    const [only] = this.pages.keys()
    if (this.pages.size > 1) yield* this.pollPages(limitMs)
    else if (only !== undefined) yield this.pollOne(only, limitMs())
  }

  private async *pollPages(limitMs: () => number): AsyncGenerator<PollResult> {
    const unseen = new Set(this.pages.keys())
    const strayed = new Set<string>()
    for (let left = Math.ceil(this.pages.size / pageSize); left > 0 && unseen.size > 0; left--) {
      const page = this.nextPage(unseen)
      const tasks = await listTasks(this.client, this.kind, {
        limit: pageSize,
        page,
        tries: 1,
        limitMs: limitMs(),
      })
      this.asked.set(page, ++this.queries)
      const found = tasks.filter(({task_id}) => unseen.delete(task_id))
      for (const {task_id} of found) this.pages.set(task_id, page)
      yield {found}
      for (const taskId of unseen) {
        if (this.pages.get(taskId) !== page) continue
        strayed.add(taskId)
        this.pages.set(taskId, tasks.length < pageSize ? 1 : page + 1)
      }
    }
    const lost = [...this.pages.keys()].find(taskId => strayed.has(taskId) && unseen.has(taskId))
    if (lost === undefined) return
    // The next tick has another one first.
    const page = this.pages.get(lost)!
    this.pages.delete(lost)
    this.pages.set(lost, page)
    yield this.pollOne(lost, limitMs())
  }

  /** Of the pages that tasks are expected on, the one that was not asked for the longest. */
  private nextPage(taskIds: Iterable<string>): number {
    const pages = new Set([...taskIds].map(taskId => this.pages.get(taskId)!))
    return [...pages].sort((a, b) => (this.asked.get(a) ?? 0) - (this.asked.get(b) ?? 0) || a - b)[0]!
  }

  /** One task by its own query. */
  private async pollOne(taskId: string, limitMs: number): Promise<PollResult> {
    try {
      return {found: [await getTask(this.client, this.kind, taskId, {tries: 1, limitMs})]}
    } catch (error) {
      if (!isKlingError(error) || error.code !== 'task_not_found') throw error
      return {found: [], missing: {taskId, error: error.with({task_id: taskId})}}
    }
  }
}
