import {type Connection} from '../../lib/api/connection.js'
import {Args, Flags} from '@oclif/core'
import {BaseCommand} from '../../lib/command/base-command.js'
import {watchTask} from '../../lib/follow/watch-task.js'
import {requireArgument} from '../../lib/errors/require-argument.js'
import {msg, t} from '../../lib/i18n/translate.js'
import {type TaskKind, taskKindNames} from '../../lib/catalog/task-kinds.js'
import {recordStates} from '../../lib/tasks/record-states.js'
import {findTask} from '../../lib/tasks/query.js'
import {
  type ApiTask,
  type TaskResult,
  describeTask,
  errorOfFailedTask,
  taskFields,
} from '../../lib/tasks/task.js'
import {waitingView} from '../../lib/terminal/progress.js'

export default class VideoStatus extends BaseCommand<typeof VideoStatus, TaskResult> {
  static override summary = 'show how far a task is'

  static override description =
    'A failed task is an error: content_policy when the content filter stopped it, else task_failed. ' +
    'The type is needed for no task: this machine knows its own, and that of another is found out. ' +
    'With --watch a terminal shows it as it is; elsewhere each change is a line of JSON.'

  static override examples = [
    '<%= config.bin %> <%= command.id %> 847487393472614443',
    '<%= config.bin %> <%= command.id %> 847487393472614443 --verbose',
    '<%= config.bin %> <%= command.id %> 847487393472614443 --watch',
    '<%= config.bin %> <%= command.id %> my-own-id --type text2video --json',
  ]

  static override args = {
    task_id: Args.string({description: 'id of the task, or your own external id', ignoreStdin: true}),
  }

  static override flags = {
    type: Flags.option({char: 't', summary: 'type of the task', options: taskKindNames})(),
    verbose: Flags.boolean({char: 'v', summary: 'also show the addresses of the results'}),
    watch: Flags.boolean({char: 'w', summary: 'show it anew whenever it changes, until it ends'}),
  }

  static override records = {fields: taskFields}

  async run(): Promise<TaskResult> {
    const {args, flags} = this
    const id = requireArgument(args.task_id, {
      code: 'missing_task_id',
      name: msg`task ID`,
      example: 'kling video status 847487393472614443',
    })
    const connection = await this.connectFor(id)
    const {client} = connection
    const {kind, task} = await findTask({client, journal: this.journal, id, type: flags.type})
    if (flags.watch) return this.watch(connection, kind, task)
    await recordStates(this.journal, [task])
    if (task.task_status === 'failed') throw errorOfFailedTask(task)
    return this.describe(task)
  }

  private describe(task: ApiTask): TaskResult {
    return describeTask(task, this.flags.verbose || this.isSelective)
  }

  private async watch(connection: Connection, kind: TaskKind, found: ApiTask): Promise<TaskResult> {
    let task = found
    const {task_id: taskId, created_at: since = Date.now()} = found
    const typicalSeconds = await this.journal.typicalSeconds(taskId).catch(() => undefined)
    const footer = (room: number): string => {
      const elapsedSeconds = Math.max(Date.now() - since, 0) / 1000
      return waitingView({taskId, status: task.task_status, elapsedSeconds, typicalSeconds}, room)
    }
    const watching = this.watchOutput(() => this.describe(task), footer)
    try {
      const last = await watchTask({
        connection,
        kind,
        found,
        journal: this.journal,
        signal: this.interruption,
        again: `kling video status ${taskId} --watch${this.regionSuffix}`,
        tell: now => watching.tell(this.describe((task = now))),
      })
      return this.describe(last)
    } finally {
      watching.end()
    }
  }

  protected override view(result: TaskResult): string {
    if (result.status === 'succeed')
      this.hint(t`Download it with: kling video download ${result.task_id} -o video.mp4${this.regionSuffix}`)
    return super.view(result)
  }
}
