import {BaseCommand} from '../../lib/command/base-command.js'
import {configPath} from '../../lib/config/config-file.js'

export default class ConfigPath extends BaseCommand<typeof ConfigPath> {
  static override summary = 'show the path of the config file'

  static override examples = ['<%= config.bin %> <%= command.id %>']

  async run(): Promise<Record<string, unknown>> {
    return {path: configPath(this.config.configDir)}
  }

  protected override view({path}: Record<string, unknown>): string {
    return String(path)
  }
}
