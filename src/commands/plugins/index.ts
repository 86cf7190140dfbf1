import {installedIn} from '../../lib/plugins/installed.js'
import {Flags} from '@oclif/core'
import {PluginCommand} from '../../lib/command/plugin-command.js'
import {t} from '../../lib/i18n/translate.js'
import {type CorePlugin, type PluginDescription, pluginFields} from '../../lib/plugins/describe.js'
import {formatCommandId} from '../../lib/plugins/store.js'
import {tableView} from '../../lib/terminal/table.js'

/** The plugins that are there. */
export interface PluginsResult {
  plugins: (CorePlugin | PluginDescription)[]
  /** Number of plugins. */
  count: number
}

export default class Plugins extends PluginCommand<typeof Plugins, PluginsResult> {
  static override summary = 'list installed plugins'
  static override examples = ['<%= config.bin %> plugins', '<%= config.bin %> plugins --core --json']
  static override flags = {
    core: Flags.boolean({summary: 'include built-in plugins'}),
  }

  static override records = {list: 'plugins', fields: pluginFields}

  async run(): Promise<PluginsResult> {
    const core = [...this.config.plugins.values()]
      .filter(plugin => this.flags.core && !installedIn(plugin))
      .map(({name, version, root, commandIDs}): CorePlugin => ({
        name,
        version,
        type: 'core',
        root,
        runs: 'in kling',
        commands: commandIDs.map(formatCommandId),
      }))
    const plugins = [...core, ...this.store.list().map(plugin => this.describe(plugin))]
    return {plugins, count: plugins.length}
  }

  protected override view({plugins}: PluginsResult): string {
    if (plugins.length === 0) {
      this.hint(t`Official plugins: kling plugins install voice, kling plugins install sandbox`)
      return t`No plugins installed.`
    }
    return tableView(plugins, ['name', 'version', 'type', 'runs'], this.screen)
  }
}
