import {t} from '../i18n/translate.js'
import type {CostReport, CostRow} from '../budget/cost-report.js'
import {shownUnits} from '../budget/task-costs.js'
import {formatMoney} from './create.js'
import {barsView} from '../terminal/bars.js'
import {tableView} from '../terminal/table.js'
import type {Screen} from '../terminal/screen.js'
import {localTime} from '../terminal/dates.js'

/** Columns of the table, by what they hold; those without a number are left out. */
const amounts = ['charged', 'estimated', 'difference', 'unestimated_charged', 'unknown_estimated'] as const

/**
 * Sums, a table of the rows, and bars of what they cost. In a row, what was charged is the estimate, the difference and
 * what had no estimate; the bar is what was charged and what is not known yet.
 */
export function costReportView({since, by, rows, total, money}: CostReport, screen: Screen): string {
  const from = localTime(since).slice(0, 16)
  if (rows.length === 0) return t`No tasks were created since ${from}.`
  const facts = [
    t`${shownUnits(total.charged)} units${inMoney(money)} charged since ${from}`,
    total.failed > 0
      ? t`${total.count} tasks, ${total.failed} failed (free)`
      : total.count === 1
        ? t`1 task`
        : t`${total.count} tasks`,
    ...(total.unestimated > 0
      ? [
          t`tasks without an estimate: ${total.unestimated}, charged ${shownUnits(total.unestimated_charged)} units`,
        ]
      : []),
    ...(total.unknown > 0
      ? [
          t`not known yet: the cost of ${total.unknown} tasks, about ${shownUnits(total.unknown_estimated)} units`,
        ]
      : []),
  ]
  const shown = amounts.filter(name => name === 'charged' || total[name] !== 0 || name === 'estimated')
  const named = rows.map(row => ({
    count: row.count,
    ...Object.fromEntries(amounts.map(name => [name, String(shownUnits(row[name]))])),
    [by]: nameOf(row, by),
    // Of the tasks whose charge is known, so that it can be held against it.
    estimated: String(shownUnits(row.charged - row.difference - row.unestimated_charged)),
  }))
  const bars = barsView(
    rows.map(row => ({
      label: nameOf(row, by),
      full: row.charged,
      light: row.unknown_estimated,
      text: [row.charged, ...(row.unknown_estimated > 0 ? [row.unknown_estimated] : [])]
        .map(shownUnits)
        .join(' + '),
    })),
    screen,
  )
  const legend =
    total.unknown > 0 && total.charged > 0 ? `\n${screen.paint('dim', t`█ charged  ░ not known yet`)}` : ''
  const chart = bars && bars + legend
  return [facts.join('\n'), tableView(named, [by, ...shown, 'count'], screen), chart]
    .filter(Boolean)
    .join('\n\n')
}

/** ` ($0.56, ¥4.00)` */
function inMoney(money: Record<string, number>): string {
  const sums = Object.entries(money).map(([currency, amount]) => formatMoney({currency, amount}))
  return sums.length === 0 ? '' : ` (${sums.join(t`, `)})`
}

function nameOf(row: CostRow, by: CostReport['by']): string {
  return row[by] ?? t`(none)`
}
