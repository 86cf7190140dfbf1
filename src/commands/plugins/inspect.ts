import {Args} from '@oclif/core'
import {PluginCommand} from '../../lib/command/plugin-command.js'
import {type PluginDescription, describePlugin, pluginFields} from '../../lib/plugins/describe.js'
import {findPlugin} from '../../lib/plugins/store.js'

export default class PluginsInspect extends PluginCommand<typeof PluginsInspect, PluginDescription> {
  static override summary = 'show where a plugin is from, what it brings and what it may do'
  static override examples = ['<%= config.bin %> plugins inspect voice']
  static override args = {
    plugin: Args.string({required: true, ignoreStdin: true, description: 'name of the plugin'}),
  }

  static override records = {fields: pluginFields}

  async run(): Promise<PluginDescription> {
    return describePlugin(findPlugin(this.store.list(), this.nameOf(this.args.plugin)))
  }

  protected override view(plugin: PluginDescription): string {
    return this.factsView(plugin)
  }
}
