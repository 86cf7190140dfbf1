import {Args} from '@oclif/core'
import {PluginCommand, describePlugin, pluginFields} from '../../lib/command/plugin-command.js'
import {findPlugin} from '../../lib/plugins/store.js'

export default class PluginsInspect extends PluginCommand<typeof PluginsInspect> {
  static override summary = 'show the source, commands and permissions of a plugin'
  static override examples = ['<%= config.bin %> plugins inspect voice']
  static override args = {
    plugin: Args.string({required: true, ignoreStdin: true, description: 'plugin name'}),
  }

  static override records = {fields: pluginFields}

  async run(): Promise<Record<string, unknown>> {
    return describePlugin(findPlugin(this.store.list(), this.nameOf(this.args.plugin)))
  }
}
