import {Args} from '@oclif/core'
import {PluginCommand} from '../../lib/command/plugin-command.js'
import {type PluginDescription, pluginFields} from '../../lib/plugins/describe.js'
import {barrierText} from '../../lib/isolation/barrier.js'
import {findPlugin} from '../../lib/plugins/store.js'

export default class PluginsInspect extends PluginCommand<typeof PluginsInspect, PluginDescription> {
  static override summary = 'show the source, commands and permissions of a plugin'
  static override examples = ['<%= config.bin %> plugins inspect voice']
  static override args = {
    plugin: Args.string({required: true, ignoreStdin: true, description: 'plugin name'}),
  }

  static override records = {fields: pluginFields}

  async run(): Promise<PluginDescription> {
    return this.describe(findPlugin(this.store.list(), this.nameOf(this.args.plugin)))
  }

  protected override view(plugin: PluginDescription): string {
    const {barrier} = plugin
    return this.factsView({...plugin, ...(barrier !== undefined && {barrier: barrierText(barrier)})})
  }
}
