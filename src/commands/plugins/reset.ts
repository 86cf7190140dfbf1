import {PluginsCommand} from '../../lib/command/plugin-command.js'
import {say} from '../../lib/i18n/translate.js'
import {doneView} from '../../lib/terminal/screen.js'

export default class PluginsReset extends PluginsCommand<typeof PluginsReset> {
  static override summary = 'remove all plugins, also when their list is broken'
  static override examples = ['<%= config.bin %> plugins reset']

  async run(): Promise<Record<string, unknown>> {
    return {removed: await this.store.reset()}
  }

  protected override view({removed}: Record<string, unknown>): string {
    const count = (removed as string[]).length
    return count === 0 ? say`No plugins are installed.` : doneView(say`Removed ${count} plugins`, this.screen)
  }
}
