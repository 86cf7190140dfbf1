/** One schema error as ajv reports it. */
export interface SchemaError {
  instancePath: string
  schemaPath: string
  keyword: string
  params: Record<string, unknown>
}

/** A compiled request schema; after `false`, its `errors` tell why. */
export interface Validator {
  (body: unknown): boolean
  errors?: SchemaError[] | null
}

/** Limits of the file in one field of a request, as `x-media` of the API description states them. */
export interface MediaField {
  /** Keys down to the field; `*` stands for every item of a list. */
  path: string[]
  kind: 'image' | 'video' | 'audio'
  formats?: string[]
  /** Size of the decoded file. */
  maxBytes?: number
  /** Shortest and longest side allowed, in pixels. */
  minPixels?: number
  maxPixels?: number
  minSeconds?: number
  maxSeconds?: number
  /** Width / height. */
  minRatio?: number
  maxRatio?: number
  sources: ('url' | 'base64' | 'id')[]
}

/** What the description says about one request besides its schema; keys are pointers into the schema. */
export interface RequestFacts {
  rules: Record<string, {id: string; statement: string}>
  texts: Record<string, string>
  media: MediaField[]
}

/** What a model can do at one mode and duration; `null`: not stated. */
export interface ModelCell {
  mode: string
  duration: string
  [ability: string]: boolean | string | null
}

/** One model on one endpoint. Models of omni-video have scenarios instead of cells. */
export interface ModelFacts {
  model: string
  endpoint: string
  modes?: string[]
  camera_types?: string[]
  cells?: ModelCell[] | undefined
}

/** A price of the catalogue, of a model or of an operation; the functions beside it know the rest of it. */
export interface PriceRow {
  model?: string
  operation?: string
  per: 'second' | 'call' | 'image'
}

/** What a price depends on, in the words of the catalogue. */
export type PriceFacts = Record<string, string | number | undefined>

export interface ErrorCodeRow {
  code: number
  http: number
  meaning: string
}

/** The API description, as the build has compiled it. */
export interface Api {
  errorCodes: ErrorCodeRow[]
  models: ModelFacts[]
  prices: PriceRow[]
  /** The row that fits, as the program finds it; undefined where there is none. */
  findPrice(
    layers: PriceRow[][],
    subject: {model: string} | {operation: string},
    facts: PriceFacts,
    place: {today: string},
  ): PriceRow | undefined
  /** What a row comes to; null where it has no price for that. */
  unitsOf(row: PriceRow, facts: PriceFacts): {units: number | null}
  requests: Record<string, RequestFacts>
  validators: Record<string, Validator>
}

let loading: Promise<Api> | undefined

/** The compiled API description; read once a process. `scripts/build-validators.js` writes it. */
export function loadApi(): Promise<Api> {
  // The path is the same from src/ and from dist/, so the sources run without a build of their own.
  const compiled = new URL('../dist/validators.js', import.meta.url)
  loading ??= import(compiled.href).then((module: {api: Api}) => module.api)
  return loading
}
