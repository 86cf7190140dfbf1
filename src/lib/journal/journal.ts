import {constants, fstatSync, lstatSync, readSync} from 'node:fs'
import {open} from 'node:fs/promises'
import {dirname, join} from 'node:path'
import {makePrivateFolder} from '../fs/atomic-write.js'
import {thisOwner} from '../fs/owner.js'
import {syncFolder} from '../fs/sync-folder.js'
import {finishLater} from '../fs/unfinished.js'
import {KlingError, systemCode} from '../errors/kling-error.js'
import {t} from '../i18n/translate.js'
import type {JournalReader} from './reader.js'
import type {JournalEvent, JournalLine, JournalRecord, JournalTask} from './types.js'
import {cleanEvent} from './event.js'

/** Where the journal is. */
export function journalFolder(dataDir: string): string {
  return join(dataDir, 'journal')
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

  /**
   * Adds an event and waits until it is on the disk. What of it is not of the journal's form, such as an id that is no
   * text, is left out, and an event that says nothing then is not written; one that a task is sent after has to be.
   * An intent is noted with this process, which sends it.
   * @throws KlingError `write_error`
   */
  append(wanted: JournalEvent): Promise<void> {
    // Who is interrupted does not wait for it, but the process does.
    return finishLater(this.write(wanted))
  }

  private async write(wanted: JournalEvent): Promise<void> {
    const event = cleanEvent(wanted.event === 'intent' ? {...wanted, ...sender()} : wanted)
    if (!event && ['intent', 'priced'].includes(wanted.event))
      throw new Error(`${wanted.event} lacks a field`)
    if (!event) return
    const at = new Date(this.clock()).toISOString()
    const path = join(this.folder, `${at.slice(0, 7)}.jsonl`)
    try {
      // What is quick is not waited for: each promise of the file system costs a start 0.1 ms.
      const folder = lstatSync(this.folder, {throwIfNoEntry: false})
      if (!folder) await makePrivateFolder(this.folder)
      else if (folder.isSymbolicLink()) throw Object.assign(new Error('a link'), {code: 'ELOOP'})
      const flags = constants.O_RDWR | constants.O_APPEND | constants.O_CREAT | constants.O_NOFOLLOW
      const handle = await open(path, flags, 0o600)
      try {
        // Before the first line: who finds one may go on from there. A file without its name is lost in a power cut.
        if (fstatSync(handle.fd).size === 0) await this.syncFolders()
        const line = JSON.stringify({at, ...event}) + '\n'
        const bytes = Buffer.from(endsTorn(handle.fd) ? '\n' + line : line)
        const {bytesWritten} = await handle.write(bytes)
        // A disk that gets full takes what fits.
        if (bytesWritten < bytes.length) throw Object.assign(new Error('a torn line'), {code: 'ENOSPC'})
        await handle.datasync()
      } finally {
        await handle.close()
      }
    } catch (error) {
      throw new KlingError('write_error', t`Cannot write the journal ${path} (${systemCode(error)}).`, {
        hint: t`Nothing was sent. Check the permissions of the folder and the free disk space.`,
        billed: 'no',
        cause: error,
      })
    }
  }

  /** Syncs the name of a new month, and that of the folder, which another process may have made just now. */
  private async syncFolders(): Promise<void> {
    await syncFolder(this.folder)
    await syncFolder(dirname(this.folder))
  }

  /** All lines, oldest first. */
  async *lines(): AsyncGenerator<JournalLine> {
    yield* (await this.reader()).lines()
  }

  /** What is known of a task, by task id or external id; of one that was taken out of the lists, too. */
  async find(id: string): Promise<JournalTask | undefined> {
    const {reduceLines} = await import('./records.js')
    return reduceLines(await this.linesOf([id])).find(id)
  }

  /** The submissions that some task ids or external ids name, in the order of the list; of what is not known, none. */
  async records(ids: string[]): Promise<JournalRecord[]> {
    const {inListOrder, reduceLines} = await import('./records.js')
    return inListOrder(reduceLines(await this.linesOf(ids)).all())
  }

  /** Seconds that tasks like this one took lately on this machine; undefined where there were none. */
  async typicalSeconds(taskId: string): Promise<number | undefined> {
    const {typicalSeconds} = await import('./typical-duration.js')
    return typicalSeconds(await this.reader(), taskId)
  }

  /** The lines that say something of some tasks, oldest first. */
  protected async linesOf(ids: string[]): Promise<JournalLine[]> {
    return (await this.reader()).linesOf(ids)
  }

  // Most commands read no journal.
  private async reader(): Promise<JournalReader> {
    const {JournalReader} = await import('./reader.js')
    return new JournalReader(this.folder)
  }
}

/** This process, as an intent names it. */
function sender(): Pick<JournalEvent & {event: 'intent'}, 'pid' | 'owner'> {
  const {pid, ...owner} = thisOwner()
  return {pid, ...(Object.keys(owner).length > 0 && {owner})}
}

/** Whether the file's last byte is not the end of a line. */
function endsTorn(file: number): boolean {
  const {size} = fstatSync(file)
  if (size === 0) return false
  const last = Buffer.alloc(1)
  readSync(file, last, 0, 1, size - 1)
  return last[0] !== 0x0a
}

/** The first words of a prompt, for the journal: enough to know the task again, no more. */
export function firstWords(prompt: string | undefined): string | undefined {
  if (!prompt) return undefined
  const plain = prompt.replace(/\s+/g, ' ').trim()
  const short = [...plain].slice(0, 40).join('')
  return short === plain ? plain : short + '…'
}
