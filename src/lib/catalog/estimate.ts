import {type JsonBody, type JsonValue} from '../api/file-body.js'
import {lazyData} from './data.js'

interface PriceRow {
  models: string[]
  /** Which requests of the model the row is for; the words are the price table's own. */
  case: string
  /** Units a second by mode; null where the service has no price. */
  [mode: string]: number | null | string | string[]
}

interface Prices {
  /** Day of the vendor's price page, ISO 8601. */
  asOf: string
  usdPerUnit: number
  perSecond: PriceRow[]
}

const prices = lazyData<Prices>('./prices.json')

/** What a task will cost by the price table; `units` is undefined where the table cannot tell. */
export interface Estimate {
  units: number | undefined
  usd: number | undefined
  /** Day of the price table, ISO 8601. */
  as_of: string
}

const filled = (value: JsonValue | undefined): boolean => Array.isArray(value) && value.length > 0

/** The cases of the price table that fit a request, the most special one first. */
function casesOf(endpoint: string, body: JsonBody): string[] {
  if (endpoint === 'motion-control') return ['motion control']
  const sound = body.sound === 'on' ? 'native audio' : 'silent'
  return [
    ...(filled(body.video_list) ? ['with video input'] : [`no video input, ${sound}`, 'no video input']),
    ...(filled(body.voice_list) ? ['native audio and voice'] : []),
    sound,
    'any',
    'any, sound included',
  ]
}

/** Length of the result in seconds as far as the request says it: that of an edited video is the input's. */
function secondsOf(body: JsonBody): number | undefined {
  return typeof body.duration === 'string' ? Number(body.duration) : undefined
}

/** Estimates a create request. Prices are the vendor's list of `as_of`; what was really charged may differ. */
export function estimate(endpoint: string, body: JsonBody): Estimate {
  const {asOf, usdPerUnit, perSecond} = prices()
  const rows = perSecond.filter(row => row.models.includes(String(body.model_name ?? endpoint)))
  const row = casesOf(endpoint, body)
    .map(wanted => rows.find(candidate => candidate.case === wanted))
    .find(found => found !== undefined)
  const rate = row?.[String(body.mode ?? 'std')]
  const seconds = secondsOf(body)
  if (typeof rate !== 'number' || seconds === undefined)
    return {units: undefined, usd: undefined, as_of: asOf}
  const units = Math.round(rate * seconds * 1000) / 1000
  return {units, usd: Math.round(units * usdPerUnit * 1000) / 1000, as_of: asOf}
}
