import {mkdirSync, writeFileSync} from 'node:fs'
import {dirname, join} from 'node:path'

/** A task as a test puts it into a journal. */
export interface NotedTask {
  id: string
  /** ISO 8601 */
  at: string
  units?: number
  profile?: string
  region?: string
  model?: string
  plugin?: string
  /** How it ended, seconds after it began; still running when left out. */
  end?: 'succeed' | 'failed' | 'refused' | 'not_taken'
  charged?: string
}

const seconds = (at: string, later: number): string => new Date(Date.parse(at) + later * 1000).toISOString()

/** The events of a task, oldest first. */
export function eventsOf({id, at, end, charged, ...facts}: NotedTask): Record<string, unknown>[] {
  const intent = {
    at,
    event: 'intent',
    id,
    kind: 'create',
    region: 'custom',
    base_url: 'https://api.example.com',
    model: 'kling-video-o1',
    ...facts,
  }
  if (end === 'refused') return [intent, {at: seconds(at, 1), event: 'refused', id, code: 'invalid_request'}]
  if (end === 'not_taken') return [intent, {at: seconds(at, 1), event: 'not_taken', id}]
  const accepted = {at: seconds(at, 1), event: 'accepted', id, task_id: `task-of-${id}`}
  if (end === undefined) return [intent, accepted]
  const state = {at: seconds(at, 5), event: 'state', task_id: `task-of-${id}`, status: end, units: charged}
  return [intent, accepted, state]
}

/** Writes events into the months of a journal. @param dataDir the program's data folder */
export function writeJournal(dataDir: string, events: Record<string, unknown>[]): void {
  const months = new Map<string, string>()
  for (const event of events) {
    const name = `${String(event.at).slice(0, 7)}.jsonl`
    months.set(name, (months.get(name) ?? '') + JSON.stringify(event) + '\n')
  }
  for (const [name, text] of months) {
    const path = join(dataDir, 'journal', name)
    mkdirSync(dirname(path), {recursive: true})
    writeFileSync(path, text)
  }
}
