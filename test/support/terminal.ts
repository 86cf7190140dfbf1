import {spawn, spawnSync} from 'node:child_process'
import {stripVTControlCharacters} from 'node:util'
import {type Home, launch} from './run-kling.js'

/** Whether there is util-linux' `script`, which runs a command on a pseudo-terminal. */
export const hasScript = process.platform === 'linux' && spawnSync('script', ['--version']).status === 0

export interface TerminalResult {
  code: number | null
  /** What both streams showed, with the line ends of a program rather than of a terminal. */
  screen: string
}

const quote = (word: string): string => `'${word.replaceAll("'", `'\\''`)}'`

/** Runs the program with stdin, stdout and stderr on a pseudo-terminal; `redirect` is shell behind it. */
export function runOnTerminal(
  argv: string[],
  {
    home,
    env = {},
    redirect = '',
    typed,
    columns = 80,
  }: {home: Home; env?: Record<string, string>; redirect?: string; typed?: string; columns?: number},
): Promise<TerminalResult> {
  const command = `stty cols ${columns} rows 24; ${[...launch, ...argv].map(quote).join(' ')}${redirect}`
  return new Promise((resolve, reject) => {
    const child = spawn('script', ['-qec', command, '/dev/null'], {
      cwd: home.folder,
      env: {...home.env, TERM: 'xterm', SHELL: '/bin/sh', ...env},
      stdio: ['pipe', 'pipe', 'inherit'],
    })
    let screen = ''
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      screen += text
      // Typed when it is asked for, as a person does.
      if (typed !== undefined && /(?:: |\] )$/.test(stripVTControlCharacters(screen))) {
        child.stdin.end(`${typed}\r`)
        typed = undefined
      }
    })
    child.stdin.on('error', () => {})
    if (typed === undefined) child.stdin.end()
    child.on('error', reject)
    child.on('close', code => resolve({code, screen: screen.replaceAll('\r\n', '\n')}))
  })
}
