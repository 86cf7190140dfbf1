import {join} from 'node:path'
import {readObject, writeAtomic} from '../files/read-write.js'

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
      void writeAtomic(path, JSON.stringify({host, ms, at: clock()})).catch(() => {})
    },
  }
}
