import {Args} from '@oclif/core'
import {PluginsCommand} from '../../lib/command/plugin-command.js'
import {say} from '../../lib/i18n/translate.js'
import {doneView} from '../../lib/terminal/screen.js'

export default class PluginsUninstall extends PluginsCommand<typeof PluginsUninstall> {
  static override summary = 'remove a plugin; what it stored in its data folder stays'
  static override aliases = ['plugins:remove']
  static override examples = ['<%= config.bin %> plugins uninstall kling-plugin-storyboard']
  static override args = {
    plugin: Args.string({required: true, ignoreStdin: true, description: 'name of the plugin'}),
  }

  async run(): Promise<Record<string, unknown>> {
    const {name, version} = await this.store.uninstall(this.nameOf(this.args.plugin))
    return {name, version, status: 'uninstalled'}
  }

  protected override view({name, version}: Record<string, unknown>): string {
    return doneView(say`Removed ${String(name)} ${String(version)}`, this.screen)
  }
}
