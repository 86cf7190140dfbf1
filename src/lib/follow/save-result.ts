import {resolve} from 'node:path'
import {type Connection, regionSuffix} from '../api/connection.js'
import type {ResultFormat, TaskKind} from '../catalog/task-kinds.js'
import {download} from '../downloads/download.js'
import type {Progress, SavedFile} from '../downloads/types.js'
import {makeFolderOf} from '../downloads/target.js'
import {KlingError, isKlingError} from '../errors/kling-error.js'
import {abortable} from '../http/abortable.js'
import {monotonic} from '../http/clock.js'
import {t} from '../i18n/translate.js'
import type {Journal} from '../journal/journal.js'
import {getTask} from '../tasks/query.js'
import {type ApiTask, resultUrl} from '../tasks/task.js'
import {explainInterruption} from '../terminal/interruption.js'
import {type ProgressLine, type Transfer, transferState, transferView} from '../terminal/progress.js'
import {plainText} from '../terminal/text.js'

/** A file host that sends nothing for so long is given up, whatever `--timeout` says. */
const longestStallSeconds = 30

export interface SaveOptions {
  connection: Connection
  kind: TaskKind
  /** The finished task. */
  task: ApiTask
  journal: Pick<Journal, 'append'>
  progress: ProgressLine
  signal: AbortSignal
  /** File to write; `-` is stdout. */
  file: string
  stdout?: NodeJS.WritableStream
  /** Replace a file that is there. */
  force: boolean
  /** The first one of the kind when left out. */
  format?: ResultFormat
  watermark?: boolean
  /** Ranges that come at once; one when left out. */
  connections?: number
  /** Whether the journal notes the file: `kling task resume` goes on with it. */
  isResumable?: boolean
}

/**
 * Downloads a result of a finished task, and notes it in the journal.
 * @throws KlingError `download_error` when the task has no such result, and the errors of a download
 */
export async function saveResult(options: SaveOptions): Promise<SavedFile> {
  const {connection, kind, task, journal, progress, signal, file, stdout, force} = options
  const {format = kind.formats[0]!, watermark = false, connections = 1} = options
  const {task_id: taskId} = task
  const url = resultUrl(task, format, watermark)
  if (url === undefined) throw noResult(taskId, format, watermark)
  progress.show(() => t`downloading`, t`Downloading ${plainText(file)}.`)
  const fetch = await connection.fetch()
  try {
    if (file !== '-') await makeFolderOf(file)
    const downloading = download({
      url,
      file,
      format,
      stdout,
      source: `${taskId} ${format}${watermark ? ' watermark' : ''}`,
      force,
      connections,
      fetch,
      stallSeconds: Math.min(connection.timeoutSeconds, longestStallSeconds),
      signal,
      renewUrl: async () =>
        resultUrl(await getTask(connection.client, kind, taskId), format, watermark) ?? url,
      onProgress: showTransfer(progress, file),
    })
    const bytes = await explainInterruption(
      downloading,
      t`Stopped downloading. The result of task ${taskId} is kept.`,
      {task_id: taskId, hint: t`Continue with: ${nextCommand(options)}`},
      signal,
    )
    const place = file === '-' ? file : resolve(file)
    const noting = journal.append({event: 'downloaded', task_id: taskId, file: place, bytes})
    await abortable(noting, signal).catch(() => {})
    return {output: file, ...(file !== '-' && {file: place}), bytes}
  } catch (error) {
    throw isKlingError(error) ? error.with({task_id: taskId}) : error
  } finally {
    progress.clear()
  }
}

function noResult(taskId: string, format: ResultFormat, watermark: boolean): KlingError {
  return new KlingError(
    'download_error',
    watermark
      ? t`Task ${taskId} has no watermarked ${format} to download.`
      : t`Task ${taskId} has no ${format} to download.`,
    {
      task_id: taskId,
      hint: watermark ? t`Watermarked results exist only for tasks created with --watermark.` : undefined,
    },
  )
}

/** The command that goes on with a download. */
function nextCommand({connection, kind, task, file, format, watermark, isResumable}: SaveOptions): string {
  if (isResumable) return `kling task resume ${task.task_id}`
  const formatFlag = format === undefined || format === kind.formats[0] ? '' : ` --format ${format}`
  const flags = formatFlag + (watermark ? ' --watermark' : '') + regionSuffix(connection.region)
  return `kling video download ${task.task_id} -o ${file}${flags}`
}

/** Shows how far a transfer has come, and how quick it is. */
function showTransfer(progress: ProgressLine, file: string): (now: Progress) => void {
  let begun: {at: number; done: number} | undefined
  return ({done, total}) => {
    begun ??= {at: monotonic(), done}
    const {at, done: before} = begun
    const transfer = (): Transfer => ({done, total, fresh: done - before, elapsedMs: monotonic() - at})
    progress.show(room => transferView(transfer(), room), transferState(transfer(), plainText(file)))
  }
}
