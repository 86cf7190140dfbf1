import {readFile} from 'node:fs/promises'
import {join} from 'node:path'
import {BaseCommand} from '../lib/command/base-command.js'
import {programRoot} from '../lib/config/program-root.js'

export default class Licenses extends BaseCommand<typeof Licenses> {
  static override summary = 'show the licences of kling and its dependencies'

  static override examples = ['<%= config.bin %> <%= command.id %> | less']

  static override hidden = true

  static override toleratesInvalidConfig = true

  async run(): Promise<Record<string, unknown>> {
    return {text: await readFile(join(programRoot, 'dist/THIRD-PARTY.md'), 'utf8')}
  }

  /** A text to read is no JSON, whatever stdout is; only --json makes it that. */
  override logJson(json: unknown): void {
    if (this.flags.json) super.logJson(json)
    else process.stdout.write((json as {text: string}).text)
  }
}
