import {shownUnits} from '../budget/task-costs.js'
import {t} from '../i18n/translate.js'
import type {Account, Pack, PackKind} from '../budget/account.js'
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

/** What is left of each kind. */
const kindNames: Record<PackKind, (left: number) => string> = {
  video: left => t`${left} units left for video.`,
  image: left => t`${left} units left for images.`,
  try_on: left => t`${left} units left for virtual try-on.`,
  unknown: left => t`${left} units left.`,
}

/** What is left in all, the packs, and how old that is. */
export function accountView(
  {packs, remaining, delay_hours: hours}: Account,
  screen: Screen,
  now: number,
): string {
  const rows = packs.map(pack => ({
    kind: pack.kind,
    pack: pack.name,
    left: pack.remaining,
    of: pack.total,
    ends: pack.ends_at && localTime(pack.ends_at).slice(0, 16),
    status: endsSoon(pack, now) ? 'ends_soon' : pack.status,
  }))
  const sums = Object.entries(remaining).map(([kind, left]) => kindNames[kind as PackKind](shownUnits(left)))
  const sum = screen.paint('bold', sums.length > 0 ? sums.join('\n') : t`${0} units left.`)
  const table =
    rows.length === 0 ? '' : tableView(rows, ['kind', 'pack', 'left', 'of', 'status', 'ends'], screen)
  const age = screen.paint('dim', t`The balance can lag by up to ${hours} hours.`)
  return [sum, table, age].filter(Boolean).join('\n\n')
}
