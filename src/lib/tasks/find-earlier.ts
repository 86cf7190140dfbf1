import type {KlingClient} from '../api/client.js'
import type {TaskKind} from '../catalog/task-kinds.js'
import {KlingError} from '../errors/kling-error.js'
import {type Delay, delay} from '../http/backoff.js'
import {monotonic} from '../http/clock.js'
import {t} from '../i18n/translate.js'
import type {Journal} from '../journal/journal.js'
import type {JournalRecord} from '../journal/types.js'
import {isUnsettled} from '../journal/records.js'
import {findByExternalId, getTask} from './query.js'
import {isSameService, isStillSending, reconcile} from './reconcile.js'
import type {ApiTask} from './task.js'

export interface FindEarlierOptions {
  client: Pick<KlingClient, 'get' | 'baseUrl'>
  journal: Pick<Journal, 'append' | 'records'>
  kind: TaskKind
  /** External id. */
  id: string
  /** How long another process may go on sending it, in ms. */
  limitMs: number
  signal: AbortSignal
  delay?: Delay
}

/** How often the journal is looked at while another process sends, in ms. */
const lookMs = 500

/**
 * The task of an external id: of an earlier run of this machine, of one that sends it at the moment, or of another
 * machine.
 * @returns undefined where the service knows none, so that it may be submitted
 * @throws KlingError `wait_timeout` while another process sends it, and those of a read
 */
export async function findEarlier(options: FindEarlierOptions): Promise<ApiTask | undefined> {
  const {client, journal, kind, id} = options
  const record = await settledRecord(options)
  if (record?.task_id !== undefined) return getTask(client, kind, record.task_id)
  if (record && isUnsettled(record))
    return reconcile({client, journal, record, mayBeSending: isStillSending(record) !== false})
  return (await findByExternalId(client, kind, id, {signal: options.signal, pauses: []}))?.data
}

/** What the journal says of the id at this service, once no process of this machine is sending it. */
async function settledRecord(options: FindEarlierOptions): Promise<JournalRecord | undefined> {
  const {client, journal, id, limitMs, signal, delay: wait = delay} = options
  const end = monotonic() + limitMs
  for (;;) {
    const record = (await journal.records([id])).find(one => one.id === id)
    if (!record || !isSameService(record, client.baseUrl)) return undefined
    if (isStillSending(record) !== true) return record
    if (monotonic() >= end) throw stillSending(id)
    await wait(lookMs, signal)
  }
}

function stillSending(id: string): KlingError {
  return new KlingError('wait_timeout', t`Another process is still sending the task ${id}.`, {
    hint: t`See its state with: kling task show ${id}`,
    billed: 'no',
    details: {external_task_id: id},
  })
}
