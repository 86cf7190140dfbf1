import {resolve} from 'node:path'
import {redactBody, sha256OfFile} from '../api/redact-body.js'
import {FileRef, type JsonBody} from '../http/streaming-body.js'

/** A file of a request, in its place in the body. */
export interface FileNote {
  /** Absolute, or relative to the sidecar in which it stands. */
  file: string
  /** Of its bytes when it was sent, in hex. */
  sha256: string
  bytes: number
}

/** What a task was made from. */
export interface Origin {
  task_id?: string | undefined
  external_task_id?: string | undefined
}

/** All that is needed to make a task again. */
export interface Recipe {
  /** Of this form. */
  version: 1
  /** Version of the program. */
  kling: string | undefined
  /** ISO 8601 time of the submission. */
  created_at: string
  /** Kind of the task and its path of the API. */
  kind: string
  path: string
  external_task_id: string
  region: string
  profile?: string | undefined
  /** Units by the price list of then; null where it had no price. */
  estimated_units: number | null
  /** The body without an external id; each file in it is a `FileNote` with an absolute path, URLs are as they were. */
  request: Record<string, unknown>
  rerun_of?: Origin | undefined
}

/** A value of a body with what stands in the place of each file. */
async function describe(value: unknown): Promise<unknown> {
  if (value instanceof FileRef)
    return {file: resolve(value.path), sha256: await sha256OfFile(value.path), bytes: value.bytes}
  if (Array.isArray(value)) return Promise.all(value.map(describe))
  if (typeof value !== 'object' || value === null) return redactBody(value as string)
  const entries: [string, unknown][] = []
  for (const [name, child] of Object.entries(value))
    if (child !== undefined) entries.push([name, await describe(child)])
  return Object.fromEntries(entries)
}

/** The body of a request for a recipe; its files are read for their hashes. */
export async function describeRequest(body: JsonBody): Promise<Record<string, unknown>> {
  const {external_task_id: _, ...request} = (await describe(body)) as Record<string, unknown>
  return request
}

/** Whether a value of a request stands for a file. */
export function isFileNote(value: unknown): value is FileNote {
  if (typeof value !== 'object' || value === null) return false
  const {file, sha256, bytes} = value as Partial<FileNote>
  const isSize = Number.isSafeInteger(bytes) && bytes! >= 0
  return isPlainText(file) && typeof sha256 === 'string' && isSize
}

const isPlainText = (value: unknown): value is string =>
  typeof value === 'string' && value.isWellFormed() && !value.includes('\0')

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** No request of the API is as deep. */
const deepest = 32

function isShallow(value: unknown, depth = 0): boolean {
  if (typeof value !== 'object' || value === null) return true
  return depth < deepest && Object.values(value).every(child => isShallow(child, depth + 1))
}

/** A recipe, and what a sidecar has beside it, as they may come from a file of any content. */
type Fields = Partial<Recipe> & {task_id?: string}

/** What may stand in each field; what does not fit counts as left out. */
const checks: Record<string, (value: unknown) => boolean> = {
  kling: isPlainText,
  created_at: isPlainText,
  kind: isPlainText,
  path: isPlainText,
  external_task_id: isPlainText,
  task_id: isPlainText,
  region: isPlainText,
  profile: isPlainText,
  estimated_units: value => value === null || Number.isFinite(value),
  request: value => isObject(value) && isShallow(value),
  rerun_of: value => isObject(value) && Object.values(value).every(isPlainText),
}

/** The fields of a file that fit, by the names above; without a prototype, so that none of them means something else. */
export function readRecipeFields(value: unknown): Fields {
  const entries = isObject(value) ? Object.entries(value) : []
  const fit = entries.filter(([name, field]) => Object.hasOwn(checks, name) && checks[name]!(field))
  return Object.assign(Object.create(null) as object, Object.fromEntries(fit))
}

/** Where base64 text stood that was given instead of a file, which is too long to be kept: `image_list[0].image_url`. */
export function lostTexts(value: unknown, path = ''): string[] {
  if (typeof value !== 'object' || value === null || isFileNote(value)) return []
  const names = Object.keys(value)
  if (names.length === 2 && names.includes('sha256') && names.includes('bytes')) return [path]
  return Object.entries(value).flatMap(([name, child]) => {
    const step = Array.isArray(value) ? `[${name}]` : path === '' ? name : `.${name}`
    return lostTexts(child, path + step)
  })
}

/** What stands where base64 text was given instead of a file, which nobody keeps. */
export const lostFile = 'FILE'

/** A request as it was typed: a path in the place of each file. */
export function withPaths(value: unknown, pathOf: (note: FileNote) => string = ({file}) => file): unknown {
  if (isFileNote(value)) return pathOf(value)
  if (Array.isArray(value)) return value.map(one => withPaths(one, pathOf))
  if (typeof value !== 'object' || value === null) return value
  if ('sha256' in value) return lostFile
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, withPaths(one, pathOf)]))
}

/**
 * A request with another value in the place of each file.
 * @param place called with where the file stands: the names and numbers that lead to it, and what it is in
 */
export function mapFiles(
  value: unknown,
  map: (note: FileNote, steps: (string | number)[], parent: Record<string, unknown>) => unknown,
  steps: (string | number)[] = [],
  parent: Record<string, unknown> = {},
): unknown {
  if (isFileNote(value)) return map(value, steps, parent)
  if (Array.isArray(value))
    return value.map((child, index) => mapFiles(child, map, [...steps, index], parent))
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).map(([name, child]) => [
    name,
    mapFiles(child, map, [...steps, name], value as Record<string, unknown>),
  ])
  return Object.fromEntries(entries) as unknown
}
