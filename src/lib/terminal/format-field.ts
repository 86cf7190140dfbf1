import {isAbsolute, resolve} from 'node:path'
import {pathToFileURL} from 'node:url'
import {t, translate} from '../i18n/translate.js'
import type {Screen} from './screen.js'
import {shownUnits} from '../budget/task-costs.js'
import {type Format, plainText, formatBytes, shownSeconds} from './text.js'
import {localTime, formatAgo} from './dates.js'
import {formatKind, formatState} from './labels.js'

/** A record as a command returns it. */
export type Row = Record<string, unknown>

/** A value as it is shown. */
export interface Cell {
  text: string
  format?: Format | undefined
  /** Where a click leads. */
  url?: string | undefined
}

/** What the name of a field says of its values. */
interface CellKind {
  names: RegExp
  /** Never cut: what is typed again, and what is short. */
  isWhole?: boolean
  /** The value for people; as it is when left out. */
  text?: (value: unknown, screen: Screen, isAlone: boolean) => string
  format?: (value: string) => Format | undefined
  url?: (row: Row, value: unknown) => string | undefined
}

/** Colours of states, those of tasks first. */
const stateFormats: Record<string, Format> = {
  submitted: 'cyan',
  processing: 'yellow',
  succeed: 'green',
  failed: 'red',
  refused: 'red',
  sending: 'yellow',
  unknown: 'magenta',
  not_taken: 'dim',
  deleted: 'dim',
  online: 'green',
  ends_soon: 'yellow',
  toBeOnline: 'cyan',
  expired: 'dim',
  runOut: 'red',
}

/** The fields that say where a thing can be looked at, for its id. */
const placesOfIds: Record<string, string[]> = {
  task_id: ['downloaded', 'output', 'video_url'],
  video_id: ['video_url'],
  element_id: ['frontal_url'],
  voice_id: ['trial_url'],
}

function addressOf(value: unknown): string | undefined {
  if (typeof value !== 'string' || value === '' || value === '-') return undefined
  if (/^https?:\/\//.test(value)) return value
  return isAbsolute(value) ? pathToFileURL(value).href : undefined
}

const isNumber = (value: unknown): boolean => /^-?\d+(\.\d+)?$/.test(String(value))

const seconds = (value: unknown): string =>
  isNumber(value) ? t`${shownSeconds(Number(value))} s` : oneLine(value)

const units = (value: unknown): string =>
  isNumber(value) ? String(shownUnits(Number(value))) : oneLine(value)

const kinds: CellKind[] = [
  {names: /(?:^|_)(?:at|since)$/, isWhole: true, text: formatTime},
  {
    names: /^(?:state|status)$/,
    isWhole: true,
    text: value => formatState(oneLine(value)),
    format: value => stateFormats[value],
  },
  {names: /(?:^|_)url$/, url: (_row, value) => addressOf(value)},
  {
    names: /^(?:output|downloaded|path|root|folder|file)$|_dir$/,
    url: (_row, value) => addressOf(typeof value === 'string' && value !== '-' ? resolve(value) : value),
  },
  {names: /^(?:duration|seconds)$/, isWhole: true, text: seconds},
  {
    names: /^bytes$/,
    isWhole: true,
    text: value => (typeof value === 'number' ? formatBytes(value) : oneLine(value)),
  },
  {names: /^runs$/, text: value => translate(oneLine(value))},
  {names: /^(?:kind|type)$/, isWhole: true, text: value => formatKind(oneLine(value))},
  {
    names: /^(?:units|cost|charged|estimated|difference|remaining)$|^units_|_units$/,
    isWhole: true,
    text: units,
  },
  {names: /^(?:usd|count|model|mode|version|day)$/, isWhole: true},
]

const idKind = (name: string): CellKind => ({
  names: /id$/,
  isWhole: true,
  url: row => (placesOfIds[name] ?? []).map(field => addressOf(row[field])).find(Boolean),
})

const otherKind: CellKind = {names: /^/}

function kindOf(name: string): CellKind {
  if (/(?:^|_)id$/.test(name)) return idKind(name)
  return kinds.find(({names}) => names.test(name)) ?? otherKind
}

/** A value as one line of text; an object as JSON, nothing as nothing. */
export function oneLine(value: unknown): string {
  if (value === undefined || value === null) return ''
  return plainText(typeof value === 'object' ? JSON.stringify(value) : String(value)).replace(/\s+/g, ' ')
}

function formatTime(value: unknown, {now}: Screen, isAlone: boolean): string {
  const text = oneLine(value)
  if (now === undefined || !/^\d{4}-\d\d-\d\dT/.test(text)) return text
  return isAlone ? t`${localTime(text)} (${formatAgo(text, now)})` : formatAgo(text, now)
}

/**
 * How a field of a row is shown.
 * @param isAlone whether it has a line of its own rather than a cell of a table
 */
export function cellOf(row: Row, name: string, screen: Screen, isAlone = false): Cell {
  const value = row[name]
  const {text = oneLine, format, url} = kindOf(name)
  if (value === undefined || value === null || value === '') return {text: ''}
  const shown = text(value, screen, isAlone)
  return {text: shown, format: format?.(oneLine(value)), url: url?.(row, value)}
}

/** Whether a column of these values is never cut. */
export function isWhole(name: string): boolean {
  return kindOf(name).isWhole ?? false
}
