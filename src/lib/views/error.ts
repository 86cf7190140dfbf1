import {type KlingError} from '../errors/kling-error.js'
import {type Screen, hintView} from '../terminal/screen.js'
import {plainText} from '../terminal/text.js'
import {type Language, language, later, say, sayText} from '../i18n/translate.js'

const billedWords = {
  no: later`Nothing was charged.`,
  maybe: later`It is not certain whether something was charged.`,
  yes: later`The task was charged.`,
} as const

/** What stands in hints that say it already. */
const chargeWord: Record<Language, string> = {en: 'charged', zh: '扣费'}

/** An error for people: what and why, what next, and what support would ask for. */
export function errorView(error: KlingError, screen: Screen, debug: boolean): string {
  const {paint} = screen
  const {hint, request_id: requestId, api_code: apiCode, task_id: taskId, billed} = error.fields
  const facts = [
    error.code,
    ...(taskId ? [say`task ${plainText(taskId)}`] : []),
    ...(apiCode === undefined ? [] : [say`API code ${apiCode}`]),
    ...(requestId ? [say`request ${plainText(requestId)}`] : []),
  ]
  const lines = [`${paint(['bold', 'red'], say`Error: `)}${plainText(error.message)}`]
  if (hint) lines.push(hintView(plainText(hint), screen))
  if (billed && !hint?.includes(chargeWord[language()])) lines.push(`  ${sayText(billedWords[billed])}`)
  lines.push(paint('dim', `  ${facts.join(' · ')}`))
  if (debug) lines.push(paint('dim', plainText(stackOf(error))))
  return lines.join('\n')
}

/** The stacks of an error and of its causes. */
export function stackOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  const own = error.stack ?? error.message
  return error.cause === undefined ? own : `${own}\nCaused by: ${stackOf(error.cause)}`
}
