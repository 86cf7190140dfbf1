import {parseLossless} from './lossless-json.js'

/** What stands round each answer of the API. */
export interface Envelope {
  code?: number | undefined
  message?: string | undefined
  request_id?: string | undefined
  data?: unknown
}

/** The envelope in a text; undefined where there is none. What is of another type than it should be counts as left out. */
export function readEnvelope(text: string): Envelope | undefined {
  try {
    const value = parseLossless(text.replace(/^\uFEFF/, ''))
    if (typeof value !== 'object' || value === null) return undefined
    const {code, request_id: requestId, data} = value as {[Name in keyof Envelope]: unknown}
    return {
      code: readCode(code),
      message: messageIn(value as Record<string, unknown>),
      request_id: typeof requestId === 'string' ? requestId : undefined,
      data,
    }
  } catch {
    return undefined
  }
}

/** Where gateways say what is wrong, the service's own place first. */
const messagePlaces = [
  'message',
  'error',
  'detail',
  'details',
  'errors',
  'error_description',
  'error_msg',
  'msg',
  'title',
]
const longestMessage = 500

/** The words of an answer: a text, or what stands in an object or a list there (`{"error": {"message": …}}`). */
export function messageIn(value: unknown, depth = 0): string | undefined {
  if (typeof value === 'string') return value.trim() === '' ? undefined : value.slice(0, longestMessage)
  if (typeof value !== 'object' || value === null || depth > 3) return undefined
  const places = Array.isArray(value)
    ? value.slice(0, 3)
    : messagePlaces.map(name => (value as Record<string, unknown>)[name])
  for (const place of places) {
    const found = messageIn(place, depth + 1)
    if (found !== undefined) return found
  }
  return undefined
}

/** Some gateways write the code as text; words are no code. */
function readCode(code: unknown): number | undefined {
  if (typeof code === 'string' && /^-?\d{1,9}$/.test(code)) return Number(code)
  return typeof code === 'number' ? code : undefined
}
