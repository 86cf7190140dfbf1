import {BaseCommand} from '../../lib/command/base-command.js'
import {configPath} from '../../lib/config/config-file.js'
import {settingDefinitions, mask} from '../../lib/config/setting-definitions.js'
import {formatOrigin} from '../../lib/config/settings.js'
import {translate} from '../../lib/i18n/translate.js'
import {tableView} from '../../lib/terminal/table.js'

export default class ConfigList extends BaseCommand<typeof ConfigList> {
  static override summary = 'list all settings and where they come from; secrets are masked'

  static override examples = [
    '<%= config.bin %> <%= command.id %>',
    '<%= config.bin %> <%= command.id %> --profile work --json',
  ]

  static override records = {list: 'settings', fields: ['key', 'value', 'origin', 'description']}

  async run(): Promise<Record<string, unknown>> {
    const settings = Object.entries(settingDefinitions).map(([key, {secret, description}]) => {
      const found = this.settings[key]
      const value = found && (secret ? mask(found.value) : found.value)
      return {key, value: value ?? null, origin: found?.origin ?? null, description}
    })
    return {settings, path: configPath(this.config.configDir)}
  }

  protected override view({settings, path}: Record<string, unknown>): string {
    const rows = (settings as Record<string, unknown>[]).map(({key, value, origin, description}) => ({
      key,
      value: value ?? '-',
      from: typeof origin === 'string' ? formatOrigin(origin) : '-',
      what: translate(String(description)),
    }))
    return `${tableView(rows, ['key', 'value', 'from', 'what'], this.screen)}\n\n${this.paint('dim', String(path))}`
  }
}
