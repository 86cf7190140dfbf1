import {KlingError} from '../errors/kling-error.js'
import {t} from '../i18n/translate.js'

const hourMs = 3600_000
const unitsMs: Record<string, number> = {h: hourMs, d: 24 * hourMs, w: 7 * 24 * hourMs}

/**
 * The time that `--since` names, in ms since 1970: so long before now (`24h`, `7d`, `2w`), or an ISO date or time. A
 * date begins at midnight by the clock of this machine.
 * @throws KlingError `invalid_argument`
 */
export function sinceOf(text: string, now: number): number {
  const [, amount, unit] = /^(\d{1,6})([hdw])$/.exec(text.trim()) ?? []
  if (amount !== undefined) return Math.max(0, now - Number(amount) * unitsMs[unit!]!)
  const [, year, month, day, rest] = /^(\d{4})-(\d\d)-(\d\d)(T.+)?$/.exec(text.trim()) ?? []
  const start = rest
    ? Date.parse(text.trim())
    : new Date(Number(year), Number(month) - 1, Number(day)).getTime()
  const isReal = !Number.isNaN(start) && new Date(Number(year), Number(month), 0).getDate() >= Number(day)
  if (isReal && Number(day) > 0 && Number(month) > 0 && Number(month) <= 12) return Math.max(0, start)
  throw new KlingError('invalid_argument', t`--since takes a length or a date.`, {
    hint: t`For example: --since 24h, --since 7d, --since 2w, --since 2026-11-01`,
  })
}
