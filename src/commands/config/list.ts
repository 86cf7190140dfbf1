import {BaseCommand} from '../../lib/command/base-command.js'
import {configPath} from '../../lib/config/config-file.js'
import {settingDefinitions, mask} from '../../lib/config/setting-definitions.js'
import {formatOrigin} from '../../lib/config/settings.js'
import {translate} from '../../lib/i18n/translate.js'
import {tableView} from '../../lib/terminal/table.js'

/** A setting, its value masked where it is a secret. */
export interface ListedSetting {
  /** Its name in the config file. */
  key: string
  /** null where it is not set. */
  value: string | null
  /** Where it comes from: an environment variable, a profile, the config file. */
  origin: string | null
  /** What it is for. */
  description: string
}

/** All settings. */
export interface ConfigListResult {
  settings: ListedSetting[]
  /** The config file. */
  path: string
}

export default class ConfigList extends BaseCommand<typeof ConfigList, ConfigListResult> {
  static override summary = 'list all settings and where they come from; secrets are masked'

  static override examples = [
    '<%= config.bin %> <%= command.id %>',
    '<%= config.bin %> <%= command.id %> --profile work --json',
  ]

  static override records = {list: 'settings', fields: ['key', 'value', 'origin', 'description']}

  async run(): Promise<ConfigListResult> {
    const settings = Object.entries(settingDefinitions).map(([key, {secret, description}]) => {
      const found = this.settings[key]
      const value = found && (secret ? mask(found.value) : found.value)
      return {key, value: value ?? null, origin: found?.origin ?? null, description}
    })
    return {settings, path: configPath(this.config.configDir)}
  }

  protected override view({settings, path}: ConfigListResult): string {
    const rows = settings.map(({key, value, origin, description}) => ({
      key,
      value: value ?? '-',
      from: origin === null ? '-' : formatOrigin(origin),
      what: translate(description),
    }))
    const {screen} = this
    return `${tableView(rows, ['key', 'value', 'from', 'what'], screen)}\n\n${screen.paint('dim', path)}`
  }
}
