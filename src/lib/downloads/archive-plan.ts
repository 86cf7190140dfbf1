import {join} from 'node:path'
import type {JournalRecord} from '../journal/types.js'
import {expiryOf, isOfSandbox, isOnlyAtService} from '../tasks/expiry.js'
import {type ResultFormat, requireKind} from '../catalog/task-kinds.js'
import {type ApiTask, describeTask} from '../tasks/task.js'
import {isFolder} from './output-folder.js'
import {endingOf} from './target.js'

/** A task whose result is to be archived. */
export interface ArchiveItem {
  record: JournalRecord
  taskId: string
  /** Name of its file, without the ending. */
  name: string
  /** Formats that its result may have, the first one being wanted. */
  formats: readonly ResultFormat[]
  /** ISO 8601 time at which the service deletes it. */
  expiresAt: string
}

export interface PlanOptions {
  /** Only what is deleted within so many ms from now. */
  withinMs?: number | undefined
  /** Only tasks of this kind. */
  kind?: string | undefined
  /** Only tasks of this region; without one all but the sandbox’s. */
  region?: string | undefined
  /** At most so many, those first that are deleted first. */
  limit?: number | undefined
  /** The time now, in ms since 1970. */
  now: number
}

/** The tasks to archive, those first that are deleted first. @param records in the order of the list */
export function planArchive(records: JournalRecord[], options: PlanOptions): ArchiveItem[] {
  const {withinMs = Infinity, kind, region, limit, now} = options
  return records
    .toReversed()
    .filter(record => isOnlyAtService(record) && expiryOf(record) <= now + withinMs)
    .filter(record => kind === undefined || record.kind === kind)
    .filter(record => (region === undefined ? !isOfSandbox(record) : record.region === region))
    .sort((a, b) => expiryOf(a) - expiryOf(b))
    .slice(0, limit)
    .map(record => ({
      record,
      taskId: record.task_id!,
      name: archiveName(record),
      formats: requireKind(record).formats,
      expiresAt: new Date(expiryOf(record)).toISOString(),
    }))
}

/** What the name of a result is made of. */
export type NamedTask = Pick<JournalRecord, 'created_at' | 'task_id' | 'prompt'>

/** Names a task by the journal of this machine, or else by what the service says of it. */
export function namedTask(task: ApiTask, record: NamedTask | undefined): NamedTask {
  const {task_id, created_at: at} = describeTask(task)
  return record ?? {task_id, created_at: at ?? new Date().toISOString()}
}

/** A name gets no more words than this, in characters and in bytes: file systems count either. */
const words = {characters: 32, bytes: 96}

/**
 * `2026-11-23-847487393472614443-a-cat-playing-piano`: the day of the task (UTC), its id and the first words of its
 * prompt, of letters and digits of any script. It is the same on every machine and at any time.
 */
export function archiveName({created_at, task_id, prompt}: NamedTask): string {
  const id = (task_id ?? '').replace(/[^\w-]/g, '_').slice(0, 100)
  return [created_at.slice(0, 10), id, firstWordsOf(prompt)].filter(Boolean).join('-')
}

/**
 * The file of an output: in a folder it is called as by `kling task archive`.
 * @param output a file, or a folder whose name ends in a slash
 */
export function fileOfOutput(output: string, task: NamedTask, format: ResultFormat): string {
  return isFolder(output) ? join(output, archiveName(task) + endingOf(format)) : output
}

function firstWordsOf(prompt = ''): string {
  const plain = prompt.normalize('NFC').replace(/[^\p{Letter}\p{Number}\p{Mark}]+/gu, '-')
  let fitting = ''
  for (const char of [...plain.replace(/^-/, '')].slice(0, words.characters)) {
    if (Buffer.byteLength(fitting + char) > words.bytes) break
    fitting += char
  }
  return fitting.replace(/-$/, '').toLowerCase()
}
