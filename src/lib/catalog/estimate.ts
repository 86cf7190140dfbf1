import type {JsonBody, JsonValue} from '../http/streaming-body.js'
import {lazyData} from './data.js'
import {findModel} from './models.js'
import {hasDocumentedPrice} from './request-fields.js'

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
  perCall: {endpoint?: string; units: number}[]
}

const prices = lazyData<Prices>('./prices.json')

/** What a task will cost by the price table; a field is null where the table cannot tell. */
export interface Estimate {
  /** Kling units. */
  units: number | null
  /** US dollars for these units, by the price list. */
  usd: number | null
  /** Where the price goes by the second. */
  units_per_second: number | null
  /** Day of the price table, ISO 8601. */
  as_of: string
  /** The sandbox charges nothing: this is what a request with a key would cost. */
  sandbox?: true
}

const filled = (value: JsonValue | undefined): boolean => Array.isArray(value) && value.length > 0

/** The cases of the price table that fit a request, the most special one first. */
function casesOf(endpoint: string, body: JsonBody): string[] {
  if (endpoint === 'motion-control') return ['motion control']
  // A voice is heard, whatever the switch says.
  const sound = body.sound === 'on' || filled(body.voice_list) ? 'native audio' : 'silent'
  return [
    ...(filled(body.video_list) ? ['with video input'] : [`no video input, ${sound}`, 'no video input']),
    ...(filled(body.voice_list) ? ['native audio and voice'] : []),
    sound,
    'any',
    'any, sound included',
  ]
}

/** US dollars for some units, by the price list. */
export function usdOf(units: number): number {
  return Math.round(units * prices().usdPerUnit * 1000) / 1000
}

/** `$0.56`: what some units cost, for people; less than a cent with a third place. */
export function formatDollars(units: number): string {
  const usd = usdOf(units)
  return `$${usd.toFixed(usd > 0 && usd < 0.01 ? 3 : 2)}`
}

/** Units and dollars to a thousandth, without the noise of binary fractions. */
function amounts(units: number | null, rate: number | null): Estimate {
  return {
    units: units === null ? null : Math.round(units * 1000) / 1000,
    usd: units === null ? null : usdOf(units),
    units_per_second: rate,
    as_of: prices().asOf,
  }
}

/**
 * Estimates a create request by the vendor's list of `as_of`; what is really charged may differ. A body with anything
 * undocumented in it, or in a field that a price depends on, has no price.
 * `seconds` is the length of the result where the body does not say it: speech, or a video to be edited.
 */
export function estimate(endpoint: string, body: JsonBody, seconds?: number): Estimate {
  const {perSecond, perCall} = prices()
  if (!hasDocumentedPrice(endpoint, body)) return amounts(null, null)
  const call = perCall.find(row => row.endpoint === endpoint)
  if (call) return amounts(call.units, null)
  const rows = perSecond.filter(row => row.models.includes(String(body.model_name ?? endpoint)))
  const row = casesOf(endpoint, body)
    .map(wanted => rows.find(candidate => candidate.case === wanted))
    .find(found => found !== undefined)
  const mode = String(body.mode ?? (endpoint === 'omni-video' ? 'pro' : 'std'))
  const rate = row?.[mode] ?? findModel(endpoint, String(body.model_name))?.units_per_second?.[mode]
  if (typeof rate !== 'number') return amounts(null, null)
  const length = lengthOf(body) ?? seconds
  return amounts(length === undefined ? null : rate * length, rate)
}

/** Seconds of the result as the body says it: a video that is edited keeps its own length. */
function lengthOf({duration, video_list: videos}: JsonBody): number | undefined {
  const isEdit = Array.isArray(videos) && videos.some(video => (video as JsonBody).refer_type !== 'feature')
  return isEdit || duration === undefined ? undefined : Number(duration)
}
