import {join} from 'node:path'
import type {ErrorFields} from '../errors/kling-error.js'
import {programRoot} from '../config/program-root.js'
import type {Home} from './types.js'
import {runProgram} from './run-program.js'

/** Folder of the program that these tests run: the copy of `kling-cli` that they import. */
export const host = programRoot

/** How to run a command. */
export interface RunOptions {
  /** Where it runs, from `makeHome`. */
  home: Pick<Home, 'folder' | 'env'>
  /** Region for the command, as `KLING_REGION`: `sandbox` needs no keys and costs nothing. */
  region?: string
  /** More environment, such as keys; undefined takes a name of the home's away. */
  env?: Record<string, string | undefined>
  /** What the command reads from stdin; left out, stdin is closed. */
  stdin?: string | Uint8Array
  /** How long the command may take, in ms; 60 000 when left out. */
  timeoutMs?: number
}

/** How a command ended. */
export interface RunResult {
  /** All that it printed: one JSON document, since stdout is no terminal. */
  readonly stdout: string
  /** Notes and warnings, and on failure the error as the last line. */
  readonly stderr: string
  /** 0 for success, else the exit code of docs/errors.md; null when a signal ended it. */
  readonly exitCode: number | null
  /** stdout, parsed. @throws Error that shows both streams, when stdout is not one JSON object */
  readonly json: Record<string, unknown>
  /** The error that the command ended with. @throws Error that shows both streams, when there is none */
  readonly error: {code: string; message: string} & ErrorFields
}

/**
 * Runs a command of the built program in a separate process, in the folder of a private home.
 *
 * @param argv the words after `kling`
 * @param options the home, and what this run has besides
 * @returns how it ended, also when it failed: look at `exitCode`, or at `json` or `error`, which throw
 * @throws Error when the command has not ended in time; it is killed then
 */
export async function runKling(argv: string[], options: RunOptions): Promise<RunResult> {
  const {home, region, env, stdin, timeoutMs = 60_000} = options
  const {code, stdout, stderr} = await runProgram(argv, {
    program: join(host, 'bin/run.js'),
    cwd: home.folder,
    env: {...home.env, ...(region === undefined ? {} : {KLING_REGION: region}), ...env},
    stdin,
    timeoutMs,
  })
  const unlike = (what: string): Error =>
    new Error(`${what} (exit ${code})\nstdout:\n${stdout}\nstderr:\n${stderr}`)
  return {
    stdout,
    stderr,
    exitCode: code,
    get json() {
      const document = parsed(stdout)
      if (!document) throw unlike('stdout is not one JSON object')
      return document
    },
    get error() {
      const {error} = parsed(stderr.trimEnd().split('\n').at(-1)!) ?? {}
      if (!error) throw unlike('stderr does not end with an error')
      return error as RunResult['error']
    },
  }
}

function parsed(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined
  } catch {
    return undefined
  }
}
