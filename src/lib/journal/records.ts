import type {JournalLine, JournalRecord, JournalTask, RecordState} from './types.js'

/** The fields of a record, as commands print them. */
export const recordFields = [
  'id',
  'task_id',
  'state',
  'kind',
  'model',
  'prompt',
  'estimated_units',
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
] satisfies (keyof PrintedRecord)[]

/** A record as commands print it. */
export interface PrintedRecord extends Omit<JournalRecord, 'owner' | 'units'> {
  /** Kling units by the price table, where it has a price. */
  estimated_units?: number | undefined
}

/** All states that a record may be in. */
export const recordStates = [
  'submitted',
  'processing',
  'succeed',
  'failed',
  'sending',
  'unknown',
  'refused',
  'not_taken',
] as const satisfies readonly RecordState[]

/** A record as commands print it: how its process is known again is for other processes alone. */
export function printedRecord({owner: _owner, units, ...record}: JournalRecord): PrintedRecord {
  return {...record, ...(units !== undefined && {estimated_units: units})}
}

/** Submissions that may have become a task which nobody knows the id of. */
export function isUnsettled({state}: JournalRecord): boolean {
  return state === 'sending' || state === 'unknown'
}

/** States after which nothing comes, and those in which nobody knows of a task. */
const closedStates: ReadonlySet<string> = new Set<RecordState>([
  ...(['succeed', 'failed', 'refused', 'not_taken'] as const),
  ...(['sending', 'unknown'] as const),
])

/** Tasks that still run as far as is known: whatever is not final is, states that the API may add among them. */
export function isOpen({state}: JournalRecord): boolean {
  return !closedStates.has(state)
}

/** Whether something is still to be done or to be found out. */
export function isPending(record: JournalRecord): boolean {
  return isUnsettled(record) || isOpen(record) || lacksDownload(record)
}

/** Whether a result was asked for and has not arrived. */
export function lacksDownload(record: JournalRecord): boolean {
  const {output, downloaded, state} = record
  return output !== undefined && downloaded === undefined && (state === 'succeed' || isOpen(record))
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
  /** Ids of the records that were taken out of the lists. */
  private readonly forgotten = new Set<string>()
  /** Tasks of another machine, by task id; none that was submitted since. */
  private readonly seen = new Map<string, JournalTask>()

  /** Records in the order in which they were first submitted. */
  all(): PlacedRecord[] {
    return [...this.records.values()].filter(({record}) => !this.forgotten.has(record.id))
  }

  /** What is known of a task, by task id or external id; of one that was taken out of the lists, too. */
  find(id: string): JournalTask | undefined {
    return this.records.get(id)?.record ?? this.seen.get(id) ?? this.byTask.get(id)
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
    // What was taken out of the lists and is submitted again comes in at its new place.
    if (this.forgotten.delete(facts.id)) this.records.delete(facts.id)
    const before = this.records.get(facts.id)
    if (before && before.record.state !== 'refused' && before.record.state !== 'not_taken')
      this.earlier.set(facts.id, before.record)
    const record: JournalRecord = {...facts, state: 'sending', created_at: at, updated_at: at}
    this.records.set(facts.id, {place: before?.place ?? place, record})
  }

  /** An id was used again and the repetition came to nothing: what follows it is the first submission. */
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
    if (line.event === 'seen') {
      const {task_id, kind, base_url, at: created_at} = line
      this.seen.set(task_id, {task_id, kind, base_url, created_at})
    }
    const record = this.recordOf(line)
    if (!record) return
    record.updated_at = line.at
    switch (line.event) {
      case 'accepted':
        Object.assign(record, {state: 'submitted', task_id: line.task_id})
        this.byTask.set(line.task_id, record)
        this.seen.delete(line.task_id)
        break
      case 'refused':
        Object.assign(record, {state: 'refused', reason: line.code})
        break
      case 'unknown':
        record.state = 'unknown'
        break
      case 'not_taken':
        record.state = 'not_taken'
        if (line.code !== undefined) record.reason = line.code
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
        this.forgotten.add(line.id)
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

/** What lines say, oldest first. */
export function reduceLines(lines: Iterable<JournalLine>): RecordReducer {
  const reducer = new RecordReducer()
  for (const line of lines) reducer.add(line)
  return reducer
}

/** One record for each submission that lines speak of; unsettled ones first, then newest first. */
export async function readRecords(
  lines: AsyncIterable<JournalLine> | Iterable<JournalLine>,
): Promise<JournalRecord[]> {
  const reducer = new RecordReducer()
  for await (const line of lines) reducer.add(line)
  return inListOrder(reducer.all())
}
