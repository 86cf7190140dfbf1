import {type KlingClient} from '../api/client.js'
import {isKlingError} from '../errors/kling-error.js'
import {type Journal} from '../journal/journal.js'
import {type JournalRecord} from '../journal/records.js'
import {taskKinds} from './kinds.js'
import {getTask} from './query.js'
import {type ApiTask} from './task.js'

export interface SettleOptions {
  client: Pick<KlingClient, 'get'>
  journal: Pick<Journal, 'append'>
  record: JournalRecord
}

/**
 * Finds out what became of a submission whose answer was lost, and notes it.
 * @returns the task, or undefined when the service knows none: then nothing was made and nothing is charged
 * @throws KlingError when the service cannot be asked
 */
export async function settle({client, journal, record}: SettleOptions): Promise<ApiTask | undefined> {
  const kind = taskKinds.find(({name}) => name === record.kind)
  if (!kind) return undefined
  try {
    const task = await getTask(client, kind, record.id)
    await journal.append({event: 'accepted', id: record.id, task_id: task.task_id})
    if (task.task_status !== 'submitted') {
      const {task_id, task_status: status, final_unit_deduction: units, task_status_msg: reason} = task
      await journal.append({event: 'state', task_id, status, units, reason})
    }
    return task
  } catch (error) {
    if (!isKlingError(error) || error.code !== 'task_not_found') throw error
    await journal.append({event: 'not_taken', id: record.id})
    return undefined
  }
}

/** Whether the process that noted the intent is still at it; then nothing is settled yet. */
export function isStillSending({state, pid}: JournalRecord): boolean {
  if (state !== 'sending' || pid === undefined || pid === process.pid) return false
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}
