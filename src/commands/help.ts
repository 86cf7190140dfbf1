import {Args, Flags} from '@oclif/core'
import {commands} from '@oclif/plugin-help'

export default class Help extends commands.help {
  static override summary = 'show commands and their flags'

  static override description = 'Without a command, lists all commands.'

  static override examples = ['<%= config.bin %> <%= command.id %> video create']

  static override args = {
    command: Args.string({description: 'command or topic', required: false, ignoreStdin: true}),
  }

  static override flags = {
    'nested-commands': Flags.boolean({
      char: 'n',
      summary: 'also show the commands of nested topics',
    }),
  }
}
