import {Flags} from '@oclif/core'
import {BaseCommand} from '../../lib/command/base-command.js'
import {listedOnly} from '../../lib/command/flags.js'
import {wholeNumber} from '../../lib/command/numbers.js'
import {taskKindNames, taskKindOf} from '../../lib/tasks/kinds.js'
import {listTasks} from '../../lib/tasks/query.js'
import {summariseTask, summaryFields} from '../../lib/tasks/task.js'
import {tableView} from '../../lib/view/records.js'

export default class VideoList extends BaseCommand<typeof VideoList> {
  static override summary = 'list the tasks of one type that the service knows'

  static override examples = [
    '<%= config.bin %> <%= command.id %>',
    '<%= config.bin %> <%= command.id %> --type text2video --limit 100 --page 2',
    '<%= config.bin %> <%= command.id %> --json | jq -r \'.tasks[] | select(.status == "succeed") | .task_id\'',
  ]

  static override flags = {
    limit: Flags.string({char: 'l', summary: 'tasks a page, 1–500', default: '30', helpValue: 'N'}),
    page: Flags.string({char: 'p', summary: 'page, 1–1000', default: '1', helpValue: 'N'}),
    type: Flags.string({
      char: 't',
      summary: 'type of the tasks',
      default: 'create',
      options: listedOnly(taskKindNames),
    }),
  }

  static override records = {list: 'tasks', fields: summaryFields}

  async run(): Promise<Record<string, unknown>> {
    const {flags} = this
    const limit = wholeNumber('limit', flags.limit, 1, 500, 'invalid_limit')
    const page = wholeNumber('page', flags.page, 1, 1000, 'invalid_page')
    const kind = taskKindOf(flags.type)
    const {client} = await this.connect()
    const tasks = (await listTasks(client, kind, {limit, page})).map(summariseTask)
    return {tasks, count: tasks.length}
  }

  protected override view({tasks}: Record<string, unknown>): string {
    const rows = tasks as Record<string, unknown>[]
    if (rows.length === 0) return 'No tasks.'
    return tableView(rows, ['task_id', 'status', 'created_at', 'duration'], this.screen)
  }
}
