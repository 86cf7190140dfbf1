import {existsSync, mkdtempSync, rmSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {delimiter, join, resolve} from 'node:path'
import {fileURLToPath} from 'node:url'
import {type ProgramOptions, type ProgramResult, runProgram} from '../../src/lib/testing/run-program.js'

const root = fileURLToPath(new URL('../..', import.meta.url))

/** A single file that scripts/binary.js made, to be tested in place of the program that Node runs. */
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

export function makeHome(): Home {
  const folder = mkdtempSync(join(tmpdir(), 'kling-test-'))
  return {
    folder,
    env: {PATH: process.env.PATH ?? '', HOME: folder, TZ: 'UTC'},
    remove: () => rmSync(folder, {recursive: true, force: true, maxRetries: 5}),
  }
}

export interface RunOptions extends Partial<Omit<ProgramOptions, 'cwd'>> {
  home: Home
}

export interface RunResult extends ProgramResult {
  /** stdout as JSON; throws when it is not exactly one document. */
  readonly json: Record<string, any> // eslint-disable-line @typescript-eslint/no-explicit-any -- asserted on by tests
  /** The `error` of the one JSON line on stderr; throws when there is none. */
  readonly error: Record<string, any> // eslint-disable-line @typescript-eslint/no-explicit-any -- asserted on by tests
}

/** Runs the built program in a private home, in the home's folder, with stdout and stderr as pipes. */
export async function runKling(argv: string[], {home, env, ...options}: RunOptions): Promise<RunResult> {
  const tested = singleFile && options.program === undefined ? {node: singleFile} : {program}
  const result = await runProgram(argv, {...tested, cwd: home.folder, env: {...home.env, ...env}, ...options})
  return {
    ...result,
    get json() {
      return JSON.parse(result.stdout)
    },
    get error() {
      return JSON.parse(result.stderr).error
    },
  }
}
