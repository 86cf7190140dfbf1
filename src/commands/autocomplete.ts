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
  static override summary = 'set up Tab completion for commands, flags and values'

  static override description =
    'On a terminal, explains how to set up completion. Otherwise, or with --script, prints the completion ' +
    'script. Completions come from this machine only; no request is sent.'

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
      description: `${names.join(', ')} (default: from $SHELL)`,
      ignoreStdin: true,
      options: names,
    }),
  }

  static override flags = {
    script: Flags.boolean({summary: 'print the script, even on a terminal'}),
  }

  async run(): Promise<AutocompleteResult> {
    const shell = this.chosenShell()
    return {shell, script: await scriptOf(shell)}
  }

  private chosenShell(): Shell {
    const name = this.args.shell ?? shellOf(process.env, process.platform)
    if (name !== undefined && Object.hasOwn(shells, name)) return name as Shell
    const hint = t`Supported shells: ${names.join(t`, `)}.`
    if (name === undefined) throw missingArgument({code: 'invalid_argument', name: msg`shell name`, hint})
    throw new KlingError('invalid_argument', t`No completion for ${name}${didYouMean(name, names)}.`, {hint})
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
    this.note(t`To complete kling commands, flags and values with Tab, add this line to ${startFile}:\n`)
    this.note(`  ${line}\n`)
    this.note(t`Then open a new shell. To print the script itself, use --script.`)
  }
}
