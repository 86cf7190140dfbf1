import {lstat, readdir} from 'node:fs/promises'
import {join} from 'node:path'
import {systemCode} from '../errors/kling-error.js'
import {parseLine} from './event.js'
import {MonthFile, isMonth} from './month-file.js'
import {readChecksummed} from './checksummed-file.js'

/** A file of the journal's folder, as a doctor sees it. */
export interface JournalFile {
  path: string
  /** Rights, and who owns it. */
  mode: number
  isLink: boolean
}

/** A month: what of its lines can be read. */
export interface MonthHealth extends JournalFile {
  events: number
  /** Numbers of lines that are no events, from 1; a last one without its end is not among them. */
  garbled: number[]
  /** Whether the last line has no end: it was cut off, or is being written. */
  isTorn: boolean
}

/** What is in the journal's folder. */
export interface JournalHealth {
  months: MonthHealth[]
  /** The summary and the indexes, each with whether it is whole. */
  indexes: (JournalFile & {isWhole: boolean})[]
}

/** Looks at every line of the journal. @throws the system's error when something cannot be read */
export async function lookAtJournal(folder: string): Promise<JournalHealth> {
  const names = await readdir(folder).catch((error: unknown) => {
    if (systemCode(error) === 'ENOENT') return []
    throw error
  })
  const health: JournalHealth = {months: [], indexes: []}
  for (const name of names.sort()) {
    const isIndex = name === 'summary' || /^\d{4}-\d{2}\.index$/.test(name)
    if (!isIndex && !isMonth(name)) continue
    const path = join(folder, name)
    const found = await lstat(path)
    const file = {path, mode: found.mode & 0o777, isLink: found.isSymbolicLink()}
    if (isIndex) health.indexes.push({...file, isWhole: readChecksummed(path) !== undefined})
    else if (!file.isLink) health.months.push({...file, ...readMonth(folder, name)})
    else health.months.push({...file, events: 0, garbled: [], isTorn: false})
  }
  return health
}

function readMonth(folder: string, name: string): Pick<MonthHealth, 'events' | 'garbled' | 'isTorn'> {
  const month = new MonthFile(folder, name)
  try {
    const garbled: number[] = []
    let number = 0
    let events = 0
    for (const {text} of month.texts()) {
      number++
      if (text === '' || text === '\r') continue
      if (text !== undefined && parseLine(text)) events++
      else garbled.push(number)
    }
    const isTorn = month.wholeEnd() < month.size
    if (isTorn && garbled.at(-1) === number) garbled.pop()
    return {events, garbled, isTorn}
  } finally {
    month.close()
  }
}
