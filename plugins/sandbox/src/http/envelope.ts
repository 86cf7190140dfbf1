import {randomUUID} from 'node:crypto'
import type {ErrorCodeRow} from '../api.js'

/** What goes back to the client. `body` is sent as JSON unless it is text already. */
export interface Answer {
  status: number
  body: unknown
  headers?: Record<string, string>
}

/** A refusal with a business code of the API; the table of codes gives the HTTP status. */
export class Refusal extends Error {
  constructor(
    readonly code: number,
    message: string,
  ) {
    super(message)
  }
}

/** `{code: 0, message: 'SUCCEED', request_id, data}` with HTTP 200. */
export function success(data: unknown): Answer {
  return {status: 200, body: {code: 0, message: 'SUCCEED', request_id: randomUUID(), data}}
}

/** A failure as the API words it: no `data`, and the HTTP status of its code. */
export function failure(codes: ErrorCodeRow[], {code, message}: {code: number; message: string}): Answer {
  const status = codes.find(row => row.code === code)?.http ?? 500
  return {status, body: {code, message, request_id: randomUUID()}}
}

const reasons: Record<number, string> = {
  400: 'Bad Request',
  404: 'Not Found',
  500: 'Internal Server Error',
  502: 'Bad Gateway',
}

/** What the real host says before its API is reached: a body without `code`. */
export function bareFailure(status: number, path: string, now: number): Answer {
  const error = reasons[status] ?? 'Error'
  return {
    status,
    body: {timestamp: new Date(now).toISOString(), status, error, message: 'No message available', path},
  }
}
