import {findApiCode} from '../catalog/api-codes.js'
import {msg, t, translate} from '../i18n/translate.js'
import type {ErrorCode} from '../errors/codes.js'
import {type ErrorFields, KlingError} from '../errors/kling-error.js'

/** What came back from the API when it was not a success. */
export interface FailedResponse {
  status: number
  /** Business code of the envelope, undefined when the answer has none. */
  code?: number | undefined
  message?: string | undefined
  requestId?: string | undefined
  /** Which part of the command failed: a query of an unknown id is `task_not_found`. */
  purpose: 'create' | 'query' | 'list'
}

/** HTTP status → code, for answers without a business code. */
const codesByStatus: Record<number, ErrorCode> = {
  400: 'invalid_request',
  401: 'invalid_api_key',
  403: 'permission_denied',
  404: 'invalid_request',
  429: 'rate_limit',
  503: 'server_overloaded',
}

/** HTTP status → what to do, where that is known better than by the code. */
const hintsByStatus: Record<number, string> = {
  413: msg`The request is too large for this host. Use smaller images, or pass them as URLs. Nothing was charged.`,
}

const hints: Partial<Record<ErrorCode, string>> = {
  invalid_api_key: msg`Check KLING_ACCESS_KEY and KLING_SECRET_KEY (or KLING_API_KEY), and that they belong to this region.`,
  quota_exceeded: msg`The account or its resource pack is used up. Buy a pack or top up, then run the command again.`,
  permission_denied: msg`This account is not allowed to use this model or API. Check its permissions in the console.`,
  rate_limit: msg`All task slots are busy, or requests come too fast. Nothing was charged; try again later.`,
  content_policy: msg`Change the prompt or the images and try again. Nothing was charged.`,
  server_error: msg`Try again later. See what was sent with: kling task list`,
  server_overloaded: msg`The service is busy or under maintenance. Try again later.`,
  task_not_found: msg`Check the ID and the region; tasks of one region are not visible in another.`,
  retired_model: msg`Choose another model; kling models lists those that are served. Nothing was charged.`,
}

/** Hints of business codes that say more than the code of the error. */
const hintsByCode: Record<number, string> = {
  1000: msg`The signature does not fit: check KLING_SECRET_KEY.`,
  1002: msg`The key is unknown to this host: check KLING_ACCESS_KEY or KLING_API_KEY, and the region. The new API standard takes an API key only.`,
  1100: msg`The account is abnormal. Check it in the console, or contact Kling's support; buying units does not help.`,
  1101: msg`The account is in arrears. Pay the bill in the console, then run the command again.`,
  1304: msg`The address of this machine is not on the account's allow list. Add it in the console, or ask Kling's support.`,
}

/** What a create was refused for that names something that is not there. */
const namesNothing = msg`The request names something that this account does not have: a model, an element, a voice or a video. Nothing was charged.`

function hintOf(code: ErrorCode, {status, code: apiCode, purpose}: FailedResponse): string | undefined {
  if (code === 'task_not_found' && purpose === 'create') return translate(namesNothing)
  const byCode = apiCode === undefined || code === 'retired_model' ? undefined : hintsByCode[apiCode]
  return translate(hintsByStatus[status] ?? byCode ?? hints[code] ?? '') || undefined
}

/** Whether a business code says that all went well. */
export const isSuccess = (code: number | undefined): boolean => code === 0 || code === 200

/** Whether a business code says that the server went wrong, so that nobody knows what came of the request. */
export function isServerFault(code: number): boolean {
  // Some gateways put the HTTP status there.
  return (code >= 5000 && code < 6000) || (code >= 500 && code < 600)
}

/** The code for a failed answer: by business code whatever the HTTP status, else by HTTP status. */
function codeOf({status, code, message = '', purpose}: FailedResponse): ErrorCode {
  const row = code === undefined ? undefined : findApiCode(code)
  if (row) {
    const variant = row.variants?.find(({message: pattern}) => new RegExp(pattern).test(message))
    if (variant) return variant.cliCode
    if (code === 1201 && purpose === 'query') return 'task_not_found'
    return row.cliCode ?? 'server_error'
  }
  return codesByStatus[status] ?? (status >= 400 && status < 500 ? 'invalid_request' : 'server_error')
}

/** Turns a refused or broken answer into the error of the documented table. */
export function errorFromResponse(response: FailedResponse): KlingError {
  const code = codeOf(response)
  const row = response.code === undefined ? undefined : findApiCode(response.code)
  const why = response.message || row?.meaning || `HTTP ${response.status} without a message`
  const retryable = row ? row.retry === 'backoff' : response.status === 429 || response.status >= 500
  const fields: ErrorFields = {
    hint: hintOf(code, response),
    http_status: response.status,
    api_code: response.code,
    request_id: response.requestId,
    retryable,
  }
  return new KlingError(code, t`The API rejected the request: ${why}`, fields)
}
