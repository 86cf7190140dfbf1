import {type JournalLine} from './journal.js'

/** Where a submission of this machine stands, as far as the journal knows. */
export type RecordState =
  /** The intent was noted, and nothing after it: sending it was cut short, or is under way. */
  | 'sending'
  /** The answer was lost: there may be a task. */
  | 'unknown'
  /** The API said no; there is no task. */
  | 'refused'
  /** It was looked for and there is no task. */
  | 'not_taken'
  | 'submitted'
  | 'processing'
  | 'succeed'
  | 'failed'

/** All that the journal says of one submission. */
export interface JournalRecord {
  /** External task id. */
  id: string
  task_id?: string
  kind: string
  /** Path of the API at which it is asked for. */
  path?: string
  state: RecordState
  region: string
  base_url: string
  profile?: string
  model?: string
  prompt?: string
  /** Estimated units. */
  units?: number
  /** Units really charged. */
  units_charged?: string
  /** Why it failed or was refused. */
  reason?: string
  /** ISO 8601 */
  created_at: string
  /** ISO 8601 time of the last event. */
  updated_at: string
  /** File that the result was asked to be put in. */
  output?: string
  /** File that it is in. */
  downloaded?: string
  /** Process that submitted it. */
  pid?: number
}

/** Submissions that may have become a task which nobody knows the id of. */
export function isUnsettled({state}: JournalRecord): boolean {
  return state === 'sending' || state === 'unknown'
}

/** Tasks that still run as far as is known. */
export function isOpen({state}: JournalRecord): boolean {
  return state === 'submitted' || state === 'processing'
}

/** Whether a result was asked for and has not arrived. */
export function lacksDownload({output, downloaded, state}: JournalRecord): boolean {
  return (
    output !== undefined &&
    downloaded === undefined &&
    (state === 'succeed' || state === 'submitted' || state === 'processing')
  )
}

function apply(
  line: JournalLine,
  records: Map<string, JournalRecord>,
  byTask: Map<string, JournalRecord>,
  earlier: Map<string, JournalRecord>,
): void {
  if (line.event === 'intent') {
    const {event: _event, at, ...facts} = line
    const before = records.get(line.id)
    if (before && before.state !== 'refused' && before.state !== 'not_taken') earlier.set(line.id, before)
    records.set(line.id, {...facts, state: 'sending', created_at: at, updated_at: at})
    return
  }
  if (line.event === 'refused' || line.event === 'not_taken') {
    // An id was used again and the repetition came to nothing: what stands behind it is the first submission.
    const before = earlier.get(line.id)
    if (before && records.has(line.id)) {
      earlier.delete(line.id)
      records.set(line.id, before)
      return
    }
  }
  const record = 'id' in line ? records.get(line.id) : byTask.get(line.task_id)
  if (!record) return
  record.updated_at = line.at
  switch (line.event) {
    case 'accepted':
      Object.assign(record, {state: 'submitted', task_id: line.task_id})
      byTask.set(line.task_id, record)
      break
    case 'refused':
      Object.assign(record, {state: 'refused', reason: line.code})
      break
    case 'unknown':
      record.state = 'unknown'
      break
    case 'not_taken':
      record.state = 'not_taken'
      break
    case 'state':
      record.state = line.status as RecordState
      if (line.units !== undefined) record.units_charged = line.units
      if (line.reason) record.reason = line.reason
      break
    case 'downloaded':
      record.downloaded = line.file
      break
    case 'forgotten':
      records.delete(line.id)
      break
    default:
  }
}

/** Folds the journal's lines into one record for each submission; unsettled ones first, then newest first. */
export async function readRecords(lines: AsyncIterable<JournalLine>): Promise<JournalRecord[]> {
  const records = new Map<string, JournalRecord>()
  const byTask = new Map<string, JournalRecord>()
  const earlier = new Map<string, JournalRecord>()
  for await (const line of lines) apply(line, records, byTask, earlier)
  const rank = (record: JournalRecord): number => (isUnsettled(record) ? 0 : 1)
  return [...records.values()].reverse().sort((a, b) => rank(a) - rank(b))
}
