import {spawnSync} from 'node:child_process'
import {closeSync, mkdtempSync, openSync, rmSync, rmdirSync, writeSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'

/** A file system of its own, so small that it can be filled. */
export interface SmallDisk {
  path(...names: string[]): string
  /** Takes all room but so many pages of 4 KiB. */
  fill(pagesLeft: number): void
  /** Gives the room back. */
  clear(): void
  remove(): void
}

/** Mounts a tmpfs of 1 MiB; undefined where that is not allowed. */
export function mountSmallDisk(): SmallDisk | undefined {
  const folder = mkdtempSync(join(tmpdir(), 'kling-test-disk-'))
  const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=1m,mode=700', 'tmpfs', folder])
  if (mounted.status !== 0) {
    rmdirSync(folder)
    return undefined
  }
  const filler = join(folder, 'filler')
  const page = Buffer.alloc(4096, 1)
  const clear = (): void => rmSync(filler, {force: true})
  return {
    path: (...names) => join(folder, ...names),
    clear,
    fill(pagesLeft) {
      const take = (most: number): number => {
        clear()
        const file = openSync(filler, 'w')
        let pages = 0
        try {
          while (pages < most && writeSync(file, page) === page.length) pages++
        } catch {
          // Full.
        } finally {
          closeSync(file)
        }
        return pages
      }
      take(take(Infinity) - pagesLeft)
    },
    remove() {
      spawnSync('umount', [folder])
      rmSync(folder, {recursive: true, force: true})
    },
  }
}
