import fs from 'node:fs'
import {mkdir, stat} from 'node:fs/promises'
import {dirname} from 'node:path'

// Not by the option `recursive` of mkdir, which tries for ever where a system has no such folder for whoever asks
// (`/proc`), and heeds no signal meanwhile. That of Deno does neither, and needs rights for the last folder alone.

const isDeno = 'deno' in process.versions

const isMissing = (error: unknown): boolean => (error as {code?: unknown}).code === 'ENOENT'

/**
 * Makes a folder with those above it.
 * @param mode their rights, where they have to be made
 * @returns the first one that had to be made; undefined where all were there
 * @throws the system's error (`EACCES`, `ENOENT`, `ENOTDIR`)
 */
export async function makeFolders(folder: string, mode?: number): Promise<string | undefined> {
  if (isDeno) return mkdir(folder, {recursive: true, mode})
  // Another process may be quicker.
  const make = async (): Promise<boolean> => {
    try {
      await mkdir(folder, {mode})
      return true
    } catch (error) {
      if ((await stat(folder).catch(() => undefined))?.isDirectory()) return false
      throw error
    }
  }
  try {
    return (await make()) ? folder : undefined
  } catch (error) {
    const above = dirname(folder)
    if (!isMissing(error) || above === folder) throw error
    const first = await makeFolders(above, mode)
    await make()
    return first ?? folder
  }
}

/** The same at once. */
export function makeFoldersSync(folder: string, mode?: number): void {
  if (isDeno) return void fs.mkdirSync(folder, {recursive: true, mode})
  const make = (): void => {
    try {
      fs.mkdirSync(folder, {mode})
    } catch (error) {
      if (!fs.statSync(folder, {throwIfNoEntry: false})?.isDirectory()) throw error
    }
  }
  try {
    make()
  } catch (error) {
    const above = dirname(folder)
    if (!isMissing(error) || above === folder) throw error
    makeFoldersSync(above, mode)
    make()
  }
}
