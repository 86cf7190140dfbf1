import {type Delay, backoff, delay} from '../http/backoff.js'
import {type KlingClient, type Reply, retryAfterOf} from '../api/client.js'
import {type ErrorFields, KlingError, isKlingError} from '../errors/kling-error.js'
import type {Journal} from '../journal/journal.js'
import type {JournalEvent} from '../journal/types.js'
import {t} from '../i18n/translate.js'
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
  /** How long to wait for a free slot, in ms; without it, no longer than for other faults. */
  busyLimitMs?: number | undefined
  /** The time now, in ms since 1970; for tests. */
  clock?: () => number
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

/** Creates are tried this often, and no longer than this, unless all slots are busy. */
const maxTries = 8
const maxTotalMs = 90_000

const alreadyExists = /external[_ ]?task[_ ]?id.*already exist/i

/** What one try came to. */
type Outcome =
  | {is: 'accepted'; reply: Reply<ApiTask>}
  /** The API's final no. */
  | {is: 'refused'; error: KlingError}
  /** Certainly no task: busy, or nothing was ever sent. */
  | {is: 'not taken'; error: KlingError}
  /** The id is in use: by an earlier try of this very submission, or by somebody else. */
  | {is: 'exists'; error: KlingError}
  /** Nobody can know; the external id must be asked for. */
  | {is: 'unknown'; error: KlingError}

async function tryOnce({client, kind, body}: SubmitOptions): Promise<Outcome> {
  try {
    const reply = await client.post<unknown>(kind.path, body)
    return {is: 'accepted', reply: {...reply, data: taskIn(reply)}}
  } catch (error) {
    if (!isKlingError(error)) throw error
    const {api_code, billed} = error.fields
    if (billed !== 'no') return {is: 'unknown', error}
    if (
      (error.code === 'connection_error' && error.fields.retryable !== false) ||
      api_code === 1302 ||
      api_code === 1303
    )
      return {is: 'not taken', error}
    if (error.code === 'rate_limit') return {is: 'not taken', error}
    if (api_code === 1201 && alreadyExists.test(error.message)) return {is: 'exists', error}
    return {is: 'refused', error}
  }
}

/**
 * Creates a task so that it is never lost and never paid twice: the intent is on the disk before the request
 * leaves; what may have been taken is looked up by its external id before anything is sent again.
 * @throws KlingError with `billed`: `no`, or `maybe` when the server could not be asked any more; then
 *   a query of the external id settles it.
 */
export async function submit(options: SubmitOptions): Promise<Submitted> {
  const {journal, kind} = options
  const id = options.body.external_task_id
  const clock = options.clock ?? Date.now
  const wait = options.delay ?? delay
  const start = clock()
  // Only the intent must be on the disk: what came of it is reported even if it cannot be noted.
  const note = (event: JournalEvent): Promise<void> => journal.append(event).catch(() => {})
  const accept = async ({data, requestId}: Reply<ApiTask>): Promise<Submitted> => {
    await note({event: 'accepted', id, task_id: data.task_id, request_id: requestId})
    return {task_id: data.task_id, external_task_id: id, request_id: requestId}
  }
  const refuse = async (error: KlingError): Promise<never> => {
    await note({event: 'refused', id, code: error.code, request_id: error.fields.request_id})
    throw error
  }

  await journal.append({event: 'intent', id, kind: kind.name, path: kind.path, ...options.note})
  let mayExist = false
  for (let attempt = 0; ; attempt++) {
    const outcome = await tryOnce(options)
    if (outcome.is === 'accepted') return accept(outcome.reply)
    if (outcome.is === 'refused') {
      if (!mayExist) return refuse(outcome.error)
      // The no is about this try; an earlier one may still have become a task.
      const found = await lookUpSubmission(options, outcome.error)
      if (found) return accept(found)
      throw outcomeUnknown(id, outcome.error)
    }
    if (outcome.is === 'exists' && !mayExist) return refuse(taken(id, kind, outcome.error))
    const {error} = outcome
    if (outcome.is === 'unknown' || outcome.is === 'exists') {
      mayExist = true
      await note({event: 'unknown', id, code: error.code})
      const found = await lookUpSubmission(options, error)
      if (found) return accept(found)
    }
    const isBusy = outcome.is === 'not taken' && error.fields.api_code === 1303
    // A pause of 0, or one that is over, is no reason to ask without one.
    const asked = Math.max(retryAfterOf(error) ?? 0, backoff(attempt, options.random))
    // Slots may stay busy for long: a server that names no pause is not asked all the time.
    const ms = isBusy ? Math.max(asked, 1000) : asked
    const limit = isBusy ? (options.busyLimitMs ?? maxTotalMs) : maxTotalMs
    const mayGoOn = (isBusy && options.busyLimitMs !== undefined) || attempt + 1 < maxTries
    if (clock() - start + ms > limit || !mayGoOn) {
      if (mayExist) throw outcomeUnknown(id, error)
      return refuse(error)
    }
    if (isBusy) options.onBusy?.(ms)
    else options.onRetry?.(error)
    try {
      await wait(ms, options.signal)
    } catch (stopped) {
      if (mayExist) throw withTrace(id, stopped)
      await note({event: 'not_taken', id})
      throw isKlingError(stopped) ? stopped.with({billed: 'no'}) : stopped
    }
  }
}

/** Asks whether an unknown submission became a task; when that cannot be asked either, says so. */
async function lookUpSubmission(
  options: SubmitOptions,
  cause: KlingError,
): Promise<Reply<ApiTask> | undefined> {
  const id = options.body.external_task_id
  try {
    return await findByExternalId(options.client, options.kind, id, options)
  } catch (error) {
    if (options.signal?.aborted) throw withTrace(id, error)
    throw outcomeUnknown(id, cause)
  }
}

function outcomeUnknown(id: string, cause: KlingError): KlingError {
  return new KlingError(cause.code, cause.message, {...cause.fields, ...trace(id), cause})
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
function withTrace(id: string, error: unknown): unknown {
  return isKlingError(error) ? error.with(trace(id)) : error
}

function taken(id: string, {topic}: TaskKind, error: KlingError): KlingError {
  return new KlingError('invalid_request', t`A task with the external id ${id} already exists.`, {
    ...error.fields,
    hint: t`Check it with: kling ${topic} status ${id}`,
    billed: 'no',
  })
}
