import {spawn, spawnSync} from 'node:child_process'
import {chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync} from 'node:fs'
import {delimiter, dirname, join} from 'node:path'
import {stripVTControlCharacters} from 'node:util'
import {type Shell, shells} from '../../src/lib/completion/shells.js'
import {type Home, launch} from './run-kling.js'
import {hasScript} from './terminal.js'

/** How each shell is started for a person. PowerShell is not to be had here. */
const commands = {bash: 'bash -i', zsh: 'zsh -i', fish: 'fish -i'} satisfies Partial<Record<Shell, string>>

export type TestedShell = keyof typeof commands

export const testedShells = Object.keys(commands) as TestedShell[]

/** Why a shell cannot be tested on this machine, or undefined. */
export function missing(shell: TestedShell): string | undefined {
  if (!hasScript) return "there is no util-linux' script, which gives a terminal"
  if (spawnSync(shell, ['--version']).status !== 0) return `${shell} is not installed`
  return undefined
}

/** The outcome of a line that was typed. */
export interface Typed {
  /** The words that `kling` was then run with; undefined when it was not. */
  argv: string[] | undefined
  /** Whether the shell has asked `kling` what to offer. */
  hasAsked: boolean
  /** Everything that the terminal showed, without its control sequences. */
  screen: string
}

/**
 * Types keys into a shell on a terminal and presses Enter. The shell is set up as `kling autocomplete` says, and its
 * `kling` is the built program for completions and notes down its words else.
 */
export function typeInto(shell: TestedShell, keys: string, home: Home): Promise<Typed> {
  const bin = join(home.folder, 'bin')
  const [ran, asked] = [join(home.folder, 'ran'), join(home.folder, 'asked')]
  mkdirSync(bin, {recursive: true})
  writeFileSync(
    join(bin, 'kling'),
    `#!/bin/sh
case $1 in __complete) : >'${asked}' ;; esac
case $1 in
  __complete | autocomplete) exec ${launch.map(word => `'${word}'`).join(' ')} "$@" ;;
  *) printf '%s\\0' "$@" >'${ran}' ;;
esac
`,
  )
  chmodSync(join(bin, 'kling'), 0o755)
  const {startFile, line} = shells[shell]
  const file = startFile.replace('~', home.folder)
  mkdirSync(dirname(file), {recursive: true})
  writeFileSync(file, line + '\n')
  return new Promise((resolve, reject) => {
    const child = spawn('script', ['-qec', `stty cols 120 rows 40; exec ${commands[shell]}`, '/dev/null'], {
      cwd: home.folder,
      env: {...home.env, PATH: bin + delimiter + home.env.PATH, TERM: 'xterm', SHELL: '/bin/sh'},
      stdio: ['pipe', 'pipe', 'inherit'],
    })
    let screen = ''
    child.stdout.setEncoding('utf8').on('data', (text: string) => (screen += text))
    child.stdin.on('error', () => {})
    child.stdin.write(`${keys}\r`)
    child.stdin.write('exit\r')
    child.on('error', reject)
    const deadline = setTimeout(() => child.kill('SIGKILL'), 30_000)
    child.on('close', () => {
      clearTimeout(deadline)
      const argv = existsSync(ran) ? readFileSync(ran, 'utf8').split('\0').slice(0, -1) : undefined
      resolve({argv, hasAsked: existsSync(asked), screen: stripVTControlCharacters(screen)})
    })
  })
}
