import {constants, createReadStream} from 'node:fs'
import {type FileHandle, link, lstat, open, rename, rm, stat} from 'node:fs/promises'
import {KlingError, systemCode} from '../errors/kling-error.js'
import {type HeldLock, tryLock} from '../files/lock.js'
import {readObject, writeAtomic} from '../files/read-write.js'

/** A result on its way to the disk: it grows beside the target and gets its name when it is whole. */
export interface PartFile {
  /** Bytes that are there. */
  size: number
  /** ETag or date of the bytes that are there: what a server needs to send only the rest. */
  validator: string | undefined
  /** Writes pieces behind what is there, in their order. */
  write(pieces: readonly Uint8Array[]): Promise<void>
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

/** A download that stands still for this long counts as dead, and another may go on with its part. */
const staleMs = 10 * 60_000

/** The error when something is under the name already. */
export function outputExists(file: string): KlingError {
  return new KlingError('output_exists', `${file} exists already.`, {
    hint: 'Choose another name, or replace it with --force.',
  })
}

function takenOver(file: string): KlingError {
  return new KlingError('download_error', `Another process has gone on with the download of ${file}.`, {
    hint: 'Nothing is lost: let that one end, or run this one again.',
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

/** What is left of pieces when so many bytes of them are done. */
function behind(pieces: readonly Uint8Array[], bytes: number): readonly Uint8Array[] {
  let index = 0
  for (; index < pieces.length && bytes >= pieces[index]!.length; index++) bytes -= pieces[index]!.length
  return bytes === 0 ? pieces.slice(index) : [pieces[index]!.subarray(bytes), ...pieces.slice(index + 1)]
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
  const isOurs = note?.source === source && typeof note.validator === 'string'
  let handle: FileHandle
  try {
    // A run that was killed just after its file had got its name left another name of that file, not a part.
    const found = await lstat(path).catch(() => undefined)
    if (found && found.nlink > 1) await rm(path)
    const {O_RDWR, O_CREAT, O_NOFOLLOW, O_TRUNC} = constants
    handle = await open(path, O_RDWR | O_CREAT | O_NOFOLLOW | (isOurs ? 0 : O_TRUNC), 0o644)
  } catch (error) {
    await lock?.release()
    throw error
  }
  const {size} = await handle.stat()
  let beat = Date.now()
  const isHeld = async (): Promise<boolean> => lock === undefined || lock.stillHeld()
  // A machine that slept for long may wake up when another process has gone on with the part.
  const mustHold = async (): Promise<void> => {
    if (!(await isHeld())) throw takenOver(file)
  }
  const part: PartFile = {
    size,
    validator: isOurs && size > 0 ? (note.validator as string) : undefined,
    async write(pieces) {
      if (lock && Date.now() - beat > 30_000) {
        await mustHold()
        beat = Date.now()
        await lock.beat()
      }
      // A disk that gets full takes what fits, and refuses only the rest.
      for (let rest = pieces; rest.length > 0;) {
        const {bytesWritten} = await handle.writev(rest, part.size)
        part.size += bytesWritten
        rest = behind(rest, bytesWritten)
      }
    },
    async restart() {
      await mustHold()
      await handle.truncate(0)
      part.size = 0
      part.validator = undefined
    },
    async remember(validator) {
      await mustHold()
      part.validator = validator
      if (lock && validator !== undefined) await writeAtomic(notePath, JSON.stringify({source, validator}))
      else await rm(notePath, {force: true})
    },
    async finish(force) {
      await mustHold()
      await handle.sync()
      await handle.close()
      await (force ? rename(path, file) : linkTo(path, file))
      await clear()
    },
    async abandon(keep) {
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
  const part: PartFile = {
    size: 0,
    validator: undefined,
    async write(pieces) {
      for (const piece of pieces) {
        await new Promise<void>((resolve, reject) =>
          stdout.write(piece, error => (error ? reject(error) : resolve())),
        )
        part.size += piece.length
      }
    },
    async restart() {
      if (part.size === 0) return
      throw new KlingError(
        'download_error',
        'The transfer broke off, and what went to stdout cannot be sent again.',
        {
          hint: 'Download it to a file: that goes on where it stopped.',
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
