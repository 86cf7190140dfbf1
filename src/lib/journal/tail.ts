import {MonthFile, type PlacedLine, monthsIn} from './month-file.js'

/** Reads on in the journal: each time the lines that have come to it since. */
export class JournalTail {
  /** How far each month has been read. */
  private readonly ends = new Map<string, number>()

  constructor(private readonly folder: string) {}

  /**
   * The whole lines that are new, a month after the other. What is being written is left for the next time.
   * @param onRestart called before the first line when some that were read are gone: all are given again
   * @throws KlingError `config_error`
   */
  *next(onRestart: () => void): Generator<PlacedLine> {
    const months = monthsIn(this.folder).map(name => new MonthFile(this.folder, name))
    try {
      const sizes = new Map(months.map(({name, size}) => [name, size]))
      if ([...this.ends].some(([name, end]) => end > (sizes.get(name) ?? 0))) {
        this.ends.clear()
        onRestart()
      }
      for (const month of months) {
        const from = this.ends.get(month.name) ?? 0
        if (month.size === from) continue
        const whole = month.wholeEnd()
        yield* month.lines(from, whole)
        this.ends.set(month.name, whole)
      }
    } finally {
      for (const month of months) month.close()
    }
  }
}
