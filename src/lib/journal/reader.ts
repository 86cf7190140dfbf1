import {KlingError} from '../errors/kling-error.js'
import {t} from '../i18n/translate.js'
import {MonthFile, type PlacedLine, monthsIn, swapMs} from './month-file.js'
import {Index, keyOfPlugin} from './id-index.js'
import {inListOrder, isPending, isUnsettled, readRecords} from './records.js'
import type {JournalLine, JournalRecord} from './types.js'
import {type Summary, summarize} from './summary.js'

/** The beginning of the list of all submissions. */
export interface JournalList {
  /** Unsettled ones first, then newest first; as many as were asked for. */
  records: JournalRecord[]
  /** Number of all. */
  total: number
  /** Number of the unsettled. */
  unsettled: number
}

/**
 * Reads the journal in a folder. What is asked of a few tasks is found by indexes that are kept next to the months; they
 * are written when much is read, hold nothing that the months do not, and are not used when they do not fit.
 */
export class JournalReader {
  constructor(private readonly folder: string) {}

  /** All lines, oldest first. @throws KlingError `config_error` */
  *lines(): Generator<JournalLine> {
    for (const name of monthsIn(this.folder)) {
      const month = new MonthFile(this.folder, name)
      try {
        for (const {line} of month.lines()) yield line
      } finally {
        month.close()
      }
    }
  }

  /** Whether nothing was ever submitted. */
  get isEmpty(): boolean {
    return monthsIn(this.folder).length === 0
  }

  /** The submissions since a time (ms since 1970), in the order of the list. */
  async since(time: number): Promise<JournalRecord[]> {
    const start = new Date(time).toISOString()
    const records = await readRecords(this.linesSince(time))
    return records.filter(({created_at: at}) => at >= start)
  }

  /**
   * The submissions between two times (ms since 1970), in the order of the list. Of a long journal only that span is
   * read; their outcome later is found by the indexes.
   */
  async between(from: number, to: number): Promise<JournalRecord[]> {
    const [start, end, readTo] = [from, to, to + swapMs].map(time => new Date(time).toISOString()) as [
      string,
      string,
      string,
    ]
    const isWithin = (at: string): boolean => at >= start && at <= end
    const ids: string[] = []
    // A line stands in the month that its time begins with; within it, one of a wrong clock ends nothing.
    for (const line of this.linesSince(from, readTo)) {
      if (line.event === 'intent' && isWithin(line.at)) ids.push(line.id)
    }
    if (ids.length === 0) return []
    const records = await readRecords(await this.linesOf(ids))
    return records.filter(({created_at: at}) => isWithin(at))
  }

  /**
   * The lines since a time in ms, oldest first, and some that are older: what is long before it is not read, nor the
   * months after `until` in ISO 8601.
   */
  *linesSince(since: number, until?: string): Generator<JournalLine> {
    const from = new Date(since).toISOString()
    for (const name of monthsIn(this.folder)) {
      // A line stands in the month that its time begins with.
      const month = name.slice(0, 7)
      if (month < from.slice(0, 7) || (until !== undefined && month > until.slice(0, 7))) continue
      const file = new MonthFile(this.folder, name)
      try {
        for (const {line} of file.lines(file.startOf(since))) yield line
      } finally {
        file.close()
      }
    }
  }

  /** The lines that say something of some tasks, by task ids or external ids, oldest first, without reading all. */
  async linesOf(ids: string[]): Promise<JournalLine[]> {
    return (await this.tiedTo(ids)).map(({line}) => line)
  }

  /** The lines of all that a plugin submitted, oldest first. */
  async linesOfPlugin(name: string): Promise<JournalLine[]> {
    return (await this.tiedTo([keyOfPlugin(name)])).map(({line}) => line)
  }

  /** The first submissions of the list, without reading all. */
  async list(limit: number): Promise<JournalList> {
    const {records: known, total, since} = await this.summary()
    // Pending ones may be older, with others between them that are not known.
    const first = known.filter(({place, record}) => place >= since || isUnsettled(record))
    const isEnough = first.length >= Math.min(limit, total)
    const records = isEnough ? inListOrder(first) : await readRecords(this.lines())
    return {records: records.slice(0, limit), total, unsettled: records.filter(isUnsettled).length}
  }

  /** All submissions of which something is still to be done or to be found out, in the order of the list. */
  async pending(): Promise<JournalRecord[]> {
    const {records: known, pendingSince} = await this.summary()
    const records = pendingSince === 0 ? inListOrder(known) : await readRecords(this.lines())
    return records.filter(isPending)
  }

  private summary(): Promise<Summary> {
    return this.inMonths(months => summarize(this.folder, months))
  }

  /** The lines that are tied to some words, oldest first. */
  private async tiedTo(words: string[]): Promise<PlacedLine[]> {
    return this.inMonths(async months => (await Index.of(this.folder, months)).tiedTo(words).lines)
  }

  private tooLarge(): KlingError {
    return new KlingError('config_error', t`A month of the journal in ${this.folder} is larger than 4 GiB.`, {
      hint: t`Move the file to another folder to continue without its tasks.`,
    })
  }

  /** Does something with all months, oldest first. */
  private async inMonths<T>(work: (months: MonthFile[]) => Promise<T>): Promise<T> {
    const months: MonthFile[] = []
    try {
      for (const name of monthsIn(this.folder)) months.push(new MonthFile(this.folder, name))
      if (months.some(({isPlaced}) => !isPlaced)) throw this.tooLarge()
      return await work(months)
    } finally {
      for (const month of months) month.close()
    }
  }
}
