import {join} from 'node:path'
import {keysOf} from './event.js'
import type {MonthFile, PlacedLine, Stamp} from './month-file.js'
import {Index, freshBytes} from './id-index.js'
import {RecordReducer, type PlacedRecord, isPending, isUnsettled} from './records.js'
import {readChecksummed, writeChecksummed} from './checksummed-file.js'

const version = 4
/** So many of the newest records are kept in the summary at least. */
const keptRecords = 500
/** And so many of the newest pending ones. */
const keptPending = 1000
/** Bytes of a journal without a summary that are taken in at a time. */
const portionBytes = 512 * 1024

/** What the journal comes to, as far as a list begins with it. */
export interface Summary {
  version: number
  /** The bytes of each month that are in it. */
  covers: Record<string, Stamp>
  /** Number of all records. */
  total: number
  /** All newer records than this place are among `records`. */
  since: number
  /** All pending ones that are newer than this place are, too: some who wait for nothing have very many. */
  pendingSince: number
  /** The unsettled, the pending and the newest ones, oldest first. */
  records: PlacedRecord[]
}

const nothing: Summary = {version, covers: {}, total: 0, since: 0, pendingSince: 0, records: []}

/**
 * The summary of the journal as it is now. It is kept in the folder (`summary`) and used as far as the bytes that it
 * was made of are there still; what was appended since is read, with the older lines of the tasks that are named in
 * it.
 */
export async function summarize(folder: string, months: MonthFile[]): Promise<Summary> {
  const path = join(folder, 'summary')
  const kept = load(path, months)
  const covered = (month: MonthFile): number => kept?.covers[month.name]?.size ?? 0
  if (kept && months.every(month => covered(month) === month.size)) return kept
  const index = await Index.of(folder, months)
  let summary = kept ?? nothing
  let fresh = 0
  /** How far each month is taken in by now. */
  const ends = new Map(months.map(month => [month, covered(month)]))
  const endOf = (month: MonthFile): number => ends.get(month)!
  for (const month of months) {
    for (const {lines, end} of portions(month, covered(month))) {
      summary = withLines(summary, lines, index, endOf)
      fresh += end - endOf(month)
      ends.set(month, end)
    }
  }
  if (fresh > freshBytes) {
    const covers = Object.fromEntries(months.map(month => [month.name, month.stamp(endOf(month))]))
    await writeChecksummed(path, Buffer.from(JSON.stringify({...summary, covers})))
  }
  // A last line without its end counts if it is whole, but what it becomes is not known yet.
  const torn = months.flatMap(month => [...month.lines(endOf(month))])
  return torn.length > 0 ? withLines(summary, torn, index, endOf) : summary
}

function load(path: string, months: MonthFile[]): Summary | undefined {
  const bytes = readChecksummed(path)
  if (!bytes) return undefined
  const summary = parse(Buffer.from(bytes.buffer, bytes.byteOffset).toString())
  if (summary?.version !== version) return undefined
  const byName = new Map(months.map(month => [month.name, month]))
  const isKept = Object.entries(summary.covers).every(([name, stamp]) => byName.get(name)?.fits(stamp))
  return isKept ? summary : undefined
}

function parse(text: string): Summary | undefined {
  try {
    return JSON.parse(text) as Summary
  } catch {
    return undefined
  }
}

/** The whole lines of a month from a byte on, in portions. */
function* portions(month: MonthFile, from: number): Generator<{lines: PlacedLine[]; end: number}> {
  const whole = month.wholeEnd()
  let lines: PlacedLine[] = []
  let end = from
  for (const line of month.lines(from, whole)) {
    // A portion ends where the next line begins.
    if (line.place - month.start - end > portionBytes) {
      end = line.place - month.start
      yield {lines, end}
      lines = []
    }
    lines.push(line)
  }
  if (whole > end) yield {lines, end: whole}
}

/**
 * A summary with more lines in it. Whatever they say of tasks, new or old, is found by folding all lines of these
 * tasks; the records of all others stay as they are.
 */
function withLines(
  summary: Summary,
  lines: PlacedLine[],
  index: Index,
  endOf: (month: MonthFile) => number,
): Summary {
  const {lines: old, keys} = index.tiedTo(new Set(lines.flatMap(({line}) => keysOf(line))), endOf)
  const before = fold(old)
  // The lines of an older month may come later: another process, another clock.
  const after = fold([...old, ...lines].sort((a, b) => a.place - b.place))
  const records = [...summary.records.filter(({record}) => !keys.has(String(record.id))), ...after]
  return shortened({...summary, total: summary.total + after.length - before.length, records})
}

/** Keeps all that are unsettled, and of the others and the pending ones the newest. */
function shortened(summary: Summary): Summary {
  const records = summary.records.sort((a, b) => a.place - b.place)
  const since = newestOf(records, summary.since, keptRecords)
  const pending = records.filter(({record}) => isPending(record))
  const pendingSince = newestOf(pending, summary.pendingSince, keptPending)
  const isKept = ({place, record}: PlacedRecord): boolean =>
    place >= since || isUnsettled(record) || (place >= pendingSince && isPending(record))
  return {...summary, since, pendingSince, records: records.filter(isKept)}
}

/** The place from which on about `count` of some records are; unless there are twice as many, the one that was. */
function newestOf(records: PlacedRecord[], since: number, count: number): number {
  const newer = records.filter(({place}) => place >= since)
  return newer.length > count * 2 ? newer.at(-count)!.place : since
}

function fold(lines: PlacedLine[]): PlacedRecord[] {
  const all = new RecordReducer()
  for (const {line, place} of lines) all.add(line, place)
  return all.all()
}
