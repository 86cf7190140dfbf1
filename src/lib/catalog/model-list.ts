import {catalogue, ownCatalogue} from './catalogue.js'
import {entryOf} from './entries.js'
import type {CatalogueModel, Offer, PriceRow, Standard} from './format.js'
import {dayOf, serviceOf} from './lifecycle.js'
import type {ModelEntry} from './model-entry.js'
import {modelsOf} from './models.js'

/** What is made → the command that makes it. */
export const commandsOfProducts: Record<string, string> = {
  'omni-video': 'create',
  text2video: 'create-from-text',
  image2video: 'create-from-image',
  'motion-control': 'create-motion-control',
  avatar: 'create-avatar',
  'video-extend': 'extend',
}

/** Whether something is served, as far as it is known. */
export type ModelStatus = 'served' | 'ending' | 'coming' | 'unconfirmed' | 'retired'

/** A model as `kling models` lists it. */
export interface ModelSummary {
  /** Its name in the program. */
  model: string
  /** All its names, of both standards. */
  names: string[]
  status: ModelStatus
  /** Commands that it can be used with. */
  commands: string[]
  standards: Standard[]
  modes: string[]
  /** Seconds that it makes; none where that is the length of an input. */
  seconds: number[]
  /** What it can make besides, in some mode. */
  features: string[]
  /** Units a second, the least and the most; null where nobody knows. */
  units_min: number | null
  units_max: number | null
  /** Day of its end, ISO 8601: of a retired model, or announced. */
  until?: string | undefined
}

/** What a command can make with a model. */
export interface ModelUse {
  command: string
  standard: Standard
  name: string
  path: string | null
  modes: string[]
  seconds: number[]
  features: string[]
  /** `pair`, `key`: the credentials that it takes. */
  auth: string[]
  /** Whether tasks may have an id of the caller's, so that a lost one can be looked up. */
  external_id: boolean
  status: ModelStatus
  since?: string | undefined
  until?: string | undefined
  last_seen?: string | undefined
  evidence: string
}

/** What a request costs. */
export interface ModelPrice {
  with: string
  std: number | null
  pro: number | null
  '4k': number | null
  per: 'second' | 'call' | 'image'
  /** Whose seconds are counted. */
  of?: string | undefined
  pack: string
  regions?: string[] | undefined
  as_of: string
  evidence: string
}

/** All that the catalogue knows of a model. */
export interface ModelCard extends ModelSummary {
  /** Why it is not sure that the service has it like this. */
  unconfirmed?: string | undefined
  uses: ModelUse[]
  prices: ModelPrice[]
  /** What sources disagree on, and where. */
  doubts: string[]
}

const words = [
  ['sound', 'sound'],
  ['multi_shot', 'shots'],
  ['elements', 'elements'],
] as const

/** What a model can make in some mode, in short words. */
function featuresOf({abilities = [], scenarios = [], maxElements = 0, ...entry}: ModelEntry): string[] {
  const some = (ability: 'sound' | 'voice' | 'end_frame' | 'multi_shot' | 'elements'): boolean =>
    abilities.some(row => row[ability])
  const found = [
    some('sound') && 'sound',
    some('voice') && 'voices',
    (some('end_frame') ||
      scenarios.some(({id, durations}) => id === 'first_last_frame' && durations.length > 0)) &&
      'last frame',
    some('multi_shot') && 'shots',
    (some('elements') || maxElements > 0) && 'elements',
    ...words.map(([name, word]) => entry[name] === true && word),
  ]
  return [...new Set(found.filter(word => word !== false))]
}

const secondsOf = ({durations = [], scenarios = []}: ModelEntry): number[] =>
  [...new Set([...durations, ...scenarios.flatMap(row => row.durations)].map(Number))].sort((a, b) => a - b)

function statusOf(model: CatalogueModel, offer: Offer, today: string): {status: ModelStatus; until?: string} {
  const service = serviceOf(offer, today)
  if (service.state === 'retired') return {status: 'retired', until: service.day}
  if (service.state === 'coming') return {status: 'coming'}
  if (model.unconfirmed !== undefined) return {status: 'unconfirmed'}
  return service.ends === undefined ? {status: 'served'} : {status: 'ending', until: service.ends}
}

function useOf(model: CatalogueModel, offer: Offer, today: string): ModelUse {
  // Of what is not confirmed, what sources say is all that there is.
  const rules =
    model.unconfirmed === undefined
      ? model.rules
      : model.rules.map(rule => ({...rule, level: 'refuse' as const}))
  const entry = entryOf(catalogue(), {...model, rules}, offer, today)
  return {
    command: commandsOfProducts[offer.product] ?? offer.product,
    standard: offer.standard,
    name: offer.name ?? model.key,
    path: offer.path,
    modes: (entry.modes ?? []).filter(mode => mode !== 'any'),
    seconds: secondsOf(entry),
    features: featuresOf(entry),
    auth: offer.auth,
    external_id: offer.externalId,
    ...statusOf(model, offer, today),
    since: offer.from,
    last_seen: offer.lastSeen,
    evidence: offer.evidence,
  }
}

const rates = ({units}: PriceRow): number[] => (typeof units === 'number' ? [units] : Object.values(units))

/** Rows for all regions, or for one that has rows of its own. */
function pricesOf(key: string, region: string | undefined): PriceRow[] {
  const rows = catalogue().prices.filter(({model}) => model === key)
  return rows.filter(({regions}) => regions === undefined || regions.includes(region ?? ''))
}

const order: ModelStatus[] = ['served', 'ending', 'coming', 'unconfirmed', 'retired']

function summaryOf(model: CatalogueModel, uses: ModelUse[]): ModelSummary {
  const all = <T>(of: (use: ModelUse) => T[]): T[] => [...new Set(uses.flatMap(of))]
  const seconds = pricesOf(model.key, undefined).filter(({per}) => per === 'second')
  const units = seconds.flatMap(rates)
  const status = order.find(one => uses.some(use => use.status === one)) ?? 'served'
  return {
    model: model.key,
    names: all(({name}) => [name]),
    status,
    commands: all(({command}) => [command]),
    standards: all(({standard}) => [standard]).sort(),
    modes: all(({modes}) => modes),
    seconds: all(({seconds}) => seconds).sort((a, b) => a - b),
    features: all(({features}) => features),
    units_min: units.length > 0 ? Math.min(...units) : null,
    units_max: units.length > 0 ? Math.max(...units) : null,
    until: uses.find(use => use.status === status)?.until,
  }
}

/** An own model of the first format, which has no card in the catalogue. */
function ownSummaries(command: string | undefined): ModelSummary[] {
  const entries = ownCatalogue().models.filter(({endpoint}) => isFor(endpoint, command))
  return entries.map(({model, endpoint}) => {
    const entry = modelsOf(endpoint).find(other => other.model === model)!
    const rates = Object.values(entry.units_per_second ?? {})
    return {
      model,
      names: [model],
      status: entry.retired ? 'retired' : 'served',
      commands: [commandsOfProducts[endpoint]!],
      standards: ['v1'],
      modes: (entry.modes ?? []).filter(mode => mode !== 'any'),
      seconds: secondsOf(entry),
      features: featuresOf(entry),
      units_min: rates.length > 0 ? Math.min(...rates) : null,
      units_max: rates.length > 0 ? Math.max(...rates) : null,
      until: entry.retired ?? entry.ends,
    }
  })
}

const isFor = (product: string, command: string | undefined): boolean =>
  command === undefined ? Object.hasOwn(commandsOfProducts, product) : commandsOfProducts[product] === command

/** The models of the commands, or of one: those that are served first. */
export function modelList(command?: string): ModelSummary[] {
  const today = dayOf(Date.now())
  const own = ownSummaries(command)
  const names = own.flatMap(({names}) => names)
  const known = catalogue().models.flatMap(model => {
    const offers = model.offers.filter(({product}) => isFor(product, command))
    return offers.length === 0 || names.includes(model.key)
      ? []
      : [
          summaryOf(
            model,
            offers.map(offer => useOf(model, offer, today)),
          ),
        ]
  })
  const all = [...own, ...known]
  return order.flatMap(status => all.filter(summary => summary.status === status))
}

const caseOf = ({when = {}}: PriceRow): string =>
  Object.entries(when)
    .map(([name, value]) => {
      const shown = Array.isArray(value)
        ? value.join(' or ')
        : typeof value === 'object'
          ? `${value.min}+`
          : value
      return `${name} ${String(shown)}`
    })
    .join(', ')

/** All that is known of a model, by any of its names; undefined where nobody knows it. @param region for its prices */
export function modelCard(name: string, region?: string): ModelCard | undefined {
  const today = dayOf(Date.now())
  const model = catalogue().models.find(
    ({key, offers}) => key === name || offers.some(offer => offer.name === name),
  )
  if (!model) return undefined
  const uses = model.offers.map(offer => useOf(model, offer, today))
  const prices = pricesOf(model.key, region).map((row): ModelPrice => {
    const at = (resolution: string): number | null =>
      typeof row.units === 'number' ? row.units : (row.units[resolution] ?? null)
    return {
      with: caseOf(row),
      std: at('720p'),
      pro: at('1080p'),
      '4k': at('4k'),
      per: row.per,
      of: row.of,
      pack: row.pack ?? 'video',
      regions: row.regions,
      as_of: row.asOf,
      evidence: row.evidence,
    }
  })
  const doubts = model.rules.flatMap(({level, source, max, requires, forbids}) => {
    const facts = Object.keys({...max, ...requires, ...forbids}).join(', ')
    return level === 'warn' ? [`${facts}: ${source}`] : []
  })
  const {conflict, unconfirmed} = model
  return {
    ...summaryOf(model, uses),
    unconfirmed,
    uses,
    prices,
    doubts: [...(conflict === undefined ? [] : [conflict]), ...doubts],
  }
}
