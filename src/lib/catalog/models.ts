import {t} from '../i18n/translate.js'
import {catalogue, findOffer, ownCatalogue} from './catalogue.js'
import {entriesOf, products} from './entries.js'
import type {Catalogue} from './format.js'
import {dayOf, serviceOf} from './lifecycle.js'
import type {ModelEntry} from './model-entry.js'

export type {Abilities, ModelEntry, Scenario} from './model-entry.js'

/** The entries of a catalogue by endpoint, as they are asked for. */
const known = new WeakMap<Catalogue, Map<string, ModelEntry[]>>()

function entriesAt(endpoint: string): ModelEntry[] {
  const all = catalogue()
  const byEndpoint = known.get(all) ?? new Map<string, ModelEntry[]>()
  known.set(all, byEndpoint)
  const today = dayOf(Date.now())
  const entries = byEndpoint.get(endpoint) ?? entriesOf(all, today, [endpoint])
  byEndpoint.set(endpoint, entries)
  return entries
}

/** The user's entries of the first format come before those of the catalogue; their dates are looked at, too. */
function withOwn(endpoint: string): ModelEntry[] {
  const today = dayOf(Date.now())
  const own = ownCatalogue().models.filter(entry => entry.endpoint === endpoint)
  const dated = own.map(({retired: until, ...entry}): ModelEntry => {
    const service = serviceOf({...(until !== undefined && {until})}, today)
    if (service.state === 'retired') return {...entry, retired: service.day}
    return service.state === 'served' && service.ends !== undefined ? {...entry, ends: service.ends} : entry
  })
  const isReplaced = ({model}: ModelEntry): boolean => own.some(entry => entry.model === model)
  return [...dated, ...entriesAt(endpoint).filter(entry => !isReplaced(entry))]
}

/** The models of an endpoint, living ones first. */
export function modelsOf(endpoint: string): ModelEntry[] {
  const served = withOwn(endpoint).filter(entry => entry.supported !== false)
  return [...served.filter(entry => !entry.retired), ...served.filter(entry => entry.retired)]
}

/** Names of the models of an endpoint that are served: what may be suggested. */
export function servedModels(endpoint: string): string[] {
  return modelsOf(endpoint)
    .filter(({retired}) => retired === undefined)
    .map(({model}) => model)
}

/** A model at an endpoint by any of its names, or undefined when the catalogue does not know it there. */
export function findModel(endpoint: string, model: string): ModelEntry | undefined {
  const entries = modelsOf(endpoint)
  return entries.find(entry => entry.model === model) ?? entries.find(({alias = []}) => alias.includes(model))
}

/** What a model is called in a body of the older standard: `kling-v3` for `kling-3.0`. */
export function modelName(endpoint: string, model: string): string {
  return findModel(endpoint, model)?.model ?? model
}

/** Whether the catalogue knows a model at an endpoint in the new standard alone. */
export function isOfNewStandard(endpoint: string, model: string): boolean {
  const found = findOffer(model, endpoint)
  return found !== undefined && found.offers.every(({standard}) => standard === 'v2')
}

/** Whether any endpoint has a model of this name. */
export function isKnownModel(name: string): boolean {
  return findOffer(name) !== undefined || ownCatalogue().models.some(({model}) => model === name)
}

/** Whether the service has retired a model wherever commands choose it. */
export function isRetired(name: string): boolean {
  const places = products.flatMap(endpoint => withOwn(endpoint).filter(({model}) => model === name))
  return places.length > 0 && places.every(({retired}) => retired !== undefined)
}

/** All modes and durations that some model of the endpoint has; for completions and first checks. */
export function valuesOf(endpoint: string): {modes: string[]; durations: string[]} {
  const entries = modelsOf(endpoint)
  const durations = entries.flatMap(entry => [
    ...(entry.durations ?? []),
    ...(entry.scenarios ?? []).flatMap(s => s.durations),
  ])
  return {
    modes: [...new Set(entries.flatMap(entry => entry.modes ?? []).filter(mode => mode !== 'any'))],
    durations: [...new Set(durations)].sort((a, b) => Number(a) - Number(b)),
  }
}

/** All durations that a model has, whatever else is asked of it; undefined where the catalogue does not say. */
export function durationsOf({durations, scenarios}: ModelEntry): string[] | undefined {
  return durations ?? (scenarios && [...new Set(scenarios.flatMap(row => row.durations))])
}

/** `3–10`, or `5 or 10`: durations as a person would say them. */
export function formatDurations(durations: string[]): string {
  const numbers = durations.map(Number)
  const isRange = numbers.length > 2 && numbers.every((n, i) => i === 0 || n === numbers[i - 1]! + 1)
  return isRange ? `${numbers[0]}–${numbers.at(-1)}` : durations.join(t` or `)
}
