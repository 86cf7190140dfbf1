import {t} from '../i18n/translate.js'
import type {CostReport, CostRow} from '../budget/cost-report.js'
import {rounded, shownUnits} from '../budget/task-costs.js'
import {formatMoney} from './create.js'
import {barsView} from '../terminal/bars.js'
import {tableView} from '../terminal/table.js'
import type {Screen} from '../terminal/screen.js'
import {localTime} from '../terminal/dates.js'

/** Sums, a table of the rows, and bars of what they cost. */
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
    ...(total.unknown > 0
      ? [
          t`not known yet: the cost of ${total.unknown} tasks, about ${shownUnits(total.unknown_estimated)} units`,
        ]
      : []),
  ]
  const named = rows.map(row => ({...row, [by]: nameOf(row, by)}))
  const columns = [by, 'charged', 'estimated', 'difference', 'count', 'unknown']
  const bars = barsView(
    rows.map(row => ({
      label: nameOf(row, by),
      full: row.charged,
      light: row.unknown_estimated,
      text: String(rounded(row.charged + row.unknown_estimated)),
    })),
    screen,
  )
  const legend =
    total.unknown > 0 && total.charged > 0 ? `\n${screen.paint('dim', t`█ charged  ░ estimated`)}` : ''
  const chart = bars && bars + legend
  return [facts.join('\n'), tableView(named, columns, screen), chart].filter(Boolean).join('\n\n')
}

/** ` ($0.56, ¥4.00)` */
function inMoney(money: Record<string, number>): string {
  const sums = Object.entries(money).map(([currency, amount]) => formatMoney({currency, amount}, 2))
  return sums.length === 0 ? '' : ` (${sums.join(t`, `)})`
}

function nameOf(row: CostRow, by: CostReport['by']): string {
  return row[by] ?? t`(none)`
}
