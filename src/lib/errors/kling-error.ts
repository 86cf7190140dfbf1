import {type ErrorCode, exitCodeOf} from './codes.js'

/** Optional facts of an error, printed as they are in the JSON envelope. */
export interface ErrorFields {
  /** What to do next, one sentence or a command. */
  hint?: string | undefined
  /** Of the answer of the API, for the service's support. */
  request_id?: string | undefined
  /** Status of that answer. */
  http_status?: number | undefined
  /** Kling's business code, such as 1303. */
  api_code?: number | undefined
  /** Id of the task that it is about. */
  task_id?: string | undefined
  /** The same command may succeed when it is run again unchanged. */
  retryable?: boolean | undefined
  /** Whether a task may have been paid for. */
  billed?: 'no' | 'maybe' | 'yes' | undefined
  /** Facts for programs, by the code. */
  details?: unknown
}

/** An error as JSON has it. */
export interface ErrorResult extends ErrorFields {
  /** One of docs/errors.md, or a plugin's own. */
  code: string
  /** What happened and why, in the language in use. */
  message: string
}

/** The facts of an error, and the one that it came from. */
export interface KlingErrorOptions extends ErrorFields {
  /** Shown with `--debug` only. */
  cause?: unknown
}

/**
 * The only error that commands throw: a code of the table in codes.ts, a sentence that says what and why,
 * and a hint that says what next. Recognised by its brand, since a plugin may carry its own copy of this class.
 */
export class KlingError extends Error {
  readonly isKlingError = true
  override readonly name = 'KlingError'
  readonly code: ErrorCode | (string & {})
  readonly fields: ErrorFields
  /** What oclif reads the exit code from. */
  readonly oclif: {exit: number}

  constructor(code: ErrorCode | (string & {}), message: string, {cause, ...fields}: KlingErrorOptions = {}) {
    super(message, cause === undefined ? undefined : {cause})
    this.code = code
    this.fields = Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined))
    this.oclif = {exit: exitCodeOf(code)}
  }

  /** The same error with more facts; the first words win. */
  with(fields: ErrorFields): KlingError {
    const copy = new KlingError(this.code, this.message, {...fields, ...this.fields, cause: this.cause})
    if (this.stack) copy.stack = this.stack
    return copy
  }

  /** The `error` object of the JSON envelope. */
  toJSON(): ErrorResult {
    return {code: this.code, message: this.message, ...this.fields}
  }
}

/** True for a KlingError of any copy of this module. */
export function isKlingError(error: unknown): error is KlingError {
  return typeof error === 'object' && error !== null && (error as KlingError).isKlingError === true
}

/** `errno` name of a system error (`ENOENT`, `EACCES`), or undefined. */
export function systemCode(error: unknown): string | undefined {
  const code = (error as NodeJS.ErrnoException | undefined)?.code
  return typeof code === 'string' ? code : undefined
}
