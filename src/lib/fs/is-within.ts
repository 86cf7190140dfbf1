import {realpathSync} from 'node:fs'
import {dirname, join, relative, sep} from 'node:path'

/** Systems whose file names are the same in capitals and in small letters. */
const foldsCase = ['win32', 'darwin']

/** A path as it is compared: on Windows and macOS the case of letters makes no difference. */
export function comparablePath(path: string, platform: NodeJS.Platform = process.platform): string {
  return foldsCase.includes(platform) ? path.normalize('NFC').toLowerCase() : path
}

/** Whether a path is a folder or below it; both absolute, and without links where that matters (`realPath`). */
export function isWithin(
  path: string,
  folder: string,
  platform: NodeJS.Platform = process.platform,
): boolean {
  const [inner, outer] = [path, folder].map(place => comparablePath(place, platform)) as [string, string]
  return inner === outer || inner.startsWith(outer.endsWith(sep) ? outer : outer + sep)
}

/** A path with its links resolved, as far as it exists; on Windows and macOS spelled as it is on the disk. */
export function realPath(path: string): string {
  try {
    return realpathSync.native(path)
  } catch {
    const parent = dirname(path)
    return parent === path ? path : join(realPath(parent), relative(parent, path))
  }
}
