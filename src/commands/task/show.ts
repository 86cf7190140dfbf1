import {Args} from '@oclif/core'
import {type PrintedRecord, printedRecord, recordFields} from '../../lib/journal/records.js'
import {TaskCommand} from '../../lib/command/task-command.js'
import {requireArgument} from '../../lib/errors/require-argument.js'
import {msg} from '../../lib/i18n/translate.js'

export default class TaskShow extends TaskCommand<typeof TaskShow, PrintedRecord> {
  static override summary = 'show everything that the journal knows about a task'

  static override examples = ['<%= config.bin %> <%= command.id %> 847487393472614443']

  static override args = {
    task_id: Args.string({description: 'task ID or external ID', ignoreStdin: true}),
  }

  static override records = {fields: recordFields}

  async run(): Promise<PrintedRecord> {
    const id = requireArgument(this.args.task_id, {
      code: 'missing_task_id',
      name: msg`task ID`,
      example: 'kling task show 847487393472614443',
    })
    return printedRecord(await this.findOne(id))
  }
}
