import type {Delay} from '../http/backoff.js'
import type {KlingClient} from '../api/client.js'
import {isLoopback} from '../config/regions.js'
import {KlingError} from '../errors/kling-error.js'
import {type Presence, asOwner, presenceOf} from '../fs/owner.js'
import type {Journal} from '../journal/journal.js'
import type {JournalEvent, JournalRecord} from '../journal/types.js'
import {t} from '../i18n/translate.js'
import {requireKind} from '../catalog/task-kinds.js'
import {stateEvent} from './record-states.js'
import {findByExternalId} from './query.js'
import type {ApiTask} from './task.js'

export interface ReconcileOptions {
  client: Pick<KlingClient, 'get' | 'baseUrl'>
  journal: Pick<Journal, 'append'>
  record: JournalRecord
  /** The process that submits it may still be at it: that no task is found yet says nothing then. */
  mayBeSending?: boolean
  delay?: Delay
}

/**
 * Determines the outcome of a submission whose answer was lost, and notes it.
 * @returns the task, or undefined when the service knows none: then nothing was made and nothing is charged
 * @throws KlingError when the service cannot be asked, or is another one than the submission went to
 */
export async function reconcile({
  client,
  journal,
  record,
  mayBeSending = false,
  delay,
}: ReconcileOptions): Promise<ApiTask | undefined> {
  const kind = requireKind(record)
  if (!isSameService(record, client.baseUrl)) throw otherServiceError(record, client.baseUrl)
  // What was found out is reported even if it cannot be noted.
  const note = (event: JournalEvent): Promise<void> => journal.append(event).catch(() => {})
  const reply = await findByExternalId(client, kind, record.id, {delay})
  if (!reply) {
    if (!mayBeSending) await note({event: 'not_taken', id: record.id})
    return undefined
  }
  const {task_id, task_status: status} = reply.data
  await note({event: 'accepted', id: record.id, task_id, request_id: reply.requestId})
  if (status !== 'submitted') await note(stateEvent(reply.data))
  return reply.data
}

/** Whether this is the service that a submission went to: another one knows nothing of it. */
export function isSameService({region, base_url: then}: JournalRecord, now: string): boolean {
  if (then === now) return true
  // A server inside of a plugin has another port each time.
  const areLocal = [then, now].every(url => URL.canParse(url) && isLoopback(new URL(url).hostname))
  return region !== 'custom' && areLocal
}

function otherServiceError({id, region, base_url: url}: JournalRecord, now: string): KlingError {
  const place =
    region === 'custom'
      ? {before: `KLING_BASE_URL=${url} `, after: ''}
      : {before: '', after: ` --region ${region}`}
  return new KlingError(
    'task_not_found',
    t`The submission ${id} went to ${url}; ${now} does not know its outcome.`,
    {
      hint: t`Check it there with: ${place.before}kling task resume ${id}${place.after}`,
      details: {external_task_id: id},
    },
  )
}

/** No submission takes longer, in ms: a process id that was noted before belongs to another process by now. */
const longestMs = 24 * 3600_000
/** Uploads and waits for a slot take no longer unless more is asked for, in ms. */
const usualMs = 3600_000

/** What has become of the process that noted an intent; undefined where none is named. */
export function senderOf({pid, owner, created_at}: JournalRecord): Presence | undefined {
  const sender = asOwner({...owner, pid})
  return sender && presenceOf(sender, Date.now() - Date.parse(created_at))
}

/**
 * Whether a submission is still being sent: then nothing is settled yet. `maybe` of a process in another container or on
 * another machine, of which only time tells.
 */
export function isStillSending(record: JournalRecord): boolean | 'maybe' {
  const age = Math.abs(Date.now() - Date.parse(record.created_at))
  const sender = record.state === 'sending' ? senderOf(record) : undefined
  if (sender === undefined || sender === 'gone' || age > longestMs) return false
  if (sender === 'unknown') return age <= usualMs && 'maybe'
  return true
}
