import {PluginsCommand} from '../../lib/command/plugins-command.js'

export default class PluginsReset extends PluginsCommand<typeof PluginsReset> {
  static override summary = 'remove all plugins, also when their list is broken'
  static override examples = ['<%= config.bin %> plugins reset']

  async run(): Promise<Record<string, unknown>> {
    return {removed: await this.store.reset()}
  }
}
