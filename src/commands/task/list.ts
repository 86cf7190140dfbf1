import {Flags} from '@oclif/core'
import {wholeNumber} from '../../lib/command/parse-flags.js'
import {TaskCommand} from '../../lib/command/task-command.js'
import {watchJournal} from '../../lib/follow/watch.js'
import type {KlingError} from '../../lib/errors/kling-error.js'
import {monotonic} from '../../lib/http/clock.js'
import type {JournalList} from '../../lib/journal/reader.js'
import {type PrintedRecord, isOpen, printedRecord, recordFields} from '../../lib/journal/records.js'
import {t} from '../../lib/i18n/translate.js'
import {watchingView} from '../../lib/terminal/progress.js'
import {tableView} from '../../lib/terminal/table.js'

/** What this machine has submitted. */
export interface TaskListResult {
  /** Unsettled ones first, then newest first; as many as were asked for. */
  tasks: PrintedRecord[]
  /** Number of these. */
  count: number
  /** Number of all. */
  total: number
  /** Number of those whose answer was lost. */
  unsettled: number
}

export default class TaskList extends TaskCommand<typeof TaskList, TaskListResult> {
  static override summary = 'list tasks submitted from this machine, by any command or plugin'

  static override description =
    'Submissions with an unknown outcome come first; `kling task resume` finds out whether they became ' +
    'tasks. States are shown as last seen; `kling task wait` checks again.'

  static override examples = [
    '<%= config.bin %> <%= command.id %>',
    '<%= config.bin %> <%= command.id %> --limit 100',
    '<%= config.bin %> <%= command.id %> --watch',
    '<%= config.bin %> <%= command.id %> --all --fields task_id,state',
    '<%= config.bin %> <%= command.id %> --json | jq -r \'.tasks[] | select(.state == "processing") | .task_id\'',
  ]

  static override flags = {
    limit: Flags.string({
      char: 'l',
      summary: 'maximum number of tasks, 1–100000',
      default: '30',
      helpValue: 'N',
    }),
    all: Flags.boolean({summary: 'all tasks'}),
    watch: Flags.boolean({
      char: 'w',
      summary:
        'refresh until no task is open; on a terminal the list is redrawn, otherwise each change is a line',
    }),
  }

  static override records = {list: 'tasks', fields: recordFields}

  async run(): Promise<TaskListResult> {
    const {flags} = this
    const limit = flags.all ? Infinity : wholeNumber('limit', flags.limit, 1, 100_000, 'invalid_limit')
    return flags.watch ? this.watch(limit) : describe(await this.reader.list(limit))
  }

  /** Until none is open, or Ctrl-C: the way to end it, so that nothing is said of it but the exit code. */
  private async watch(limit: number): Promise<TaskListResult> {
    let list: JournalList = {records: [], total: 0, unsettled: 0}
    const start = monotonic()
    const footer = (room: number): string => {
      const open = list.records.filter(isOpen).map(({state}) => state)
      return watchingView(open, (monotonic() - start) / 1000, room)
    }
    const watching = this.watchOutput(() => describe(list), footer)
    const signal = this.interruption
    try {
      await watchJournal({
        read: async () => (list = await this.reader.list(limit)).records,
        connectionOf: record => this.connectionOf(record),
        journal: this.journal,
        signal,
        timeoutSeconds: Infinity,
        lookMs: 1000,
        untilStopped: false,
        tell: record => watching.tell(printedRecord(record)),
        warn: text => this.note(t`Warning: ${text}`),
      })
    } finally {
      watching.end()
    }
    if (signal.aborted) process.exitCode = (signal.reason as KlingError).oclif.exit
    return describe(list)
  }

  protected override view({tasks, unsettled}: TaskListResult): string {
    const rows = tasks.map(task => ({...task, task_id: task.task_id ?? task.id}))
    if (rows.length === 0) {
      this.hint(t`Create a video with: kling video create "A cat playing piano"`)
      return t`No tasks yet.`
    }
    if (unsettled !== 0)
      this.hint(t`${unsettled} submissions have an unknown outcome. Check them with: kling task resume`)
    return tableView(rows, ['task_id', 'state', 'prompt', 'created_at', 'kind'], this.screen)
  }
}

function describe({records, total, unsettled}: JournalList): TaskListResult {
  const tasks = records.map(printedRecord)
  return {tasks, count: tasks.length, total, unsettled}
}
