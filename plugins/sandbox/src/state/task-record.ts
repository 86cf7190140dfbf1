import type {Clip} from '../clip.js'
import type {TaskTimes} from '../clock.js'

/** A video that a task is made from, or the length that its sound gives it. */
export interface Source {
  /** Task and video of this state folder. */
  taskId?: string
  videoId?: string
  /** Length in seconds. */
  seconds: number
  /** What was rendered for it. */
  clip?: Clip
}

/** The body of a create request; its schema has been checked. Base64 files are replaced by references. */
export type RequestBody = Record<string, unknown>

/** One task as it is on disk. The server writes it once, from then on only the renderer does. */
export interface TaskRecord extends TaskTimes {
  version: 1
  /** 18 decimal digits; a later task has the higher number. */
  id: string
  /** Id of the video to come, of the same kind. */
  videoId: string
  /** Which endpoint made it, such as `omni-video`. */
  kind: string
  body: RequestBody
  source?: Source | undefined
  externalId?: string | undefined
  callbackUrl?: string | undefined
  /** Present when the request said anything about the watermark. */
  watermark?: boolean | undefined
  /** Units that the real service would deduct; absent when no price is known. */
  units?: string | undefined
  /** Where the server was reached that took the request: callbacks link to its files. */
  baseUrl: string
  /** How often a render of it was begun. */
  attempts: number
}

/** What a caller says of a new task; the store adds the ids. */
export type TaskDraft = Omit<TaskRecord, 'version' | 'id' | 'videoId' | 'attempts'>

type Check = (value: unknown) => boolean

const isText: Check = value => typeof value === 'string'
const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
const optional =
  (check: Check): Check =>
  value =>
    value === undefined || check(value)

/** Whether an object has what a table of checks says. */
export function fits(checks: Record<string, Check>, value: unknown): boolean {
  return isObject(value) && Object.entries(checks).every(([field, check]) => check(value[field]))
}

const audio = {mp3: isText, wav: isText, seconds: Number.isFinite}
const success = {
  at: Number.isFinite,
  seconds: Number.isFinite,
  file: isText,
  watermarkFile: optional(isText),
  audio: optional(value => fits(audio, value)),
}
const outcomes: Record<string, Record<string, Check>> = {
  succeed: success,
  failed: {at: Number.isFinite, message: isText},
}

const checks: Record<string, Check> = {
  version: value => value === 1,
  id: isText,
  videoId: isText,
  kind: isText,
  body: isObject,
  baseUrl: isText,
  attempts: Number.isInteger,
  createdAt: Number.isFinite,
  submittedMs: Number.isFinite,
  processingMs: Number.isFinite,
  externalId: optional(isText),
  callbackUrl: optional(isText),
  units: optional(isText),
  scriptedFailure: optional(isText),
  source: optional(value => fits({seconds: Number.isFinite, videoId: optional(isText)}, value)),
  outcome: optional(
    value =>
      isObject(value) &&
      typeof value.status === 'string' &&
      Object.hasOwn(outcomes, value.status) &&
      fits(outcomes[value.status]!, value),
  ),
}

/** The record, or undefined when what was read is none: a torn file, or one that something else left here. */
export function asTaskRecord(value: Record<string, unknown> | undefined, id: string): TaskRecord | undefined {
  return value?.id === id && fits(checks, value) ? (value as unknown as TaskRecord) : undefined
}

/** Where a base64 file of a request went: the name of a file in the folder of inputs. */
const inputPrefix = 'input:'

export function inputReference(name: string): string {
  return `${inputPrefix}${name}`
}

/** The file name behind a reference, or undefined when the value is a URL. */
export function inputName(value: string): string | undefined {
  return value.startsWith(inputPrefix) ? value.slice(inputPrefix.length) : undefined
}
