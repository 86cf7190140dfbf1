import {chmod, open, readFile, rename, rm, writeFile} from 'node:fs/promises'
import {basename, dirname, join} from 'node:path'
import {systemCode} from '../errors/kling-error.js'
import {makeFolders} from './make-folders.js'
import {syncFolder, syncFoldersTo} from './sync-folder.js'

/** Makes a folder that only its owner may enter, with those above it; they are on the disk when this returns. */
export async function makePrivateFolder(path: string): Promise<void> {
  const first = await makeFolders(path, 0o700)
  if (first !== undefined) await syncFoldersTo(path, dirname(first))
}

/** What the names of drafts of a file begin with: one is left where a process is killed while it writes. */
export const draftPrefix = (path: string): string => `.${basename(path)}.`

/** How a file is put in place. */
export interface WriteAtomicOptions {
  /** The file's rights, a code such as 0o644; 0o600 when left out. */
  mode?: number
  /** The file as it was before will do after a power cut: its folder is not synced. */
  isCache?: boolean
}

/**
 * Puts a whole file in place at once: written next to the target, synced, renamed over it, and its name synced. A symbolic
 * link at the target is replaced, not followed. After a power cut the file is the new one; before this has returned, it is
 * the old one or the new one.
 * @throws the system's error (`EACCES`, `ENOSPC`); the target is as it was then
 */
export async function writeAtomic(
  path: string,
  data: string | Uint8Array,
  {mode = 0o600, isCache = false}: WriteAtomicOptions = {},
): Promise<void> {
  await makePrivateFolder(dirname(path))
  // Hidden, so that anyone who lists the folder does not take it for the file.
  const draft = join(dirname(path), `${draftPrefix(path)}${process.pid}.${crypto.randomUUID().slice(0, 8)}`)
  try {
    const handle = await open(draft, 'wx', 0o600)
    try {
      await handle.writeFile(data)
      await handle.sync()
    } finally {
      await handle.close()
    }
    await chmod(draft, mode)
    await rename(draft, path)
    if (!isCache) await syncFolder(dirname(path))
  } catch (error) {
    await rm(draft, {force: true})
    throw error
  }
}

/**
 * Makes a file of mode 0600 unless there is one; true when this call made it.
 * @throws the system's error (`EACCES`, `ENOSPC`)
 */
export async function createFile(path: string, content: string): Promise<boolean> {
  try {
    await writeFile(path, content, {mode: 0o600, flag: 'wx'})
    return true
  } catch (error) {
    if (systemCode(error) === 'EEXIST') return false
    throw error
  }
}

/**
 * The JSON object in a file; undefined when the file is absent, torn or something else.
 * @throws the system's error when there is a file that cannot be read
 */
export async function readObject(path: string): Promise<Record<string, unknown> | undefined> {
  try {
    const value: unknown = JSON.parse(await readFile(path, 'utf8'))
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined
  } catch (error) {
    if (systemCode(error) === 'ENOENT' || error instanceof SyntaxError) return undefined
    throw error
  }
}
