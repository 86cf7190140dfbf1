import {KlingError} from '../errors/kling-error.js'
import {didYouMean} from '../errors/nearest.js'
import {t} from '../i18n/translate.js'
import {type Row, oneLine} from './format-field.js'

/** What of the records is to be printed: some fields, or a text with places for them. */
export type Selection = {fields: string[]} | {template: TemplatePart[]}

/** Literal text, or the way to a value: `['task_id']`, `['estimate', 'units']`. */
type TemplatePart = string | string[]

const escapes: Record<string, string> = {t: '\t', n: '\n', '\\': '\\'}

/**
 * What `--fields` and `--template` ask for.
 * @returns undefined when neither is given
 * @throws KlingError `invalid_argument` for flags that exclude each other, no field, and a template that cannot be read
 */
export function parseSelection({
  fields,
  template,
  json,
}: {
  /** `task_id,status` */
  fields?: string | undefined
  /** `{{.task_id}} {{.status}}` */
  template?: string | undefined
  /** Whether JSON is asked for. */
  json?: boolean
}): Selection | undefined {
  const other = fields !== undefined ? '--fields' : '--json'
  if (template !== undefined && (fields !== undefined || json)) {
    throw new KlingError('invalid_argument', t`${other} and --template cannot be used together.`, {
      hint: t`Use only one of them.`,
    })
  }
  if (template !== undefined) return {template: parseTemplate(template)}
  if (fields === undefined) return undefined
  const names = [...new Set(fields.split(',').map(name => name.trim()))].filter(Boolean)
  if (names.length > 0) return {fields: names}
  throw new KlingError('invalid_argument', t`--fields contains no field.`, {
    hint: t`For example: --fields task_id,status`,
  })
}

function parseTemplate(text: string): TemplatePart[] {
  const parts = text.split(/(\{\{.*?\}\})/s).map((part): TemplatePart => {
    if (!part.startsWith('{{')) return part.replace(/\\([tn\\])/g, (_whole, char: string) => escapes[char]!)
    const [, path] = /^\{\{\s*((?:\.\w+)+)\s*\}\}$/.exec(part) ?? []
    if (path) return path.slice(1).split('.')
    throw new KlingError('invalid_argument', t`--template cannot contain ${part}.`, {
      hint: t`Write a field as {{.task_id}}, a nested one as {{.estimate.units}}.`,
    })
  })
  return parts.filter(part => part !== '')
}

/** The fields that a selection names. */
export function namesIn(selection: Selection): string[] {
  if ('fields' in selection) return selection.fields
  return selection.template.flatMap(part => (typeof part === 'string' ? [] : [part[0]!]))
}

/** @throws KlingError `invalid_argument` for a field that is none of `known` */
export function checkSelection(selection: Selection, known: string[]): void {
  const unknown = namesIn(selection).find(name => !known.includes(name))
  if (unknown === undefined) return
  throw new KlingError('invalid_argument', t`Unknown field: ${unknown}${didYouMean(unknown, known)}.`, {
    hint: t`Fields: ${known.join(t`, `)}.`,
    details: {fields: known},
  })
}

/** The fields of a row that were chosen, in the order in which they were named; those it lacks are left out. */
export function pick(row: Row, fields: string[]): Row {
  return Object.fromEntries(fields.filter(name => row[name] !== undefined).map(name => [name, row[name]]))
}

/** A row as one line: its fields between tabs, or the template with its values. Control characters are dropped. */
export function lineOf(row: Row, selection: Selection): string {
  if ('fields' in selection) return selection.fields.map(name => oneLine(row[name])).join('\t')
  return selection.template
    .map(part => (typeof part === 'string' ? part : oneLine(valueAt(row, part))))
    .join('')
}

function valueAt(row: Row, path: string[]): unknown {
  return path.reduce<unknown>(
    (value, name) =>
      typeof value === 'object' && value !== null && Object.hasOwn(value, name)
        ? (value as Row)[name]
        : undefined,
    row,
  )
}

/** Where the records of a result are: in one of its lists, or it is one itself. */
export interface Records {
  rows: Row[]
  /** Name of the list. */
  list: string | undefined
}

/** The records of a result. @param list its name, where the command says it; else the only list of objects that there is */
export function recordsOf(result: Row, list?: string): Records {
  const lists = Object.keys(result).filter(name => isListOfRows(result[name]))
  const name =
    list !== undefined && Array.isArray(result[list]) ? list : lists.length === 1 ? lists[0] : undefined
  return name === undefined ? {rows: [result], list: undefined} : {rows: result[name] as Row[], list: name}
}

function isListOfRows(value: unknown): boolean {
  const isRow = (item: unknown): boolean => typeof item === 'object' && item !== null && !Array.isArray(item)
  return Array.isArray(value) && value.length > 0 && value.every(isRow)
}

/** A result with only the chosen fields in its records. */
export function narrowResult(result: Row, {rows, list}: Records, fields: string[]): Row {
  if (list === undefined) return pick(result, fields)
  return {...result, [list]: rows.map(row => pick(row, fields))}
}
