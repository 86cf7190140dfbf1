import {Args} from '@oclif/core'
import {PluginCommand, grantFlags} from '../../lib/command/plugin-command.js'
import type {InstallResult} from '../../lib/plugins/describe.js'
import {workingFolder} from '../../lib/fs/working-folder.js'
import {parseSpec} from '../../lib/plugins/spec.js'

export default class PluginsInstall extends PluginCommand<typeof PluginsInstall, InstallResult> {
  static override summary = 'install a plugin and choose its permissions'
  static override description =
    'Third-party plugins run in a separate process with the permissions that you grant, and never see your ' +
    'keys. No code of a package runs during installation.'
  static override examples = [
    '<%= config.bin %> plugins install voice',
    '<%= config.bin %> plugins install kling-plugin-storyboard@1',
    {
      description: 'a tarball; in a script, together with its permissions',
      command: '<%= config.bin %> plugins install ./plugin.tgz --allow read --allow net=api.example.com',
    },
    '<%= config.bin %> plugins install git+https://example.com/someone/kling-plugin.git --yes',
  ]
  static override args = {
    plugin: Args.string({
      required: true,
      ignoreStdin: true,
      description:
        'package[@version], tarball or git URL; voice and sandbox are short for the official plugins',
    }),
  }
  static override flags = grantFlags

  async run(): Promise<InstallResult> {
    return this.install(parseSpec(this.args.plugin, workingFolder()))
  }

  protected override view(result: InstallResult): string {
    return this.addedView(result)
  }
}
