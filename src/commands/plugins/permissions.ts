import {Args, Flags} from '@oclif/core'
import {PluginCommand} from '../../lib/command/plugin-command.js'
import {missingArgument} from '../../lib/errors/require-argument.js'
import {msg, t, translate} from '../../lib/i18n/translate.js'
import {barrierText} from '../../lib/isolation/barrier.js'
import {type PluginPermissions, permissionsOf} from '../../lib/plugins/describe.js'
import {chooseGrants, fromGrants, grantsOf} from '../../lib/plugins/permissions.js'
import {findPlugin} from '../../lib/plugins/store.js'

const list = (summary: string) =>
  Flags.string({summary, multiple: true, multipleNonGreedy: true, helpValue: 'PERMISSION'})

/** What plugins may do: all of them, or the one that was named. */
export type PermissionsResult = {plugins: PluginPermissions[]} | PluginPermissions

export default class PluginsPermissions extends PluginCommand<typeof PluginsPermissions, PermissionsResult> {
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

  async run(): Promise<PermissionsResult> {
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
      return {plugins: installed.map(plugin => permissionsOf(plugin, this.barrier))}
    }
    const plugin = findPlugin(installed, this.nameOf(this.args.plugin))
    if (allow.length + revoke.length === 0) return permissionsOf(plugin, this.barrier)
    return permissionsOf(
      await this.store.grant(plugin.name, ({wanted, granted}) => {
        const gone = chooseGrants(grantsOf(granted), revoke)
        const more = chooseGrants(grantsOf(wanted), allow)
        return fromGrants([
          ...new Set([...grantsOf(granted).filter(grant => !gone.includes(grant)), ...more]),
        ])
      }),
      this.barrier,
    )
  }

  protected override view(result: PermissionsResult): string {
    const plugins = 'plugins' in result ? result.plugins : [result]
    const {paint, isPlain} = this.screen
    if (plugins.length === 0) return t`No plugins installed.`
    return plugins
      .map(({name, runs, barrier, means, not_granted: rest}) =>
        [
          `${paint('bold', name)}  ${t`runs ${translate(runs)}`}`,
          ...(barrier === undefined ? [] : [`  ${t`behind ${barrierText(barrier)}`}`]),
          ...means.map(line => `  ${isPlain ? '-' : '•'} ${line}`),
          ...rest.map(grant => `  ${paint('dim', t`not granted: ${grant}`)}`),
        ].join('\n'),
      )
      .join('\n\n')
  }
}
