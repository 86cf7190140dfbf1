import {type Pages, lastPage} from '../api/pagination.js'
import {parseDecimal} from '../config/parse-decimal.js'
import type {Settings} from '../config/settings.js'
import {isFolder} from '../downloads/output-folder.js'
import type {ErrorCode} from '../errors/codes.js'
import {KlingError} from '../errors/kling-error.js'
import {dashShield} from '../errors/to-kling-error.js'
import {requireArgument} from '../errors/require-argument.js'
import {msg, t} from '../i18n/translate.js'
import {isUrl} from '../media/find-files.js'
import {setPath} from '../requests/set-path.js'
import type {TaskFlags} from './flags.js'

/** Whether the value of a flag, or one of its values, is an empty text. */
export function isEmptyValue(value: unknown): boolean {
  return [value].flat().some(text => typeof text === 'string' && text.trim() === '')
}

/**
 * Words of which the parser would take a value for a flag: `--negative=-dark`, where there is a flag `-d`, and a prompt
 * such as `- a list`. See `unshield`.
 */
export function shieldDashes(argv: string[]): string[] {
  const end = argv.indexOf('--')
  return argv.map((word, index) => {
    if (end >= 0 && index >= end) return word
    return word.replace(/^(--[\w-]+=)?(?=-)/s, (start: string) =>
      start !== '' || /^-\s/.test(word) ? start + dashShield : start,
    )
  })
}

/** Values as they were given. */
export function unshield<T>(value: T): T {
  if (typeof value === 'string') return (value.startsWith(dashShield) ? value.slice(1) : value) as T
  if (Array.isArray(value)) return value.map(unshield) as T
  const isRecord =
    typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype
  return isRecord
    ? (Object.fromEntries(Object.entries(value).map(([key, part]) => [key, unshield(part)])) as T)
    : value
}

/** A whole number within bounds. @throws KlingError with `code` */
export function wholeNumber(
  flag: string,
  text: string,
  min: number,
  max: number,
  code: ErrorCode = 'invalid_argument',
): number {
  const value = /^\d+$/.test(text) ? Number(text) : NaN
  if (value >= min && value <= max) return value
  throw new KlingError(code, t`--${flag} must be a whole number from ${min} to ${max}.`)
}

/** A number of seconds above 0, fractions allowed. @throws KlingError `invalid_argument` */
export function seconds(flag: string, text: string, max = 86_400): number {
  const value = parseDecimal(text) ?? 0
  if (value > 0 && value <= max) return value
  throw new KlingError('invalid_argument', t`--${flag} must be a number of seconds, up to ${max}.`)
}

/** A number of units from 0. @throws KlingError `invalid_argument` */
export function units(flag: string, text: string): number {
  const value = parseDecimal(text)
  if (value !== undefined) return value
  throw new KlingError('invalid_argument', t`--${flag} must be a number of Kling units, such as 4 or 2.5.`)
}

const hourMs = 3600_000
const spanMs: Record<string, number> = {h: hourMs, d: 24 * hourMs, w: 7 * 24 * hourMs}

/** `12h`, `7d` or `2w` in ms; undefined for any other text. */
function spanOf(text: string): number | undefined {
  const [, count, unit] = /^(\d{1,6})([hdw])$/.exec(text) ?? []
  return unit === undefined ? undefined : Number(count) * spanMs[unit]!
}

/** A time such as `7d` or `12h`, in ms. @throws KlingError `invalid_argument` */
export function timeSpan(flag: string, text: string): number {
  const span = spanOf(text)
  if (span !== undefined) return span
  throw new KlingError('invalid_argument', t`--${flag} must be a number of days or hours, such as 7d or 12h.`)
}

/**
 * The time that `--since` names, in ms since 1970: so long before now (`24h`, `7d`, `2w`), or an ISO date or time. A
 * date begins at midnight by the clock of this machine.
 * @throws KlingError `invalid_argument`
 */
export function sinceOf(text: string, now: number): number {
  const span = spanOf(text.trim())
  if (span !== undefined) return Math.max(0, now - span)
  const [, year, month, day, rest] = /^(\d{4})-(\d\d)-(\d\d)(T.+)?$/.exec(text.trim()) ?? []
  const start = rest
    ? Date.parse(text.trim())
    : new Date(Number(year), Number(month) - 1, Number(day)).getTime()
  const isReal = !Number.isNaN(start) && new Date(Number(year), Number(month), 0).getDate() >= Number(day)
  if (isReal && Number(day) > 0 && Number(month) > 0 && Number(month) <= 12) return Math.max(0, start)
  throw new KlingError('invalid_argument', t`--since must be a period or a date.`, {
    hint: t`For example: --since 24h, --since 7d, --since 2w, --since 2026-11-01`,
  })
}

/**
 * What the flags of `pageFlags` say.
 * @param max most things on a page
 * @param isGiven whether a flag stands on the command line
 * @throws KlingError `invalid_limit`, `invalid_page`, `invalid_argument` for a page of all
 */
export function pagesOf(
  flags: {limit: string; page: string; all: boolean},
  max: number,
  isGiven: (flag: string) => boolean,
): Pages {
  const limit = wholeNumber('limit', flags.limit, 1, max, 'invalid_limit')
  const page = wholeNumber('page', flags.page, 1, lastPage, 'invalid_page')
  if (!flags.all) return {limit, page}
  if (isGiven('page')) {
    throw new KlingError('invalid_argument', t`--all and --page cannot be used together.`, {
      hint: t`Use only one of them.`,
    })
  }
  return {limit: isGiven('limit') ? limit : max, all: true}
}

const outputToOpen = {
  code: 'missing_output',
  name: '--output',
  hint: msg`--open requires --output, such as -o cat.mp4.`,
} as const

const outputToSkip = {
  code: 'missing_output',
  name: '--output',
  hint: msg`--skip-existing requires --output with a file, such as -o cat.mp4.`,
} as const

/**
 * Checks what `--skip-existing` stands beside.
 * @throws KlingError `missing_output`; `invalid_argument` with a folder, where a result gets a new name each time
 */
export function checkSkipExisting({
  output,
  force,
  reuse = false,
}: Pick<TaskFlags, 'output' | 'force' | 'reuse'>): void {
  const file = requireArgument(output === '-' ? undefined : output, outputToSkip)
  if (force)
    throw new KlingError('invalid_argument', t`--skip-existing and --force cannot be used together.`, {
      hint: t`Use only one of them.`,
    })
  if (!reuse && isFolder(file))
    throw new KlingError('invalid_argument', t`--skip-existing requires a file: ${file} is a folder.`, {
      hint: t`Names in a folder contain the task ID. Name a file, or use --external-task-id with --reuse.`,
    })
}

/** Checks the flags of `createFlags`, each by itself. @throws KlingError `missing_output`, `invalid_argument` */
export function checkTaskFlags(flags: TaskFlags, settings: Settings): void {
  seconds('timeout', flags.timeout)
  if (flags.open) requireArgument(flags.output, outputToOpen)
  if (flags.reuse && flags['external-task-id'] === undefined)
    throw new KlingError('invalid_argument', t`--reuse requires --external-task-id.`, {
      hint: t`For example: --external-task-id scene-7 --reuse`,
    })
  const callback = flags['callback-url']
  if (callback !== undefined && !isUrl(callback)) {
    throw new KlingError('invalid_argument', t`--callback-url must be an http(s) URL.`)
  }
  const externalId = flags['external-task-id']
  if (externalId !== undefined && !/^[\w.:-]{1,128}$/.test(externalId)) {
    throw new KlingError(
      'invalid_argument',
      t`--external-task-id must be up to 128 letters, digits and . : _ -`,
    )
  }
  for (const assignment of flags.set ?? []) setPath({}, assignment)
  for (const [name, limit] of [
    ['max-cost', flags['max-cost']],
    ['max-cost', settings.max_cost?.value],
    ['max-cost-day', settings.max_cost_day?.value],
  ] as const)
    if (limit) units(name, limit)
  if (flags['wait-timeout'] !== undefined) seconds('wait-timeout', flags['wait-timeout'])
}

/** `--flag=true` and `--flag=false` as the parser knows them: `--flag`, `--no-flag` or nothing. */
export function normalizeBooleanFlags(
  argv: string[],
  flags: Record<string, {type: string; allowNo?: boolean}>,
): string[] {
  const end = argv.indexOf('--')
  return argv.flatMap((word, index) => {
    const [, name = '', value] = /^--([a-z-]+)=(true|false)$/.exec(word) ?? []
    const flag = flags[name]
    if (flag?.type !== 'boolean' || (end >= 0 && index > end)) return [word]
    if (value === 'true') return [`--${name}`]
    return flag.allowNo ? [`--no-${name}`] : []
  })
}
