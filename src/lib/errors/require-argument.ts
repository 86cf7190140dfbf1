import {t, translate} from '../i18n/translate.js'
import type {ErrorCode} from './codes.js'
import {KlingError} from './kling-error.js'

/** An argument or flag that a command cannot do without, and what is said when it is left out. */
export interface RequiredArgument {
  /** Code of the error, such as `missing_output`. */
  code: ErrorCode
  /** The flag as it is typed, `--output`, or what the argument is, `task ID`. */
  name: string
  /** A command that has it, or that part of one. */
  example?: string
  /** What to do, where an example does not say it. */
  hint?: string
}

/** The error that says that something was left out. */
export function missingArgument({code, name, example, hint}: RequiredArgument): KlingError {
  const what = translate(name)
  const message = name.startsWith('--') ? t`Missing required flag ${what}.` : t`Missing ${what}.`
  return new KlingError(code, message, {
    hint: example === undefined ? hint && translate(hint) : t`For example: ${example}`,
  })
}

/**
 * The value of an argument or flag; an empty one counts as left out.
 *
 * @param value as the command line has it
 * @param argument what is said when there is none; its texts may be marked with `msg`
 * @throws KlingError with `argument.code`
 */
export function requireArgument<Value>(value: Value | undefined, argument: RequiredArgument): Value {
  if (value !== undefined && value !== '') return value
  throw missingArgument(argument)
}
