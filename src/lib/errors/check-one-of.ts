import {listOf} from '../i18n/list.js'
import {t} from '../i18n/translate.js'
import type {ErrorCode} from './codes.js'
import {KlingError} from './kling-error.js'
import {didYouMean} from './nearest.js'

/** A short value in quotes, for a message. */
export function quote(value: string): string {
  return `"${value.length > 40 ? value.slice(0, 40) + '…' : value}"`
}

/** The error of a value that is none of a list. @param name of what it was given for, such as `--mode` */
export function noneOf(code: ErrorCode, name: string, value: string, allowed: readonly string[]): KlingError {
  return new KlingError(
    code,
    t`${name} must be ${listOf(allowed)}, not ${quote(value)}${didYouMean(value, allowed)}.`,
  )
}

/** @throws KlingError with `code` unless the value of a flag is one of the list */
export function checkOneOf(code: ErrorCode, flag: string, value: string, allowed: readonly string[]): void {
  if (!allowed.includes(value)) throw noneOf(code, `--${flag}`, value, allowed)
}
