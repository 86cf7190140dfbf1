import type {JournalRecord, RecordState} from '../../lib/journal/types.js'
import {Args, Flags} from '@oclif/core'
import {waitForRecords} from '../../lib/follow/wait-with-progress.js'
import {showFlags, waitTimeoutFlag} from '../../lib/command/flags.js'
import {fileOfOutput} from '../../lib/downloads/archive-plan.js'
import {assertOutputGranted} from '../../lib/plugins/output-grant.js'
import {saveResult} from '../../lib/follow/save-result.js'
import {seconds, wholeNumber} from '../../lib/command/parse-flags.js'
import {TaskCommand} from '../../lib/command/task-command.js'
import {type ErrorResult, type KlingError, isKlingError} from '../../lib/errors/kling-error.js'
import {isUnsettled, lacksDownload} from '../../lib/journal/records.js'
import {KeptRequests} from '../../lib/sidecar/kept-requests.js'
import {taskMetadataOf} from '../../lib/sidecar/task-metadata.js'
import {checkSidecar, writeSidecar} from '../../lib/sidecar/sidecar-file.js'
import {type TaskKind, requireKind} from '../../lib/catalog/task-kinds.js'
import {isStillSending, reconcile} from '../../lib/tasks/reconcile.js'
import {type ApiTask, describeTask, taskFields} from '../../lib/tasks/task.js'
import {t} from '../../lib/i18n/translate.js'
import {tableView} from '../../lib/terminal/table.js'
import {workingFolder} from '../../lib/fs/working-folder.js'
import type {SavedFile} from '../../lib/downloads/types.js'
import {type DownloadedResult, savedView} from '../../lib/views/create.js'

/** A submission that was interrupted, and what has become of it: a download as well, where one was asked for. */
export interface ResumedTask extends Partial<Omit<DownloadedResult, 'task_id' | 'status'>> {
  /** External task id. */
  id: string
  task_id?: string | undefined
  /** What is known of it now. */
  state: RecordState
  /** Its state by the service, where it was waited for. */
  status?: RecordState
  /** Why its result is not there. */
  error?: ErrorResult | undefined
}

/** Whether its result was downloaded. */
function isSaved(task: ResumedTask): task is ResumedTask & SavedFile {
  return task.bytes !== undefined
}

/** What `kling task resume` has finished. */
export interface ResumeResult {
  tasks: ResumedTask[]
  /** Number of tasks. */
  count: number
}

/** A task whose download was gone on with. */
interface Resumed {
  row: ResumedTask
  error?: KlingError | undefined
}

/** A result that was downloaded, and where to. */
interface Saved {
  record: JournalRecord
  task: ApiTask
  kind: TaskKind
  output: string
}

export default class TaskResume extends TaskCommand<typeof TaskResume, ResumeResult> {
  static override summary = 'resume interrupted work: check unknown submissions, continue downloads'

  static override description =
    'Submissions with an unknown outcome are looked up by their external ID to find out whether a task was ' +
    'created. Downloads requested with --output that are not finished are resumed; tasks that still run are ' +
    'waited for first. Nothing is ever submitted again.'

  static override examples = [
    '<%= config.bin %> <%= command.id %>',
    '<%= config.bin %> <%= command.id %> 847487393472614443',
  ]

  static override strict = false

  static override args = {
    task_id: Args.string({description: 'task IDs or external IDs; all if omitted', ignoreStdin: true}),
  }

  static override flags = {
    'wait-timeout': waitTimeoutFlag,
    connections: Flags.string({
      summary: 'parallel connections per file, 1 to 16, if the host allows it',
      default: '1',
      helpValue: 'N',
    }),
    force: Flags.boolean({summary: 'replace existing output files'}),
    ...showFlags,
  }

  static override records = {
    list: 'tasks',
    fields: ['id', 'state', ...taskFields, 'output', 'file', 'bytes', 'sidecar', 'error'],
  }

  async run(): Promise<ResumeResult> {
    const timeoutSeconds = seconds('wait-timeout', this.flags['wait-timeout'])
    const connections = wholeNumber('connections', this.flags.connections, 1, 16)
    const given = this.positionals
    const read = (): Promise<JournalRecord[]> =>
      given.length > 0 ? this.find(...given) : this.reader.pending()
    const chosen = await read()
    const settled: ResumedTask[] = []
    for (const record of chosen.filter(isUnsettled)) settled.push(await this.settle(record))
    const known = await read()
    const ids = new Set(chosen.map(({id}) => id))
    const downloads = await this.download(
      known.filter(record => ids.has(record.id) && lacksDownload(record)),
      {timeoutSeconds, connections},
    )
    const failure = downloads.find(({error}) => error !== undefined)?.error
    const tasks = [...settled, ...downloads.map(({row, error}) => ({...row, error: error?.toJSON()}))]
    if (failure) throw tasks.length === 1 ? failure : failure.with({details: {tasks}})
    return {tasks, count: tasks.length}
  }

  protected override view({tasks}: ResumeResult): string {
    if (tasks.length === 0) return t`Nothing to resume.`
    const {screen} = this
    const saved = tasks.filter(isSaved).map(task => savedView(task, screen))
    const others = tasks.filter(task => !isSaved(task))
    const table = others.length > 0 ? [tableView(others, ['task_id', 'state', 'id'], screen)] : []
    return [...saved, ...table].join('\n')
  }

  private async settle(record: JournalRecord): Promise<ResumedTask> {
    const isSending = isStillSending(record)
    if (isSending === true) return {id: record.id, state: 'sending'}
    const mayBeSending = isSending === 'maybe'
    const {client} = await this.connectionOf(record)
    const task = await reconcile({client, journal: this.journal, record, mayBeSending})
    const withoutTask = mayBeSending ? 'sending' : 'not_taken'
    return {id: record.id, task_id: task?.task_id, state: task?.task_status ?? withoutTask}
  }

  /** Waits for the tasks and downloads what was asked for; an error of one does not stop the others. */
  private async download(
    records: JournalRecord[],
    {timeoutSeconds, connections}: {timeoutSeconds: number; connections: number},
  ): Promise<Resumed[]> {
    const common = {journal: this.journal, progress: this.progress(), signal: this.interruption}
    const connectionOf = (record: JournalRecord): ReturnType<TaskResume['connectionOf']> =>
      this.connectionOf(record)
    const followed = await waitForRecords({...common, records, connectionOf, timeoutSeconds})
    const resumed: Resumed[] = []
    for (const {record, task, error} of followed) {
      const {id, task_id, state} = record
      if (!task) {
        resumed.push({row: {id, task_id, status: state, state}, error})
        continue
      }
      const row = {id, ...describeTask(task), state: task.task_status}
      const kind = requireKind(record)
      try {
        assertOutputGranted(record, this.config)
        const saved = await saveResult({
          ...common,
          connection: await this.connectionOf(record),
          kind,
          task,
          file: fileOfOutput(record.output!, record, kind.formats[0]!),
          force: this.flags.force,
          connections,
        })
        await this.showVideo(saved.output)
        const sidecar = await this.sidecar({record, task, kind, output: saved.output})
        resumed.push({row: {...row, ...saved, ...(sidecar !== undefined && {sidecar})}})
      } catch (thrown) {
        if (this.interruption.aborted || !isKlingError(thrown)) throw thrown
        resumed.push({row, error: thrown})
      }
    }
    return resumed
  }

  /** Writes the sidecar that the create was to write. */
  private async sidecar({record, task, kind, output}: Saved): Promise<string | undefined> {
    const {dataDir} = this.config
    const kept = await new KeptRequests(dataDir).find(record.id)
    if (!kept?.wantsSidecar) return undefined
    await checkSidecar(output, this.flags.force)
    const facts = await taskMetadataOf({task, kind, journal: this.journal, dataDir})
    const path = await writeSidecar({output, facts, task, cwd: workingFolder()})
    if (!kept.isKept) await new KeptRequests(dataDir).forget(record.id)
    return path
  }
}
