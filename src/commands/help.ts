import {Args, Command, Flags} from '@oclif/core'
import KlingHelp from '../lib/command/help.js'

export default class Help extends Command {
  static override summary = 'show commands and their flags'

  static override examples = ['<%= config.bin %> <%= command.id %> video create']

  static override args = {command: Args.string({description: 'a command or a topic', ignoreStdin: true})}

  static override flags = {
    'nested-commands': Flags.boolean({char: 'n', summary: 'also show the commands of nested topics'}),
  }

  static override strict = false

  async run(): Promise<void> {
    const {argv, flags} = await this.parse(Help)
    await new KlingHelp(this.config, {all: flags['nested-commands']}).showHelp(argv as string[])
  }
}
