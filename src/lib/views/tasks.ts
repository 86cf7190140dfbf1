import {shownUnits} from '../budget/task-costs.js'
import {relative} from 'node:path'
import {sandboxRegion} from '../budget/limits.js'
import {t} from '../i18n/translate.js'
import type {PrintedRecord} from '../journal/records.js'
import type {Screen} from '../terminal/screen.js'
import {tableView} from '../terminal/table.js'

/** A table of tasks without the columns that have nothing in them. */
export function tasksView(rows: readonly object[], columns: readonly string[], screen: Screen): string {
  const filled = columns.filter(column =>
    rows.some(row => ((row as Record<string, unknown>)[column] ?? '') !== ''),
  )
  return tableView(rows, filled, screen)
}

/** States in which nothing is charged. */
const freeStates = new Set<string>(['failed', 'refused', 'not_taken'])

/** What a task has cost, or is going to: `4`, `~4`. */
function costOf({region, state, estimated_units: units, units_charged: charged}: PrintedRecord): string {
  if (region === sandboxRegion || freeStates.has(state)) return '0'
  if (charged !== undefined) return String(shownUnits(Number(charged)))
  return units === undefined ? '' : t`~${shownUnits(units)}`
}

/** The tasks of this machine, as people see them. */
export function journalView(records: readonly PrintedRecord[], screen: Screen): string {
  const rows = records.map(record => {
    const file = record.downloaded
    const near = file && relative('', file)
    return {
      ...record,
      task_id: record.task_id ?? record.id,
      cost: costOf(record),
      file: near && near.length < file.length ? near : file,
    }
  })
  return tasksView(
    rows,
    ['task_id', 'state', 'prompt', 'created_at', 'cost', 'file', 'model', 'kind'],
    screen,
  )
}
