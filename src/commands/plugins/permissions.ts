import {Args, Flags} from '@oclif/core'
import {PluginsCommand} from '../../lib/command/plugin-command.js'
import {KlingError} from '../../lib/errors/kling-error.js'
import {later, say, sayText} from '../../lib/i18n/translate.js'
import {type InstalledPlugin} from '../../lib/plugins/installed-index.js'
import {
  chooseGrants,
  fromGrants,
  grantsOf,
  missingGrants,
  sayPermissions,
} from '../../lib/plugins/permissions.js'
import {findPlugin} from '../../lib/plugins/store.js'

const list = (summary: string) =>
  Flags.string({summary, multiple: true, multipleNonGreedy: true, helpValue: 'PERMISSION'})

export default class PluginsPermissions extends PluginsCommand<typeof PluginsPermissions> {
  static override summary = 'show and change what plugins may do'
  static override examples = [
    '<%= config.bin %> plugins permissions',
    '<%= config.bin %> plugins permissions kling-plugin-storyboard --revoke net --allow read',
  ]
  static override args = {
    plugin: Args.string({ignoreStdin: true, description: 'only this one; needed to change something'}),
  }
  static override flags = {
    allow: list('grant what it asks for: net, net=HOST, read, all …'),
    revoke: list('take away what it has: net, net=HOST, read, all …'),
  }

  async run(): Promise<Record<string, unknown>> {
    const {allow = [], revoke = []} = this.flags
    const installed = this.store.list()
    if (this.args.plugin === undefined) {
      if (allow.length + revoke.length > 0) {
        throw new KlingError('invalid_argument', say`Of which plugin? Its name is missing.`, {
          hint: say`For example: kling plugins permissions NAME --allow read`,
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
    if (plugins.length === 0) return say`No plugins are installed.`
    return plugins
      .map(({name, runs, means, not_granted: rest}) =>
        [
          `${this.paint('bold', name)}  ${say`runs ${sayText(runs)}`}`,
          ...means.map(line => `  ${this.screen.isPlain ? '-' : '•'} ${line}`),
          ...rest.map(grant => `  ${this.paint('dim', say`not granted: ${grant}`)}`),
        ].join('\n'),
      )
      .join('\n\n')
  }
}

function describe({name, trusted, wanted, granted}: InstalledPlugin) {
  return {
    name,
    runs: trusted ? later`in kling` : later`in a process of its own`,
    permissions: grantsOf(granted),
    not_granted: missingGrants(wanted, granted),
    means: sayPermissions(granted),
  }
}
