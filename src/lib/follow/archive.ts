import {stat} from 'node:fs/promises'
import {join, resolve} from 'node:path'
import type {KlingClient} from '../api/client.js'
import {type ResultFormat, requireKind} from '../catalog/task-kinds.js'
import type {ArchiveItem} from '../downloads/archive-plan.js'
import {endingOf} from '../downloads/target.js'
import {removeRemains} from '../downloads/part-file.js'
import {KlingError, isKlingError} from '../errors/kling-error.js'
import {t} from '../i18n/translate.js'
import type {Journal} from '../journal/journal.js'
import type {JournalRecord} from '../journal/types.js'
import {getTask} from '../tasks/query.js'
import {recordState} from '../tasks/record-states.js'
import {resultUrl} from '../tasks/task.js'
import type {ProgressLine} from '../terminal/progress.js'
import {displayWidth} from '../terminal/text.js'
import type {ConnectionOf} from './follower.js'
import {saveResult} from './save-result.js'

/** A result that is on this machine now. */
export interface ArchivedResult {
  /** Id by the service. */
  task_id: string
  /** Where it is, as an absolute path. */
  file: string
  /** Its size. */
  bytes: number
}

/** A task that has nothing to download: it is there, not finished, failed, or known to be gone. */
export interface SkippedResult {
  /** Id by the service. */
  task_id: string
  reason: 'present' | 'not_finished' | 'failed' | 'gone'
  /** The file that is there already. */
  file?: string
}

/** The outcome of all tasks, in the order of the plan. */
export interface Archive {
  archived: ArchivedResult[]
  skipped: SkippedResult[]
  failed: {task_id: string; error: KlingError}[]
}

export interface ArchiveOptions {
  items: ArchiveItem[]
  /** A folder that is there. */
  folder: string
  connectionOf: ConnectionOf
  journal: Journal
  progress: ProgressLine
  signal: AbortSignal
  /** Looks what there is to do, and does nothing. */
  isDryRun: boolean
}

/** Files that come at once. */
const atOnce = 4

type Outcome = {archived: ArchivedResult} | {skipped: SkippedResult} | {failed: Archive['failed'][number]}

/**
 * Downloads the results of tasks, a few at once. Nothing is waited for, so each is asked for by a query of its own,
 * whose addresses are fresh when the download begins. An error of one does not stop the others, but a full disk does.
 * @throws KlingError `interrupted`, `terminated`
 */
export async function archive(options: ArchiveOptions): Promise<Archive> {
  const {items, signal} = options
  const outcomes = new Map<ArchiveItem, Outcome>()
  const transfers = showTransfers(options, () => outcomes.size)
  const open = [...items]
  let diskError: KlingError | undefined
  const work = async (): Promise<void> => {
    for (let item = open.shift(); item; item = open.shift()) {
      try {
        if (diskError) throw diskError
        outcomes.set(item, await archiveOne(item, {...options, progress: transfers.lineOf(item)}))
      } catch (error) {
        if (signal.aborted) throw error
        if (!isKlingError(error)) throw error
        if (error.code === 'write_error') diskError = error
        outcomes.set(item, {failed: {task_id: item.taskId, error}})
      }
    }
  }
  // When one ends with an error that is no task's, the others tidy up first.
  const ends = await Promise.allSettled(Array.from({length: atOnce}, work))
  transfers.clear()
  if (signal.aborted) throw stopped(signal.reason as KlingError, outcomes.size, items.length)
  for (const end of ends) if (end.status === 'rejected') throw end.reason
  const all = items.map(item => outcomes.get(item)!)
  return {
    archived: all.flatMap(outcome => ('archived' in outcome ? outcome.archived : [])),
    skipped: all.flatMap(outcome => ('skipped' in outcome ? outcome.skipped : [])),
    failed: all.flatMap(outcome => ('failed' in outcome ? outcome.failed : [])),
  }
}

async function archiveOne(item: ArchiveItem, options: ArchiveOptions): Promise<Outcome> {
  const {record, taskId, formats} = item
  const {journal, isDryRun} = options
  const fileOf = (format: ResultFormat): string => join(options.folder, item.name + endingOf(format))
  for (const file of formats.map(fileOf)) {
    const there = await stat(file).catch(() => undefined)
    if (!there) continue
    // A run that was killed between the file and its note.
    const event = {event: 'downloaded', task_id: taskId, file: resolve(file), bytes: there.size} as const
    if (!isDryRun) {
      await removeRemains(file).catch(() => {})
      await journal.append(event).catch(() => {})
    }
    return {skipped: {task_id: taskId, reason: 'present', file}}
  }
  if (isDryRun) return {archived: {task_id: taskId, file: fileOf(formats[0]!), bytes: 0}}
  const connection = await options.connectionOf(record)
  requireSameService(record, connection.client)
  const kind = requireKind(record)
  try {
    const task = await getTask(connection.client, kind, taskId)
    if (record.state !== task.task_status) await recordState(journal, task)
    if (task.task_status === 'failed') return {skipped: {task_id: taskId, reason: 'failed'}}
    if (task.task_status !== 'succeed') return {skipped: {task_id: taskId, reason: 'not_finished'}}
    const format = formats.find(candidate => resultUrl(task, candidate, false) !== undefined) ?? formats[0]!
    const file = fileOf(format)
    const {bytes} = await saveResult({...options, connection, kind, task, file, format, force: false})
    return {archived: {task_id: taskId, file, bytes}}
  } catch (error) {
    if (!isKlingError(error) || !isGone(error)) throw error
    if (record.gone !== undefined) return {skipped: {task_id: taskId, reason: 'gone'}}
    await journal.append({event: 'gone', task_id: taskId, reason: error.code}).catch(() => {})
    throw error.with({task_id: taskId})
  }
}

/** Another service does not know the task, which says nothing of it. */
function requireSameService(record: JournalRecord, {baseUrl}: Pick<KlingClient, 'baseUrl'>): void {
  if (record.region !== 'custom' || record.base_url === baseUrl) return
  throw new KlingError(
    'task_not_found',
    t`Task ${record.task_id} was created at ${record.base_url}, but ${baseUrl} is in use.`,
    {
      task_id: record.task_id!,
      hint: t`Archive it with: KLING_BASE_URL=${record.base_url} kling task archive …`,
    },
  )
}

/** Whether the service has nothing for us: no such task, or an address that stays refused after it was asked for again. */
function isGone({code, fields}: KlingError): boolean {
  if (code === 'task_not_found') return true
  return code === 'download_error' && [403, 404, 410].includes(fields.http_status ?? 0)
}

/** One line for all transfers: how many are done, and how far one of those under way is. */
function showTransfers({progress, items, isDryRun}: ArchiveOptions, done: () => number) {
  const texts = new Map<ArchiveItem, (room: number) => string>()
  const show = (): void =>
    progress.show(room => {
      const sum = t`${done()} of ${items.length} results`
      const [first] = texts.values()
      return first ? `${sum}  ${first(room - displayWidth(sum) - 2)}` : sum
    })
  if (items.length > 0 && !isDryRun) show()
  return {
    lineOf: (item: ArchiveItem): ProgressLine => ({
      show: text => void texts.set(item, text),
      clear: () => void texts.delete(item),
    }),
    clear: () => progress.clear(),
  }
}

function stopped({code}: KlingError, done: number, count: number): KlingError {
  return new KlingError(code, t`Stopped after ${done} of ${count} results.`, {
    hint: t`Run the same command again to continue.`,
  })
}
