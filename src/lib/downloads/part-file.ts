import {constants, writeSync} from 'node:fs'
import {type FileHandle, lstat, open, readdir, rename, rm} from 'node:fs/promises'
import {basename, dirname, join} from 'node:path'
import {KlingError} from '../errors/kling-error.js'
import {readObject, writeAtomic} from '../fs/atomic-write.js'
import {type HeldLock, tryLock, tryLockPatiently} from '../fs/lock.js'
import {thisOwner} from '../fs/owner.js'
import {readAt} from '../fs/read-at.js'
import {syncFolder} from '../fs/sync-folder.js'
import {t} from '../i18n/translate.js'
import {type Expected, judgeResult} from './judge-result.js'
import {type Range, bytesOf, readRangeNote, splitRanges} from './ranges.js'
import {moveToTarget} from './target.js'
import {lockPath, notePath, staleMs, unknownMs} from './try-part.js'
import type {PartFile} from './types.js'

/** How often what is there is synced and noted: while ranges come, and while one connection is used. */
const noteMs = {ranges: 1000, whole: 5000}

/** How often a download shows that it goes on, and after which silence it looks whether the part is still its own. */
const beatMs = 3000
const silentMs = 10_000

/** Whose a part is: its target, its own path, what is downloaded, and the lock on it. */
interface Place {
  file: string
  path: string
  source: string
  lock: HeldLock
  /** It is the part of the target, which a later run goes on with, rather than one beside that of another process. */
  isShared: boolean
}

/** What is in a part. */
interface Content {
  /** Bytes from the start on. */
  size: number
  validator: string | undefined
  ranges: {total: number; missing: Range[]} | undefined
}

/**
 * Opens the part of a target. `source` names what is downloaded: a part that an earlier run left is gone on with
 * when it is of the same source. While another process holds it, a part of its own is used.
 * @throws the reason of the signal
 */
export async function openPart(file: string, source: string, signal?: AbortSignal): Promise<PartFile> {
  const shared = await tryLockPatiently(lockPath(`${file}.part`), {staleMs, unknownMs, signal})
  const path = shared ? `${file}.part` : `${file}.${crypto.randomUUID().slice(0, 8)}.part`
  const lock = shared ?? (await tryLock(lockPath(path), {staleMs}))
  // Nobody else has the name.
  if (!lock) throw takenOver(file)
  const note = await readObject(notePath(path))
  const own = note?.source === source ? note : undefined
  try {
    const handle = await openOwn(path, own === undefined)
    const content = contentOf(own, (await handle.stat()).size)
    // Bytes of which nobody knows what they are.
    if (content.validator === undefined) await handle.truncate(0)
    return new DiskPart({file, path, source, lock, isShared: shared !== undefined}, handle, content)
  } catch (error) {
    await lock.release()
    throw error
  }
}

/**
 * Removes what a run has left that was killed just after its file had got its name: the other name of the file, the
 * note and the lock. A part with bytes of its own stays, and so does all that a live process holds.
 */
export async function removeRemains(file: string): Promise<void> {
  const part = `${file}.part`
  await whenFree(part, async () => {
    const [draft, whole] = await Promise.all([part, file].map(path => lstat(path).catch(() => undefined)))
    if (!draft || draft.ino === whole?.ino) await removePart(part)
  })
}

/**
 * Removes what dead processes have left of a target that is whole now: parts beside that of a living one, and, for the
 * holder of the part of the target, notes that were not finished.
 */
async function removeLeft({file, isShared}: Place): Promise<void> {
  const [folder, name] = [dirname(file), basename(file)]
  for (const found of await readdir(folder)) {
    const path = join(folder, found)
    const [before, after] = found.split(name, 2)
    if (before === '.' && isShared && /^\.part\.json\.\d+\.[\da-f]{8}$/.test(after!))
      await rm(path, {force: true})
    if (before !== '' || !/^(?:\.[\da-f]{8})?\.part\.lock$/.test(after ?? '')) continue
    const part = path.slice(0, -'.lock'.length)
    await whenFree(part, () => removePart(part))
  }
}

async function whenFree(part: string, work: () => Promise<void>): Promise<void> {
  const lock = await tryLock(lockPath(part), {staleMs, unknownMs})
  if (!lock) return
  try {
    await work()
  } finally {
    await lock.release()
  }
}

async function removePart(part: string): Promise<void> {
  await rm(part, {force: true})
  await rm(notePath(part), {force: true})
}

async function openOwn(path: string, isNew: boolean): Promise<FileHandle> {
  // A run that was killed just after its file had got its name left another name of that file, not a part.
  const found = await lstat(path).catch(() => undefined)
  if (found && found.nlink > 1) await rm(path)
  const {O_RDWR, O_CREAT, O_NOFOLLOW, O_TRUNC} = constants
  return open(path, O_RDWR | O_CREAT | O_NOFOLLOW | (isNew ? O_TRUNC : 0), 0o644)
}

/** What a part of so many bytes holds, by its note. */
function contentOf(note: Record<string, unknown> | undefined, size: number): Content {
  const ranges = note && readRangeNote(note.ranges, size)
  if (ranges) return {size, validator: ranges.validator, ranges}
  const there = note ? wholeBytes(note, size) : 0
  const validator = there > 0 && typeof note?.validator === 'string' ? note.validator : undefined
  return {size: validator === undefined ? 0 : there, validator, ranges}
}

/**
 * How many bytes are there from the start on. After a power cut a file may be as long as it was, with holes where bytes
 * did not reach the disk: then those count that the note says were synced.
 */
function wholeBytes({boot, synced}: Record<string, unknown>, size: number): number {
  const isSameStart = boot !== undefined && boot === thisOwner().boot
  return isSameStart ? size : Math.min(typeof synced === 'number' ? synced : 0, size)
}

/** A part on the disk. */
class DiskPart implements PartFile {
  validator: string | undefined
  /** Where `write` goes on. */
  private readonly head: {from: number}
  private parts: Content['ranges']
  private readonly beating: NodeJS.Timeout
  /** When the part was known to be its own, by the clock: it goes on while the machine sleeps. */
  private heldAt = Date.now()
  private notedAt = Date.now()
  private noting: Promise<void> | undefined
  private failure: {error: unknown} | undefined

  constructor(
    private readonly place: Place,
    private readonly handle: FileHandle,
    {size, validator, ranges}: Content,
  ) {
    this.head = {from: size}
    this.validator = validator
    this.parts = ranges
    this.beating = setInterval(() => void this.show().catch(() => {}), beatMs)
    this.beating.unref()
  }

  get size(): number {
    return this.parts ? this.parts.total - bytesOf(this.parts.missing) : this.head.from
  }

  get ranges(): PartFile['ranges'] {
    return this.parts
  }

  write(piece: Uint8Array): void | Promise<void> {
    if (this.failure) throw this.failure.error
    const writing = this.putIfHeld(this.head, piece)
    if (this.isTimeToNote(noteMs.whole)) this.noteAside(() => this.noteWhole())
    return writing
  }

  fill(range: Range, piece: Uint8Array): void | Promise<void> {
    if (this.failure) throw this.failure.error
    const writing = this.putIfHeld(range, piece)
    const {parts} = this
    if (parts && this.isTimeToNote(noteMs.ranges)) this.noteAside(() => this.noteRanges(parts))
    return writing
  }

  private isTimeToNote(ms: number): boolean {
    return !this.noting && Math.abs(Date.now() - this.notedAt) > ms
  }

  private noteAside(note: () => Promise<void>): void {
    this.noting = note()
      .catch((error: unknown) => void (this.failure = {error}))
      .finally(() => (this.noting = undefined))
  }

  async split(total: number, count: number): Promise<boolean> {
    await this.noting
    const missing = splitRanges(this.parts?.missing ?? [{from: this.head.from, to: total}], count)
    if (!this.parts && missing.length < 2) return false
    await this.noteRanges({total, missing})
    this.parts = {total, missing}
    return true
  }

  async judge(expected: Expected): Promise<string | undefined> {
    return judgeResult(readAt(this.handle), this.size, expected)
  }

  async restart(): Promise<void> {
    await this.noting
    await this.mustHold()
    // A note that tells of bytes must not outlive them.
    if (this.parts) await this.forgetNote()
    this.parts = undefined
    this.failure = undefined
    await this.handle.truncate(0)
    this.head.from = 0
    this.validator = undefined
  }

  async remember(validator: string | undefined): Promise<void> {
    await this.mustHold()
    this.validator = validator
    if (validator !== undefined) return this.noteWhole()
    // A note of other bytes must not come back in a power cut when these are there.
    await this.forgetNote()
    await syncFolder(dirname(this.place.path))
  }

  async finish(force: boolean): Promise<void> {
    const {file, path} = this.place
    await this.noting
    await this.mustHold()
    await this.handle.sync()
    await this.handle.close()
    await (force ? rename(path, file) : moveToTarget(path, file))
    await removeLeft(this.place).catch(() => {})
    await this.release()
    // The new name, and that the others are gone: who hears of the file need not look again after a power cut.
    await syncFolder(dirname(file))
  }

  async abandon(keep: boolean): Promise<void> {
    const {path, lock, isShared} = this.place
    await this.noting
    clearInterval(this.beating)
    const isKept = keep && isShared && this.validator !== undefined && this.size > 0
    if (isKept) await (this.parts ? this.noteRanges(this.parts) : this.noteWhole()).catch(() => {})
    await this.handle.close().catch(() => {})
    if (!(await lock.stillHeld())) return
    if (isKept) return lock.release()
    await rm(path, {force: true})
    await this.release()
  }

  private async release(): Promise<void> {
    clearInterval(this.beating)
    await this.forgetNote()
    await this.place.lock.release()
  }

  /** A machine that slept for long may wake up when another process has gone on with the part. */
  private async mustHold(): Promise<void> {
    if (!(await this.place.lock.stillHeld())) throw takenOver(this.place.file)
  }

  /** Shows that the download goes on, however slowly. */
  private async show(): Promise<void> {
    const now = Date.now()
    await this.mustHold()
    await this.place.lock.beat()
    this.heldAt = now
  }

  private putIfHeld(place: {from: number}, piece: Uint8Array): void | Promise<void> {
    if (Math.abs(Date.now() - this.heldAt) <= silentMs) return this.put(place, piece)
    const kept = Buffer.from(piece)
    return this.show().then(() => this.put(place, kept))
  }

  /** Writes at once: on its way through a pool of threads a piece would need a buffer of its own. */
  private put(place: {from: number}, piece: Uint8Array): void {
    // A disk that gets full takes what fits, and refuses only the rest.
    for (let written = 0; written < piece.length;) {
      const bytes = writeSync(this.handle.fd, piece, written, piece.length - written, place.from)
      written += bytes
      place.from += bytes
    }
  }

  /** Notes what is missing. What the note takes for there is on the disk before. */
  private async noteRanges({total, missing}: {total: number; missing: Range[]}): Promise<void> {
    const ranges = {
      validator: this.validator,
      total,
      missing: missing.filter(({from, to}) => from < to).map(range => ({...range})),
    }
    await this.handle.datasync()
    await this.mustHold()
    await this.note({ranges})
  }

  /** The same of a part that grows at its end. */
  private async noteWhole(): Promise<void> {
    const {validator, size: synced} = this
    await this.handle.datasync()
    await this.mustHold()
    await this.note({validator, synced, boot: thisOwner().boot})
  }

  /** Notes for a later run, before bytes come that an older note would misname; no other run finds a part of its own. */
  private async note(content: Record<string, unknown>): Promise<void> {
    const {path, source, isShared} = this.place
    if (isShared) await writeAtomic(notePath(path), JSON.stringify({source, ...content}))
    this.notedAt = Date.now()
  }

  private async forgetNote(): Promise<void> {
    await rm(notePath(this.place.path), {force: true})
  }
}

function takenOver(file: string): KlingError {
  return new KlingError('download_error', t`Another process is now downloading ${file}.`, {
    hint: t`Nothing is lost. Wait for the other process, or run this command again.`,
  })
}
