import type {Catalogue} from './format.js'

/** Money: an amount of a currency, ISO 4217. */
export interface Money {
  amount: number
  currency: string
}

/** `0.098 USD`: what one unit costs an account. */
const pricePattern = /^\s*(\d{1,6}(?:\.\d{1,8})?)\s*([a-z]{3})\s*$/i

/** Reads what one unit costs; undefined for what is no price. */
export function parseUnitPrice(text: string): Money | undefined {
  const [, amount, currency] = pricePattern.exec(text) ?? []
  return currency === undefined ? undefined : {amount: Number(amount), currency: currency.toUpperCase()}
}

/** Region whose price list counts where a region has none of its own. */
const usualRegion = 'global'

/** What a unit of a pack is in a region by the price list; undefined where the list does not say it. */
export function unitPriceOf(
  {currencies}: Pick<Catalogue, 'currencies'>,
  region: string | undefined,
  pack: string,
): Money | undefined {
  const packs = Object.hasOwn(currencies, region ?? '') ? currencies[region!] : currencies[usualRegion]
  const [currency, amount] = (packs && Object.hasOwn(packs, pack) ? packs[pack] : undefined) ?? []
  return currency === undefined || amount === undefined ? undefined : {amount, currency}
}
