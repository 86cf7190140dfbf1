import {abortable} from '../http/abortable.js'
import {type Delay, backoff, delay} from '../http/backoff.js'
import {type Clock, monotonic} from '../http/clock.js'
import {type KlingClient, type Reply, retryAfterOf} from '../api/client.js'
import {isSuccess} from '../api/response-error.js'
import {type ErrorFields, KlingError, isKlingError} from '../errors/kling-error.js'
import {finishLater} from '../fs/unfinished.js'
import type {Journal} from '../journal/journal.js'
import type {JournalEvent} from '../journal/types.js'
import {t} from '../i18n/translate.js'
import {findApiCode} from '../catalog/api-codes.js'
import type {TaskKind} from '../catalog/task-kinds.js'
import type {IdentifiedBody} from './external-id.js'
import {findByExternalId, taskIn} from './query.js'
import type {ApiTask} from './task.js'

/** What is submitted, and with what. */
export interface SubmitOptions {
  /** Sends it. */
  client: Pick<KlingClient, 'get' | 'post'>
  /** Notes the intent before anything is sent, and what came of it. */
  journal: Pick<Journal, 'append'>
  /** Kind of the task: where it is sent to. */
  kind: TaskKind
  /**
   * Body of the request. Its `external_task_id` is unique per account: the key by which a repeated create is refused
   * and a lost one is found again.
   */
  body: IdentifiedBody
  /** What the journal notes besides the id and the kind. */
  note: Omit<Extract<JournalEvent, {event: 'intent'}>, 'event' | 'id' | 'kind' | 'path'>
  /** Reports that all slots are busy; once for each wait, in ms. */
  onBusy?: (ms: number) => void
  /** Called with what made a try fail that is about to be made again, where not the slots are busy. */
  onRetry?: (error: KlingError) => void
  /**
   * How long to wait for a free slot, in ms, for a command that waits for the task as well: such a one also tries longer
   * to reach the service. Without it a free slot is waited for no longer than for other faults to pass.
   */
  busyLimitMs?: number | undefined
  /** Time that only goes forward, in ms; for tests. */
  clock?: Clock
  /** Waits; for tests. */
  delay?: Delay
  /** Jitter, from 0 to below 1; for tests. */
  random?: () => number
  /** Ends the waits between tries, with the signal's reason. */
  signal?: AbortSignal
}

/** A task that the API has taken. */
export interface Submitted {
  /** Id by the service. */
  task_id: string
  /** The id that it was submitted with. */
  external_task_id: string
  /** Of the answer, for the service's support. */
  request_id: string | undefined
}

/** Creates are tried this often, and no longer than this after the first failure, unless all slots are busy. */
const maxTries = 8
const maxTotalMs = 90_000
/** A service that was not reached is most often a wrong address; who waits for the task has more patience. */
const firstTries = 3
/** Pauses between two looks for a task that may be there: reads may lag behind a create. */
const lookPauses = [1000]
/** The same where an answer came that nobody can read: a create is not sent again, so that it is looked for longer. */
const longLookPauses = [1000, 2000, 4000]

const alreadyExists = /external[_ ]?task[_ ]?id.*already exist/i

/** What one try came to: docs/reliability.md has a table of which end is which. */
type Outcome =
  | {is: 'accepted'; reply: Reply<ApiTask>}
  /** The API's final no. */
  | {is: 'refused'; error: KlingError}
  /** Certainly no task: busy, or the service never had the whole request. */
  | {is: 'not taken'; error: KlingError}
  /** The id is in use: by an earlier try of this very submission, or by somebody else. */
  | {is: 'exists'; error: KlingError}
  /** Nobody can know; the external id must be asked for. */
  | {is: 'unknown'; error: KlingError}
  /** An answer that may mean a task, and does not name it: it is looked for, and nothing is ever sent again. */
  | {is: 'answered'; error: KlingError}
  /** Somebody wants it to end; `isSent` when the service may have the whole request. */
  | {is: 'stopped'; isSent: boolean}

async function tryOnce({client, kind, body, signal}: SubmitOptions): Promise<Outcome> {
  if (signal?.aborted) return {is: 'stopped', isSent: false}
  try {
    const reply = await client.post<unknown>(kind.path, body)
    try {
      return {is: 'accepted', reply: {...reply, data: taskIn(reply)}}
    } catch (error) {
      return {is: 'answered', error: error as KlingError}
    }
  } catch (error) {
    if (signal?.aborted && isReason(error, signal.reason))
      return {is: 'stopped', isSent: !isKlingError(error) || error.fields.billed !== 'no'}
    if (!isKlingError(error)) throw error
    return {is: outcomeOf(error), error}
  }
}

/** Whether an error is the reason of a signal, or that with more facts. */
function isReason(error: unknown, reason: unknown): boolean {
  return error === reason || (isKlingError(error) && isKlingError(reason) && error.code === reason.code)
}

/** Whether an error is an answer of the service. */
function isAnswered({fields: {api_code: apiCode, http_status: status}}: KlingError): boolean {
  return apiCode !== undefined || status !== undefined
}

/** Which outcome an error of a create is. */
function outcomeOf({code, message, fields}: KlingError): Exclude<Outcome['is'], 'accepted' | 'stopped'> {
  const {api_code: apiCode, http_status: status, billed, retryable} = fields
  if (billed !== 'no') {
    const isOfServer = apiCode === undefined ? status === undefined || status >= 400 : !isSuccess(apiCode)
    return isOfServer ? 'unknown' : 'answered'
  }
  if (apiCode === 1201 && alreadyExists.test(message)) return 'exists'
  const isPassing = apiCode === undefined || findApiCode(apiCode)?.retry === 'backoff'
  return code === 'rate_limit' || (retryable && isPassing) ? 'not taken' : 'refused'
}

/**
 * Creates a task so that it is never lost and never paid twice: the intent is on the disk before the request
 * leaves; what may have been taken is looked up by its external id before anything is sent again. An interruption is
 * answered at once: what is still to be noted is noted while the process ends.
 * @throws KlingError with `billed`: `no`, or `maybe` when the server could not be asked any more; then
 *   a query of the external id settles it.
 */
export async function submit(options: SubmitOptions): Promise<Submitted> {
  const {kind, signal, busyLimitMs} = options
  const id = options.body.external_task_id
  const clock = options.clock ?? monotonic
  const wait = options.delay ?? delay
  const start = clock()
  const {intend, note, accept, refuse, stop} = submissionNotes(options)

  await intend()
  let mayExist = false
  /** Since when it has failed, and how often; slots that may be waited for are no failure. */
  let failed: {since: number; times: number} | undefined
  for (let attempt = 0; ; attempt++) {
    const outcome = await tryOnce(options)
    if (outcome.is === 'accepted') return accept(outcome.reply)
    if (outcome.is === 'stopped') throw stop(signal!.reason, mayExist, outcome.isSent)
    const {is, error} = outcome
    if (is === 'refused' && !mayExist) return refuse(error)
    if (is === 'exists' && !mayExist) return refuse(taken(id, kind, error))
    if (is !== 'not taken') {
      mayExist = true
      // A no is about this try; an earlier one may still have become a task.
      if (is !== 'refused') await note({event: 'unknown', id, code: error.code})
      const isLast = is !== 'unknown'
      const found = await lookUpSubmission(options, error, isLast ? longLookPauses : lookPauses)
      if (found) return accept(found)
      if (isLast) throw outcomeUnknown(id, error, is === 'answered' ? {retryable: false} : {})
    }

    const isBusy = error.code === 'rate_limit'
    const now = clock()
    // A pause of 0, or one that is over, is no reason to ask without one.
    let ms = Math.max(retryAfterOf(error) ?? 0, backoff(attempt, options.random))
    let mayGoOn: boolean
    if (isBusy && busyLimitMs !== undefined) {
      failed = undefined
      const left = Math.ceil(start + busyLimitMs - now)
      mayGoOn = left > 0
      // Slots may stay busy for long: a server that names no pause is not asked all the time. The last try is at the limit.
      ms = Math.min(Math.max(ms, 1000), left)
    } else {
      failed = {since: failed?.since ?? now, times: (failed?.times ?? 0) + 1}
      const isPatient = isBusy || mayExist || busyLimitMs !== undefined
      mayGoOn = failed.times < (isPatient ? maxTries : firstTries) && now - failed.since + ms <= maxTotalMs
    }
    if (!mayGoOn) {
      if (mayExist) throw outcomeUnknown(id, error)
      return refuse(error)
    }
    if (error.fields.api_code === 1303) options.onBusy?.(ms)
    else options.onRetry?.(error)
    try {
      await wait(ms, signal)
    } catch (reason) {
      throw stop(reason, mayExist, false)
    }
  }
}

/** What a submission notes in the journal. An interruption does not wait for the disk: the note is made meanwhile. */
function submissionNotes({journal, kind, body, note: facts, signal}: SubmitOptions) {
  const id = body.external_task_id
  // Only the intent must be on the disk: what came of it is reported even if it cannot be noted.
  const note = (event: JournalEvent): Promise<void> =>
    abortable(journal.append(event), signal).catch(() => {})
  const stop = (reason: unknown, mayExist: boolean, isSent: boolean): unknown => {
    if (isSent) void note({event: 'unknown', id, code: isKlingError(reason) ? reason.code : 'interrupted'})
    else if (!mayExist) void note({event: 'not_taken', id})
    return mayExist || isSent ? withTrace(id, reason) : notSent(id, reason)
  }
  return {
    note,
    stop,
    /** @throws KlingError `write_error`; the reason of the signal, when nothing was sent */
    async intend(): Promise<void> {
      const noting = journal.append({event: 'intent', id, kind: kind.name, path: kind.path, ...facts})
      try {
        await abortable(noting, signal)
      } catch (error) {
        if (!signal?.aborted) throw error
        const notTaken = noting.then(() => journal.append({event: 'not_taken', id}))
        void finishLater(notTaken.catch(() => {}))
        throw notSent(id, signal.reason)
      }
    },
    async accept({data, requestId}: Reply<ApiTask>): Promise<Submitted> {
      await note({event: 'accepted', id, task_id: data.task_id, request_id: requestId})
      return {task_id: data.task_id, external_task_id: id, request_id: requestId}
    },
    async refuse(error: KlingError): Promise<never> {
      const {code} = error
      // Without an answer, nobody refused it.
      if (!isAnswered(error)) await note({event: 'not_taken', id, code})
      else await note({event: 'refused', id, code, request_id: error.fields.request_id})
      throw error
    },
  }
}

/** Asks whether an unknown submission became a task; when that cannot be asked either, says so. */
async function lookUpSubmission(
  options: SubmitOptions,
  cause: KlingError,
  pauses: readonly number[],
): Promise<Reply<ApiTask> | undefined> {
  const {client, kind, delay, signal} = options
  const id = options.body.external_task_id
  try {
    return await findByExternalId(client, kind, id, {delay, signal, pauses})
  } catch (error) {
    if (signal?.aborted) throw withTrace(id, error)
    throw outcomeUnknown(id, cause)
  }
}

function outcomeUnknown(id: string, cause: KlingError, fields: ErrorFields = {}): KlingError {
  return new KlingError(cause.code, cause.message, {...cause.fields, ...trace(id), ...fields, cause})
}

/** How to find out the outcome of a submission. */
function trace(id: string): ErrorFields {
  return {
    billed: 'maybe',
    hint: t`The task may have been created. Check it with: kling task resume ${id}`,
    details: {external_task_id: id},
  }
}

/** An interruption at a time when nobody can know whether there is a task. */
function withTrace(id: string, reason: unknown): unknown {
  return isKlingError(reason) ? reason.with(trace(id)) : reason
}

/** An interruption before the service had the whole request. */
function notSent(id: string, reason: unknown): unknown {
  return isKlingError(reason) ? reason.with({billed: 'no', details: {external_task_id: id}}) : reason
}

function taken(id: string, {topic}: TaskKind, error: KlingError): KlingError {
  return new KlingError('invalid_request', t`A task with the external id ${id} already exists.`, {
    ...error.fields,
    hint: t`Check it with: kling ${topic} status ${id}`,
    billed: 'no',
  })
}
