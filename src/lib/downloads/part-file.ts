import {constants, writeSync} from 'node:fs'
import {type FileHandle, lstat, open, rename, rm} from 'node:fs/promises'
import {KlingError} from '../errors/kling-error.js'
import {readObject, writeAtomic} from '../fs/atomic-write.js'
import {type HeldLock, tryLock} from '../fs/lock.js'
import {monotonic} from '../http/clock.js'
import {t} from '../i18n/translate.js'
import {type Range, bytesOf, readRangeNote, splitRanges} from './ranges.js'
import {moveToTarget} from './target.js'
import type {PartFile} from './types.js'

/** How often what is there is noted while ranges come. */
const noteMs = 1000

/** A process that was busy with nothing else for this long looks whether the part is still its own. */
const beatMs = 30_000

/** A download that stands still for this long counts as dead, and another may go on with its part. */
const staleMs = 10 * 60_000

/** Whose a part is: its target, its own path, what is downloaded, and the lock on it. */
interface Owner {
  file: string
  path: string
  source: string
  /** Missing where another process holds the part of the target. */
  lock: HeldLock | undefined
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
 */
export async function openPart(file: string, source: string): Promise<PartFile> {
  const shared = `${file}.part`
  const lock = await tryLock(`${shared}.lock`, {staleMs})
  const path = lock ? shared : `${file}.${process.pid}.part`
  const note = lock ? await readObject(notePath(path)) : undefined
  const own = note?.source === source ? note : undefined
  try {
    const handle = await openOwn(path, own === undefined)
    const content = contentOf(own, (await handle.stat()).size)
    // Bytes of which nobody knows what they are.
    if (content.validator === undefined) await handle.truncate(0)
    return new DiskPart({file, path, source, lock}, handle, content)
  } catch (error) {
    await lock?.release()
    throw error
  }
}

/**
 * Removes what a run has left that was killed just after its file had got its name: the other name of the file, the
 * note and the lock. A part with bytes of its own stays, and so does all that a live process holds.
 */
export async function removeRemains(file: string): Promise<void> {
  const part = `${file}.part`
  const lock = await tryLock(`${part}.lock`, {staleMs})
  if (!lock) return
  try {
    const [draft, whole] = await Promise.all([part, file].map(path => lstat(path).catch(() => undefined)))
    if (draft && draft.ino !== whole?.ino) return
    await rm(part, {force: true})
    await rm(notePath(part), {force: true})
  } finally {
    await lock.release()
  }
}

const notePath = (path: string): string => `${path}.json`

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
  const ofWhole = size > 0 && typeof note?.validator === 'string' ? note.validator : undefined
  const validator = ofWhole ?? ranges?.validator
  return {size: validator === undefined ? 0 : size, validator, ranges}
}

/** A part on the disk. */
class DiskPart implements PartFile {
  validator: string | undefined
  /** Where `write` goes on. */
  private readonly head: {from: number}
  private parts: Content['ranges']
  /** By the clock of the system, which goes on while the machine sleeps. */
  private beat = Date.now()
  private notedAt = -Infinity
  private noting: Promise<void> | undefined
  private failure: {error: unknown} | undefined

  constructor(
    private readonly owner: Owner,
    private readonly handle: FileHandle,
    {size, validator, ranges}: Content,
  ) {
    this.head = {from: size}
    this.validator = validator
    this.parts = ranges
  }

  get size(): number {
    return this.parts ? this.parts.total - bytesOf(this.parts.missing) : this.head.from
  }

  get ranges(): PartFile['ranges'] {
    return this.parts
  }

  write(piece: Uint8Array): void | Promise<void> {
    return this.putIfHeld(this.head, piece)
  }

  fill(range: Range, piece: Uint8Array): void | Promise<void> {
    if (this.failure) throw this.failure.error
    const writing = this.putIfHeld(range, piece)
    if (this.parts && !this.noting && monotonic() - this.notedAt > noteMs) {
      this.noting = this.noteRanges(this.parts)
        .catch((error: unknown) => void (this.failure = {error}))
        .finally(() => (this.noting = undefined))
    }
    return writing
  }

  async split(total: number, count: number): Promise<boolean> {
    await this.noting
    const missing = splitRanges(this.parts?.missing ?? [{from: this.head.from, to: total}], count)
    if (!this.parts && missing.length < 2) return false
    await this.noteRanges({total, missing})
    this.parts = {total, missing}
    return true
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
    if (validator === undefined) await this.forgetNote()
    else await this.note({validator})
  }

  async finish(force: boolean): Promise<void> {
    const {file, path} = this.owner
    await this.noting
    await this.mustHold()
    await this.handle.sync()
    await this.handle.close()
    await (force ? rename(path, file) : moveToTarget(path, file))
    await this.release()
  }

  async abandon(keep: boolean): Promise<void> {
    const {path, lock} = this.owner
    await this.noting
    if (keep && this.parts) await this.noteRanges(this.parts).catch(() => {})
    await this.handle.close().catch(() => {})
    if (!(await this.isHeld())) return
    if (keep && lock && this.validator !== undefined && this.size > 0) return lock.release()
    await rm(path, {force: true})
    await this.release()
  }

  private async release(): Promise<void> {
    await this.forgetNote()
    await this.owner.lock?.release()
  }

  private async isHeld(): Promise<boolean> {
    return this.owner.lock === undefined || this.owner.lock.stillHeld()
  }

  /** A machine that slept for long may wake up when another process has gone on with the part. */
  private async mustHold(): Promise<void> {
    if (!(await this.isHeld())) throw takenOver(this.owner.file)
  }

  private putIfHeld(place: {from: number}, piece: Uint8Array): void | Promise<void> {
    const {lock} = this.owner
    if (!lock || Math.abs(Date.now() - this.beat) <= beatMs) return this.put(place, piece)
    const kept = Buffer.from(piece)
    return this.mustHold().then(async () => {
      this.beat = Date.now()
      await lock.beat()
      this.put(place, kept)
    })
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
    this.notedAt = monotonic()
  }

  /** Notes for a later run; a part that no other run finds needs no note. */
  private async note(content: Record<string, unknown>): Promise<void> {
    const {path, source, lock} = this.owner
    if (lock) await writeAtomic(notePath(path), JSON.stringify({source, ...content}))
  }

  private async forgetNote(): Promise<void> {
    await rm(notePath(this.owner.path), {force: true})
  }
}

function takenOver(file: string): KlingError {
  return new KlingError('download_error', t`Another process is now downloading ${file}.`, {
    hint: t`Nothing is lost. Wait for the other process, or run this command again.`,
  })
}
