import fs from 'node:fs'
import {mkdir, stat} from 'node:fs/promises'
import {dirname} from 'node:path'

// Not by the option `recursive` of mkdir, which tries for ever where a system has no such folder for whoever asks
// (`/proc`), and heeds no signal meanwhile.

/**
 * Makes a folder with those above it.
 * @param mode their rights, where they have to be made
 * @returns the first one that had to be made; undefined where all were there
 * @throws the system's error (`EACCES`, `ENOENT`, `ENOTDIR`)
 */
export async function makeFolders(folder: string, mode?: number): Promise<string | undefined> {
  const found = await stat(folder).catch(() => undefined)
  if (found?.isDirectory()) return undefined
  const above = dirname(folder)
  const first = found || above === folder ? undefined : await makeFolders(above, mode)
  try {
    await mkdir(folder, {mode})
  } catch (error) {
    // Another process may have been quicker.
    if (!(await stat(folder).catch(() => undefined))?.isDirectory()) throw error
  }
  return first ?? folder
}

/** The same at once. */
export function makeFoldersSync(folder: string, mode?: number): void {
  const isThere = (): boolean => fs.statSync(folder, {throwIfNoEntry: false})?.isDirectory() ?? false
  if (isThere()) return
  const above = dirname(folder)
  if (above !== folder) makeFoldersSync(above, mode)
  try {
    fs.mkdirSync(folder, {mode})
  } catch (error) {
    if (!isThere()) throw error
  }
}
