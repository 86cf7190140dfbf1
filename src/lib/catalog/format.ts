/**
 * The shape of a catalogue, format 2: data only, of closed words. It names no hosts, headers, commands or regular
 * expressions, so that one that was downloaded configures nothing but checks and estimates.
 */
export interface Catalogue {
  format: 2
  /** Rises with each edition. */
  serial: number
  /** Day of the edition, ISO 8601. */
  issued: string
  /** First version of the program that understands it. */
  minProgram?: string
  /** Day of the price page, ISO 8601. */
  pricesAsOf: string
  /** Region → pack → what one of its units is by the price list. */
  currencies: Record<string, Record<string, [currency: string, amount: number]>>
  /** Rules for every model. */
  rules: Rule[]
  models: CatalogueModel[]
  prices: PriceRow[]
  endpoints: EndpointRow[]
  effects: Effect[]
}

/** One model, under whatever names it is served. */
export interface CatalogueModel {
  /** Its name in the program: that of the older standard where it has one. */
  key: string
  /** Why it is not sure that the service has it like this. */
  unconfirmed?: string
  /** What sources say differently of it. */
  conflict?: string
  offers: Offer[]
  rules: Rule[]
}

/** `v1`: the model's name is in the body; `v2`: it is in the path, and only API keys are taken. */
export type Standard = 'v1' | 'v2'

/** A place where a model is served. */
export interface Offer extends Lifecycle {
  standard: Standard
  /** What it makes there, by the program's word: `text2video`. */
  product: string
  /** null where it was not seen. */
  path: string | null
  /** What it is called there; null where there is only one. */
  name: string | null
  /** Which credentials it takes: a key pair, an API key. */
  auth: ('pair' | 'key')[]
  /** Whether a task may have an id of the caller's. */
  externalId: boolean
  /** false: it calls nobody back. */
  callback?: boolean
  /** All regions when left out. */
  regions?: string[]
}

/** When something is served; days are ISO 8601. */
export interface Lifecycle {
  /** First day. */
  from?: string
  /** Day that the service has announced as the end. */
  announcedEnd?: string
  /** Day from which it is not served. */
  until?: string
  /** Day on which it was seen to be served no longer: its last day is not known. */
  gone?: string
  /** Day on which it was last seen to be served. */
  lastSeen?: string
  /** Path that takes its place. */
  successor?: string
  /** Where this is known from. */
  evidence: string
}

/** A value of a fact. */
export type FactValue = string | number | boolean

/** What a fact must be: equal, one of, at least. */
export type Predicate = FactValue | FactValue[] | {min: number}

/** Facts by name, and what they must be. Facts: facts.ts. */
export type Predicates = Record<string, Predicate>

/** What a request may not be; all of `max`, `requires` and `forbids` that it has hold where `when` fits. */
export interface Rule {
  /** The most that a number may be. */
  max?: Record<string, number>
  requires?: Predicates
  forbids?: Predicates
  when?: Predicates
  /** `warn` where sources disagree. */
  level: 'refuse' | 'warn'
  source: string
}

/** How a length becomes the number that is charged; `unknown`: one live charge fits no way of rounding. */
export type Rounding = 'nearest' | 'up' | 'started-5' | 'unknown'

/** What something costs. */
export interface PriceRow {
  /** Key of the model, or `operation`. */
  model?: string
  /** Operation of the description of the API. */
  operation?: string
  when?: Predicates
  per: 'second' | 'call' | 'image'
  /** Whose length is charged. */
  of?: 'output' | 'input' | 'speech'
  round?: Rounding
  /** Units, or units by resolution; a resolution that is not there has no price. */
  units: number | Record<string, number>
  /** Pack that it is taken from: `video` when left out. */
  pack?: string
  /** Only these; a row that names regions takes the place of the general ones there. */
  regions?: string[]
  from?: string
  until?: string
  /** Day of the price page. */
  asOf: string
  evidence: string
}

/** What is to be known of a path. */
export interface EndpointRow extends Lifecycle {
  path: string
  /** `none`: it makes nothing and charges nothing, whatever the body. */
  cost?: 'none'
}

/** A template of the endpoint of effects. */
export interface Effect {
  scene: string
  /** How many images it takes. */
  images: 1 | 2
  /** Regions that do not have it. */
  absent?: string[]
  /** Day from which it is not served, ISO 8601. */
  until?: string
}
