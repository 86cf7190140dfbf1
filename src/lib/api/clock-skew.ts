import {renameSync, rmSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {readObject} from '../fs/atomic-write.js'
import {makeFoldersSync} from '../fs/make-folders.js'

/** A skew is believed for a day: clocks get set. */
const maxAgeMs = 24 * 3600_000

/** How far a host's clock is ahead of this machine's, kept from one command to the next. */
export interface ClockSkew {
  /** ms; 0 when nothing is known. */
  read(): Promise<number>
  remember(ms: number): void
}

/** The skew of a host, in a small file of the cache folder; a file that cannot be read or written costs nothing. */
export function clockSkew(cacheDir: string, host: string, clock: () => number = Date.now): ClockSkew {
  const path = join(cacheDir, 'clock-skew.json')
  return {
    async read() {
      const noted = await readObject(path).catch(() => undefined)
      const {host: notedHost, ms, at} = noted ?? {}
      if (notedHost !== host || typeof ms !== 'number' || typeof at !== 'number') return 0
      return clock() - at < maxAgeMs ? ms : 0
    },
    remember(ms) {
      // At once: a process that has its answer does not wait for a write that is under way.
      const draft = `${path}.${process.pid}`
      try {
        makeFoldersSync(cacheDir, 0o700)
        writeFileSync(draft, JSON.stringify({host, ms, at: clock()}), {mode: 0o600, flag: 'wx'})
        renameSync(draft, path)
      } catch {
        rmSync(draft, {force: true})
      }
    },
  }
}
