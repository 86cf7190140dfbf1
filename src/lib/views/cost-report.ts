import {usdOf} from '../catalog/estimate.js'
import {t} from '../i18n/translate.js'
import type {CostReport, CostRow} from '../budget/cost-report.js'
import {rounded, shownUnits} from '../budget/task-costs.js'
import {barsView} from '../terminal/bars.js'
import {tableView} from '../terminal/table.js'
import type {Screen} from '../terminal/screen.js'
import {localTime} from '../terminal/dates.js'

/** Sums, a table of the rows, and bars of what they cost. */
export function costReportView({since, by, rows, total}: CostReport, screen: Screen): string {
  const from = localTime(since).slice(0, 16)
  if (rows.length === 0) return t`No tasks were created since ${from}.`
  const facts = [
    t`${shownUnits(total.charged)} units ($${usdOf(total.charged).toFixed(2)}) charged since ${from}`,
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

function nameOf(row: CostRow, by: CostReport['by']): string {
  return row[by] ?? t`(none)`
}
