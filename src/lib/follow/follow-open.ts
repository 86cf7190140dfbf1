import {setTimeout as delay} from 'node:timers/promises'
import {isOtherAlive} from '../fs/lock.js'
import {isOpen} from '../journal/records.js'
import {type JournalRecord} from '../journal/types.js'
import {type FollowAllOptions, followAll} from './follow-all.js'
import {isInterruption} from '../terminal/interruption.js'

export interface FollowOpenOptions extends Pick<FollowAllOptions, 'connectionOf' | 'journal' | 'signal'> {
  /** What the journal says now. */
  records: () => Promise<JournalRecord[]>
  /** Told once of each reason for which a task cannot be followed. */
  onFailure: (message: string) => void
}

/** Time between two looks for new tasks, in ms. */
const lookMs = 2000
/** No task takes longer; the next start looks again. */
const timeoutSeconds = 24 * 3600

const noProgress = {show: (): void => {}, clear: (): void => {}}

/**
 * Follows all tasks that are open, and those that come to them, until it is told to stop; the journal is told what
 * becomes of them. A task whose own process still runs is left to it.
 */
export async function followOpen({records, onFailure, signal, ...options}: FollowOpenOptions): Promise<void> {
  const taken = new Set<string>()
  const told = new Set<string>()
  const tell = (message: string): void => {
    if (!told.has(message)) onFailure(message)
    told.add(message)
  }
  while (!signal.aborted) {
    const known = await records().catch((error: unknown): JournalRecord[] => {
      tell((error as Error).message)
      return []
    })
    const found = known.filter(
      record =>
        isOpen(record) && record.task_id !== undefined && !taken.has(record.id) && !isOtherAlive(record.pid),
    )
    for (const {id} of found) taken.add(id)
    if (found.length > 0) {
      void followAll({...options, signal, records: found, progress: noProgress, timeoutSeconds})
        .then(results => {
          for (const {task, error} of results)
            if (!task && error && !endCodes.has(error.code)) tell(error.message)
        })
        .catch(error => {
          if (!isInterruption(error)) tell((error as Error).message)
        })
    }
    await delay(lookMs, undefined, {signal}).catch(() => {})
  }
}

/** Errors that say how a task ended, or that it is not there: the page shows it. */
const endCodes = new Set<string>(['task_failed', 'content_policy', 'task_not_found', 'wait_timeout'])
