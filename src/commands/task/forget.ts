import {Args} from '@oclif/core'
import {TaskCommand} from '../../lib/command/task-command.js'
import {requireArgument} from '../../lib/errors/require-argument.js'
import {KeptRequests} from '../../lib/sidecar/kept-requests.js'
import {msg, t} from '../../lib/i18n/translate.js'
import {successLine} from '../../lib/terminal/screen.js'

/** A task that is in no list any more. */
export interface ForgottenTask {
  /** External task id. */
  id: string
  /** Id by the service, if it is known. */
  task_id?: string | undefined
  forgotten: true
}

export default class TaskForget extends TaskCommand<typeof TaskForget, ForgottenTask> {
  static override summary = 'remove a task from the lists of this machine'

  static override description =
    'The task itself and its files are kept; Kling has no way to stop a task. The request that was kept for ' +
    '`kling video rerun` is deleted.'

  static override examples = ['<%= config.bin %> <%= command.id %> 847487393472614443']

  static override args = {
    task_id: Args.string({description: 'task ID or external ID', ignoreStdin: true}),
  }

  async run(): Promise<ForgottenTask> {
    const id = requireArgument(this.args.task_id, {
      code: 'missing_task_id',
      name: msg`task ID`,
      example: 'kling task forget 847487393472614443',
    })
    const record = await this.findOne(id)
    await this.journal.append({event: 'forgotten', id: record.id})
    await new KeptRequests(this.config.dataDir).forget(record.id)
    return {id: record.id, task_id: record.task_id, forgotten: true}
  }

  protected override view({id, task_id: taskId = id}: ForgottenTask): string {
    return successLine(t`Forgot task ${taskId}`, this.screen)
  }
}
