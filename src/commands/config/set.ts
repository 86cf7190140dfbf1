import {Args} from '@oclif/core'
import {BaseCommand} from '../../lib/command/base-command.js'
import {changeConfig, configPath} from '../../lib/config/config-file.js'
import {whyUnknown} from '../../lib/config/regions.js'
import {settingDefinitionOf, settingDefinitions, mask} from '../../lib/config/setting-definitions.js'
import {promptSecret} from '../../lib/terminal/prompt-secret.js'
import {KlingError} from '../../lib/errors/kling-error.js'
import {requireArgument} from '../../lib/errors/require-argument.js'
import {msg, t} from '../../lib/i18n/translate.js'
import {regionPluginsOf} from '../../lib/plugins/region-plugins.js'
import {successLine} from '../../lib/terminal/screen.js'

/** A setting that was stored. */
export interface ConfigSetResult {
  /** Its name in the config file. */
  key: string
  /** Masked where it is a secret. */
  value: string
  /** The profile that it is of; left out for all. */
  profile?: string | undefined
  /** The config file. */
  path: string
}

export default class ConfigSet extends BaseCommand<typeof ConfigSet, ConfigSetResult> {
  static override summary = 'save a setting to the config file'

  static override description =
    'Without a value, reads it from stdin or prompts for it without echo, which keeps secrets out of the ' +
    `shell history. Settings: ${Object.keys(settingDefinitions).join(', ')}.`

  static override examples = [
    '<%= config.bin %> <%= command.id %> region global',
    '<%= config.bin %> <%= command.id %> kling_access_key AKxxxxxxxx',
    {description: 'Prompt for the secret', command: '<%= config.bin %> <%= command.id %> kling_secret_key'},
    '<%= config.bin %> <%= command.id %> kling_api_key --profile work < key.txt',
  ]

  static override args = {
    key: Args.string({
      description: 'name of the setting, such as base_url or KLING_BASE_URL',
      ignoreStdin: true,
    }),
    value: Args.string({description: 'value; read from stdin if omitted', ignoreStdin: true}),
  }

  static override createsProfiles = true
  // Another setting that cannot be read is no reason not to change this one.
  static override toleratesInvalidConfig = true

  async run(): Promise<ConfigSetResult> {
    const {args, flags} = this
    const name = requireArgument(args.key, {
      code: 'invalid_argument',
      name: msg`setting name`,
      example: 'kling config set region global',
    })
    const key = settingDefinitionOf(name)
    const text = (args.value ?? (await promptSecret(key, process.stdin, process.stderr)))?.trim()
    if (!text)
      throw new KlingError('invalid_argument', t`The value of ${key} is empty.`, {
        hint: t`Remove it with: kling config unset ${key}`,
      })
    const {check, secret} = settingDefinitions[key]!
    const value = check ? check(text) : text
    const unknown = key === 'region' ? whyUnknown(value, regionPluginsOf(this.config)) : undefined
    // One of ours is offered when it is used.
    if (unknown && !unknown.fix) throw new KlingError('invalid_argument', unknown.message)
    const profile = flags.profile ?? (process.env.KLING_PROFILE || undefined)
    await changeConfig(this.config.configDir, {key, value, profile})
    return {key, value: secret ? mask(value) : value, profile, path: configPath(this.config.configDir)}
  }

  protected override view({key, value, path}: ConfigSetResult): string {
    const {screen} = this
    return `${successLine(t`Set ${key} to ${value}`, screen)}  ${screen.paint('dim', path)}`
  }
}
