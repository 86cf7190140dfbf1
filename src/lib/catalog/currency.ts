import type {Money} from '../config/parse-unit-price.js'
import type {Catalogue} from './format.js'

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
