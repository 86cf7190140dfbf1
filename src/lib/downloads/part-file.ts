import {constants, createReadStream, writeSync} from 'node:fs'
import {type FileHandle, link, lstat, open, rename, rm, stat} from 'node:fs/promises'
import {createBufferRelease} from '../http/buffer-memory.js'
import {KlingError, systemCode} from '../errors/kling-error.js'
import {type HeldLock, tryLock} from '../fs/lock.js'
import {readObject, writeAtomic} from '../fs/atomic-write.js'
import {t} from '../i18n/translate.js'
import {type Range, bytesOf, readRangeNote, splitRanges} from './ranges.js'

/** A result on its way to the disk: it grows beside the target and gets its name when it is whole. */
export interface PartFile {
  /** Bytes that are there: the first ones of the file, unless some ranges are missing. */
  readonly size: number
  /** ETag or date of the bytes that are there: what a server needs to send only the rest. */
  validator: string | undefined
  /** Bytes of the whole file and what of it is not there, when ranges come at once. */
  readonly ranges: {total: number; missing: readonly Range[]} | undefined
  /** Writes behind what is there. The piece is done with when this returns; a promise means to wait for it. */
  write(piece: Uint8Array): void | Promise<void>
  /** Writes at the head of a missing range, which gets shorter by it. */
  fill(range: Range, piece: Uint8Array): void | Promise<void>
  /** Splits what is missing of so many bytes, to come in several ranges; false where that is not worth it. */
  split(total: number, count: number): Promise<boolean>
  /** Throws away what is there. */
  restart(): Promise<void>
  /** Notes what the bytes belong to, for a later run. */
  remember(validator: string | undefined): Promise<void>
  /** Syncs, and gives the file its name; without `force` nothing is replaced. @throws `output_exists` */
  finish(force: boolean): Promise<void>
  /** Ends without a result; with `keep` a later run can go on. */
  abandon(keep: boolean): Promise<void>
}

/** Files are compared in pieces of this size. */
const pieceBytes = 1024 * 1024

/** How often what is there is noted while ranges come. */
const noteMs = 1000

/** A process that was busy with nothing else for this long looks whether the part is still its own. */
const beatMs = 30_000

/** A download that stands still for this long counts as dead, and another may go on with its part. */
const staleMs = 10 * 60_000

/** The error when something is under the name already. */
export function outputExists(file: string): KlingError {
  return new KlingError('output_exists', t`${file} already exists.`, {
    hint: t`Choose another name, or replace it with --force.`,
  })
}

function takenOver(file: string): KlingError {
  return new KlingError('download_error', t`Another process is now downloading ${file}.`, {
    hint: t`Nothing is lost. Wait for the other process, or run this command again.`,
  })
}

/** Puts a file under its final name without replacing anything, unless the very same bytes are there already. */
async function linkTo(draft: string, file: string): Promise<void> {
  try {
    // A hard link fails where a file is, which a rename would replace.
    await link(draft, file)
  } catch (error) {
    const isThere = systemCode(error) === 'EEXIST' || (await stat(file).catch(() => undefined)) !== undefined
    // Some file systems have no hard links.
    if (!isThere) return rename(draft, file)
    // An earlier run may have been killed before it could tell that it was done.
    if (!(await isSameFile(draft, file))) throw outputExists(file)
  }
  await rm(draft, {force: true})
}

/** Whether two files hold the same bytes. */
async function isSameFile(one: string, other: string): Promise<boolean> {
  const [first, second] = await Promise.all([lstat(one), lstat(other)])
  if (!first.isFile() || !second.isFile() || first.size !== second.size) return false
  const pieces = createReadStream(other, {highWaterMark: pieceBytes})[Symbol.asyncIterator]()
  for await (const piece of createReadStream(one, {highWaterMark: pieceBytes})) {
    const {value, done} = await pieces.next()
    if (done || !(piece as Buffer).equals(value as Buffer)) return false
  }
  return true
}

/**
 * Opens the part of a target. `source` names what is downloaded: a part that an earlier run left is gone on with
 * when it is of the same source. While another process holds it, a part of its own is used.
 */
export async function openPart(file: string, source: string): Promise<PartFile> {
  const shared = `${file}.part`
  const lock: HeldLock | undefined = await tryLock(`${shared}.lock`, {staleMs})
  const path = lock ? shared : `${file}.${process.pid}.part`
  const notePath = `${path}.json`
  const note = lock ? await readObject(notePath) : undefined
  const isOfSource = note?.source === source
  let handle: FileHandle
  try {
    // A run that was killed just after its file had got its name left another name of that file, not a part.
    const found = await lstat(path).catch(() => undefined)
    if (found && found.nlink > 1) await rm(path)
    const {O_RDWR, O_CREAT, O_NOFOLLOW, O_TRUNC} = constants
    handle = await open(path, O_RDWR | O_CREAT | O_NOFOLLOW | (isOfSource ? 0 : O_TRUNC), 0o644)
  } catch (error) {
    await lock?.release()
    throw error
  }
  const {size} = await handle.stat()
  const ranges = isOfSource ? readRangeNote(note.ranges, size) : undefined
  const validator =
    isOfSource && size > 0 && typeof note.validator === 'string' ? note.validator : ranges?.validator
  // Bytes of which nobody knows what they are.
  if (size > 0 && validator === undefined) await handle.truncate(0)
  /** Where `write` goes on. */
  const head = {from: validator === undefined ? 0 : size}
  let split: {total: number; missing: Range[]} | undefined = ranges
  let beat = Date.now()
  const isHeld = async (): Promise<boolean> => lock === undefined || lock.stillHeld()
  // A machine that slept for long may wake up when another process has gone on with the part.
  const mustHold = async (): Promise<void> => {
    if (!(await isHeld())) throw takenOver(file)
  }
  /** Writes at once: on its way through a pool of threads a piece would need a buffer of its own. */
  const put = (place: {from: number}, piece: Uint8Array): void => {
    // A disk that gets full takes what fits, and refuses only the rest.
    for (let written = 0; written < piece.length;) {
      const bytes = writeSync(handle.fd, piece, written, piece.length - written, place.from)
      written += bytes
      place.from += bytes
    }
  }
  const putIfHeld = (place: {from: number}, piece: Uint8Array): void | Promise<void> => {
    if (!lock || Date.now() - beat <= beatMs) return put(place, piece)
    const kept = Buffer.from(piece)
    return mustHold().then(async () => {
      beat = Date.now()
      await lock.beat()
      put(place, kept)
    })
  }
  let notedAt = 0
  let noting: Promise<void> | undefined
  let failure: {error: unknown} | undefined
  /** Notes what is missing. What the note takes for there is on the disk before. */
  const noteRanges = async ({total, missing}: {total: number; missing: Range[]}): Promise<void> => {
    const now = {
      validator: part.validator,
      total,
      missing: missing.filter(({from, to}) => from < to).map(range => ({...range})),
    }
    await handle.datasync()
    await mustHold()
    if (lock) await writeAtomic(notePath, JSON.stringify({source, ranges: now}))
    notedAt = Date.now()
  }
  const part: PartFile = {
    validator,
    get size() {
      return split ? split.total - bytesOf(split.missing) : head.from
    },
    get ranges() {
      return split
    },
    write: piece => putIfHeld(head, piece),
    fill(range, piece) {
      if (failure) throw failure.error
      const writing = putIfHeld(range, piece)
      if (split && !noting && Date.now() - notedAt > noteMs) {
        noting = noteRanges(split)
          .catch((error: unknown) => void (failure = {error}))
          .finally(() => (noting = undefined))
      }
      return writing
    },
    async split(total, count) {
      await noting
      const missing = splitRanges(split?.missing ?? [{from: head.from, to: total}], count)
      if (!split && missing.length < 2) return false
      await noteRanges({total, missing})
      split = {total, missing}
      return true
    },
    async restart() {
      await noting
      await mustHold()
      // A note that tells of bytes must not outlive them.
      if (split) await rm(notePath, {force: true})
      split = undefined
      failure = undefined
      await handle.truncate(0)
      head.from = 0
      part.validator = undefined
    },
    async remember(validator) {
      await mustHold()
      part.validator = validator
      if (lock && validator !== undefined) await writeAtomic(notePath, JSON.stringify({source, validator}))
      else await rm(notePath, {force: true})
    },
    async finish(force) {
      await noting
      await mustHold()
      await handle.sync()
      await handle.close()
      await (force ? rename(path, file) : linkTo(path, file))
      await clear()
    },
    async abandon(keep) {
      await noting
      if (keep && split) await noteRanges(split).catch(() => {})
      await handle.close().catch(() => {})
      if (!(await isHeld())) return
      if (keep && lock && part.validator !== undefined && part.size > 0) return lock.release()
      await rm(path, {force: true})
      await clear()
    },
  }
  const clear = async (): Promise<void> => {
    await rm(notePath, {force: true})
    await lock?.release()
  }
  return part
}

/** A result that goes to stdout: what has left cannot be taken back, so only the rest can be fetched again. */
export function stdoutPart(stdout: NodeJS.WritableStream): PartFile {
  const release = createBufferRelease()
  let size = 0
  const part: PartFile = {
    get size() {
      return size
    },
    ranges: undefined,
    validator: undefined,
    async write(piece) {
      const {length} = piece
      const kept = Buffer.from(piece)
      await new Promise<void>((resolve, reject) =>
        stdout.write(kept, error => (error ? reject(error) : resolve())),
      )
      size += length
      release(length)
    },
    fill() {},
    async split() {
      return false
    },
    async restart() {
      if (size === 0) return
      throw new KlingError(
        'download_error',
        t`The transfer was interrupted, and what was written to stdout cannot be sent again.`,
        {
          hint: t`Download it to a file instead; such a download can be resumed.`,
        },
      )
    },
    async remember(validator) {
      part.validator = validator
    },
    async finish() {},
    async abandon() {},
  }
  return part
}
