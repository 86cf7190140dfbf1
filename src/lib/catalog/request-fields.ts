import type {JsonBody, JsonValue} from '../http/streaming-body.js'
import {lazyData} from './data.js'
import {secondsOf} from './facts-v1.js'
import {findModel, modelsOf, valuesOf} from './models.js'
import {taskKinds} from './task-kinds.js'

/** Path of the API → its operation, and the fields that a body may have there. */
const requestFields = lazyData<Record<string, {operation: string; fields: string[]}>>('./request-fields.json')

/** Path of the API → the fields that are text there, at any depth: `duration`, `image_list[].type`. */
const requestTexts = lazyData<Record<string, string[]>>('./request-texts.json')

/** Whether a field of a body is text by the documents. @param field with `[]` for an index, as `image_list[].type` */
export function isTextField(path: string, field: string): boolean {
  return requestTexts()[path]?.includes(field) ?? false
}

/** Endpoint in the catalogue → path, of all that are known by their name. */
const paths: ReadonlyMap<string, string> = new Map([
  ...taskKinds.map(({endpoint, path}) => [endpoint, path] as const),
  ['custom-voices', '/v1/general/custom-voices'],
])

/** The path of an endpoint of the catalogue. */
export const pathOf = (endpoint: string): string | undefined => paths.get(endpoint)

/** The name of a path in the catalogue; undefined where it does not have it. */
export function endpointOf(path: string): string | undefined {
  return [...paths].find(([, own]) => own === path)?.[0]
}

/** The operation that a POST to a path is, by the description of the API. */
export function operationOf(path: string): string | undefined {
  return Object.hasOwn(requestFields(), path) ? requestFields()[path]!.operation : undefined
}

type Value = JsonValue | undefined
type Check = (value: Value, endpoint: string, body: JsonBody) => boolean

const oneOf = (value: Value, known: string[]): boolean =>
  value === undefined || (typeof value === 'string' && known.includes(value))

const isObject = (value: JsonValue): value is JsonBody =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const own = (body: JsonBody, name: string): Value => (Object.hasOwn(body, name) ? body[name] : undefined)

/** A list of objects that have these fields at most. */
const listOf =
  (fields: Record<string, (value: Value) => boolean>): Check =>
  value =>
    value === undefined ||
    (Array.isArray(value) &&
      value.every(
        item =>
          isObject(item) &&
          Object.keys(item).every(name => Object.hasOwn(fields, name)) &&
          Object.entries(fields).every(([name, check]) => check(own(item, name))),
      ))

const anything = (): boolean => true

/** Lengths that a model has; those of its endpoint where the catalogue does not tell. */
function durationsOf(endpoint: string, model: Value): string[] {
  const entry = typeof model === 'string' ? findModel(endpoint, model) : undefined
  const known = [...(entry?.durations ?? []), ...(entry?.scenarios ?? []).flatMap(s => s.durations)]
  return known.length > 0 ? known : valuesOf(endpoint).durations
}

/** A length is text; the service takes a whole number, too. */
const isLength = (value: Value, known: string[]): boolean =>
  oneOf(typeof value === 'number' ? String(value) : value, known)

const shots = listOf({
  index: anything,
  prompt: anything,
  duration: value =>
    isLength(
      value,
      Array.from({length: 15}, (_, index) => String(index + 1)),
    ),
})

/** The fields that a price depends on, and what they may be by the documents. */
const pricedFields: Record<string, Check> = {
  // Only an endpoint whose models have no names has a price without one.
  model_name: (value, endpoint) =>
    value === undefined || (typeof value === 'string' && findModel(endpoint, value) !== undefined),
  mode: (value, endpoint) => oneOf(value, ['std', 'pro', '4k', ...valuesOf(endpoint).modes]),
  sound: value => oneOf(value, ['on', 'off']),
  duration: (value, endpoint, body) => isLength(value, durationsOf(endpoint, own(body, 'model_name'))),
  video_list: listOf({
    video_url: anything,
    refer_type: value => oneOf(value, ['feature', 'base']),
    keep_original_sound: value => oneOf(value, ['yes', 'no']),
  }),
  voice_list: listOf({voice_id: anything}),
  // The shots fill the video.
  multi_prompt: (value, endpoint, body) =>
    shots(value, endpoint, body) &&
    (!Array.isArray(value) ||
      value.length === 0 ||
      value.reduce<number>((sum, shot) => sum + secondsOf((shot as JsonBody).duration)!, 0) ===
        secondsOf(own(body, 'duration'))),
}

/** Whether a body has no field that the documents do not have at its path. */
export function hasDocumentedFields(path: string, body: JsonBody): boolean {
  const known = Object.hasOwn(requestFields(), path) ? requestFields()[path]!.fields : undefined
  return known !== undefined && Object.keys(body).every(name => known.includes(name))
}

/** Whether a body says what it costs by the documents alone: what other fields and values mean, nobody knows. */
export function hasDocumentedPrice(endpoint: string, body: JsonBody): boolean {
  const path = paths.get(endpoint)
  return (
    path !== undefined &&
    hasDocumentedFields(path, body) &&
    (modelsOf(endpoint).length === 0 ||
      Object.entries(pricedFields).every(([name, check]) => check(own(body, name), endpoint, body)))
  )
}
