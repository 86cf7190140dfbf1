import {Args} from '@oclif/core'
import {BaseCommand} from '../../lib/command/base-command.js'
import {settingDefinitionOf} from '../../lib/config/setting-definitions.js'
import {requireArgument} from '../../lib/errors/require-argument.js'
import {msg, t} from '../../lib/i18n/translate.js'
import {plainText} from '../../lib/terminal/text.js'

/** A setting in full. */
export interface ConfigGetResult {
  /** Its name in the config file. */
  key: string
  /** null where it is not set. */
  value: string | null
  /** Where it comes from: an environment variable, a profile, the config file. */
  origin: string | null
}

export default class ConfigGet extends BaseCommand<typeof ConfigGet, ConfigGetResult> {
  static override summary = 'show the full value of a setting and where it comes from'

  static override examples = [
    '<%= config.bin %> <%= command.id %> region',
    '<%= config.bin %> <%= command.id %> KLING_BASE_URL --json',
  ]

  static override args = {
    key: Args.string({
      description: 'name of the setting, such as base_url or KLING_BASE_URL',
      ignoreStdin: true,
    }),
  }

  async run(): Promise<ConfigGetResult> {
    const name = requireArgument(this.args.key, {
      code: 'invalid_argument',
      name: msg`setting name`,
      hint: msg`List all settings with: kling config list`,
    })
    const key = settingDefinitionOf(name)
    const setting = this.settings[key]
    return {key, value: setting?.value ?? null, origin: setting?.origin ?? null}
  }

  protected override view({key, value}: ConfigGetResult): string {
    if (value !== null) return plainText(value)
    this.hint(t`${key} is not set. Set it with: kling config set ${key}`)
    return ''
  }
}
