import {type ErrorFields, KlingError, isKlingError} from '../errors/kling-error.js'
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
    process.on(name, () => {
      const error = new KlingError(code, name === 'SIGINT' ? t`Interrupted.` : t`Terminated.`)
      const exit = (): never => process.exit(ownExit ?? error.oclif.exit)
      if (own.signal.aborted) exit()
      own.abort(error)
      setTimeout(() => {
        sayLastWord(() => report?.(error))
        void allFinished().then(exit)
      }, graceMs).unref()
      setTimeout(exit, finishMs).unref()
    })
  }
  return own.signal
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

/** Whether an error is the one that Ctrl-C or SIGTERM ends a command with. */
export function isInterruption(error: unknown): error is KlingError {
  return isKlingError(error) && (error.code === 'interrupted' || error.code === 'terminated')
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
    throw new KlingError(error.code, message, fields)
  }
}
