import {readFile} from 'node:fs/promises'
import {join} from 'node:path'
import {BaseCommand} from '../lib/command/base-command.js'
import {programRoot} from '../lib/config/program-root.js'

/** The licences of the program and of all that is in it. */
export interface LicensesResult {
  /** Markdown. */
  text: string
}

export default class Licenses extends BaseCommand<typeof Licenses, LicensesResult> {
  static override summary = 'show the licences of kling and its dependencies'

  static override examples = ['<%= config.bin %> <%= command.id %> | less']

  static override hidden = true

  static override toleratesInvalidConfig = true

  async run(): Promise<LicensesResult> {
    return {text: await readFile(join(programRoot, 'dist/THIRD-PARTY.md'), 'utf8')}
  }

  /** A text to read is no JSON, whatever stdout is; only --json makes it that. */
  protected override print(result: LicensesResult): void {
    if (this.flags.json) super.print(result)
    else process.stdout.write(result.text)
  }
}
