import {commands} from '@oclif/plugin-help'

export default class Help extends commands.help {
  static override summary = 'show commands and their flags'

  static override examples = ['<%= config.bin %> <%= command.id %> video create']
}
