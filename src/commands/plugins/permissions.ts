import {Args, Flags} from '@oclif/core'
import {PluginCommand} from '../../lib/command/plugin-command.js'
import {missingArgument} from '../../lib/errors/require-argument.js'
import {msg, t, translate} from '../../lib/i18n/translate.js'
import {type InstalledPlugin} from '../../lib/plugins/installed-index.js'
import {
  chooseGrants,
  fromGrants,
  grantsOf,
  missingGrants,
  describePermissions,
} from '../../lib/plugins/permissions.js'
import {findPlugin} from '../../lib/plugins/store.js'

const list = (summary: string) =>
  Flags.string({summary, multiple: true, multipleNonGreedy: true, helpValue: 'PERMISSION'})

export default class PluginsPermissions extends PluginCommand<typeof PluginsPermissions> {
  static override summary = 'show and change the permissions of plugins'
  static override examples = [
    '<%= config.bin %> plugins permissions',
    '<%= config.bin %> plugins permissions kling-plugin-storyboard --revoke net --allow read',
  ]
  static override args = {
    plugin: Args.string({ignoreStdin: true, description: 'plugin name; required to change permissions'}),
  }
  static override flags = {
    allow: list('grant permissions that it asks for: net, net=HOST, read, all …'),
    revoke: list('revoke permissions: net, net=HOST, read, all …'),
  }

  async run(): Promise<Record<string, unknown>> {
    const {allow = [], revoke = []} = this.flags
    const installed = this.store.list()
    if (this.args.plugin === undefined) {
      if (allow.length + revoke.length > 0) {
        throw missingArgument({
          code: 'invalid_argument',
          name: msg`plugin name`,
          example: 'kling plugins permissions kling-plugin-storyboard --allow read',
        })
      }
      return {plugins: installed.map(describe)}
    }
    const plugin = findPlugin(installed, this.nameOf(this.args.plugin))
    if (allow.length + revoke.length === 0) return describe(plugin)
    return describe(
      await this.store.grant(plugin.name, ({wanted, granted}) => {
        const gone = chooseGrants(grantsOf(granted), revoke)
        const more = chooseGrants(grantsOf(wanted), allow)
        return fromGrants([
          ...new Set([...grantsOf(granted).filter(grant => !gone.includes(grant)), ...more]),
        ])
      }),
    )
  }

  protected override view(result: Record<string, unknown>): string {
    const plugins = (result.plugins ?? [result]) as ReturnType<typeof describe>[]
    if (plugins.length === 0) return t`No plugins installed.`
    return plugins
      .map(({name, runs, means, not_granted: rest}) =>
        [
          `${this.paint('bold', name)}  ${t`runs ${translate(runs)}`}`,
          ...means.map(line => `  ${this.screen.isPlain ? '-' : '•'} ${line}`),
          ...rest.map(grant => `  ${this.paint('dim', t`not granted: ${grant}`)}`),
        ].join('\n'),
      )
      .join('\n\n')
  }
}

function describe({name, trusted, wanted, granted}: InstalledPlugin) {
  return {
    name,
    runs: trusted ? msg`in kling` : msg`in a separate process`,
    permissions: grantsOf(granted),
    not_granted: missingGrants(wanted, granted),
    means: describePermissions(granted),
  }
}
