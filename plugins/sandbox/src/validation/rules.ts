import {promptsOf, type Shot} from '../endpoints.js'
import type {RequestBody} from '../state/task-record.js'

/** Says what is wrong with a request whose schema is in order, or nothing. */
export type RequestRule = (body: RequestBody) => string | undefined

const placeholder = /<<<(image|element|video|voice)_(\d+)>>>/g

/** Each placeholder of these kinds must name an item of its list, counted from 1. */
const placeholdersOf =
  (...kinds: string[]): RequestRule =>
  body => {
    for (const [name, kind, number] of promptsOf(body).join('\n').matchAll(placeholder)) {
      if (!kinds.includes(kind!)) continue
      const items = body[`${kind}_list`]
      const count = Array.isArray(items) ? items.length : 0
      const index = Number(number)
      if (index < 1 || index > count)
        return `prompt names ${name}, but ${kind}_list has ${count} item${count === 1 ? '' : 's'}`
    }
    return undefined
  }

/** The customized shots must fill the video exactly. */
function shotsSum(body: RequestBody): string | undefined {
  if (body.multi_shot !== true || body.shot_type !== 'customize') return undefined
  const seconds = Number(body.duration ?? '5')
  const lengths = (body.multi_prompt as Shot[]).map(shot => Number(shot.duration))
  const tooLong = lengths.findIndex(length => length > seconds)
  if (tooLong !== -1) {
    return `multi_prompt[${tooLong}].duration is ${lengths[tooLong]} s, longer than duration ${seconds} s`
  }
  const sum = lengths.reduce((total, length) => total + length, 0)
  return sum === seconds
    ? undefined
    : `the durations in multi_prompt must add up to duration ${seconds} s, they make ${sum} s`
}

/** The request rules of the API description that its schemas cannot hold, by their ids there. */
export const requestRules: Record<string, RequestRule> = {
  'omni.placeholders': placeholdersOf('image', 'element', 'video'),
  'omni.shots-sum': shotsSum,
  't2v.shots-sum': shotsSum,
  'i2v.shots-sum': shotsSum,
  'i2v.voice-placeholders': placeholdersOf('voice'),
}
