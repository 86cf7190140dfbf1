import {type ErrorFields, KlingError, isKlingError} from '../errors/kling-error.js'
import {t} from '../i18n/translate.js'

/** Time for a command to say its last word, in ms. */
const graceMs = 250

const codes = {SIGINT: 'interrupted', SIGTERM: 'terminated'} as const

let controller: AbortController | undefined

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
      if (own.signal.aborted) process.exit(error.oclif.exit)
      own.abort(error)
      setTimeout(() => process.exit(error.oclif.exit), graceMs).unref()
    })
  }
  return own.signal
}

/** Whether an error is the one that Ctrl-C or SIGTERM ends a command with. */
export function isInterruption(error: unknown): error is KlingError {
  return isKlingError(error) && (error.code === 'interrupted' || error.code === 'terminated')
}

/**
 * Waits for work. An interruption of it says what that means: what goes on by itself, and the command that goes on
 * with the rest.
 */
export async function explainInterruption<T>(
  work: Promise<T>,
  message: string,
  fields: ErrorFields,
): Promise<T> {
  try {
    return await work
  } catch (error) {
    throw isInterruption(error) ? new KlingError(error.code, message, fields) : error
  }
}
