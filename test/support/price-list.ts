import {readFileSync} from 'node:fs'
import {parse} from 'yaml'

type Json = Record<string, unknown>

interface Row extends Json {
  models: string[]
  case: string
}

/** The vendor's price page, typed apart from the catalogue: what is checked against it has not been made from it. */
interface PriceTable {
  /** Day of the page, ISO 8601. */
  asOf: string
  /** US dollars a unit of video. */
  usd: number
  /** Units a second by mode, of the models and cases that the page names. */
  perSecond: Row[]
  perCall: {operationId: string; units: number}[]
}

interface Description {
  paths: Record<
    string,
    {post?: {operationId: string; requestBody: {content: Record<string, {schema: Json}>}}}
  >
}

const file = new URL('../../api/kling.openapi.yaml', import.meta.url)
const api = parse(readFileSync(file, 'utf8')) as Description
export const priceTable = JSON.parse(
  readFileSync(new URL('price-table.json', import.meta.url), 'utf8'),
) as PriceTable

/** A schema with what it refers to; its own words win. */
function resolved(schema: Json | undefined): Json {
  if (typeof schema?.$ref !== 'string') return schema ?? {}
  const target = schema.$ref
    .slice(2)
    .split('/')
    .reduce<unknown>((at, name) => (at as Json)[name], api)
  return {...resolved(target as Json), ...schema, $ref: undefined}
}

const propertiesOf = (schema: Json): Record<string, Json> =>
  Object.fromEntries(
    Object.entries((schema.properties ?? {}) as Json).map(([name, field]) => [name, resolved(field as Json)]),
  )

/** The fields of a path by the description of the API, and its operation. */
export function operationAt(path: string): {id: string; fields: Record<string, Json>} | undefined {
  const post = Object.hasOwn(api.paths, path) ? api.paths[path]!.post : undefined
  const schema = post?.requestBody.content['application/json']?.schema
  return post && schema && {id: post.operationId, fields: propertiesOf(resolved(schema))}
}

/** Longest video that may be edited, in seconds. */
const longestInput = 15

/**
 * The most that a body may cost by the price table, in units; Infinity as soon as anything
 * in it, that a price depends on, is not documented. Written without a look at the program.
 */
export function worstPrice(path: string, body: Json): number {
  const operation = operationAt(path)
  if (!operation) return Infinity
  const {id, fields} = operation
  if (Object.keys(body).some(name => !Object.hasOwn(fields, name))) return Infinity
  const call = priceTable.perCall.find(({operationId}) => operationId === id)
  if (call) return call.units
  const chosen = (name: string): unknown =>
    Object.hasOwn(body, name) && body[name] !== undefined ? body[name] : fields[name]?.default
  const isOdd = ['model_name', 'mode', 'sound', 'duration'].some(name => {
    const value = name === 'duration' ? textOf(chosen(name)) : chosen(name)
    return value !== undefined && !((fields[name]?.enum ?? []) as unknown[]).includes(value)
  })
  const lists = ['video_list', 'voice_list', 'multi_prompt'].map(name => itemsOf(body[name], fields[name]))
  if (isOdd || lists.includes(undefined)) return Infinity
  const [videos, voices, shots] = lists as [Json[], Json[], Json[]]
  const heard = chosen('sound') === 'on' || voices.length > 0
  const isFit = (words: string): boolean => {
    if (words.startsWith('any')) return true
    if (words.includes('motion control')) return id === 'createMotionControl'
    if (id === 'createMotionControl') return false
    if (words.includes('with video input')) return videos.length > 0
    if (words.includes('no video input') && videos.length > 0) return false
    if (words.includes('and voice')) return voices.length > 0
    return words.includes('native audio') ? heard : words.includes('silent') ? !heard : true
  }
  const model = path.includes('/avatar/') ? 'avatar' : chosen('model_name')
  const rows = priceTable.perSecond.filter(row => row.models.includes(String(model)) && isFit(row.case))
  const modes = chosen('mode') === undefined ? ['std', 'pro', '4k'] : [String(chosen('mode'))]
  const rates = rows.flatMap(row => modes.map(mode => row[mode])).filter(rate => typeof rate === 'number')
  if (rates.length === 0) return Infinity
  const isEdit = videos.some(video => (video.refer_type ?? 'base') === 'base')
  const said = Number(chosen('duration') ?? Infinity)
  const length = Math.max(
    isEdit ? longestInput : said,
    shots.reduce((sum, {duration}) => sum + Number(duration), 0),
  )
  return Math.max(...rates) * length
}

/** A length as text: the service takes whole numbers, too. */
const textOf = (value: unknown): unknown => (Number.isInteger(value) ? String(value) : value)

/** The items of a list that is as its schema says; undefined otherwise. */
function itemsOf(value: unknown, schema: Json | undefined): Json[] | undefined {
  if (value === undefined) return []
  if (!Array.isArray(value) || !schema) return undefined
  const fields = propertiesOf(resolved(schema.items as Json))
  const isKnown = (item: unknown): boolean =>
    typeof item === 'object' &&
    item !== null &&
    !Array.isArray(item) &&
    Object.entries(item).every(
      ([name, field]) =>
        Object.hasOwn(fields, name) &&
        (fields[name]!.enum === undefined ||
          (fields[name]!.enum as unknown[]).includes(name === 'duration' ? textOf(field) : field)),
    )
  return value.every(isKnown) ? (value as Json[]) : undefined
}
