import {installedIn} from '../../lib/plugins/installed.js'
import {Flags} from '@oclif/core'
import {PluginCommand, describePlugin, pluginFields} from '../../lib/command/plugin-command.js'
import {t} from '../../lib/i18n/translate.js'
import {formatCommandId} from '../../lib/plugins/store.js'
import {tableView} from '../../lib/terminal/table.js'

export default class Plugins extends PluginCommand<typeof Plugins> {
  static override summary = 'list installed plugins'
  static override examples = ['<%= config.bin %> plugins', '<%= config.bin %> plugins --core --json']
  static override flags = {
    core: Flags.boolean({summary: 'include built-in plugins'}),
  }

  static override records = {list: 'plugins', fields: pluginFields}

  async run(): Promise<Record<string, unknown>> {
    const core = [...this.config.plugins.values()]
      .filter(plugin => this.flags.core && !installedIn(plugin))
      .map(({name, version, root, commandIDs}) => ({
        name,
        version,
        type: 'core',
        root,
        runs: 'in kling',
        commands: commandIDs.map(formatCommandId),
      }))
    const plugins = [...core, ...this.store.list().map(describePlugin)]
    return {plugins, count: plugins.length}
  }

  protected override view({plugins}: Record<string, unknown>): string {
    const rows = plugins as Record<string, unknown>[]
    if (rows.length === 0) {
      this.hint(t`Official plugins: kling plugins install voice, kling plugins install sandbox`)
      return t`No plugins installed.`
    }
    return tableView(rows, ['name', 'version', 'type', 'runs'], this.screen)
  }
}
