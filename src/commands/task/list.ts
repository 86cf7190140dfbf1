import {Flags} from '@oclif/core'
import {wholeNumber} from '../../lib/command/numbers.js'
import {TaskCommand} from '../../lib/command/task-command.js'
import {recordFields} from '../../lib/journal/records.js'
import {tableView} from '../../lib/view/records.js'

export default class TaskList extends TaskCommand<typeof TaskList> {
  static override summary = 'list what this machine has submitted, by any command or plugin'

  static override description =
    'Submissions whose answer was lost come first: `kling task resume` finds out what became of them. ' +
    'The states are those last seen; `kling task wait` looks anew.'

  static override examples = [
    '<%= config.bin %> <%= command.id %>',
    '<%= config.bin %> <%= command.id %> --limit 100',
    '<%= config.bin %> <%= command.id %> --json | jq -r \'.tasks[] | select(.state == "processing") | .task_id\'',
  ]

  static override flags = {
    limit: Flags.string({char: 'l', summary: 'tasks to show, 1–100000', default: '30', helpValue: 'N'}),
  }

  static override records = {list: 'tasks', fields: recordFields}

  async run(): Promise<Record<string, unknown>> {
    const limit = wholeNumber('limit', this.flags.limit, 1, 100_000, 'invalid_limit')
    const {records: tasks, total, unsettled} = await this.reader.list(limit)
    return {tasks, count: tasks.length, total, unsettled}
  }

  protected override view({tasks, unsettled}: Record<string, unknown>): string {
    const rows = (tasks as Record<string, unknown>[]).map(row => ({
      ...row,
      task_id: row.task_id ?? row.id,
    }))
    if (rows.length === 0) return 'Nothing has been submitted yet.'
    if (unsettled !== 0)
      this.tip(`Find out what became of the ${String(unsettled)} unsettled: kling task resume`)
    return tableView(rows, ['task_id', 'state', 'prompt', 'created_at', 'kind'], this.screen)
  }
}
