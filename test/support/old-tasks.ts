import {mkdirSync, readFileSync, readdirSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import type {Home} from './run-kling.js'

/** A day in ms. */
export const dayMs = 24 * 3600_000

/** A task as a hand-made journal has it. */
export interface OldTask {
  /** Task id; the external one is `kling-` and it. */
  id: string
  daysOld: number
  /** `succeed` when left out. */
  state?: string
  region?: string
  baseUrl?: string
  prompt?: string
  kind?: string
  /** More fields of the intent. */
  more?: Record<string, unknown>
}

const folderOf = (home: Home): string => join(home.folder, '.local/share/kling-cli/journal')

/** Writes a journal of tasks that were made before, as if they were this machine's. */
export function writeOldTasks(home: Home, tasks: OldTask[]): void {
  const months = new Map<string, string[]>()
  for (const task of [...tasks].sort((a, b) => b.daysOld - a.daysOld)) {
    const {id, daysOld, state = 'succeed', region = 'cn', baseUrl = 'https://api.example.com'} = task
    const {prompt, kind = 'create', more} = task
    const at = new Date(Date.now() - daysOld * dayMs).toISOString()
    const own = `kling-${id}`
    const lines = [
      {at, event: 'intent', id: own, kind, region, base_url: baseUrl, prompt, ...more},
      {at, event: 'accepted', id: own, task_id: id},
      ...(state === 'submitted' ? [] : [{at, event: 'state', task_id: id, status: state}]),
    ]
    const month = months.get(at.slice(0, 7)) ?? []
    months.set(at.slice(0, 7), [...month, ...lines.map(line => JSON.stringify(line) + '\n')])
  }
  mkdirSync(folderOf(home), {recursive: true, mode: 0o700})
  for (const [month, lines] of months)
    writeFileSync(join(folderOf(home), `${month}.jsonl`), lines.join(''), {mode: 0o600})
}

/** The events of a kind in the journal, oldest first. */
export function eventsOf(home: Home, event: string): Record<string, unknown>[] {
  return readdirSync(folderOf(home))
    .filter(name => name.endsWith('.jsonl'))
    .sort()
    .flatMap(name =>
      readFileSync(join(folderOf(home), name), 'utf8')
        .trim()
        .split('\n'),
    )
    .map(line => JSON.parse(line) as Record<string, unknown>)
    .filter(line => line.event === event)
}
