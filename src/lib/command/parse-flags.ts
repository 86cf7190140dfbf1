import {type ErrorCode} from '../errors/codes.js'
import {KlingError} from '../errors/kling-error.js'
import {t} from '../i18n/translate.js'

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
  const value = /^\d+(\.\d+)?$/.test(text) ? Number(text) : NaN
  if (value > 0 && value <= max) return value
  throw new KlingError('invalid_argument', t`--${flag} must be a number of seconds, at most ${max}.`)
}

/** A number of units from 0. @throws KlingError `invalid_argument` */
export function units(flag: string, text: string): number {
  if (/^\d+(\.\d+)?$/.test(text)) return Number(text)
  throw new KlingError('invalid_argument', t`--${flag} must be a number of Kling units, such as 4 or 2.5.`)
}

const unitMs = {h: 3600_000, d: 24 * 3600_000}

/** A time such as `7d` or `12h`, in ms. @throws KlingError `invalid_argument` */
export function timeSpan(flag: string, text: string): number {
  const [, count, unit] = /^(\d{1,4})([dh])$/.exec(text) ?? []
  if (count !== undefined) return Number(count) * unitMs[unit as 'd' | 'h']
  throw new KlingError('invalid_argument', t`--${flag} must be a number of days or hours, such as 7d or 12h.`)
}
