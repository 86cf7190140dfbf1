import {shownUnits} from '../budget/task-costs.js'
import {t} from '../i18n/translate.js'
import type {Account, Pack} from '../budget/account.js'
import {tableView} from '../terminal/table.js'
import type {Screen} from '../terminal/screen.js'
import {localTime} from '../terminal/dates.js'

const dayMs = 24 * 3600_000
/** A pack with something left that ends within so many days is pointed at. */
const soonDays = 7

/** Whether what is left of a pack will soon be lost. */
export function endsSoon({status, remaining, ends_at: end}: Pack, now: number): boolean {
  const left = Date.parse(end ?? '') - now
  return status === 'online' && (remaining ?? 0) > 0 && left > 0 && left < soonDays * dayMs
}

/** What is left in all, the packs, and how old that is. */
export function accountView(
  {packs, remaining, delay_hours: hours}: Account,
  screen: Screen,
  now: number,
): string {
  const rows = packs.map(pack => ({
    pack: pack.name,
    left: pack.remaining,
    of: pack.total,
    ends: pack.ends_at && localTime(pack.ends_at).slice(0, 16),
    status: endsSoon(pack, now) ? 'ends_soon' : pack.status,
  }))
  const sum = screen.paint('bold', t`${shownUnits(remaining)} units left.`)
  const table = rows.length === 0 ? '' : tableView(rows, ['pack', 'left', 'of', 'status', 'ends'], screen)
  const age = screen.paint('dim', t`The balance can lag by up to ${hours} hours.`)
  return [sum, table, age].filter(Boolean).join('\n\n')
}
