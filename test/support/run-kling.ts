import {existsSync, mkdtempSync, readFileSync, rmSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {delimiter, join, resolve} from 'node:path'
import {fileURLToPath} from 'node:url'
import {type ProgramOptions, type ProgramResult, runProgram} from '../../src/lib/testing/run-program.js'
import {sharedCode} from './code-cache.js'

const root = fileURLToPath(new URL('../..', import.meta.url))

/** A single file that scripts/binary.js made, to be tested instead of the program that Node runs. */
export const singleFile = process.env.KLING_TEST_PROGRAM && resolve(root, process.env.KLING_TEST_PROGRAM)

/** The built program, which Node runs. */
export const program = join(root, 'bin/run.js')

/** The Node that the machine itself has, found on PATH outside of this project; undefined when there is none. */
function systemNode(): string | undefined {
  const folders = (process.env.PATH ?? '').split(delimiter).filter(folder => !folder.includes('node_modules'))
  return folders.map(folder => join(folder, 'node')).find(existsSync)
}

/**
 * The Nodes that the program is tried on: the pinned one, which runs the tests, the system's, and those whose paths
 * KLING_TEST_NODES lists.
 */
const ownNodes: {name: string; path: string}[] = [
  {name: 'pinned', path: process.execPath},
  ...(systemNode() ? [{name: 'system', path: systemNode()!}] : []),
  ...(process.env.KLING_TEST_NODES ?? '')
    .split(delimiter)
    .filter(Boolean)
    .map(path => ({name: path.split(/[\\/]/).find(part => /^node-?\d+/.test(part)) ?? path, path})),
]

/** What runs the program: the Nodes, or the single file itself. */
export const nodes = singleFile ? [{name: 'single file’s', path: singleFile}] : ownNodes

/** The words that start what is tested. */
export const launch: [string, ...string[]] = singleFile ? [singleFile] : [process.execPath, program]

/** A private home with its own config, data and cache folders and a folder to work in. */
export interface Home {
  folder: string
  env: Record<string, string>
  remove(): void
}

/** Environment by which the program reads code that was compiled before; undefined: by the Node of the tests. */
export const compiledCode = (node?: string): Record<string, string> =>
  singleFile ? {} : {KLING_CODE_CACHE: sharedCode(node)}

/** @param options `isCold`: the program's compiled code is kept in the home, and not there at first */
export function makeHome({isCold = false}: {isCold?: boolean} = {}): Home {
  const folder = mkdtempSync(join(tmpdir(), 'kling-test-'))
  return {
    folder,
    env: {PATH: process.env.PATH ?? '', HOME: folder, TZ: 'UTC', ...(isCold ? {} : compiledCode())},
    remove() {
      endRenderer(folder)
      rmSync(folder, {recursive: true, force: true, maxRetries: 5})
    },
  }
}

/** Ends a renderer of the sandbox that is still at work, and would make folders of the home again. */
function endRenderer(folder: string): void {
  const lock = join(folder, '.local/share/kling-cli/sandbox/renderer.lock')
  try {
    const {pid} = JSON.parse(readFileSync(lock, 'utf8')) as {pid: number}
    process.kill(pid, 'SIGKILL')
  } catch {
    // There is none.
  }
}

export interface RunOptions extends Partial<Omit<ProgramOptions, 'cwd'>> {
  home: Home
}

type Fields = Record<string, any> // eslint-disable-line @typescript-eslint/no-explicit-any -- asserted on by tests

/** How a run ended. What is read out of it stands on the class, so that who prints or compares a result reads nothing. */
export class RunResult implements ProgramResult {
  readonly code!: number | null
  readonly signal!: NodeJS.Signals | null
  readonly stdout!: string
  readonly stderr!: string

  constructor(result: ProgramResult) {
    Object.assign(this, result)
  }

  /** stdout as JSON; throws when it is not exactly one document. */
  get json(): Fields {
    return this.parsed('stdout') ?? this.fail('stdout is not one JSON document')
  }

  /** The `error` of the one JSON line on stderr; throws when there is none. */
  get error(): Fields {
    return this.parsed('stderr')?.error ?? this.fail('stderr is not one JSON document with an error')
  }

  private parsed(stream: 'stdout' | 'stderr'): Fields | undefined {
    try {
      return JSON.parse(this[stream]) as Fields
    } catch {
      return undefined
    }
  }

  private fail(what: string): never {
    const {code, signal, stdout, stderr} = this
    throw new Error(`${what}; exit ${code ?? signal}\nstdout: ${stdout}\nstderr: ${stderr}`)
  }
}

/** Runs the built program in a private home, in the home's folder, with stdout and stderr as pipes. */
export async function runKling(argv: string[], {home, env, ...options}: RunOptions): Promise<RunResult> {
  const tested = singleFile && options.program === undefined ? {node: singleFile} : {program}
  // Each Node has code of its own.
  const isOther = options.node !== undefined && !('program' in options)
  const code = isOther && home.env.KLING_CODE_CACHE ? compiledCode(options.node) : {}
  return new RunResult(
    await runProgram(argv, {...tested, cwd: home.folder, env: {...home.env, ...code, ...env}, ...options}),
  )
}
