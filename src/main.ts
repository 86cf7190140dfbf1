import {existsSync} from 'node:fs'
import {homedir} from 'node:os'
import {fileURLToPath} from 'node:url'
import {flush, run, settings} from '@oclif/core'
import {loadPlugins} from './lib/command/load-plugins.js'
import {outputMode} from './lib/command/output.js'
import {reportError} from './lib/command/report.js'
import {foldersOf} from './lib/config/folders.js'
import {toKlingError} from './lib/errors/from-parser.js'

/**
 * Runs the program and ends the process with the exit code of docs/errors.md. What a command did not tell by
 * itself (an unknown command, a plugin of others) is told here in the same form.
 */
export async function main(argv: string[]): Promise<void> {
  // Only bin/dev.js runs the sources.
  settings.enableAutoTranspile = process.env.NODE_ENV === 'development'
  // A reader that went away (`kling … | head -1`) is no error.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit()
  })
  // Where nobody reads the errors, the exit code still tells.
  process.stderr.on('error', () => {})
  let exitCode: number
  try {
    await run(argv, {root, plugins: await loadPlugins({root, checkoutPlugins, dataDir: ownDataDir()})})
    exitCode = Number(process.exitCode ?? 0)
    await flush()
  } catch (thrown) {
    const {code, oclif} = thrown as {code?: string; oclif?: {exit?: number}}
    if (code === 'EEXIT') exitCode = oclif?.exit ?? 0
    else {
      const error = toKlingError(thrown)
      if (!(thrown as {isReported?: boolean}).isReported) {
        const mode = outputMode({
          json: argv.includes('--json'),
          setting: process.env.KLING_OUTPUT,
          stdoutIsTerminal: Boolean(process.stdout.isTTY),
        })
        reportError(error, {mode, debug: argv.includes('--debug')})
      }
      exitCode = error.oclif.exit
    }
  }
  await Promise.all(
    [process.stdout, process.stderr].map(stream => new Promise(resolve => stream.write('', resolve))),
  )
  process.exit(exitCode)
}

const root = fileURLToPath(new URL('..', import.meta.url))
// Only a checkout has this folder: there, the plugins of the workspace are at hand without being installed.
const plugins = fileURLToPath(new URL('../plugins', import.meta.url))
const checkoutPlugins = existsSync(plugins) ? plugins : undefined

const ownDataDir = (): string =>
  foldersOf({env: process.env, platform: process.platform, home: homedir()}).dataDir
