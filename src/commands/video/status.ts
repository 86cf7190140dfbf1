import type {Connection} from '../../lib/api/connection.js'
import {Args, Flags} from '@oclif/core'
import {BaseCommand} from '../../lib/command/base-command.js'
import {monotonic, monotonicOf} from '../../lib/http/clock.js'
import {watchTask} from '../../lib/follow/watch.js'
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
  static override summary = "show a task's status"

  static override description =
    'A failed task is an error: content_policy if the content filter blocked it, otherwise task_failed. ' +
    '--type is never required: the task type is looked up automatically. With --watch, a terminal shows the ' +
    'current state; otherwise each change is printed as a line of JSON.'

  static override examples = [
    '<%= config.bin %> <%= command.id %> 847487393472614443',
    '<%= config.bin %> <%= command.id %> 847487393472614443 --verbose',
    '<%= config.bin %> <%= command.id %> 847487393472614443 --watch',
    '<%= config.bin %> <%= command.id %> my-own-id --type text2video --json',
  ]

  static override args = {
    task_id: Args.string({description: 'task ID, or your own external ID', ignoreStdin: true}),
  }

  static override flags = {
    type: Flags.option({char: 't', summary: 'type of the task', options: taskKindNames})(),
    verbose: Flags.boolean({char: 'v', summary: 'also show the URLs of the results'}),
    watch: Flags.boolean({char: 'w', summary: 'show each change until the task finishes'}),
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
    return describeTask(task)
  }

  private async watch(connection: Connection, kind: TaskKind, found: ApiTask): Promise<TaskResult> {
    let task = found
    const {task_id: taskId, created_at: created = Date.now()} = found
    const since = monotonicOf(created)
    const typicalSeconds = await this.journal.typicalSeconds(taskId).catch(() => undefined)
    const footer = (room: number): string => {
      const elapsedSeconds = (monotonic() - since) / 1000
      return waitingView({taskId, status: task.task_status, elapsedSeconds, typicalSeconds}, room)
    }
    const watching = this.watchOutput(() => describeTask(task), footer)
    try {
      const last = await watchTask({
        connection,
        kind,
        found,
        journal: this.journal,
        signal: this.interruption,
        again: `kling video status ${taskId} --watch${this.regionSuffix}`,
        tell: now => watching.tell(describeTask((task = now))),
      })
      return describeTask(last)
    } finally {
      watching.end()
    }
  }

  protected override view(result: TaskResult): string {
    if (result.status === 'succeed')
      this.hint(t`Download it with: kling video download ${result.task_id} -o video.mp4${this.regionSuffix}`)
    if (this.flags.verbose) return super.view(result)
    const {task_id, status, video_id, duration} = result
    return super.view({task_id, status, video_id, duration})
  }
}
