import {Args} from '@oclif/core'
import {type WaitedTask, describeWaited, waitForRecords} from '../../lib/follow/wait-with-progress.js'
import {waitTimeoutFlag} from '../../lib/command/flags.js'
import {seconds} from '../../lib/command/parse-flags.js'
import {TaskCommand} from '../../lib/command/task-command.js'
import {isOpen} from '../../lib/journal/records.js'
import {taskFields} from '../../lib/tasks/task.js'
import {t} from '../../lib/i18n/translate.js'
import {tableView} from '../../lib/terminal/table.js'

/** Tasks that were waited for; all have succeeded, else the command ends with an error that holds them. */
export interface WaitResult {
  tasks: WaitedTask[]
  /** Number of tasks. */
  count: number
}

export default class TaskWait extends TaskCommand<typeof TaskWait, WaitResult> {
  static override summary = 'wait for tasks to finish'

  static override description =
    'Without IDs, waits for all open tasks. One process polls all of them together, so many tasks cost no ' +
    'more API calls than one. If a task failed or did not finish in time, the exit code says so; all results ' +
    'are in `tasks`.'

  static override examples = [
    '<%= config.bin %> <%= command.id %> 847487393472614443',
    '<%= config.bin %> <%= command.id %> --wait-timeout 600',
  ]

  static override strict = false

  static override args = {
    task_id: Args.string({description: 'task IDs or external IDs', ignoreStdin: true}),
  }

  static override flags = {
    'wait-timeout': waitTimeoutFlag,
  }

  static override records = {list: 'tasks', fields: [...taskFields, 'error']}

  async run(): Promise<WaitResult> {
    const timeoutSeconds = seconds('wait-timeout', this.flags['wait-timeout'])
    const ids = this.positionals
    const chosen = ids.length > 0 ? await this.find(...ids) : (await this.reader.pending()).filter(isOpen)
    const results = await waitForRecords({
      records: chosen,
      connectionOf: record => this.connectionOf(record),
      journal: this.journal,
      progress: this.progress(),
      signal: this.interruption,
      timeoutSeconds,
    })
    const tasks = results.map(describeWaited)
    const failure = results.find(({error}) => error !== undefined)?.error
    if (failure) throw tasks.length === 1 ? failure : failure.with({details: {tasks}})
    return {tasks, count: tasks.length}
  }

  protected override view({tasks}: WaitResult): string {
    return tasks.length === 0
      ? t`No open tasks.`
      : tableView(tasks, ['task_id', 'status', 'duration'], this.screen)
  }
}
