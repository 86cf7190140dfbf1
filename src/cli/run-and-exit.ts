import {format} from 'node:util'
import {toKlingError} from '../lib/errors/to-kling-error.js'
import {guessOutput} from '../lib/command/output.js'
import {allFinished} from '../lib/fs/unfinished.js'
import {endBrokenOutput, exitOfBrokenOutput, onInterruption, withKnown} from '../lib/terminal/interruption.js'

/**
 * Does the work of the program and ends the process with the exit code of docs/errors.md. What a command did not
 * tell by itself (an unknown command, a third-party plugin) is reported here in the same form.
 * @param work its result is the exit code
 */
export async function runAndExit(argv: string[], work: () => Promise<number>): Promise<never> {
  if ('bun' in process.versions) tellLogErrors()
  let broken: unknown
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    // A reader that went away (`kling … | head -1`) is no error; on Windows it may be the end of a file.
    if (error.code === 'EPIPE' || error.code === 'EOF') process.exit()
    broken = error
    endBrokenOutput(error)
  })
  // Where nobody reads the errors, the exit code still tells.
  process.stderr.on('error', () => {})
  onInterruption(error => guessOutput(argv).reportError(withKnown(error, {}), argv.includes('--debug')))
  process.on('uncaughtException', error => {
    // oclif throws it once more. A plugin may listen itself.
    if (error !== broken && process.listenerCount('uncaughtException') === 1)
      process.exit(reportUncaught(error, argv))
  })
  const exitCode = await work().catch(thrown => reportUncaught(thrown, argv))
  await Promise.all((broken === undefined ? [process.stdout, process.stderr] : [process.stderr]).map(sent))
  process.exitCode = exitOfBrokenOutput() ?? exitCode
  await allFinished()
  process.exit()
}

/** Bun's console says nothing of what it cannot write. */
function tellLogErrors(): void {
  // eslint-disable-next-line no-console -- oclif prints its help with it
  console.log = (...words: unknown[]) => void process.stdout.write(`${format(...words)}\n`)
}

/**
 * Waits until all that was written has left, or it is told that it cannot. Bun calls back for an empty piece at once:
 * there the stream is ended.
 */
function sent(stream: NodeJS.WriteStream): Promise<void> {
  return new Promise(resolve => {
    // An error is told a few ticks later, and Bun does not wait for it.
    const hold = setInterval(() => {}, 1000)
    const end = (): void =>
      void setImmediate(() => {
        clearInterval(hold)
        resolve()
      })
    stream.once('error', end)
    if ('bun' in process.versions) stream.end(end)
    // Even no byte may find no room.
    else if (stream.writableLength === 0) end()
    else stream.write('', end)
  })
}

/** Reports an error unless its command did; its exit code. */
function reportUncaught(thrown: unknown, argv: string[]): number {
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
