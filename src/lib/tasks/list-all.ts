import type {KlingClient} from '../api/client.js'
import {type Pages, readPages} from '../api/pagination.js'
import type {TaskKind} from '../catalog/task-kinds.js'
import {type KlingError, isKlingError} from '../errors/kling-error.js'
import {listTasks} from './query.js'
import type {ApiTask} from './task.js'

/** Most tasks of a page of the service. */
export const maxTasks = 500

/** A task of a list, and the kind that it was listed under. */
export interface ListedTask {
  task: ApiTask
  kind: TaskKind
}

/** A list of tasks, and the kinds that the account has no list of. */
export interface TaskListing {
  tasks: ListedTask[]
  refused: {kind: TaskKind; error: KlingError}[]
}

/** Codes by which a service without a kind of task answers. */
const isWithout = new Set(['task_not_found', 'invalid_request', 'permission_denied', 'retired_model'])

type Listed = {tasks: ListedTask[]} | {kind: TaskKind; error: KlingError}

/** How much is read of each kind so that a page of all of them is right: what is before it, too. */
function partsOf(pages: Pages): Pages[] {
  if ('all' in pages) return [pages]
  const needed = pages.limit * pages.page
  const limit = Math.min(maxTasks, needed)
  return Array.from({length: Math.ceil(needed / limit)}, (_, index) => ({limit, page: index + 1}))
}

async function listKind(client: Pick<KlingClient, 'get'>, kind: TaskKind, parts: Pages[]): Promise<Listed> {
  const tasks: ListedTask[] = []
  try {
    for (const part of parts) {
      const found = await readPages(
        part,
        page => listTasks(client, kind, page),
        ({task_id}) => task_id,
      )
      tasks.push(...found.map(task => ({task, kind})))
      if (found.length < part.limit) break
    }
    return {tasks}
  } catch (error) {
    if (!isKlingError(error) || !isWithout.has(error.code)) throw error
    return {kind, error}
  }
}

/**
 * The tasks of some kinds together, newest first. A kind that the service does not have is left out.
 * @throws the error of the first kind where no kind can be listed
 */
export async function listKinds(
  client: Pick<KlingClient, 'get'>,
  [first, ...others]: [TaskKind, ...TaskKind[]],
  pages: Pages,
): Promise<TaskListing> {
  const parts = others.length === 0 ? [pages] : partsOf(pages)
  // A service that does not answer is asked once.
  const lists = [await listKind(client, first, parts)]
  lists.push(...(await Promise.all(others.map(kind => listKind(client, kind, parts)))))
  const refused = lists.filter(list => 'error' in list)
  if (refused.length === lists.length) throw refused[0]!.error
  const all = lists.flatMap(list => ('tasks' in list ? list.tasks : []))
  if (others.length === 0) return {tasks: all, refused}
  const unique = [...new Map(all.map(listed => [listed.task.task_id, listed])).values()]
  unique.sort((a, b) => (b.task.created_at ?? 0) - (a.task.created_at ?? 0))
  if ('all' in pages) return {tasks: unique, refused}
  const start = pages.limit * (pages.page - 1)
  return {tasks: unique.slice(start, start + pages.limit), refused}
}
