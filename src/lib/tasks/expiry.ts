import {isOpen} from '../journal/records.js'
import type {JournalRecord} from '../journal/types.js'
import {kindInJournal} from '../catalog/task-kinds.js'

/** Days for which the service keeps a result. Source: the vendor's FAQ, and the addresses that it signs. */
export const keptDays = 30

/** A day in ms. */
export const dayMs = 24 * 3600_000

/**
 * When the service deletes the result of a submission, in ms since 1970. It is counted from the submission, which
 * the journal knows; the result is a little younger.
 */
export function expiryOf({created_at}: Pick<JournalRecord, 'created_at'>): number {
  return Date.parse(created_at) + keptDays * dayMs
}

/** Whether a submission was to the local sandbox, whose results cost nothing and are not deleted. */
export function isOfSandbox({region}: Pick<JournalRecord, 'region'>): boolean {
  return region === 'sandbox'
}

/**
 * Whether the service has a result that this machine has not, as far as the journal knows; a task that was never
 * asked for again may have one.
 */
export function isOnlyAtService(record: JournalRecord): boolean {
  const isMade = record.state === 'succeed' || isOpen(record)
  return (
    isMade &&
    record.task_id !== undefined &&
    record.downloaded === undefined &&
    (kindInJournal(record)?.formats.length ?? 0) > 0
  )
}

/**
 * The results that are lost within a time unless they are downloaded, the first one first. What is known to be gone,
 * and what the sandbox has, is not among them.
 * @param withinMs from now on
 */
export function expiringWithin(records: JournalRecord[], withinMs: number, now: number): JournalRecord[] {
  return records
    .filter(record => isOnlyAtService(record) && record.gone === undefined && !isOfSandbox(record))
    .filter(record => expiryOf(record) > now && expiryOf(record) <= now + withinMs)
    .sort((a, b) => expiryOf(a) - expiryOf(b))
}
