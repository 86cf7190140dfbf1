import {Args} from '@oclif/core'
import {PluginCommand} from '../../lib/command/plugin-command.js'
import {t} from '../../lib/i18n/translate.js'
import {successLine} from '../../lib/terminal/screen.js'

/** A plugin that was removed. */
export interface UninstallResult {
  /** Name of its package. */
  name: string
  version: string
  status: 'uninstalled'
}

export default class PluginsUninstall extends PluginCommand<typeof PluginsUninstall, UninstallResult> {
  static override summary = 'remove a plugin; its data folder is kept'
  static override aliases = ['plugins:remove']
  static override examples = ['<%= config.bin %> plugins uninstall kling-plugin-storyboard']
  static override args = {
    plugin: Args.string({required: true, ignoreStdin: true, description: 'plugin name'}),
  }

  async run(): Promise<UninstallResult> {
    const {name, version} = await this.store.uninstall(this.nameOf(this.args.plugin))
    return {name, version, status: 'uninstalled'}
  }

  protected override view({name, version}: UninstallResult): string {
    return successLine(t`Removed ${name} ${version}`, this.screen)
  }
}
