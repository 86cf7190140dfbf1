import {Args} from '@oclif/core'
import {BaseCommand} from '../../lib/command/base-command.js'
import {changeConfig, configPath} from '../../lib/config/config-file.js'
import {settingDefinitionOf} from '../../lib/config/setting-definitions.js'
import {requireArgument} from '../../lib/errors/require-argument.js'
import {msg, t} from '../../lib/i18n/translate.js'
import {successLine} from '../../lib/terminal/screen.js'

/** A setting that was removed from the config file. */
export interface ConfigUnsetResult {
  /** Its name there. */
  key: string
  /** The profile that it was of; left out for all. */
  profile?: string | undefined
  /** The config file. */
  path: string
}

export default class ConfigUnset extends BaseCommand<typeof ConfigUnset, ConfigUnsetResult> {
  static override summary = 'remove a setting from the config file'

  static override examples = [
    '<%= config.bin %> <%= command.id %> kling_base_url',
    '<%= config.bin %> <%= command.id %> kling_api_key --profile work',
  ]

  static override args = {
    key: Args.string({
      description: 'name of the setting, such as base_url or KLING_BASE_URL',
      ignoreStdin: true,
    }),
  }

  static override createsProfiles = true
  // Another setting that cannot be read is no reason not to change this one.
  static override toleratesInvalidConfig = true

  async run(): Promise<ConfigUnsetResult> {
    const name = requireArgument(this.args.key, {
      code: 'invalid_argument',
      name: msg`setting name`,
      hint: msg`List all settings with: kling config list`,
    })
    const key = settingDefinitionOf(name)
    const profile = this.flags.profile ?? (process.env.KLING_PROFILE || undefined)
    await changeConfig(this.config.configDir, {key, value: undefined, profile})
    return {key, profile, path: configPath(this.config.configDir)}
  }

  protected override view({key, path}: ConfigUnsetResult): string {
    const {screen} = this
    return `${successLine(t`Removed ${key}`, screen)}  ${screen.paint('dim', path)}`
  }
}
