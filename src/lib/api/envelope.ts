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
    const {code, message, request_id: requestId, data} = value as {[Name in keyof Envelope]: unknown}
    return {
      code: readCode(code),
      message: typeof message === 'string' ? message : undefined,
      request_id: typeof requestId === 'string' ? requestId : undefined,
      data,
    }
  } catch {
    return undefined
  }
}

/** Some gateways write the code as text; words are no code. */
function readCode(code: unknown): number | undefined {
  if (typeof code === 'string' && /^-?\d{1,9}$/.test(code)) return Number(code)
  return typeof code === 'number' ? code : undefined
}
