import type {JsonBody} from '../http/streaming-body.js'
import {catalogue, editionInUse, findEndpoint, findOffer, ownCatalogue} from './catalogue.js'
import type {Money} from '../config/parse-unit-price.js'
import {unitPriceOf} from './currency.js'
import {type Facts, limitOf} from './facts.js'
import {factsOfPictures, factsOfV1} from './facts-v1.js'
import {factsOfV2} from './facts-v2.js'
import type {CatalogueModel, PriceRow} from './format.js'
import {dayOf} from './lifecycle.js'
import {type Units, findPrice, rateOf, times, unitsOf} from './prices.js'
import {endpointOf, hasDocumentedFields, hasDocumentedPrice, operationOf, pathOf} from './request-fields.js'

/** What a task will cost by the price table; a field is null where the table cannot tell. */
export interface Estimate {
  /** Kling units. */
  units: number | null
  /** The least and the most that it can cost, where the length is known only to the service. */
  units_min: number | null
  units_max: number | null
  /** Kind of pack that the units are taken from: `video`, `image`. */
  pack: string
  /** What these units are in money, by the price list of the region or the setting `unit_price`. */
  amount: number | null
  /** ISO 4217 */
  currency: string | null
  /** The amount, where it is in US dollars. */
  usd: number | null
  /** Where the price goes by the second. */
  units_per_second: number | null
  /** Row of the catalogue that it comes from. */
  basis: string | null
  /** Where that row is known from. */
  evidence: string | null
  /** Day of the price table, ISO 8601. */
  as_of: string
  /** The sandbox charges nothing: this is what a request with a key would cost. */
  sandbox?: true
}

/** Where a request goes, as far as its price depends on it. */
export interface PriceOptions {
  /** Region whose prices and currency count. */
  region?: string | undefined
  /** What a unit of video costs this account. */
  unitPrice?: Money | undefined
}

/** An estimate older than this says so, in days. */
const oldDays = 90

/** Whether the day of a price table is long ago. */
export function isOldPrice(asOf: string, now: number): boolean {
  return now - Date.parse(asOf) > oldDays * 24 * 3600_000
}

const priceOf = (pack: string, {region, unitPrice}: PriceOptions): Money | undefined =>
  (pack === 'video' ? unitPrice : undefined) ?? unitPriceOf(catalogue(), region, pack)

/** What units of video are in money, by the price list or the account's own price; undefined where nobody knows. */
export function moneyOf(units: number, options: PriceOptions = {}, pack = 'video'): Money | undefined {
  const price = priceOf(pack, options)
  return price && {amount: times(units, price.amount), currency: price.currency}
}

/** `catalogue 1: kling-v3 audio=off product=text2video|image2video` */
function basisOf({model, operation, when = {}}: PriceRow): string {
  const conditions = Object.entries(when).map(([name, value]) => {
    const shown = Array.isArray(value) ? value.join('|') : typeof value === 'object' ? `${value.min}+` : value
    return `${name}=${String(shown)}`
  })
  return [`catalogue ${catalogue().serial}:`, model ?? operation, ...conditions].join(' ')
}

const unknown: Units = {units: null, min: null, max: null}

function describe(row: PriceRow | undefined, facts: Facts, units: Units, options: PriceOptions): Estimate {
  const pack = row?.pack ?? 'video'
  const money = units.units === null ? undefined : moneyOf(units.units, options, pack)
  const {currency = null} = priceOf(pack, options) ?? {}
  const rate = row?.per === 'second' ? (rateOf(row, facts) ?? null) : null
  const isKnown = row !== undefined && rateOf(row, facts) !== undefined
  return {
    units: units.units,
    units_min: units.min,
    units_max: units.max,
    pack,
    amount: money?.amount ?? null,
    currency,
    usd: money?.currency === 'USD' ? money.amount : null,
    units_per_second: rate,
    basis: isKnown ? basisOf(row) : null,
    evidence: isKnown ? row.evidence : null,
    as_of: row?.asOf ?? catalogue().pricesAsOf,
  }
}

const noPrice = (options: PriceOptions): Estimate => describe(undefined, {}, unknown, options)

/** The prices of the user's own file come first: of its first format, then of that of the catalogue. */
function layers(): PriceRow[][] {
  const {models, own} = ownCatalogue()
  const first = models.flatMap(({model, endpoint, units_per_second: rates}): PriceRow[] => {
    if (!rates) return []
    const units = Object.fromEntries(
      Object.entries(rates).map(([mode, rate]) => [{std: '720p', pro: '1080p'}[mode] ?? mode, rate]),
    )
    const of = {'motion-control': 'input', avatar: 'speech'}[endpoint] ?? 'output'
    return [
      {
        model,
        when: {product: endpoint},
        per: 'second',
        of: of as PriceRow['of'] & string,
        units,
        asOf: catalogue().pricesAsOf,
        evidence: 'models.json',
      },
    ]
  })
  return [first, own?.prices ?? [], editionInUse().prices]
}

/** Shortest and longest length that a model takes, of a video that goes in or of speech. */
function boundsOf(
  {of}: PriceRow,
  model: CatalogueModel | undefined,
  facts: Facts,
): [min?: number, max?: number] {
  if (!model || of === 'output') return []
  const rules = [...catalogue().rules, ...model.rules]
  const fact = of === 'speech' ? 'speechSeconds' : 'inputSeconds'
  const max = limitOf(rules, fact, facts)
  return max === undefined ? [] : [of === 'speech' ? 2 : 3, max]
}

/** The estimate of a model's request, of whose facts nothing is missing but a length. */
function estimateModel(
  model: string,
  found: CatalogueModel | undefined,
  facts: Facts,
  options: PriceOptions,
): Estimate {
  const place = {region: options.region, today: dayOf(Date.now())}
  const row = findPrice(layers(), {model}, facts, place)
  return row
    ? describe(row, facts, unitsOf(row, facts, boundsOf(row, found, facts)), options)
    : noPrice(options)
}

/**
 * Estimates a create request by the vendor's list of `as_of`; what is really charged may differ. A body with anything
 * undocumented in it, or in a field that a price depends on, has no price.
 *
 * @param seconds length of what comes out where the body does not say it: speech, or a video to be edited
 */
export function estimate(
  endpoint: string,
  body: JsonBody,
  seconds?: number,
  options: PriceOptions = {},
): Estimate {
  if (!hasDocumentedPrice(endpoint, body)) return noPrice(options)
  const path = pathOf(endpoint)!
  const row = callPrice(path, options)
  if (row) return describe(row, {}, unitsOf(row, {}), options)
  const name = typeof body.model_name === 'string' ? body.model_name : endpoint
  const found = findOffer(name, endpoint)?.model ?? catalogue().models.find(({key}) => key === name)
  const facts = withLength(factsOfV1(endpoint, body), seconds)
  // The user's own file may know it by the name alone.
  const isOwn = ownCatalogue().models.some(entry => entry.model === name && entry.units_per_second)
  return estimateModel(isOwn || !found ? name : found.key, found, facts, options)
}

function withLength(facts: Facts, seconds: number | undefined): Facts {
  return seconds === undefined
    ? facts
    : {...facts, seconds: facts.seconds ?? seconds, inputSeconds: seconds, speechSeconds: seconds}
}

/** The price of a call, of operations that have one. */
function callPrice(path: string, {region}: PriceOptions): PriceRow | undefined {
  const operation = operationOf(path)
  const row =
    operation === undefined
      ? undefined
      : findPrice(layers(), {operation}, {}, {region, today: dayOf(Date.now())})
  return row?.per === 'call' ? row : undefined
}

/** Estimates any POST, by its path: what costs nothing, a call, pictures, or a video of either standard. */
export function estimateAt(path: string, body: JsonBody, options: PriceOptions = {}): Estimate {
  const endpoint = endpointOf(path)
  if (findEndpoint(path)?.cost === 'none') return describe(undefined, {}, {units: 0, min: 0, max: 0}, options)
  if (endpoint !== undefined) return estimate(endpoint, body, undefined, options)
  if (!hasDocumentedFields(path, body)) return noPrice(options)
  const call = callPrice(path, options)
  if (call) return describe(call, {}, unitsOf(call, {}), options)
  for (const model of catalogue().models) {
    const offer = model.offers.find(offer => offer.path === path && isAsked(offer.name, body, offer.standard))
    if (!offer) continue
    const isSounding = model.rules.some(({requires}) => requires?.audio === 'native')
    const facts =
      offer.standard === 'v2'
        ? factsOfV2(offer.product, body, isSounding)
        : path.startsWith('/v1/images/')
          ? factsOfPictures(offer.product, body)
          : undefined
    return facts ? estimateModel(model.key, model, facts, options) : noPrice(options)
  }
  return noPrice(options)
}

const isAsked = (name: string | null, body: JsonBody, standard: string): boolean =>
  standard === 'v2' || name === body.model_name
