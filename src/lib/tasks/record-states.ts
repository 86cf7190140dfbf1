import type {Journal} from '../journal/journal.js'
import type {JournalEvent} from '../journal/types.js'
import type {ApiTask} from './task.js'

/** What the journal notes of a task as the API shows it. */
export function stateEvent(task: ApiTask): JournalEvent {
  const {task_id, task_status: status, final_unit_deduction: units, task_status_msg: reason} = task
  const {created_at: begun, updated_at: ended} = task
  const isTimed =
    status === 'succeed' && typeof begun === 'number' && typeof ended === 'number' && ended > begun
  const seconds = isTimed ? (ended - begun) / 1000 : undefined
  return {event: 'state', task_id, status, units, reason, seconds}
}

/** Notes what is new of a task of this machine. That it cannot be noted is no error. */
export async function recordState(journal: Pick<Journal, 'append'>, task: ApiTask): Promise<void> {
  await journal.append(stateEvent(task)).catch(() => {})
}

/**
 * Notes what an answer of the API says of tasks of this machine and the journal does not know yet: their states, and
 * what they were really charged. It is a help for later: that it cannot be noted is no error.
 */
export async function recordStates(
  journal: Pick<Journal, 'append' | 'records'>,
  tasks: ApiTask[],
): Promise<void> {
  try {
    const known = new Map(
      (await journal.records(tasks.map(({task_id}) => task_id))).map(record => [record.task_id, record]),
    )
    for (const task of tasks) {
      const {task_status: status, final_unit_deduction: units} = task
      const record = known.get(task.task_id)
      const isNew = record && (record.state !== status || (record.units_charged ?? units) !== units)
      if (isNew) await journal.append(stateEvent(task))
    }
  } catch {
    // The next one who looks notes it.
  }
}
