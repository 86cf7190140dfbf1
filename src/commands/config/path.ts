import {BaseCommand} from '../../lib/command/base-command.js'
import {configPath} from '../../lib/config/config-file.js'

/** Where the config file is. */
export interface ConfigPathResult {
  path: string
}

export default class ConfigPath extends BaseCommand<typeof ConfigPath, ConfigPathResult> {
  static override summary = 'show the path of the config file'

  static override examples = ['<%= config.bin %> <%= command.id %>']

  async run(): Promise<ConfigPathResult> {
    return {path: configPath(this.config.configDir)}
  }

  protected override view({path}: ConfigPathResult): string {
    return path
  }
}
