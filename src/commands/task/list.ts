import {Flags} from '@oclif/core'
import {kindFlag} from '../../lib/command/flags.js'
import {sinceOf, wholeNumber} from '../../lib/command/parse-flags.js'
import {TaskCommand} from '../../lib/command/task-command.js'
import {watchJournal} from '../../lib/follow/watch.js'
import type {KlingError} from '../../lib/errors/kling-error.js'
import {monotonic} from '../../lib/http/clock.js'
import type {JournalList} from '../../lib/journal/reader.js'
import {
  type PrintedRecord,
  isOpen,
  isUnsettled,
  printedRecord,
  recordFields,
  recordStates,
} from '../../lib/journal/records.js'
import {t} from '../../lib/i18n/translate.js'
import {watchingView} from '../../lib/terminal/progress.js'
import {journalView} from '../../lib/views/tasks.js'

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
    '<%= config.bin %> <%= command.id %> --state failed --since 7d',
    '<%= config.bin %> <%= command.id %> --kind avatar --limit 100',
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
    state: Flags.option({summary: 'only tasks in this state', options: recordStates})(),
    kind: kindFlag({char: 't', aliases: ['type']}),
    since: Flags.string({
      summary: 'only tasks since then: 24h, 7d, 2w, or a date such as 2026-11-01',
      helpValue: 'TIME',
    }),
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
    const since = flags.since === undefined ? undefined : sinceOf(flags.since, Date.now())
    const read = (): Promise<JournalList> => this.read(limit, since)
    return flags.watch ? this.watch(read) : describe(await read())
  }

  /** The first tasks of those that are wanted. */
  private async read(limit: number, since: number | undefined): Promise<JournalList> {
    const {state, kind} = this.flags
    if (state === undefined && kind === undefined && since === undefined) return this.reader.list(limit)
    const records = (await this.reader.since(since ?? 0)).filter(
      record => record.state === (state ?? record.state) && record.kind === (kind ?? record.kind),
    )
    return {
      records: records.slice(0, limit),
      total: records.length,
      unsettled: records.filter(isUnsettled).length,
    }
  }

  /** Until none is open, or Ctrl-C: the way to end it, so that nothing is said of it but the exit code. */
  private async watch(readList: () => Promise<JournalList>): Promise<TaskListResult> {
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
        read: async () => (list = await readList()).records,
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
    if (tasks.length === 0) {
      const {state, kind, since} = this.flags
      if (state ?? kind ?? since) return t`No such tasks.`
      this.hint(t`Create a video with: kling video create "A cat playing piano"`)
      return t`No tasks yet.`
    }
    if (unsettled !== 0)
      this.hint(t`${unsettled} submissions have an unknown outcome. Check them with: kling task resume`)
    return journalView(tasks, this.screen)
  }
}

function describe({records, total, unsettled}: JournalList): TaskListResult {
  const tasks = records.map(printedRecord)
  return {tasks, count: tasks.length, total, unsettled}
}
