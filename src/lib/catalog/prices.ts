import {type Facts, matches} from './facts.js'
import type {PriceRow, Rounding} from './format.js'

/** What is bought: a model at a product, or an operation. */
export interface Subject {
  model?: string | undefined
  operation?: string | undefined
}

export interface PricePlace {
  /** Region whose prices count; the general ones when left out. */
  region?: string | undefined
  /** ISO 8601 day. */
  today: string
}

const isValid = ({from, until}: PriceRow, today: string): boolean =>
  (from === undefined || from <= today) && (until === undefined || today < until)

/** Units of a row at a resolution; undefined where it has none there. */
export function rateOf({units}: PriceRow, {resolution = ''}: Facts): number | undefined {
  if (typeof units === 'number') return units
  return Object.hasOwn(units, resolution) ? units[resolution] : undefined
}

/**
 * The row that fits a request, of the first layer that has one; of several the dearest. Undefined where there is none,
 * and where a row speaks of what this program does not know: never the next cheaper one.
 */
export function findPrice(
  layers: PriceRow[][],
  {model, operation}: Subject,
  facts: Facts,
  {region, today}: PricePlace,
): PriceRow | undefined {
  for (const layer of layers) {
    const rows = layer.filter(
      row => isValid(row, today) && (model === undefined ? row.operation === operation : row.model === model),
    )
    const inRegion = ({regions}: PriceRow): boolean => regions?.includes(region ?? '') ?? false
    const fitting = rows.filter(row => row.regions === undefined || inRegion(row))
    if (fitting.some(row => matches(facts, row.when) === 'unknown')) return undefined
    const found = fitting.filter(row => matches(facts, row.when) === true)
    const own = found.filter(inRegion)
    const [best] = (own.length > 0 ? own : found).sort(
      (a, b) => (rateOf(b, facts) ?? -1) - (rateOf(a, facts) ?? -1),
    )
    if (best) return best
  }
  return undefined
}

/** A product of decimals without the noise of binary fractions, to a thousandth. */
export function times(a: number, b: number): number {
  const product = BigInt(Math.round(a * 1e6)) * BigInt(Math.round(b * 1e6))
  return Number((product + 500_000_000n) / 1_000_000_000n) / 1000
}

/** Units of a price, exact or between bounds; null where the table cannot tell. */
export interface Units {
  units: number | null
  min: number | null
  max: number | null
}

/** A length as it is charged: what is likely, and between what. */
function chargedSeconds(
  seconds: number,
  round: Rounding | undefined,
): [usual: number, min: number, max: number] {
  switch (round) {
    case 'nearest': {
      const whole = Math.round(seconds)
      return [whole, whole, whole]
    }
    case 'up': {
      const whole = Math.ceil(seconds)
      return [whole, whole, whole]
    }
    case 'started-5': {
      const whole = Math.ceil(seconds / 5) * 5
      return [whole, whole, whole]
    }
    case 'unknown':
      return [seconds, Math.floor(seconds), Math.ceil(seconds)]
    case undefined:
      return [seconds, seconds, seconds]
  }
}

/** The length that a row charges, as far as facts tell it. */
const lengthOf = ({of}: PriceRow, {seconds, inputSeconds, speechSeconds}: Facts): number | undefined =>
  of === 'input' ? inputSeconds : of === 'speech' ? speechSeconds : seconds

/** @param bounds shortest and longest length that is taken, where the length is not known */
export function unitsOf(row: PriceRow, facts: Facts, bounds: [min?: number, max?: number] = []): Units {
  const rate = rateOf(row, facts)
  if (rate === undefined) return {units: null, min: null, max: null}
  if (row.per === 'call') return {units: rate, min: rate, max: rate}
  if (row.per === 'image') {
    const units = facts.count === undefined ? null : times(rate, facts.count)
    return {units, min: units ?? rate, max: units}
  }
  const length = lengthOf(row, facts)
  if (length !== undefined) {
    const [usual, min, max] = chargedSeconds(length, row.round).map(seconds => times(rate, seconds))
    return {units: usual!, min: min!, max: max!}
  }
  const [shortest, longest] = bounds
  return {
    units: null,
    min: shortest === undefined ? null : times(rate, chargedSeconds(shortest, row.round)[1]),
    max: longest === undefined ? null : times(rate, chargedSeconds(longest, row.round)[2]),
  }
}
