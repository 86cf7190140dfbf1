import {constants} from 'node:fs'
import {type FileHandle, lstat, open, readdir} from 'node:fs/promises'
import {join} from 'node:path'
import {makePrivateFolder} from '../files/read-write.js'
import {KlingError, systemCode} from '../errors/kling-error.js'
import {type JournalEvent, type JournalLine} from './line.js'
import {type MonthFile, type PlacedLine} from './month-file.js'
import {type JournalRecord} from './records.js'

export {type JournalEvent, type JournalLine} from './line.js'

/** What the journal knows of a task. */
export interface JournalTask {
  id?: string
  task_id?: string
  kind: string
  path?: string | undefined
  base_url: string
  region?: string
  profile?: string | undefined
  model?: string
  /** ISO 8601 time of the intent. */
  created_at: string
}

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
 * The record of every submission of this machine: append-only JSON lines, a file a month, in a private folder.
 * Several processes may write at once. A line that is torn by a crash is skipped, and healed by the next one.
 */
export class Journal {
  constructor(
    private readonly folder: string,
    private readonly clock: () => number = Date.now,
  ) {}

  /** Adds an event and waits until it is on the disk. @throws KlingError `write_error` */
  async append(event: JournalEvent): Promise<void> {
    const at = new Date(this.clock()).toISOString()
    const path = join(this.folder, `${at.slice(0, 7)}.jsonl`)
    try {
      await makePrivateFolder(this.folder)
      if ((await lstat(this.folder)).isSymbolicLink())
        throw Object.assign(new Error('a link'), {code: 'ELOOP'})
      const flags = constants.O_RDWR | constants.O_APPEND | constants.O_CREAT | constants.O_NOFOLLOW
      const handle = await open(path, flags, 0o600)
      try {
        const line = JSON.stringify({at, ...event}) + '\n'
        const bytes = Buffer.from((await endsTorn(handle)) ? '\n' + line : line)
        const {bytesWritten} = await handle.write(bytes)
        // A disk that gets full takes what fits.
        if (bytesWritten < bytes.length) throw Object.assign(new Error('a torn line'), {code: 'ENOSPC'})
        await handle.datasync()
      } finally {
        await handle.close()
      }
    } catch (error) {
      throw new KlingError('write_error', `The journal ${path} cannot be written (${systemCode(error)}).`, {
        hint: 'Nothing was sent. Check the rights of the folder and the room on the disk.',
        billed: 'no',
        cause: error,
      })
    }
  }

  /** All lines, oldest first. */
  async *lines(): AsyncGenerator<JournalLine> {
    for (const name of await this.months()) {
      const month = await this.open(name)
      try {
        for (const {line} of month.lines()) yield line
      } finally {
        month.close()
      }
    }
  }

  /** The lines that say something of some tasks, by task ids or external ids, oldest first, without reading all. */
  async linesOf(ids: string[]): Promise<JournalLine[]> {
    return (await this.tiedTo(ids)).map(({line}) => line)
  }

  /** The lines of all that a plugin submitted, oldest first. */
  async linesOfPlugin(name: string): Promise<JournalLine[]> {
    const {keyOfPlugin} = await import('./postings.js')
    return (await this.tiedTo([keyOfPlugin(name)])).map(({line}) => line)
  }

  /** The first submissions of the list, without reading all. */
  async list(limit: number): Promise<JournalList> {
    const {summarize} = await import('./summary.js')
    const {inListOrder, isUnsettled, readRecords} = await import('./records.js')
    const summary = await this.inMonths(async months =>
      months.every(({isPlaced}) => isPlaced) ? summarize(this.folder, months) : undefined,
    )
    const known = summary && inListOrder(summary.records)
    const records =
      known && known.length >= Math.min(limit, summary.total) ? known : await readRecords(this.lines())
    return {
      records: records.slice(0, limit),
      total: records === known ? summary!.total : records.length,
      unsettled: records.filter(isUnsettled).length,
    }
  }

  /** What is known of a task, by task id or external id. */
  async find(id: string): Promise<JournalTask | undefined> {
    const {monthOf} = await import('./month-file.js')
    const lines = (await this.tiedTo([id])).reverse()
    const accepted = new Map<string, string>()
    for (const month of new Set(lines.map(({place}) => monthOf(place)))) {
      const ofMonth = lines.filter(({place}) => monthOf(place) === month).map(({line}) => line)
      for (const line of ofMonth.toReversed())
        if (line.event === 'accepted') accepted.set(line.id, line.task_id)
      for (const line of ofMonth) {
        if (line.event === 'intent' && (line.id === id || accepted.get(line.id) === id)) {
          const {kind, path, base_url, region, profile, model, at} = line
          return {
            id: line.id,
            task_id: accepted.get(line.id),
            kind,
            path,
            base_url,
            region,
            profile,
            model,
            created_at: at,
          }
        }
        if (line.event === 'seen' && line.task_id === id) {
          return {task_id: id, kind: line.kind, base_url: line.base_url, created_at: line.at}
        }
      }
    }
    return undefined
  }

  /** The lines that are tied to some words, oldest first. */
  private async tiedTo(words: string[]): Promise<PlacedLine[]> {
    const {Index} = await import('./postings.js')
    return this.inMonths(async months => (await Index.of(this.folder, months)).tiedTo(words).lines)
  }

  /** Does something with all months, oldest first. */
  private async inMonths<T>(work: (months: MonthFile[]) => Promise<T>): Promise<T> {
    const months: MonthFile[] = []
    try {
      for (const name of await this.months()) months.push(await this.open(name))
      return await work(months)
    } finally {
      for (const month of months) month.close()
    }
  }

  /** Names of the month files, oldest first. */
  private async months(): Promise<string[]> {
    const {isMonth} = await import('./month-file.js')
    try {
      return (await readdir(this.folder)).filter(isMonth).sort()
    } catch (error) {
      if (systemCode(error) === 'ENOENT' || systemCode(error) === 'ENOTDIR') return []
      throw error
    }
  }

  /** @throws KlingError `config_error` */
  private async open(name: string): Promise<MonthFile> {
    const {MonthFile} = await import('./month-file.js')
    return new MonthFile(this.folder, name)
  }
}

/** Whether the file's last byte is not the end of a line. */
async function endsTorn(handle: FileHandle): Promise<boolean> {
  const {size} = await handle.stat()
  if (size === 0) return false
  const {buffer} = await handle.read(Buffer.alloc(1), 0, 1, size - 1)
  return buffer[0] !== 0x0a
}

/** The first words of a prompt, for the journal: enough to know the task again, no more. */
export function firstWords(prompt: string | undefined): string | undefined {
  if (!prompt) return undefined
  const plain = prompt.replace(/\s+/g, ' ').trim()
  const short = [...plain].slice(0, 40).join('')
  return short === plain ? plain : short + '…'
}
