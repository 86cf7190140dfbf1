import {toKlingError} from '../lib/errors/to-kling-error.js'
import {guessOutput} from '../lib/command/output.js'
import {allFinished} from '../lib/fs/unfinished.js'

/**
 * Does the work of the program and ends the process with the exit code of docs/errors.md. What a command did not
 * tell by itself (an unknown command, a third-party plugin) is reported here in the same form.
 * @param work its result is the exit code
 */
export async function runAndExit(argv: string[], work: () => Promise<number>): Promise<never> {
  // A reader that went away (`kling … | head -1`) is no error.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit()
  })
  // Where nobody reads the errors, the exit code still tells.
  process.stderr.on('error', () => {})
  const exitCode = await work().catch(thrown => reportUncaught(thrown, argv))
  await Promise.all([process.stdout, process.stderr].map(sent))
  process.exitCode = exitCode
  await allFinished()
  process.exit(exitCode)
}

/** Waits until all that was written has left. Bun calls back for an empty piece at once: there the stream is ended. */
function sent(stream: NodeJS.WriteStream): Promise<void> {
  return new Promise(resolve => {
    if ('bun' in process.versions) stream.end(() => resolve())
    else stream.write('', () => resolve())
  })
}

/** Reports an error unless its command did; its exit code. */
export function reportUncaught(thrown: unknown, argv: string[]): number {
  const {code, oclif, isReported} = (thrown ?? {}) as {
    code?: string
    oclif?: {exit?: number}
    isReported?: boolean
  }
  if (code === 'EEXIT') return oclif?.exit ?? 0
  const error = toKlingError(thrown)
  if (!isReported) guessOutput(argv).reportError(error, argv.includes('--debug'))
  return error.oclif.exit
}
