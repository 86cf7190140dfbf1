import {Args} from '@oclif/core'
import {resolve} from 'node:path'
import {assertNotStandalone} from '../../lib/plugins/plugin-compatibility.js'
import {PluginCommand, grantFlags} from '../../lib/command/plugin-command.js'
import type {InstallResult} from '../../lib/plugins/describe.js'
import {t} from '../../lib/i18n/translate.js'

export default class PluginsLink extends PluginCommand<typeof PluginsLink, InstallResult> {
  static override summary = 'use a plugin from the folder where you develop it'
  static override description =
    'Changes in the folder take effect at the next start. The plugin runs like a third-party plugin, with ' +
    'only the permissions that it asks for and you grant, so you see what its users will see.'
  static override examples = ['<%= config.bin %> plugins link . --yes']
  static override args = {
    folder: Args.string({required: true, ignoreStdin: true, description: 'folder of the built plugin'}),
  }
  static override flags = grantFlags

  async run(): Promise<InstallResult> {
    assertNotStandalone(t`Plugins cannot be linked`)
    return this.describeAdded(await this.store.link(resolve(this.args.folder)))
  }

  protected override view(result: InstallResult): string {
    return this.addedView(result)
  }
}
