import type {JsonBody, JsonValue} from '../http/streaming-body.js'
import {parseLossless} from '../api/lossless-json.js'
import {isTextField} from '../catalog/request-fields.js'
import {KlingError} from '../errors/kling-error.js'
import {t} from '../i18n/translate.js'

/** `image_list[].type`: a field as the documents name it. */
const fieldOf = (steps: (string | number)[]): string =>
  steps
    .map(step => (typeof step === 'number' ? '[]' : `.${step}`))
    .join('')
    .slice(1)

const forbidden = new Set(['__proto__', 'constructor', 'prototype'])

/** `a.b[0].c` → `a`, `b`, 0, `c`; undefined when it is no path. */
function stepsOf(path: string): (string | number)[] | undefined {
  if (!/^[\w-]+(?:\.[\w-]+|\[\d+\])*$/.test(path)) return undefined
  const steps = [...path.matchAll(/[\w-]+/g)].map(([step]) => step)
  // A larger index would fill the memory with the empty places before it.
  if (steps.some(step => forbidden.has(step) || /^\d{4,}$/.test(step))) return undefined
  return steps.map((step, index) => (index > 0 && /^\d+$/.test(step) ? Number(step) : step))
}

/**
 * JSON where it is JSON (`true`, `3`, `{"a":1}`, `"5"`), else the text itself; long integers stay text. Of a field that is
 * text, only JSON in quotes is JSON.
 */
function valueOf(text: string, isText: boolean): JsonValue {
  try {
    const value = parseLossless(text) as JsonValue
    return isText && typeof value !== 'string' ? text : value
  } catch {
    return text
  }
}

/** Whether all numbers in a value can be written as JSON: others would be sent as null. */
function isFiniteJson(value: JsonValue | undefined): boolean {
  if (typeof value === 'number') return Number.isFinite(value)
  return typeof value !== 'object' || value === null || Object.values(value).every(isFiniteJson)
}

/**
 * Puts `path=value` into a body, such as `camera.zoom=2`, `list[0].id=7`: fields work before this program
 * knows them. `path=` with nothing after it removes the field.
 * @param path of the API, by which a field that is text there stays text: `duration=10`
 * @throws KlingError `invalid_argument`
 */
export function setPath(body: JsonBody, assignment: string, path = ''): void {
  const at = assignment.indexOf('=')
  const steps = at > 0 ? stepsOf(assignment.slice(0, at)) : undefined
  if (!steps) {
    throw new KlingError('invalid_argument', t`--set must have the form path=value.`, {
      hint: t`For example: --set duration=8 or --set camera_control.type=simple or --set image_list[0].type=first_frame`,
    })
  }
  const text = assignment.slice(at + 1)
  let place: Record<string | number, JsonValue | undefined> = body
  for (const [index, step] of steps.slice(0, -1).entries()) {
    const next = place[step]
    if (next === undefined || next === null) place[step] = typeof steps[index + 1] === 'number' ? [] : {}
    else if (typeof next !== 'object') {
      throw new KlingError(
        'invalid_argument',
        t`--set ${steps.join('.')}: ${String(step)} is not an object in the request.`,
      )
    }
    place = place[step] as Record<string | number, JsonValue | undefined>
  }
  const last = steps.at(-1)!
  if (Array.isArray(place) && typeof last !== 'number') {
    throw new KlingError(
      'invalid_argument',
      t`--set ${steps.join('.')}: a list index must be a number, such as [0], not ${last}.`,
    )
  }
  const value = text === '' ? '' : valueOf(text, isTextField(path, fieldOf(steps)))
  if (!isFiniteJson(value)) {
    throw new KlingError('invalid_argument', t`--set ${steps.join('.')}: the number is too large for JSON.`, {
      hint: t`Quote it to send it as text, such as --set ${steps.join('.')}='"1e999"'`,
    })
  }
  if (text !== '') place[last] = value
  else if (Array.isArray(place) && typeof last === 'number') place.splice(last, 1)
  else delete place[last]
}
