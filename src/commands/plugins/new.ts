import {Args, Flags} from '@oclif/core'
import {join, relative, resolve} from 'node:path'
import {BaseCommand} from '../../lib/command/base-command.js'
import {t} from '../../lib/i18n/translate.js'
import {pluginWord, writeNewPlugin} from '../../lib/plugins/new-plugin.js'
import {successLine} from '../../lib/terminal/screen.js'

/** A plugin that was written. */
export interface NewPluginResult {
  /** Name of its package. */
  name: string
  /** Its folder. */
  folder: string
  /** Its files, relative to the folder. */
  files: string[]
  /** Commands to type next. */
  next: string[]
}

export default class PluginsNew extends BaseCommand<typeof PluginsNew, NewPluginResult> {
  static override summary = 'create a new plugin'
  static override description =
    'Writes a working plugin: a command that creates a video, a test that runs it against the sandbox, and ' +
    'the permissions that it needs. See docs/plugins.md for the next steps.'
  static override examples = [
    '<%= config.bin %> plugins new turntable',
    '<%= config.bin %> plugins new turntable --folder ./plugin',
  ]
  static override args = {
    name: Args.string({
      ignoreStdin: true,
      description: 'first word of its commands; the package is called kling-plugin-NAME',
    }),
  }
  static override flags = {
    folder: Flags.string({summary: 'target folder (default: kling-plugin-NAME)', helpValue: 'DIR'}),
  }

  async run(): Promise<NewPluginResult> {
    const taken = new Set(this.config.commandIDs.map(id => id.split(':')[0]!))
    const word = pluginWord(this.args.name, taken)
    const name = `kling-plugin-${word}`
    const folder = resolve(this.flags.folder ?? name)
    const files = await writeNewPlugin({
      name: word,
      folder,
      template: join(this.config.root, 'templates/plugin'),
      version: this.config.version,
      root: this.config.root,
    })
    return {name, folder, files, next: nextCommands(word, relative('', folder))}
  }

  protected override view({folder, files, next}: NewPluginResult): string {
    this.hint(t`Continue with: ${next.join(' && ')}`)
    return [successLine(t`Created ${folder}`, this.screen), ...files.map(file => `  ${file}`)].join('\n')
  }
}

function nextCommands(word: string, folder: string): string[] {
  const path = /^[\w./@+-]+$/.test(folder) ? folder : `'${folder.replaceAll("'", `'\\''`)}'`
  return [
    ...(folder ? [`cd ${path}`] : []),
    'npm install',
    'npm test',
    'kling plugins link . --yes',
    `kling ${word} turn "a red teapot" --region sandbox -o teapot.mp4`,
  ]
}
