import {spawn} from 'node:child_process'
import {KlingError} from '../errors/kling-error.js'
import {findProgram} from '../fs/find-program.js'
import {t} from '../i18n/translate.js'
import {type ProgramOptions, type ProgramResult, remoteHost} from './remote-host.js'

/** What a program needs to run, without keys. */
const environment = [
  'PATH',
  'HOME',
  'LANG',
  'LC_ALL',
  'TMPDIR',
  'TEMP',
  'TMP',
  'TZ',
  'USER',
  'SYSTEMROOT',
  'DISPLAY',
]

const maxBytes = 64 * 1024 * 1024

/**
 * Runs a program, such as ffmpeg, without a shell and without kling's keys in its environment, and waits for its
 * end. A third-party plugin needs the permission `run` for it.
 *
 * @param program its name, looked for on PATH, as it stands in `kling.permissions.run`
 * @param args its arguments, as they are
 * @returns what it wrote, at most 64 MiB of each stream; an exit code other than 0 is no error
 * @throws KlingError `plugin_denied` without the permission, `invalid_argument` when it cannot be started
 */
export async function runProgram(
  program: string,
  args: string[],
  options: ProgramOptions = {},
): Promise<ProgramResult> {
  return remoteHost()?.runProgram(program, args, options) ?? spawnProgram(program, args, options)
}

/** The same in this process; `signal` ends the program. */
export async function spawnProgram(
  program: string,
  args: string[],
  {cwd, input = '', signal}: ProgramOptions & {signal?: AbortSignal},
): Promise<ProgramResult> {
  const path = findProgram(program, {env: process.env, platform: process.platform})
  if (path === undefined) throw cannotStart(program, 'ENOENT')
  const child = spawn(path, args, {
    env: Object.fromEntries(environment.map(name => [name, process.env[name]] as const)),
    cwd,
    signal,
    stdio: ['pipe', 'pipe', 'pipe'],
  })
  child.stdin.on('error', () => {})
  child.stdin.end(input)
  const exit = new Promise<number | null>((resolve, reject) => {
    child.on('error', error => {
      reject(cannotStart(program, (error as NodeJS.ErrnoException).code))
    })
    child.on('close', resolve)
  })
  const [exitCode, stdout, stderr] = await Promise.all([exit, collect(child.stdout), collect(child.stderr)])
  return {exitCode, stdout, stderr}
}

function cannotStart(program: string, code: string | undefined): KlingError {
  return new KlingError('invalid_argument', t`Cannot start ${program} (${code}).`, {
    hint: t`Check that it is installed and on PATH.`,
  })
}

async function collect(stream: AsyncIterable<Buffer>): Promise<string> {
  const pieces: Buffer[] = []
  let bytes = 0
  for await (const piece of stream) {
    bytes += piece.length
    if (bytes <= maxBytes) pieces.push(piece)
  }
  return Buffer.concat(pieces).toString('utf8')
}
