import type {RecordState} from '../../lib/journal/types.js'
import {Flags} from '@oclif/core'
import {relative, resolve} from 'node:path'
import {type Archive, type ArchivedResult, type SkippedResult, archive} from '../../lib/follow/archive.js'
import {timeSpan, wholeNumber} from '../../lib/command/parse-flags.js'
import {TaskCommand} from '../../lib/command/task-command.js'
import {destinationOf} from '../../lib/config/settings.js'
import {type ErrorResult, KlingError} from '../../lib/errors/kling-error.js'
import {requireArgument} from '../../lib/errors/require-argument.js'
import {t} from '../../lib/i18n/translate.js'
import {type ArchiveItem, planArchive} from '../../lib/downloads/archive-plan.js'
import {makeOutputFolder} from '../../lib/downloads/target.js'
import {dayMs, keptDays} from '../../lib/tasks/expiry.js'
import {taskKindNames} from '../../lib/catalog/task-kinds.js'
import {successLine} from '../../lib/terminal/screen.js'
import {tableView} from '../../lib/terminal/table.js'

/** What is older than this is gone for sure: the service counts from when a result was made. */
const oldestMs = (keptDays + 2) * dayMs

/** A task whose result could not be had. */
export interface FailedArchive {
  /** Id by the service. */
  task_id: string
  error: ErrorResult
}

/** The outcome of the results of all tasks, those first that are deleted first. */
export interface ArchiveResult {
  archived: ArchivedResult[]
  skipped: SkippedResult[]
  failed: FailedArchive[]
  /** Number of the archived. */
  count: number
}

/** A result that would be downloaded. */
export interface PlannedResult {
  /** Id by the service. */
  task_id: string
  /** Where it would be put. */
  file: string
  /** ISO 8601 time at which the service deletes it. */
  expires_at: string
  /** Its first words. */
  prompt?: string | undefined
  state: RecordState
}

/** What `--dry-run` found to do. */
export interface ArchivePlan extends Omit<ArchiveResult, 'archived'> {
  dry_run: true
  archived: PlannedResult[]
}

export default class TaskArchive extends TaskCommand<typeof TaskArchive, ArchiveResult | ArchivePlan> {
  static override summary = 'download all results that are not on this machine, before Kling deletes them'

  static override description =
    'Kling keeps results for 30 days. Results that are in the journal and not yet downloaded are saved to a ' +
    'folder, several at a time, as DATE-TASK-WORDS.mp4. Run it again to continue after an interruption; ' +
    'existing files are skipped. Sandbox tasks are left out unless --region sandbox is given.'

  static override examples = [
    '<%= config.bin %> <%= command.id %> -o kling-archive',
    '<%= config.bin %> <%= command.id %> --expiring 7d -o kling-archive',
    '<%= config.bin %> <%= command.id %> --dry-run',
  ]

  static override flags = {
    output: Flags.string({char: 'o', summary: 'target folder; created if missing', helpValue: 'DIR'}),
    expiring: Flags.string({
      summary: 'only results that Kling deletes within this time: 7d, 12h',
      helpValue: 'TIME',
    }),
    type: Flags.option({char: 't', summary: 'only tasks of this type', options: taskKindNames})(),
    limit: Flags.string({
      char: 'l',
      summary: 'maximum number of results; those deleted first come first',
      default: '10000',
      helpValue: 'N',
    }),
    'dry-run': Flags.boolean({summary: 'show what would be downloaded without sending anything'}),
  }

  static override records = {list: 'archived', fields: ['task_id', 'file', 'bytes', 'expires_at', 'prompt']}

  async run(): Promise<ArchiveResult | ArchivePlan> {
    const {flags} = this
    const isDryRun = flags['dry-run']
    const folder = isDryRun
      ? (flags.output ?? '')
      : requireArgument(flags.output, {
          code: 'missing_output',
          name: '--output',
          example: 'kling task archive -o kling-archive',
        })
    const items = await this.plan()
    if (!isDryRun) await makeOutputFolder(folder)
    const done = await archive({
      items,
      folder: folder && resolve(folder),
      connectionOf: record => this.connectionOf(record),
      journal: this.journal,
      progress: this.progress(),
      signal: this.interruption,
      isDryRun,
    })
    const failed = done.failed.map(({task_id, error}) => ({task_id, error: error.toJSON()}))
    const result = {...done, failed, count: done.archived.length}
    if (failed.length > 0) throw failureOf(done, result)
    if (!isDryRun) return result
    return {dry_run: true, ...result, archived: done.archived.map(row => planned(row, items))}
  }

  protected override view(result: ArchiveResult | ArchivePlan): string {
    const {archived, skipped} = result
    const isDryRun = 'dry_run' in result
    const columns = isDryRun ? ['task_id', 'expires_at', 'prompt', 'file'] : ['file', 'bytes', 'task_id']
    // As they were asked for: the whole paths are in the JSON.
    const rows = archived.map(row => ({...row, file: relative('', row.file)}))
    const table = rows.length > 0 ? [tableView(rows, columns, this.screen)] : []
    const count = (wanted: string): number => skipped.filter(({reason}) => reason === wanted).length
    const rest = [
      [count('present'), t`already downloaded`],
      [count('not_finished'), t`not finished yet`],
      [count('failed'), t`failed without a result`],
      [count('gone'), t`no longer available`],
    ].filter(([number]) => number !== 0)
    if (archived.length + skipped.length === 0) return t`Nothing to archive.`
    const sum = isDryRun ? t`${archived.length} to download` : t`${archived.length} archived`
    const text = [sum, ...rest.map(([number, words]) => `${number} ${words}`)].join(t`, `)
    return [...table, isDryRun ? text : successLine(text, this.screen)].join('\n')
  }

  private async plan(): Promise<ArchiveItem[]> {
    const {expiring, type: kind, limit} = this.flags
    const now = Date.now()
    const options = {
      withinMs: expiring === undefined ? undefined : timeSpan('expiring', expiring),
      kind,
      limit: wholeNumber('limit', limit, 1, 100_000, 'invalid_limit'),
      region: this.flags.region ?? this.sandbox,
      now,
    }
    return planArchive(await this.reader.since(now - oldestMs), options)
  }

  /** The sandbox, where the settings say that everything happens there. */
  private get sandbox(): string | undefined {
    const destination = destinationOf(this.settings)
    return 'region' in destination && destination.region === 'sandbox' ? 'sandbox' : undefined
  }
}

function planned(row: ArchivedResult, items: ArchiveItem[]): PlannedResult {
  const {record, expiresAt} = items.find(({taskId}) => taskId === row.task_id)!
  return {
    task_id: row.task_id,
    file: row.file,
    expires_at: expiresAt,
    prompt: record.prompt,
    state: record.state,
  }
}

/** The first error with all that happened; its code is the exit code. */
function failureOf({archived, failed}: Archive, result: ArchiveResult): KlingError {
  const [{error}] = failed as [Archive['failed'][number]]
  const rest = failed.length === 1 ? '' : t` ${failed.length} tasks failed the same way.`
  const sum = archived.length === 0 ? '' : t` ${archived.length} were archived.`
  const {task_id: _, ...fields} = error.fields
  return new KlingError(error.code, `${error.message}${rest}${sum}`, {
    ...fields,
    ...(failed.length === 1 ? {task_id: failed[0]!.task_id} : {}),
    details: result,
    cause: error,
  })
}
