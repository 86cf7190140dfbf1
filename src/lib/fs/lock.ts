import {rm, stat, utimes} from 'node:fs/promises'
import {setTimeout as delay} from 'node:timers/promises'
import {systemCode} from '../errors/kling-error.js'
import {createFile, readObject} from './atomic-write.js'
import {isAlive} from './is-alive.js'

/** A lock that this process holds. */
export interface HeldLock {
  /** False after another process took the lock for dead and removed it. */
  stillHeld(): Promise<boolean>
  /** Shows that the holder is at work; a lock without a beat for too long counts as dead. */
  beat(): Promise<void>
  release(): Promise<void>
}

interface LockContent {
  pid: number
  token: string
}

/** A lock file may be empty for the moment between its making and its writing. */
const unwrittenMs = 2000
const guardMs = 5000

async function readLock(path: string): Promise<LockContent | undefined> {
  const content = await readObject(path)
  if (typeof content?.pid !== 'number' || typeof content.token !== 'string') return undefined
  return {pid: content.pid, token: content.token}
}

/** True while a process other than this one runs under an id. */
export function isOtherAlive(pid: number | undefined): boolean {
  return pid !== undefined && pid !== process.pid && isAlive(pid)
}

async function ageOf(path: string): Promise<number | undefined> {
  try {
    return Date.now() - (await stat(path)).mtimeMs
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return undefined
    throw error
  }
}

async function isStale(path: string, staleMs: number): Promise<boolean> {
  const content = await readLock(path)
  const age = await ageOf(path)
  if (age === undefined) return false
  return content ? !isAlive(content.pid) || age > staleMs : age > unwrittenMs
}

/**
 * Removes a dead holder's lock. Of several processes that find it dead, one at a time looks again and
 * removes; otherwise a slow one would remove the lock that a quick one has just taken.
 */
async function removeStale(path: string, staleMs: number): Promise<void> {
  const guard = `${path}.guard`
  if (!(await createFile(guard, ''))) {
    const age = await ageOf(guard)
    if (age !== undefined && age > guardMs) await rm(guard, {force: true})
    return
  }
  try {
    if (await isStale(path, staleMs)) await rm(path, {force: true})
  } finally {
    await rm(guard, {force: true})
  }
}

/** How a lock counts as dead. */
export interface LockOptions {
  /** A lock without a beat for so many ms is dead, whatever its holder does. */
  staleMs: number
}

/** The process id of a live holder, or undefined when the lock is free. */
export async function holderOf(path: string, {staleMs}: LockOptions): Promise<number | undefined> {
  const content = await readLock(path)
  if (!content || (await isStale(path, staleMs))) return undefined
  return content.pid
}

/** Takes the lock if it is free or its holder is dead; undefined when a live process holds it. */
export async function tryLock(path: string, {staleMs}: LockOptions): Promise<HeldLock | undefined> {
  // Not by node:crypto, which takes each start 3 ms.
  const token = crypto.randomUUID()
  const content = JSON.stringify({pid: process.pid, token} satisfies LockContent)
  if (!(await createFile(path, content))) {
    if (await isStale(path, staleMs)) await removeStale(path, staleMs)
    if (!(await createFile(path, content))) return undefined
  }
  const stillHeld = async () => (await readLock(path))?.token === token
  return {
    stillHeld,
    async beat() {
      const now = new Date()
      await utimes(path, now, now).catch(() => {})
    },
    async release() {
      if (await stillHeld()) await rm(path, {force: true})
    },
  }
}

/** How long to wait for a lock. */
export interface WithLockOptions extends Partial<LockOptions> {
  /** Longest wait for the turn, in ms; 20 000 when left out. */
  timeoutMs?: number
}

/**
 * Runs `work` alone among all processes that lock the same path.
 * @throws Error when its turn has not come in time; what `work` throws
 */
export async function withLock<T>(
  path: string,
  work: () => Promise<T>,
  {staleMs = 30_000, timeoutMs = 20_000}: WithLockOptions = {},
): Promise<T> {
  const deadline = Date.now() + timeoutMs
  let lock = await tryLock(path, {staleMs})
  while (!lock) {
    if (Date.now() > deadline) throw new Error(`${path} has been locked by another process for too long`)
    await delay(3 + Math.random() * 12)
    lock = await tryLock(path, {staleMs})
  }
  const held = lock
  const beating = setInterval(() => void held.beat(), staleMs / 3)
  beating.unref()
  try {
    return await work()
  } finally {
    clearInterval(beating)
    await held.release()
  }
}
