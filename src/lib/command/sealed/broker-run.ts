import {spawn} from 'node:child_process'
import {KlingError} from '../../errors/kling-error.js'
import {type InstalledPlugin} from '../../plugins/index-file.js'
import {type ProgramResult} from '../host-outside.js'

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
 * Runs a program that a plugin was granted; what it writes is returned.
 * @throws KlingError `plugin_denied`, `invalid_argument` when it cannot be started
 */
export async function runProgram(options: {
  plugin: InstalledPlugin
  program: unknown
  args: unknown
  how: unknown
  signal: AbortSignal
}): Promise<ProgramResult> {
  const {plugin, program, args, signal} = options
  const {cwd, input} = (options.how ?? {}) as {cwd?: unknown; input?: unknown}
  if (typeof program !== 'string' || !plugin.granted.run.includes(program)) {
    throw new KlingError('plugin_denied', `${plugin.name} may not run ${String(program)}.`, {
      hint: `See what it may do with: kling plugins permissions ${plugin.name}`,
    })
  }
  if (!Array.isArray(args) || !args.every(arg => typeof arg === 'string'))
    throw new KlingError('invalid_argument', 'The arguments of a program are a list of strings.')
  const env = Object.fromEntries(environment.map(name => [name, process.env[name]] as const))
  const child = spawn(program, args as string[], {
    env,
    cwd: typeof cwd === 'string' ? cwd : process.cwd(),
    signal,
    stdio: ['pipe', 'pipe', 'pipe'],
  })
  child.stdin.on('error', () => {})
  child.stdin.end(typeof input === 'string' ? input : '')
  const [stdout, stderr, exitCode] = await Promise.all([
    collect(child.stdout),
    collect(child.stderr),
    new Promise<number | null>((resolve, reject) => {
      child.on('error', error => {
        const {code} = error as NodeJS.ErrnoException
        reject(
          new KlingError('invalid_argument', `The program ${program} cannot be started (${code}).`, {
            hint: 'Is it installed and on PATH?',
          }),
        )
      })
      child.on('close', resolve)
    }),
  ])
  return {exitCode, stdout, stderr}
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
