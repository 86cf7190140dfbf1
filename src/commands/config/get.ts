import {Args} from '@oclif/core'
import {BaseCommand} from '../../lib/command/base-command.js'
import {settingDefinitionOf} from '../../lib/config/setting-definitions.js'
import {requireArgument} from '../../lib/errors/require-argument.js'
import {msg, t} from '../../lib/i18n/translate.js'
import {plainText} from '../../lib/terminal/text.js'

export default class ConfigGet extends BaseCommand<typeof ConfigGet> {
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

  async run(): Promise<Record<string, unknown>> {
    const name = requireArgument(this.args.key, {
      code: 'invalid_argument',
      name: msg`setting name`,
      hint: msg`List all settings with: kling config list`,
    })
    const key = settingDefinitionOf(name)
    const setting = this.settings[key]
    return {key, value: setting?.value ?? null, origin: setting?.origin ?? null}
  }

  protected override view({key, value}: Record<string, unknown>): string {
    if (value !== null) return plainText(String(value))
    this.hint(t`${String(key)} is not set. Set it with: kling config set ${String(key)}`)
    return ''
  }
}
