import {lazyData} from './data.js'
import type {Catalogue, CatalogueModel, EndpointRow, Offer, PriceRow} from './format.js'
import type {ModelEntry} from './model-entry.js'

/** What a user has beside the shipped catalogue. */
export interface OwnCatalogue {
  /** Entries of the user's `models.json` in its first format. */
  models: ModelEntry[]
  /** The user's `models.json` in the format of the catalogue. */
  own?: Partial<Catalogue> | undefined
  /** A newer edition that was downloaded. */
  downloaded?: Catalogue | undefined
}

/** The edition that came with the program. */
export const shippedCatalogue = lazyData<Catalogue>('./catalogue.json')

let user: OwnCatalogue = {models: []}
let merged: Catalogue | undefined

/** Sets what the user has beside the shipped catalogue, for this process. */
export function setOwnCatalogue(own: OwnCatalogue): void {
  user = own
  merged = undefined
}

/** What the user has beside the shipped catalogue. */
export const ownCatalogue = (): OwnCatalogue => user

/** Entries of the first list, and those of the second that it does not have. */
function merge<T>(first: T[], second: T[], keyOf: (entry: T) => string): T[] {
  const known = new Set(first.map(keyOf))
  return [...first, ...second.filter(entry => !known.has(keyOf(entry)))]
}

/** What a price is of: an edition that has one price of it has all of them. */
const subjectOf = ({model, operation}: PriceRow): string => model ?? `operation ${operation}`

/** Two editions, entry by entry: what the first has, it has the last word on. */
export function mergeEditions(first: Partial<Catalogue>, second: Catalogue): Catalogue {
  return {
    ...second,
    ...first,
    currencies: {...second.currencies, ...first.currencies},
    rules: first.rules ?? second.rules,
    models: merge(first.models ?? [], second.models, ({key}) => key),
    prices: merge(first.prices ?? [], second.prices, subjectOf),
    endpoints: merge(first.endpoints ?? [], second.endpoints, ({path}) => path),
    effects: merge(first.effects ?? [], second.effects, ({scene}) => scene),
  }
}

/** The edition in use without the user's own file: the one of the higher serial, with what only the other knows. */
export function editionInUse({downloaded}: OwnCatalogue = user): Catalogue {
  const shipped = shippedCatalogue()
  return downloaded && downloaded.serial > shipped.serial ? mergeEditions(downloaded, shipped) : shipped
}

/** The catalogue: the user's own entries, then the edition in use. */
export function catalogue(): Catalogue {
  if (merged) return merged
  const base = editionInUse()
  merged = user.own ? {...mergeEditions(user.own, base), serial: base.serial} : base
  return merged
}

/** A model by any of its names, at a place where it is made if one is named. */
export function findOffer(
  name: string,
  product?: string,
): {model: CatalogueModel; offers: Offer[]} | undefined {
  for (const model of catalogue().models) {
    const offers = model.offers.filter(offer => product === undefined || offer.product === product)
    if (offers.some(offer => offer.name === name)) return {model, offers}
  }
  return undefined
}

/** What is to be known of a path; undefined where it is as any other. */
export function findEndpoint(path: string): EndpointRow | undefined {
  return catalogue().endpoints.find(row => row.path === path)
}
