import {type Paint, displayWidth, plainText} from './text.js'

/** A value as one line of text; an object as JSON. */
function sayValue(value: unknown): string {
  return plainText(typeof value === 'object' ? JSON.stringify(value) : String(value)).replace(/\s+/g, ' ')
}

/** Fields under one another, `name  value`; empty ones are left out. */
export function fieldsView(fields: Record<string, unknown>, paint: Paint): string {
  const filled = Object.entries(fields).filter(
    ([, value]) => value !== undefined && value !== null && value !== '',
  )
  const width = Math.max(...filled.map(([name]) => name.length), 0)
  return filled.map(([name, value]) => `${paint('dim', name.padEnd(width))}  ${sayValue(value)}`).join('\n')
}

/** Rows in columns as wide as their widest cell, under the names of the columns. */
export function tableView(rows: Record<string, unknown>[], columns: string[], paint: Paint): string {
  const cells = rows.map(row =>
    columns.map(column => (row[column] === undefined ? '' : sayValue(row[column]))),
  )
  const widths = columns.map((column, index) =>
    Math.max(displayWidth(column), ...cells.map(row => displayWidth(row[index]!))),
  )
  const line = (texts: string[]): string =>
    texts
      .map((text, index) => text + ' '.repeat(widths[index]! - displayWidth(text)))
      .join('  ')
      .trimEnd()
  return [paint('bold', line(columns)), ...cells.map(line)].join('\n')
}
