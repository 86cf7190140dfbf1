import {type ErrorFields, KlingError, isKlingError} from '../errors/kling-error.js'
import {cannotWrite} from '../fs/cannot-write.js'
import {allFinished, finishLater} from '../fs/unfinished.js'
import {abortable} from '../http/abortable.js'
import {t} from '../i18n/translate.js'

/** Time for a command to say its last word, in ms. */
const graceMs = 250
/** Time for what is to be noted after it, such as on a slow disk, in ms. */
const finishMs = 5000
const codes = {SIGINT: 'interrupted', SIGTERM: 'terminated'} as const

let controller: AbortController | undefined
/** Reports an interruption for a command that does not do so in time. */
let report: ((error: KlingError) => void) | undefined
let isSaid = false
/** The exit code of a command that has printed its result: an interruption comes too late for it. */
let ownExit: number | undefined
/** Why nothing can be written to stdout any more. */
let brokenOutput: KlingError | undefined

/**
 * A signal that is aborted by Ctrl-C or SIGTERM with the error to end with (exit 130 or 143). A command that
 * does not end by itself is ended after a moment; a second Ctrl-C ends it at once.
 */
export function interruption(): AbortSignal {
  if (controller) return controller.signal
  const own = (controller = new AbortController())
  for (const [name, code] of Object.entries(codes) as [
    keyof typeof codes,
    (typeof codes)[keyof typeof codes],
  ][]) {
    process.on(name, () =>
      end(own, new KlingError(code, name === 'SIGINT' ? t`Interrupted.` : t`Terminated.`)),
    )
  }
  return own.signal
}

/** Ends with an error: by the command itself, or after a moment without it. */
function end(own: AbortController, error: KlingError): void {
  const exit = (): never => process.exit(ownExit ?? error.oclif.exit)
  if (own.signal.aborted) exit()
  own.abort(error)
  setTimeout(() => {
    sayLastWord(() => report?.(error))
    void allFinished().then(exit)
  }, graceMs).unref()
  setTimeout(exit, finishMs).unref()
}

/**
 * Ends a command whose stdout takes nothing more, as an interruption does: with `write_error`. A result that was
 * printed has not arrived.
 * @param error the system's
 */
export function endBrokenOutput(error: unknown): void {
  if (brokenOutput) return
  brokenOutput = cannotWrite('-', error)
  if (ownExit !== undefined) isSaid = false
  ownExit = undefined
  interruption()
  if (!controller!.signal.aborted) end(controller!, brokenOutput)
}

/** The exit code of a command whose result has not arrived, once that is said; undefined where all is well. */
export function exitOfBrokenOutput(): number | undefined {
  if (brokenOutput) sayLastWord(() => report?.(brokenOutput!))
  return brokenOutput?.oclif.exit
}

/** Sets what reports an interruption of a command that does not end in time. */
export function onInterruption(say: (error: KlingError) => void): void {
  report = say
}

/**
 * Prints what a command ends with: after an interruption only the first time.
 * @param exit its exit code, where that is no longer the interruption's
 */
export function sayLastWord(print: () => void, exit?: number): void {
  const isLate = isSaid && controller?.signal.aborted
  if (isLate) return
  isSaid = true
  ownExit = exit
  print()
}

/** Whether an error is the one that a command is ended with: by Ctrl-C, by SIGTERM, since its stdout takes nothing more. */
export function isInterruption(error: unknown): error is KlingError {
  return isKlingError(error) && (['interrupted', 'terminated'].includes(error.code) || error === brokenOutput)
}

/** The error that a command is ended with, and what that means: in place of the word "Interrupted". */
export function explained(error: KlingError, message: string, fields: ErrorFields): KlingError {
  const words = error === brokenOutput ? `${error.message} ${message}` : message
  return new KlingError(error.code, words, {...fields, cause: error.cause})
}

/** The same error with what the command knows, such as the task that was made. */
export function withKnown(error: KlingError, fields: ErrorFields): KlingError {
  if (!isInterruption(error)) return error
  const told = error.with(fields)
  if (error !== brokenOutput) return told
  return told.with({hint: t`Send the output elsewhere, or free some disk space, and run the command again.`})
}

/**
 * Waits for work that ends with the signal. An interruption says at once what that means: what goes on by itself, and
 * the command that goes on with the rest. The work comes to its end before the process does.
 */
export async function explainInterruption<T>(
  work: Promise<T>,
  message: string,
  fields: ErrorFields,
  signal: AbortSignal = interruption(),
): Promise<T> {
  try {
    return await abortable(work, signal)
  } catch (error) {
    if (!isInterruption(error)) throw error
    void finishLater(work.catch(() => {}))
    throw explained(error, message, fields)
  }
}
