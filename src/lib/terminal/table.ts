import {type Cell, type Row, cellOf, isWhole} from './format-field.js'
import type {Screen} from './screen.js'
import {displayWidth, fitText} from './text.js'
import {formatFieldName} from './labels.js'
import {wrapText} from './wrap.js'

const gap = 2
/** The least that a column of text is cut to. */
const narrowest = 8

function draw({text, format, url}: Cell, {paint, link}: Screen): string {
  return link(format ? paint(format, text) : text, url)
}

/**
 * Fields under one another, `name  value`; empty ones are left out. Colours, links and units come by their names: `…_id`,
 * `…_at`, `…_url`, `status`, `duration` and the like.
 *
 * @param fields a record as a command returns it
 * @param screen `this.screen` of the command
 */
export function fieldsView(fields: object, screen: Screen): string {
  const cells = Object.keys(fields)
    .map(name => ({name: formatFieldName(name), cell: cellOf(fields as Row, name, screen, true)}))
    .filter(({cell}) => cell.text !== '')
  const names = Math.max(...cells.map(({name}) => displayWidth(name)), 0)
  const width = screen.width ?? Infinity
  return cells
    .map(({name, cell}) => {
      const label = screen.paint('dim', name + ' '.repeat(names - displayWidth(name)))
      const room = width - names - gap
      if (displayWidth(cell.text) <= room) return `${label}  ${draw(cell, screen)}`
      // What can be clicked need not be read in full; all else has a line of its own, for the terminal to break.
      const drawn = draw(cell, screen)
      const cut = {...cell, text: fitText(cell.text, room)}
      if (drawn !== cell.text && cell.url?.startsWith('http') && room > narrowest)
        return `${label}  ${draw(cut, screen)}`
      return `${label.trimEnd()}\n${wrapText(drawn, width, {first: '  '})}`
    })
    .join('\n')
}

/** Widths of the columns that fit: those at the end go first, then the widest text is cut. */
function fitColumns(columns: {natural: number; least: number}[], width: number): number[] {
  const taken = (widths: number[]): number => widths.reduce((sum, each) => sum + each + gap, -gap)
  let count = columns.length
  while (count > 0 && taken(columns.slice(0, count).map(({least}) => least)) > width) count--
  const kept = columns.slice(0, count)
  const widths = kept.map(({natural}) => natural)
  for (let over = taken(widths) - width; over > 0; over--) {
    const widest = kept.reduce(
      (best, {least}, index) =>
        widths[index]! > least && widths[index]! > (widths[best] ?? 0) ? index : best,
      -1,
    )
    widths[widest]!--
  }
  return widths
}

/**
 * Rows in columns, under the names of the columns. On a terminal they fit its width: text is cut with `…`, the first column, ids, times and
 * states never; where that is not enough, the last columns are left out. Colours and links come by the names, as in
 * `fieldsView`.
 *
 * @param records as a command returns them
 * @param columns names of fields, the most important ones first
 * @param screen `this.screen` of the command
 */
export function tableView(records: readonly object[], columns: readonly string[], screen: Screen): string {
  const rows = records as readonly Row[]
  const cells = rows.map(row => columns.map(column => cellOf(row, column, screen)))
  const sizes = columns.map((column, index) => {
    const natural = Math.max(
      displayWidth(formatFieldName(column)),
      ...cells.map(row => displayWidth(row[index]!.text)),
    )
    return {natural, least: index === 0 || isWhole(column) ? natural : Math.min(natural, narrowest)}
  })
  const widths = fitColumns(sizes, screen.width ?? Infinity)
  // Not even two fit: each row by itself.
  if (widths.length < Math.min(2, columns.length)) {
    const chosen = rows.map(row => Object.fromEntries(columns.map(column => [column, row[column]])))
    return chosen.map(row => fieldsView(row, screen)).join('\n\n')
  }
  const line = (all: Cell[]): string => {
    const fitted = widths.map((width, index) => ({...all[index]!, text: fitText(all[index]!.text, width)}))
    const last = fitted.findLastIndex(({text}) => text !== '')
    return fitted
      .slice(0, last + 1)
      .map((cell, index) =>
        index === last
          ? draw(cell, screen)
          : draw(cell, screen) + ' '.repeat(widths[index]! - displayWidth(cell.text) + gap),
      )
      .join('')
  }
  const heading = columns.map((column): Cell => ({text: formatFieldName(column), format: 'bold'}))
  return [heading, ...cells].map(line).join('\n')
}
