import {type FileHandle, link, open, rename, rm, stat} from 'node:fs/promises'
import {KlingError, systemCode} from '../errors/kling-error.js'
import {type HeldLock, tryLock} from '../files/lock.js'
import {readObject, writeAtomic} from '../files/read-write.js'

/** A result on its way to the disk: it grows beside the target and gets its name when it is whole. */
export interface PartFile {
  /** Bytes that are there. */
  size: number
  /** ETag or date of the bytes that are there: what a server needs to send only the rest. */
  validator: string | undefined
  write(bytes: Uint8Array): Promise<void>
  /** Throws away what is there. */
  restart(): Promise<void>
  /** Notes what the bytes belong to, for a later run. */
  remember(validator: string | undefined): Promise<void>
  /** Syncs, and gives the file its name; without `force` nothing is replaced. @throws `output_exists` */
  finish(force: boolean): Promise<void>
  /** Ends without a result; with `keep` a later run can go on. */
  abandon(keep: boolean): Promise<void>
}

/** A download that stands still for this long counts as dead, and another may go on with its part. */
const staleMs = 10 * 60_000

/** The error when something is under the name already. */
export function outputExists(file: string): KlingError {
  return new KlingError('output_exists', `${file} exists already.`, {
    hint: 'Choose another name, or replace it with --force.',
  })
}

/** Puts a file under its final name without replacing anything. */
async function linkTo(draft: string, file: string): Promise<void> {
  try {
    // A hard link fails where a file is, which a rename would replace.
    await link(draft, file)
    await rm(draft, {force: true})
  } catch (error) {
    if (systemCode(error) === 'EEXIST') throw outputExists(file)
    // Some file systems have no hard links.
    if (await stat(file).catch(() => undefined)) throw outputExists(file)
    await rename(draft, file)
  }
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
    handle = await open(path, isOurs ? 'r+' : 'w', 0o644).catch(error => {
      if (isOurs && systemCode(error) === 'ENOENT') return open(path, 'w', 0o644)
      throw error
    })
  } catch (error) {
    await lock?.release()
    throw error
  }
  const {size} = await handle.stat()
  let beat = Date.now()
  const part: PartFile = {
    size,
    validator: isOurs && size > 0 ? (note.validator as string) : undefined,
    async write(bytes) {
      await handle.write(bytes, 0, bytes.length, part.size)
      part.size += bytes.length
      if (lock && Date.now() - beat > 30_000) {
        beat = Date.now()
        await lock.beat()
      }
    },
    async restart() {
      await handle.truncate(0)
      part.size = 0
      part.validator = undefined
    },
    async remember(validator) {
      part.validator = validator
      if (lock && validator !== undefined) await writeAtomic(notePath, JSON.stringify({source, validator}))
      else await rm(notePath, {force: true})
    },
    async finish(force) {
      await handle.sync()
      await handle.close()
      await (force ? rename(path, file) : linkTo(path, file))
      await clear()
    },
    async abandon(keep) {
      await handle.close().catch(() => {})
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
    async write(bytes) {
      await new Promise<void>((resolve, reject) =>
        stdout.write(bytes, error => (error ? reject(error) : resolve())),
      )
      part.size += bytes.length
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
