import {type Connection, regionSuffix} from '../api/connection.js'
import {resolve} from 'node:path'
import {KlingError, isKlingError} from '../errors/kling-error.js'
import {type Journal} from '../journal/journal.js'
import {t} from '../i18n/translate.js'
import {type Progress, download} from '../downloads/download.js'
import {type TaskKind} from '../catalog/task-kinds.js'
import {stateEvent} from '../tasks/record-states.js'
import {getTask} from '../tasks/query.js'
import {type ApiTask, resultUrl} from '../tasks/task.js'
import {waitForTask} from '../tasks/wait.js'
import {type ProgressLine, type Transfer, transferState, transferView} from '../terminal/progress.js'
import {plainText} from '../terminal/text.js'
import {isInterruption} from '../terminal/interruption.js'
import {showWait} from './show-wait.js'

interface FollowOptions {
  connection: Connection
  kind: TaskKind
  taskId: string
  journal: Journal
  progress: ProgressLine
  signal: AbortSignal
  /** File that the journal notes as the one to download to: `kling task resume` goes on with it. */
  output?: string | undefined
}

/** Gives an interruption the id of the task and the command that goes on. */
async function nameInterruptedTask<T>(
  taskId: string,
  stopped: string,
  hint: string,
  work: () => Promise<T>,
): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (isInterruption(error)) throw new KlingError(error.code, stopped, {task_id: taskId, hint})
    throw isKlingError(error) ? error.with({task_id: taskId}) : error
  }
}

/** Waits for a task with a line that tells its state; each change is told to `onChange` and to the journal. */
export async function waitFor(
  options: FollowOptions & {timeoutSeconds: number; onChange: (status: string) => Promise<void>},
): Promise<ApiTask> {
  const {connection, kind, taskId, journal, progress, signal, onChange} = options
  const start = Date.now()
  let status = 'submitted'
  const show = showWait({progress, journal, taskId, status: () => status, since: start})
  const isNoted = options.output !== undefined && options.output !== '-'
  const next = t`Resume with: kling task ${isNoted ? 'resume' : 'wait'} ${taskId}`
  const look = t`check it with: kling ${kind.topic} status ${taskId}${regionSuffix(connection.region)}`
  try {
    return await nameInterruptedTask(
      taskId,
      t`Stopped waiting; task ${taskId} goes on.`,
      t`${next}, or ${look}`,
      () =>
        waitForTask({
          client: connection.client,
          kind,
          taskId,
          timeoutSeconds: options.timeoutSeconds,
          pollSeconds: connection.pollSeconds,
          signal,
          async onUpdate(task) {
            if (task.task_status === status) return
            status = task.task_status
            show()
            await journal.append(stateEvent(task)).catch(() => {})
            await onChange(status)
          },
        }),
    )
  } catch (error) {
    if (!isKlingError(error) || error.code !== 'wait_timeout' || !isNoted) throw error
    throw new KlingError(error.code, error.message, {...error.fields, hint: next, cause: error})
  } finally {
    progress.clear()
  }
}

/**
 * Downloads a result of a finished task.
 * @throws KlingError `download_error` when the task has no such result, and the errors of a download
 */
export async function saveResult(
  options: FollowOptions & {
    url: string | undefined
    file: string
    force: boolean
    /** Ranges that come at once; one when left out. */
    connections?: number
    format?: 'video' | 'mp3' | 'wav'
    watermark?: boolean
  },
): Promise<{output: string; bytes: number}> {
  const {connection, kind, taskId, journal, progress, signal, url, file, force} = options
  const {format = kind.formats[0]!, watermark = false, connections = 1} = options
  if (url === undefined) {
    throw new KlingError(
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
  let begun: {at: number; done: number} | undefined
  const showTransfer = ({done, total}: Progress): void => {
    begun ??= {at: Date.now(), done}
    const {at, done: before} = begun
    const transfer = (): Transfer => ({done, total, fresh: done - before, elapsedMs: Date.now() - at})
    progress.show(room => transferView(transfer(), room), transferState(transfer(), plainText(file)))
  }
  const flags = `${format === kind.formats[0] ? '' : ` --format ${format}`}${watermark ? ' --watermark' : ''}`
  const again = `kling video download ${taskId} -o ${file}${flags}${regionSuffix(connection.region)}`
  const isNoted = options.output !== undefined && options.output !== '-'
  const next = t`Continue with: ${isNoted ? `kling task resume ${taskId}` : again}`
  progress.show(() => t`downloading`, t`Downloading ${plainText(file)}.`)
  const fetch = await connection.fetch()
  try {
    const bytes = await nameInterruptedTask(
      taskId,
      t`Stopped downloading. The result of task ${taskId} is kept.`,
      next,
      () =>
        download({
          url,
          file,
          stdout: process.stdout,
          source: `${taskId} ${format}${watermark ? ' watermark' : ''}`,
          force,
          connections,
          fetch,
          signal,
          renewUrl: async () =>
            resultUrl(await getTask(connection.client, kind, taskId), format, watermark) ?? url,
          onProgress: showTransfer,
        }),
    )
    const place = file === '-' ? file : resolve(file)
    await journal.append({event: 'downloaded', task_id: taskId, file: place, bytes}).catch(() => {})
    return {output: file, bytes}
  } catch (error) {
    throw isKlingError(error) ? error.with({task_id: taskId}) : error
  } finally {
    progress.clear()
  }
}
