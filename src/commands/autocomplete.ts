import {Args, Flags} from '@oclif/core'
import {BaseCommand} from '../lib/command/base-command.js'
import {type Shell, scriptOf, shellOf, shells} from '../lib/completion/shells.js'
import {KlingError} from '../lib/errors/kling-error.js'
import {didYouMean} from '../lib/errors/nearest.js'
import {missingArgument} from '../lib/errors/require-argument.js'
import {msg, t} from '../lib/i18n/translate.js'

const names = Object.keys(shells)

/** The completion of a shell. */
export interface AutocompleteResult {
  shell: Shell
  /** What the shell is to run. */
  script: string
}

export default class Autocomplete extends BaseCommand<typeof Autocomplete, AutocompleteResult> {
  static override summary = 'complete commands, flags and their values with the Tab key'

  static override description =
    'On a terminal it says how to set completion up; else, or with --script, it prints the script that the shell is to ' +
    'run. What Tab offers comes from this machine alone: no request is made.'

  static override examples = [
    '<%= config.bin %> <%= command.id %>',
    {description: 'in ~/.bashrc', command: 'eval "$(<%= config.bin %> <%= command.id %> bash)"'},
    {description: 'in ~/.zshrc', command: 'eval "$(<%= config.bin %> <%= command.id %> zsh)"'},
    {
      description: 'in ~/.config/fish/config.fish',
      command: '<%= config.bin %> <%= command.id %> fish | source',
    },
    {
      description: 'in the $PROFILE of PowerShell',
      command: '<%= config.bin %> <%= command.id %> powershell | Out-String | Invoke-Expression',
    },
  ]

  static override args = {
    shell: Args.string({
      description: `${names.join(', ')}; else that of $SHELL`,
      ignoreStdin: true,
      options: names,
    }),
  }

  static override flags = {
    script: Flags.boolean({summary: 'print the script, also on a terminal'}),
  }

  async run(): Promise<AutocompleteResult> {
    const shell = this.chosenShell()
    return {shell, script: await scriptOf(shell)}
  }

  private chosenShell(): Shell {
    const name = this.args.shell ?? shellOf(process.env, process.platform)
    if (name !== undefined && Object.hasOwn(shells, name)) return name as Shell
    const hint = t`Shells are: ${names.join(t`, `)}.`
    if (name === undefined) throw missingArgument({code: 'invalid_argument', name: msg`shell name`, hint})
    throw new KlingError(
      'invalid_argument',
      t`There is no completion for ${name}.${didYouMean(name, names)}`,
      {hint},
    )
  }

  /** A script for a shell is no JSON, whatever stdout is; only --json makes it that. */
  protected override print(result: AutocompleteResult): void {
    const {shell, script} = result
    if (this.flags.json) super.print(result)
    else if (this.flags.script || !process.stdout.isTTY) process.stdout.write(script)
    else this.explain(shell)
  }

  private explain(shell: Shell): void {
    const {startFile, line} = shells[shell]
    this.note(t`To complete commands, flags and values of kling with Tab, put this line into ${startFile}:\n`)
    this.note(`  ${line}\n`)
    this.note(t`and open a new shell. The script itself is printed with --script.`)
  }
}
