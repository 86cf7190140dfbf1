import {isStop} from '../errors/codes.js'
import type {KlingError} from '../errors/kling-error.js'
import {type Screen, hintLine} from '../terminal/screen.js'
import {plainText} from '../terminal/text.js'
import {wrapText} from '../terminal/wrap.js'
import {type Language, language, msg, t, translate} from '../i18n/translate.js'

const billedWords = {
  no: msg`Nothing was charged.`,
  maybe: msg`It is not known whether anything was charged.`,
  yes: msg`The task was charged.`,
} as const

/** The word in a message or a hint that already says what was charged. */
const chargeWord: Record<Language, string> = {en: 'charged', zh: '扣费'}

/**
 * An error for people: what and why, what next, and what support would ask for. A cancellation or an interruption is
 * shown the same way, but not called an error.
 */
export function errorView(error: KlingError, screen: Screen, debug: boolean): string {
  const {paint} = screen
  const {hint, request_id: requestId, api_code: apiCode, task_id: taskId, billed} = error.fields
  const facts = [
    error.code,
    ...(taskId ? [t`task ${plainText(taskId)}`] : []),
    ...(apiCode === undefined ? [] : [t`API code ${apiCode}`]),
    ...(requestId ? [t`request ${plainText(requestId)}`] : []),
  ]
  const prefix = isStop(error.code) ? '' : paint(['bold', 'red'], t`Error: `)
  const own = plainText(error.message)
  const lines = [
    screen.width === undefined
      ? prefix + own
      : wrapText(own, screen.width, {first: prefix, rest: prefix === '' ? '' : '  '}),
  ]
  if (hint) lines.push(hintLine(plainText(hint), screen))
  const saysCharge = `${error.message} ${hint}`.includes(chargeWord[language()])
  const indented = (text: string): string => wrapText(text, screen.width ?? Infinity, {first: '  '})
  if (billed && !saysCharge) lines.push(indented(translate(billedWords[billed])))
  lines.push(paint('dim', indented(facts.join(' · '))))
  if (debug) lines.push(paint('dim', plainText(stackOf(error))))
  return lines.join('\n')
}

/** The stacks of an error and of its causes. */
export function stackOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  const own = error.stack ?? error.message
  return error.cause === undefined ? own : `${own}\nCaused by: ${stackOf(error.cause)}`
}
