import {Args} from '@oclif/core'
import {PluginCommand, grantFlags} from '../../lib/command/plugin-command.js'
import type {InstallResult} from '../../lib/plugins/describe.js'
import {t} from '../../lib/i18n/translate.js'
import {parseSpec} from '../../lib/plugins/spec.js'
import {findPlugin} from '../../lib/plugins/store.js'
import {workingFolder} from '../../lib/fs/working-folder.js'
import {successLine} from '../../lib/terminal/screen.js'

/** The plugins that were fetched again. */
export interface UpdateResult {
  plugins: InstallResult[]
  /** Number of plugins. */
  count: number
}

export default class PluginsUpdate extends PluginCommand<typeof PluginsUpdate, UpdateResult> {
  static override summary = 'update plugins'
  static override description =
    'Each plugin is updated within the version, tag or range it was installed with. A plugin that wants more ' +
    'permissions than before asks again.'
  static override examples = ['<%= config.bin %> plugins update', '<%= config.bin %> plugins update voice']
  static override args = {
    plugin: Args.string({ignoreStdin: true, description: 'only this plugin'}),
  }
  static override flags = grantFlags

  async run(): Promise<UpdateResult> {
    const installed = this.store.list()
    const chosen =
      this.args.plugin === undefined ? installed : [findPlugin(installed, this.nameOf(this.args.plugin))]
    const plugins: InstallResult[] = []
    for (const plugin of chosen) {
      if (plugin.type === 'link') continue
      plugins.push(await this.install(parseSpec(plugin.spec, workingFolder())))
    }
    return {plugins, count: plugins.length}
  }

  protected override view({plugins}: UpdateResult): string {
    const lines = plugins.map(({name, version, previous_version: before}) =>
      before === version
        ? t`${name} ${version} is up to date`
        : successLine(t`Updated ${name} from ${before} to ${version}`, this.screen),
    )
    return lines.join('\n') || t`No plugins installed.`
  }
}
