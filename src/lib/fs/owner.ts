import {readFileSync, readlinkSync} from 'node:fs'
import {hostname, uptime} from 'node:os'
import {isAlive} from './is-alive.js'

/**
 * A process as others know it again: an id alone is given to another process later, and in a container it is the id of
 * somebody else. What the system does not tell is left out.
 */
export interface Owner {
  pid: number
  /** When it was started: clock ticks since the start of the system on Linux, ms since 1970 elsewhere. */
  start?: number
  /** Id of the system's start, on Linux. */
  boot?: string
  /** Namespace of process ids that `pid` is of, on Linux. */
  pid_ns?: string
  /** Name of the machine, or of the container. */
  host?: string
}

/** What can be known of an owner: this process, another that runs, one that has ended, or nothing. */
export type Presence = 'this' | 'other' | 'gone' | 'unknown'

/** Two ways to compute the same start, from a clock that may be set, differ by less, in ms. */
const startToleranceMs = 2000

let own: Owner | undefined

/** This process. Read when it is first asked for: it takes a fifth of a millisecond. */
export function thisOwner(): Owner {
  own ??= readOwn()
  return own
}

function readOwn(): Owner {
  const {pid, platform} = process
  // Deno asks the user before it tells anything of the system.
  if (process.versions.deno !== undefined) return {pid}
  const host = hostname()
  if (platform !== 'linux') return {pid, start: Math.round(Date.now() - process.uptime() * 1000), host}
  const boot = attempt(() => readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim())
  const namespace = attempt(() => readlinkSync('/proc/self/ns/pid').replace(/\D/g, ''))
  const start = statOf('self')?.start
  return {pid, ...(start && {start}), ...(boot && {boot}), ...(namespace && {pid_ns: namespace}), host}
}

/**
 * Whether /proc shows the processes of this namespace; after `unshare --pid` alone it still shows those of the one
 * before, under other ids.
 */
function isOwnProc(): boolean {
  return attempt(() => readlinkSync('/proc/self')) === String(process.pid)
}

/** When a process was started, and whether it only waits for its parent to take note of its end. */
function statOf(pid: number | 'self'): {start: number; hasEnded: boolean} | undefined {
  if (!isOwnProc()) return undefined
  const text = attempt(() => readFileSync(`/proc/${pid}/stat`, 'utf8'))
  if (text === undefined) return undefined
  // The name of the program stands in parentheses, and may hold any character.
  const [state, ...more] = text.slice(text.lastIndexOf(')') + 2).split(' ')
  const start = Number(more[18])
  return Number.isSafeInteger(start) ? {start, hasEnded: state === 'Z' || state === 'X'} : undefined
}

function attempt<T>(read: () => T): T | undefined {
  try {
    return read()
  } catch {
    return undefined
  }
}

/**
 * What has become of an owner.
 * @param ageMs since it last showed itself, by the clock that files and the journal have
 */
export function presenceOf(owner: Owner, ageMs: number): Presence {
  const here = thisOwner()
  const isBefore = (): boolean => ageMs > (attempt(uptime) ?? Infinity) * 1000
  if (owner.boot !== undefined && here.boot !== undefined) {
    // A machine of the same name may be another one: only what is older than this start can be of the one before.
    if (owner.boot !== here.boot) return owner.host === here.host && isBefore() ? 'gone' : 'unknown'
    return owner.pid_ns === here.pid_ns ? presenceHere(owner, here) : 'unknown'
  }
  if (owner.host !== undefined && here.host !== undefined && owner.host !== here.host) return 'unknown'
  return isBefore() ? 'gone' : presenceHere(owner, here)
}

/** The same of an owner whose id is one of this system and this namespace. */
function presenceHere({pid, start, boot}: Owner, here: Owner): Presence {
  const tolerance = boot === undefined ? startToleranceMs : 0
  const isStart = (other: number): boolean => start !== undefined && Math.abs(other - start) <= tolerance
  if (pid === here.pid) {
    // The first process of each container has the same id, and older versions told nothing else.
    if (start === undefined || here.start === undefined) return 'unknown'
    return isStart(here.start) ? 'this' : 'gone'
  }
  if (!isAlive(pid)) return 'gone'
  const stat = process.platform === 'linux' && boot !== undefined ? statOf(pid) : undefined
  if (!stat || start === undefined) return 'other'
  return stat.hasEnded || !isStart(stat.start) ? 'gone' : 'other'
}

/** An owner as it was written down, by any version; undefined for what is none. */
export function asOwner(value: unknown): Owner | undefined {
  if (typeof value !== 'object' || value === null) return undefined
  const {pid, start, boot, pid_ns: namespace, host} = value as Record<string, unknown>
  if (!Number.isSafeInteger(pid) || (pid as number) <= 0) return undefined
  const isWord = (word: unknown): word is string =>
    typeof word === 'string' && word !== '' && word.length <= 256
  return {
    pid: pid as number,
    ...(Number.isSafeInteger(start) && {start: start as number}),
    ...(isWord(boot) && {boot}),
    ...(isWord(namespace) && {pid_ns: namespace}),
    ...(isWord(host) && {host}),
  }
}
