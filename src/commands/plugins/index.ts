import {installedIn} from '../../lib/plugins/installed.js'
import {Flags} from '@oclif/core'
import {PluginCommand} from '../../lib/command/plugin-command.js'
import {t} from '../../lib/i18n/translate.js'
import {type CorePlugin, type PluginDescription, pluginFields} from '../../lib/plugins/describe.js'
import {formatCommandId} from '../../lib/plugins/store.js'
import {friendlyNames} from '../../lib/plugins/spec.js'
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
    const {builtIn} = this
    const missing = Object.keys(friendlyNames).filter(
      name => !this.config.commandIDs.some(id => id.startsWith(`${name}:`)),
    )
    if (missing.length > 0)
      this.hint(t`Official plugins: ${missing.map(name => `kling plugins install ${name}`).join(t`, `)}`)
    const table =
      plugins.length === 0
        ? t`No plugins installed.`
        : tableView(plugins, ['name', 'version', 'type', 'runs'], this.screen)
    return builtIn.length === 0 ? table : `${table}\n${t`Built in: ${builtIn.join(t`, `)}.`}`
  }

  /** Short names of the official plugins that came with the program. */
  private get builtIn(): string[] {
    const own = [...this.config.plugins.values()].filter(plugin => !installedIn(plugin))
    const names = new Set(own.map(({name}) => name))
    return Object.keys(friendlyNames).filter(short => names.has(friendlyNames[short]!))
  }
}
