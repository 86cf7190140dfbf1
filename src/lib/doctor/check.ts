import {KlingError, isKlingError, systemCode} from '../errors/kling-error.js'
import {t} from '../i18n/translate.js'
import type {DoctorContext} from './context.js'

/** How a check ended: `fail` is what keeps commands from working, or keys from being safe. */
export type Status = 'ok' | 'warn' | 'fail'

/** What a check found. */
export interface Finding {
  status: Status
  /** One or two short sentences, or only the fact that was looked for. */
  message: string
  /** A command to type. */
  fix?: string | undefined
  /** Facts for programs; never a secret. */
  details?: Record<string, unknown>
  /** Which one of several things this is about: it becomes part of the id. */
  of?: string
  /** Another name than the check’s. */
  name?: string
}

/** A line of the report. */
export interface CheckResult {
  /** `group.check`, or `group.check.thing`; the same in every language. */
  id: string
  /** What was looked at, in the language in use. */
  name: string
  status: Status
  /** What was found, in the language in use. */
  message: string
  /** A command to type. */
  fix?: string
  /** Facts for programs, by the check. */
  details?: Record<string, unknown>
}

/** One thing that is looked at. */
export interface Check {
  /** `group.check` */
  id: string
  name: () => string
  /** Left out with `--offline`. */
  needsNetwork?: true
  /** What it throws becomes its finding. None: there is nothing to say about it here. */
  run(at: DoctorContext): Promise<Finding | Finding[]> | Finding | Finding[]
}

/** The worst end of a check that hangs, such as one on a network folder that is gone, in ms. */
const longestMs = 30_000

/** Makes all checks at once; their results come in the order of the table, and none keeps another from its own. */
export async function runChecks(
  checks: readonly Check[],
  at: DoctorContext,
  {offline, limitMs = longestMs}: {offline: boolean; limitMs?: number},
): Promise<CheckResult[]> {
  const chosen = checks.filter(({needsNetwork}) => !(offline && needsNetwork))
  const results = await Promise.all(chosen.map(check => resultsOf(check, at, limitMs)))
  return results.flat()
}

async function resultsOf(check: Check, at: DoctorContext, limitMs: number): Promise<CheckResult[]> {
  const found = await within(limitMs, async () => check.run(at)).catch((error: unknown) => {
    if (at.signal.aborted) throw at.signal.reason
    return failureOf(error)
  })
  return [found].flat().map(({of, name = check.name(), status, message, fix, details}) => ({
    id: of === undefined ? check.id : `${check.id}.${of}`,
    name,
    status,
    message,
    ...(fix === undefined ? {} : {fix}),
    ...(details === undefined ? {} : {details}),
  }))
}

/** The line of a check that threw. */
function failureOf(error: unknown): Finding {
  const code = isKlingError(error) ? error.code : systemCode(error)
  const why = error instanceof Error ? error.message : String(error)
  return {status: 'fail', message: t`This check failed to run: ${why}`, details: {code}}
}

async function within<T>(ms: number, work: () => Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_resolve, reject) => {
    const error = new KlingError('timeout', t`no result after ${ms / 1000} s`)
    timer = setTimeout(() => reject(error), ms)
  })
  try {
    return await Promise.race([work(), late])
  } finally {
    clearTimeout(timer)
  }
}

/** A word of a command to type, in quotes where a shell needs them. */
export function shellWord(text: string): string {
  return /^[\w@%+=:,./\\~-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`
}
