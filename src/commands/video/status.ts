import {Args, Flags} from '@oclif/core'
import {BaseCommand, required} from '../../lib/command/base-command.js'
import {listedOnly} from '../../lib/command/flags.js'
import {taskKindNames, taskKindOf} from '../../lib/tasks/kinds.js'
import {findTask} from '../../lib/tasks/query.js'
import {describeTask, errorOfFailedTask, taskFields} from '../../lib/tasks/task.js'

export default class VideoStatus extends BaseCommand<typeof VideoStatus> {
  static override summary = 'show how far a task is'

  static override description =
    'A failed task is an error: content_policy when the content filter stopped it, else task_failed. ' +
    'The type is needed for no task: this machine knows its own, and that of another is found out.'

  static override examples = [
    '<%= config.bin %> <%= command.id %> 847487393472614443',
    '<%= config.bin %> <%= command.id %> 847487393472614443 --verbose',
    '<%= config.bin %> <%= command.id %> my-own-id --type text2video --json',
  ]

  static override args = {
    task_id: Args.string({description: 'id of the task, or your own external id', ignoreStdin: true}),
  }

  static override flags = {
    type: Flags.string({char: 't', summary: 'type of the task', options: listedOnly(taskKindNames)}),
    verbose: Flags.boolean({char: 'v', summary: 'also show the addresses of the results'}),
  }

  static override records = {fields: taskFields}

  async run(): Promise<Record<string, unknown>> {
    const {args, flags} = this
    const id = required(args.task_id, 'missing_task_id', 'For example: kling video status 847487393472614443')
    if (flags.type !== undefined) taskKindOf(flags.type)
    const {client} = await this.connectFor(id)
    const {task} = await findTask({client, journal: this.journal, id, type: flags.type})
    if (task.task_status === 'failed') throw errorOfFailedTask(task)
    return describeTask(task, flags.verbose || this.isSelective)
  }

  protected override view(result: Record<string, unknown>): string {
    const region = this.flags.region ? ` --region ${this.flags.region}` : ''
    if (result.status === 'succeed')
      this.tip(`Download it with: kling video download ${String(result.task_id)} -o video.mp4${region}`)
    return super.view(result)
  }
}
