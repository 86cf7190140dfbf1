/** What an answer of the API is about. */
export interface SeenReply {
  baseUrl: string
  method: 'GET' | 'POST'
  path: string
  data: unknown
}

/**
 * The tasks that a plugin has made, by what the API answered to its requests: a task that a POST made, or one that was
 * found by its external id. What the plugin says of itself proves nothing.
 */
export class SeenTasks {
  /** Task id → external id in the answer to the POST, where it says one. */
  private readonly created = new Map<string, string | undefined>()
  /** External id and task id, of look-ups. */
  private readonly found = new Set<string>()

  learn({baseUrl, method, path, data}: SeenReply): void {
    const taskId = fieldOf(data, 'task_id')
    if (taskId === undefined) return
    const externalId = fieldOf((data as {task_info?: unknown}).task_info, 'external_task_id')
    if (method === 'POST') this.created.set(keyOf(baseUrl, taskId), externalId)
    else if (externalId !== undefined && externalId === lastSegment(path))
      this.found.add(keyOf(baseUrl, externalId, taskId))
  }

  /** Whether a task is that of an external id, at one of these addresses. */
  isTaskOf({baseUrls, id, taskId}: {baseUrls: string[]; id: string; taskId: string}): boolean {
    return baseUrls.some(baseUrl => {
      const key = keyOf(baseUrl, taskId)
      if (this.created.has(key)) return [undefined, id].includes(this.created.get(key))
      return this.found.has(keyOf(baseUrl, id, taskId))
    })
  }
}

const keyOf = (...words: string[]): string => JSON.stringify(words)

function lastSegment(path: string): string {
  return decodeURIComponent(path.split('?')[0]!.split('/').at(-1)!)
}

function fieldOf(value: unknown, name: string): string | undefined {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined
  const field = (value as Record<string, unknown>)[name]
  return typeof field === 'string' || typeof field === 'number' ? String(field) : undefined
}
