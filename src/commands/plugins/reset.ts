import {PluginCommand} from '../../lib/command/plugin-command.js'
import {t} from '../../lib/i18n/translate.js'
import {successLine} from '../../lib/terminal/screen.js'

export default class PluginsReset extends PluginCommand<typeof PluginsReset> {
  static override summary = 'remove all plugins, even if their list is damaged'
  static override examples = ['<%= config.bin %> plugins reset']

  async run(): Promise<Record<string, unknown>> {
    return {removed: await this.store.reset()}
  }

  protected override view({removed}: Record<string, unknown>): string {
    const count = (removed as string[]).length
    return count === 0 ? t`No plugins installed.` : successLine(t`Removed ${count} plugins`, this.screen)
  }
}
