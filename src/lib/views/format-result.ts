import type {Row} from '../terminal/format-field.js'
import {fieldsView, tableView} from '../terminal/table.js'
import type {Screen} from '../terminal/screen.js'
import {type Selection, checkSelection, lineOf, narrowResult, pick, recordsOf} from '../terminal/selection.js'
import {type OutputMode, jsonText} from '../terminal/output.js'
import {screenText} from '../terminal/text.js'
import {wrapLines} from '../terminal/wrap.js'

/** What the records of a command are. */
export interface RecordsOfCommand {
  /** Name of the list in its result; left out where the result itself is the record. */
  list?: string
  /** Names of all fields that a record may have. */
  fields?: string[]
}

/** How the result of a command is printed. */
export interface FormatOptions {
  mode: OutputMode
  /** JSON was asked for by name, rather than because stdout is no terminal. */
  isJsonWanted: boolean
  /** stdout is a terminal. */
  isTerminal: boolean
  /** What `--fields` and `--template` ask for. */
  selection: Selection | undefined
  records: RecordsOfCommand
  screen: Screen
}

/**
 * A result as it is printed: whole, or what was chosen of its records.
 * @param view the result as people see it
 */
export function formatResult(result: object, view: () => string, printing: FormatOptions): string {
  const {selection} = printing
  const shown = (): string => wrapLines(screenText(view()), printing.screen.width)
  return selection ? chosen(result as Row, selection, shown, printing) : whole(result, shown, printing)
}

/** One of its records, in a place where records are printed one by one. */
export function formatRow(record: object, {mode, isJsonWanted, selection, screen}: FormatOptions): string {
  const row = record as Row
  if (selection && ('template' in selection || !isJsonWanted)) return lineOf(row, selection)
  if (mode === 'text') return fieldsView(row, screen) + '\n'
  return jsonText(
    {success: true, ...(selection && 'fields' in selection ? pick(row, selection.fields) : row)},
    false,
  )
}

function whole(result: object, view: () => string, {mode, isTerminal}: FormatOptions): string {
  return mode === 'text' ? view() : jsonText({success: true, ...result}, isTerminal)
}

/** A table on a terminal, JSON where that is asked for, else a line for each record. */
function chosen(result: Row, selection: Selection, view: () => string, printing: FormatOptions): string {
  const {list, fields} = printing.records
  const records = recordsOf(result, list)
  const {rows} = records
  if (!fields && rows.length > 0)
    checkSelection(selection, [...new Set(rows.flatMap(row => Object.keys(row)))])
  if ('fields' in selection) {
    if (printing.isJsonWanted) return whole(narrowResult(result, records, selection.fields), view, printing)
    if (printing.isTerminal && rows.length > 0) return tableView(rows, selection.fields, printing.screen)
  }
  return rows.map(row => lineOf(row, selection)).join('\n')
}
