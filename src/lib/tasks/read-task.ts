import {messageIn} from '../api/envelope.js'
import type {ApiTask} from './task.js'

type Read = (value: unknown) => unknown

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const text: Read = value => (typeof value === 'string' && value.isWellFormed() ? value : undefined)
/** The API writes numbers as text; some gateways do not. */
const textOrNumber: Read = value =>
  typeof value === 'number' && Number.isFinite(value) ? String(value) : text(value)
/** The latest time that a Date can be of, in ms. */
const latestMs = 8.64e15
/** Times in ms are above this since 1973, and those in seconds below it until 5138. */
const firstMs = 1e11
/** Some gateways give seconds, or digits as text. */
const time: Read = value => {
  const at = typeof value === 'string' && /^\d{1,16}$/.test(value) ? Number(value) : value
  if (typeof at !== 'number' || Math.abs(at) > latestMs) return undefined
  return at > 0 && at < firstMs ? Math.round(at * 1000) : at
}
/** A reason that is an object has its words somewhere, or is shown as it is. */
const reason: Read = value =>
  text(
    typeof value === 'object' && value !== null
      ? (messageIn(value) ?? JSON.stringify(value).slice(0, 500))
      : value,
  )
const listOf =
  (read: Read): Read =>
  value =>
    Array.isArray(value) ? value.map(read).filter(item => item !== undefined) : undefined

/** An object with some of its fields read, those that do not fit left out, and all others as they are. */
const objectOf =
  (fields: Record<string, Read>): Read =>
  value => {
    if (!isObject(value)) return undefined
    const entries = Object.entries(value).map(([name, field]): [string, unknown] => [
      name,
      Object.hasOwn(fields, name) ? fields[name]!(field) : field,
    ])
    return Object.fromEntries(entries.filter(([, field]) => field !== undefined))
  }

const video = {
  id: textOrNumber,
  url: text,
  watermark_url: text,
  duration: textOrNumber,
}
const audio = {
  id: textOrNumber,
  url_mp3: text,
  url_wav: text,
  duration_mp3: textOrNumber,
  duration_wav: textOrNumber,
}

const task = objectOf({
  task_status: text,
  task_status_msg: reason,
  created_at: time,
  updated_at: time,
  final_unit_deduction: textOrNumber,
  final_balance_deduction: objectOf({quota: textOrNumber, list_price: textOrNumber}),
  task_info: objectOf({external_task_id: textOrNumber}),
  task_result: objectOf({videos: listOf(objectOf(video)), audios: listOf(objectOf(audio))}),
})

/** A task id as text: a number is one as well, since it may come so; nothing else is. */
export function readTaskId(value: unknown): string | undefined {
  if (typeof value === 'number') return Number.isSafeInteger(value) && value >= 0 ? String(value) : undefined
  return typeof value === 'string' && /^[^\s\p{Control}\p{Surrogate}]{1,256}$/u.test(value)
    ? value
    : undefined
}

/**
 * A task of an answer, whose fields are of the types that they should be: what is of another one counts as left out.
 * @param readId what an id may be
 * @returns undefined for what is no task, or has no id
 */
export function readTask(value: unknown, readId = readTaskId): ApiTask | undefined {
  if (!isObject(value)) return undefined
  const task_id = readId(value.task_id)
  return task_id === undefined ? undefined : {...(task(value) as ApiTask), task_id}
}

/** A task of a list, which is only shown: one with an odd id is not kept back. */
export function readListedTask(value: unknown): ApiTask | undefined {
  return readTask(value, id => readTaskId(id) ?? (text(id) as string | undefined)?.slice(0, 256))
}
