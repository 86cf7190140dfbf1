import {Flags} from '@oclif/core'
import {BaseCommand} from '../../lib/command/base-command.js'
import {readPages} from '../../lib/api/pagination.js'
import {pageFlags} from '../../lib/command/flags.js'
import {pagesOf} from '../../lib/command/parse-flags.js'
import {taskKindNames, taskKindOf} from '../../lib/catalog/task-kinds.js'
import {recordStates} from '../../lib/tasks/record-states.js'
import {listTasks} from '../../lib/tasks/query.js'
import {type TaskSummary, summariseTask, summaryFields} from '../../lib/tasks/task.js'
import {t} from '../../lib/i18n/translate.js'
import {tableView} from '../../lib/terminal/table.js'

/** Most tasks of a page. */
const maxTasks = 500

/** Tasks of one type that the service knows, newest first. */
export interface VideoListResult {
  tasks: TaskSummary[]
  /** Number of these. */
  count: number
}

export default class VideoList extends BaseCommand<typeof VideoList, VideoListResult> {
  static override summary = 'list the tasks of one type that the service knows'

  static override examples = [
    '<%= config.bin %> <%= command.id %>',
    '<%= config.bin %> <%= command.id %> --type text2video --limit 100 --page 2',
    '<%= config.bin %> <%= command.id %> --all --fields task_id,status,duration',
    '<%= config.bin %> <%= command.id %> --json | jq -r \'.tasks[] | select(.status == "succeed") | .task_id\'',
  ]

  static override flags = {
    ...pageFlags('tasks', maxTasks),
    type: Flags.option({
      char: 't',
      summary: 'type of the tasks',
      default: 'create',
      options: taskKindNames,
    })(),
  }

  static override records = {list: 'tasks', fields: summaryFields}

  async run(): Promise<VideoListResult> {
    const {flags} = this
    const pages = pagesOf(flags, maxTasks, flag => this.isGiven(flag))
    const kind = taskKindOf(flags.type)
    const {client} = await this.connect()
    const found = await readPages(
      pages,
      page => listTasks(client, kind, page),
      ({task_id}) => task_id,
    )
    await recordStates(this.journal, found)
    return {tasks: found.map(summariseTask), count: found.length}
  }

  protected override view({tasks}: VideoListResult): string {
    if (tasks.length === 0) {
      this.hint(
        t`Only tasks of type ${this.flags.type} are listed. See other types with --type, or all tasks of this machine with: kling task list`,
      )
      return t`No tasks.`
    }
    return tableView(tasks, ['task_id', 'status', 'created_at', 'duration', 'video_url'], this.screen)
  }
}
