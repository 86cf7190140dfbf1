import {rm, stat, utimes} from 'node:fs/promises'
import {setTimeout as delay} from 'node:timers/promises'
import {KlingError, systemCode} from '../errors/kling-error.js'
import {t} from '../i18n/translate.js'
import {createFile, readObject} from './atomic-write.js'
import {type Owner, type Presence, asOwner, presenceOf, thisOwner} from './owner.js'

/** A lock that this process holds. */
export interface HeldLock {
  /** False after another process took the lock for dead and removed it. */
  stillHeld(): Promise<boolean>
  /** Shows that the holder is at work; a lock without a beat for too long counts as dead. */
  beat(): Promise<void>
  release(): Promise<void>
}

/** A lock as it was found. */
interface Found {
  /** What is known of its holder; `unwritten` while its file is being written, and after a power cut. */
  presence: Presence | 'unwritten'
  owner?: Owner
  token?: string
  /** Time of the last beat, and how long ago that is by the clock of this machine; in ms. */
  beatAt: number
  age: number
}

/** How a lock counts as dead. */
export interface LockOptions {
  /** A lock without a beat for so many ms is dead, whatever its holder does. */
  staleMs: number
  /** The same of a holder of which nothing can be known: in another container, on another machine. */
  unknownMs?: number
}

/** Whether the holder of a lock is dead. */
type Judge = (lock: Found) => boolean

/** A lock file may be empty for the moment between its making and its writing. */
const unwrittenMs = 2000
const guardMs = 5000
/** The shares of its longest silence after which a holder shows itself, and after which one that is old by the clock is dead. */
const [beatShare, doubtShare] = [0.1, 0.25]
/** How often a lock is looked at while it is waited for, at first and in the end. */
const looks = {firstMs: 3, lastMs: 50}

async function find(path: string): Promise<Found | undefined> {
  const content = await readObject(path).catch((error: unknown) => {
    if (systemCode(error) !== 'EACCES') throw error
    return 'of another user' as const
  })
  const beatAt = await beatOf(path)
  if (beatAt === undefined) return undefined
  const age = Date.now() - beatAt
  if (content === 'of another user') return {presence: 'unknown', beatAt, age}
  const owner = asOwner(content)
  const token = content?.token
  if (!owner || typeof token !== 'string') return {presence: 'unwritten', beatAt, age}
  return {presence: presenceOf(owner, age), owner, token, beatAt, age}
}

async function beatOf(path: string): Promise<number | undefined> {
  try {
    return (await stat(path)).mtimeMs
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return undefined
    throw error
  }
}

/** For how long a lock may be without a beat, in ms. */
function longestSilence({presence}: Found, {staleMs, unknownMs = staleMs}: LockOptions): number {
  return {gone: -1, unwritten: unwrittenMs, unknown: unknownMs, this: staleMs, other: staleMs}[presence]
}

/** Judges by the clock, by one look. Where it was set back, beats lie in the future: those count alike. */
function byAge(options: LockOptions): Judge {
  return lock => Math.abs(lock.age) > longestSilence(lock, options)
}

/**
 * Judges by looking again and again, so that a clock that is set while a lock is waited for makes no holder dead, and
 * none immortal.
 */
function byWatching(options: LockOptions): Judge {
  let mark: string | undefined
  let since = 0
  const isOld = byAge(options)
  return lock => {
    const now = performance.now()
    const found = `${lock.token} ${lock.beatAt}`
    if (found !== mark) since = now
    mark = found
    const longest = longestSilence(lock, options)
    return now - since > longest || (now - since > longest * doubtShare && isOld(lock))
  }
}

/**
 * Removes a dead holder's lock. Of several processes that find it dead, one at a time looks again and
 * removes; otherwise a slow one would remove the lock that a quick one has just taken.
 */
async function removeDead(path: string, isDead: Judge): Promise<void> {
  const guard = guardOf(path)
  if (!(await createFile(guard, ''))) return removeOldGuard(path)
  try {
    const lock = await find(path)
    if (lock && isDead(lock)) await rm(path, {force: true})
  } finally {
    await rm(guard, {force: true})
  }
}

const guardOf = (path: string): string => `${path}.guard`

/** Removes what a process has left that was killed while it removed a lock. */
async function removeOldGuard(path: string): Promise<void> {
  const madeAt = await beatOf(guardOf(path))
  if (madeAt !== undefined && Math.abs(Date.now() - madeAt) > guardMs) await rm(guardOf(path), {force: true})
}

/** The process id of a live holder, or undefined when the lock is free. */
export async function holderOf(path: string, options: LockOptions): Promise<number | undefined> {
  const lock = await find(path)
  return lock && !byAge(options)(lock) ? lock.owner?.pid : undefined
}

/** Takes the lock if it is free or its holder is dead; undefined when a live process holds it. */
export async function tryLock(path: string, options: LockOptions): Promise<HeldLock | undefined> {
  return takeLock(path, byAge(options))
}

/**
 * The same; but a holder of which nothing can be known is watched for as long as it may be silent, and the lock is taken
 * when it does not show itself. So what a process of a container left is gone on with after the container is.
 * @throws the reason of the signal
 */
export async function tryLockPatiently(
  path: string,
  {staleMs, unknownMs, signal}: Required<LockOptions> & {signal?: AbortSignal | undefined},
): Promise<HeldLock | undefined> {
  const first = performance.now()
  let beatAt: number | undefined
  for (;;) {
    const isSilent = performance.now() - first > unknownMs
    const isDead: Judge = lock =>
      byAge({staleMs, unknownMs})(lock) || (isSilent && lock.beatAt === beatAt && lock.presence === 'unknown')
    const lock = await takeLock(path, isDead)
    if (lock) return lock
    const found = await find(path)
    if (!found) continue
    beatAt ??= found.beatAt
    const isOpen = found.presence === 'unknown' && found.beatAt === beatAt
    // A dead one that is still there is being removed, or its removal was cut off.
    if (!isOpen && !isDead(found)) return undefined
    await delay(looks.lastMs, undefined, {signal}).catch(() => signal?.throwIfAborted())
  }
}

async function takeLock(path: string, isDead: Judge): Promise<HeldLock | undefined> {
  // Not by node:crypto, which takes each start 3 ms.
  const token = crypto.randomUUID()
  const content = JSON.stringify({...thisOwner(), token})
  if (!(await createFile(path, content))) {
    const lock = await find(path)
    if (lock && isDead(lock)) await removeDead(path, isDead)
    if (!(await createFile(path, content))) return undefined
  }
  const stillHeld = async () => (await find(path))?.token === token
  return {
    stillHeld,
    async beat() {
      const now = new Date()
      await utimes(path, now, now).catch(() => {})
    },
    async release() {
      await removeOldGuard(path)
      if (await stillHeld()) await rm(path, {force: true})
    },
  }
}

/** How long to wait for a lock. */
export interface WithLockOptions extends Partial<LockOptions> {
  /** Longest wait for the turn, in ms; half as long again as a lock without a beat counts when left out. */
  timeoutMs?: number
}

/**
 * Runs `work` alone among all processes that lock the same path.
 * @throws KlingError `write_error` when its turn has not come in time; what `work` throws
 */
export async function withLock<T>(
  path: string,
  work: () => Promise<T>,
  {staleMs = 30_000, unknownMs = staleMs, timeoutMs = staleMs * 1.5}: WithLockOptions = {},
): Promise<T> {
  const start = performance.now()
  const isDead = byWatching({staleMs, unknownMs})
  let lock = await takeLock(path, isDead)
  for (let pause = looks.firstMs; !lock; pause = Math.min(pause * 1.5, looks.lastMs)) {
    if (performance.now() - start > timeoutMs) throw await lockedError(path, performance.now() - start)
    await delay(pause * (0.5 + Math.random()))
    lock = await takeLock(path, isDead)
  }
  const held = lock
  const beating = setInterval(() => void held.beat(), staleMs * beatShare)
  beating.unref()
  try {
    return await work()
  } finally {
    clearInterval(beating)
    await held.release()
  }
}

async function lockedError(path: string, waitedMs: number): Promise<KlingError> {
  const owner = (await find(path).catch(() => undefined))?.owner
  const seconds = Math.round(waitedMs / 1000)
  return new KlingError(
    'write_error',
    owner
      ? t`${path} is locked by process ${owner.pid}; waited ${seconds} s.`
      : t`${path} is locked by another process; waited ${seconds} s.`,
    {
      hint: t`Nothing was changed or sent. Try again later; if no other kling is running, delete this file.`,
      billed: 'no',
      retryable: true,
      details: {file: path, ...(owner && {pid: owner.pid, host: owner.host})},
    },
  )
}
