import {PluginCommand} from '../../lib/command/plugin-command.js'
import {t} from '../../lib/i18n/translate.js'
import {successLine} from '../../lib/terminal/screen.js'

/** What `kling plugins reset` removed. */
export interface ResetResult {
  /** Names of the plugins. */
  removed: string[]
}

export default class PluginsReset extends PluginCommand<typeof PluginsReset, ResetResult> {
  static override summary = 'remove all plugins, even if their list is damaged'
  static override examples = ['<%= config.bin %> plugins reset']

  async run(): Promise<ResetResult> {
    return {removed: await this.store.reset()}
  }

  protected override view({removed}: ResetResult): string {
    const count = removed.length
    return count === 0 ? t`No plugins installed.` : successLine(t`Removed ${count} plugins`, this.screen)
  }
}
