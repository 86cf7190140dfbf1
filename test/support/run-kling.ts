import {spawn} from 'node:child_process'
import {mkdtempSync, rmSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {delimiter, join} from 'node:path'
import {fileURLToPath} from 'node:url'
import {existsSync} from 'node:fs'

const root = fileURLToPath(new URL('../..', import.meta.url))

/** The built program. */
export const program = join(root, 'bin/run.js')

/** The Node that the machine itself has, found on PATH outside of this project; undefined when there is none. */
function systemNode(): string | undefined {
  const folders = (process.env.PATH ?? '').split(delimiter).filter(folder => !folder.includes('node_modules'))
  return folders.map(folder => join(folder, 'node')).find(existsSync)
}

/** The Nodes that the program is tried on: the pinned one, which runs the tests, and the system's. */
export const nodes: {name: string; path: string}[] = [
  {name: 'pinned', path: process.execPath},
  ...(systemNode() ? [{name: 'system', path: systemNode()!}] : []),
]

/** A private home with its own config, data and cache folders and a folder to work in. */
export interface Home {
  folder: string
  env: Record<string, string>
  remove(): void
}

export function makeHome(): Home {
  const folder = mkdtempSync(join(tmpdir(), 'kling-test-'))
  return {
    folder,
    env: {PATH: process.env.PATH ?? '', HOME: folder, TZ: 'UTC'},
    remove: () => rmSync(folder, {recursive: true, force: true, maxRetries: 5}),
  }
}

export interface RunOptions {
  home: Home
  /** More environment; undefined removes. */
  env?: Record<string, string | undefined>
  /** Text for stdin; without it stdin is closed at once (/dev/null). */
  stdin?: string | Buffer
  node?: string
  /** Another program than the checkout's. */
  program?: string
  /** Called with the child's pid once it runs. */
  onStart?: (pid: number) => void
}

export interface RunResult {
  code: number | null
  signal: NodeJS.Signals | null
  stdout: string
  stderr: string
  /** stdout as JSON; throws when it is not exactly one document. */
  readonly json: Record<string, any> // eslint-disable-line @typescript-eslint/no-explicit-any -- asserted on by tests
  /** The `error` of the one JSON line on stderr; throws when there is none. */
  readonly error: Record<string, any> // eslint-disable-line @typescript-eslint/no-explicit-any -- asserted on by tests
}

/** Runs the built program in a private home, in the home's folder, with stdout and stderr as pipes. */
export function runKling(argv: string[], options: RunOptions): Promise<RunResult> {
  const {home, env = {}, stdin, node = process.execPath, onStart} = options
  return new Promise((resolve, reject) => {
    const child = spawn(node, [options.program ?? program, ...argv], {
      cwd: home.folder,
      env: {...home.env, ...env},
      stdio: [stdin === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe'],
    })
    let stdout = ''
    let stderr = ''
    child.stdout!.setEncoding('utf8').on('data', text => (stdout += text))
    child.stderr!.setEncoding('utf8').on('data', text => (stderr += text))
    child.stdin?.on('error', () => {}) // the program need not read all of it
    child.stdin?.end(stdin)
    child.on('error', reject)
    child.on('spawn', () => onStart?.(child.pid!))
    child.on('close', (code, signal) =>
      resolve({
        code,
        signal,
        stdout,
        stderr,
        get json() {
          return JSON.parse(stdout)
        },
        get error() {
          return JSON.parse(stderr).error
        },
      }),
    )
  })
}
