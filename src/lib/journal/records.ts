import {type JournalLine} from './event.js'

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
  /** Id by the service, as soon as it is known. */
  task_id?: string
  /** The word for it: `create`, `image2video`, or that of a plugin. */
  kind: string
  /** Path of the API at which it is asked for. */
  path?: string
  state: RecordState
  /** Where it was submitted; `custom` for a base URL. */
  region: string
  /** Address of the API there. */
  base_url: string
  /** Profile that it was submitted with. */
  profile?: string
  model?: string
  /** Its first words. */
  prompt?: string
  /** Kling units by the price table. */
  units?: number
  /** Kling units that were charged, as the API writes them. */
  units_charged?: string
  /** Why it failed or was refused. */
  reason?: string
  /** ISO 8601 time of the submission. */
  created_at: string
  /** ISO 8601 time of the last event. */
  updated_at: string
  /** File that the result was asked to be put in. */
  output?: string
  /** File that it is in. */
  downloaded?: string
  /** ISO 8601 time at which the service was found to have no result of it any more. */
  gone?: string
  /** Process that submitted it. */
  pid?: number
  /** Plugin that submitted it. */
  plugin?: string
}

/** The fields of a record, as commands print them. */
export const recordFields = [
  'id',
  'task_id',
  'state',
  'kind',
  'model',
  'prompt',
  'units',
  'units_charged',
  'reason',
  'created_at',
  'updated_at',
  'output',
  'downloaded',
  'gone',
  'region',
  'base_url',
  'path',
  'profile',
  'plugin',
  'pid',
] satisfies (keyof JournalRecord)[]

/** Submissions that may have become a task which nobody knows the id of. */
export function isUnsettled({state}: JournalRecord): boolean {
  return state === 'sending' || state === 'unknown'
}

/** Tasks that still run as far as is known. */
export function isOpen({state}: JournalRecord): boolean {
  return state === 'submitted' || state === 'processing'
}

/** Whether something is still to be done or to be found out. */
export function isPending(record: JournalRecord): boolean {
  return isUnsettled(record) || isOpen(record) || lacksDownload(record)
}

/** Whether a result was asked for and has not arrived. */
export function lacksDownload({output, downloaded, state}: JournalRecord): boolean {
  return (
    output !== undefined &&
    downloaded === undefined &&
    (state === 'succeed' || state === 'submitted' || state === 'processing')
  )
}

/** A record and the place of the intent that put it in the list. */
export interface PlacedRecord {
  place: number
  record: JournalRecord
}

/** Turns lines, oldest first, into one record for each submission. */
export class RecordReducer {
  private readonly records = new Map<string, PlacedRecord>()
  private readonly byTask = new Map<string, JournalRecord>()
  private readonly earlier = new Map<string, JournalRecord>()

  /** Records in the order in which they were first submitted. */
  all(): PlacedRecord[] {
    return [...this.records.values()]
  }

  /** What is known by now of the submission that a line speaks of. */
  recordOf(line: JournalLine): JournalRecord | undefined {
    return 'id' in line ? this.records.get(line.id)?.record : this.byTask.get(line.task_id)
  }

  add(line: JournalLine, place = 0): void {
    if (line.event === 'intent') this.intend(line, place)
    else if (!this.takesBack(line)) this.note(line)
  }

  private intend({event: _event, at, ...facts}: JournalLine & {event: 'intent'}, place: number): void {
    const before = this.records.get(facts.id)
    if (before && before.record.state !== 'refused' && before.record.state !== 'not_taken')
      this.earlier.set(facts.id, before.record)
    const record: JournalRecord = {...facts, state: 'sending', created_at: at, updated_at: at}
    this.records.set(facts.id, {place: before?.place ?? place, record})
  }

  /** An id was used again and the repetition came to nothing: what stands behind it is the first submission. */
  private takesBack(line: JournalLine): boolean {
    if (line.event !== 'refused' && line.event !== 'not_taken') return false
    const before = this.earlier.get(line.id)
    const placed = this.records.get(line.id)
    if (!before || !placed) return false
    this.earlier.delete(line.id)
    placed.record = before
    return true
  }

  private note(line: JournalLine): void {
    const record = this.recordOf(line)
    if (!record) return
    record.updated_at = line.at
    switch (line.event) {
      case 'accepted':
        Object.assign(record, {state: 'submitted', task_id: line.task_id})
        this.byTask.set(line.task_id, record)
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
      case 'gone':
        record.gone = line.at
        break
      case 'forgotten':
        this.records.delete(line.id)
        break
      default:
    }
  }
}

/** Unsettled records first; each part newest first. */
export function inListOrder(placed: PlacedRecord[]): JournalRecord[] {
  const records = placed.map(({record}) => record).reverse()
  const rank = (record: JournalRecord): number => (isUnsettled(record) ? 0 : 1)
  return records.sort((a, b) => rank(a) - rank(b))
}

/** Folds the journal's lines into one record for each submission; unsettled ones first, then newest first. */
export async function readRecords(
  lines: AsyncIterable<JournalLine> | Iterable<JournalLine>,
): Promise<JournalRecord[]> {
  const fold = new RecordReducer()
  for await (const line of lines) fold.add(line)
  return inListOrder(fold.all())
}
