import {lstat, open, rm} from 'node:fs/promises'
import {basename, dirname, join} from 'node:path'
import {tryLock} from '../fs/lock.js'

/** Names of what a download puts next to its target. */
export const partPath = (file: string): string => `${file}.part`
export const notePath = (part: string): string => `${part}.json`
export const lockPath = (part: string): string => `${part}.lock`

/** A lock is dead without a sign of life for so long: that of a process that hangs, and of one that cannot be known. */
export const staleMs = 10 * 60_000
export const unknownMs = 15_000

/**
 * Makes what a download puts next to its target, and removes it: so that a folder that refuses it, or a name that is too
 * long, is known before anything is paid. What a download has left or is at work on stays as it is.
 * @throws the system's error (`EACCES`, `ENAMETOOLONG`, `EEXIST` for something that is no file)
 */
export async function tryPart(file: string): Promise<void> {
  const part = partPath(file)
  const lock = await tryLock(lockPath(part), {staleMs, unknownMs})
  if (!lock) return
  try {
    const there = await lstat(part).catch(() => undefined)
    if (!there?.isFile()) await tryFile(part)
    // The longest name of all is that of a note that is not finished.
    const note = `.${basename(notePath(part))}.${process.pid}.${crypto.randomUUID().slice(0, 8)}`
    await tryFile(join(dirname(part), note))
  } finally {
    await lock.release()
  }
}

async function tryFile(path: string): Promise<void> {
  await (await open(path, 'wx')).close()
  await rm(path)
}
