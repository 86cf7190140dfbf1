import {open} from 'node:fs/promises'
import {dirname} from 'node:path'
import {systemCode} from '../errors/kling-error.js'

/** What systems say that cannot sync folders, and those whose folder may be entered but not listed. */
const cannot = new Set(['EACCES', 'EBADF', 'EINVAL', 'EISDIR', 'ENOTSUP', 'EPERM', 'ERR_ACCESS_DENIED'])

/**
 * Waits until the names in a folder are on the disk: a file that was synced may be without its name after a power cut,
 * or under the one before. Where the system has no such thing, nothing happens.
 * @throws the system's error (`EIO`)
 */
export async function syncFolder(path: string): Promise<void> {
  try {
    const folder = await open(path, 'r')
    try {
      await folder.sync()
    } finally {
      await folder.close()
    }
  } catch (error) {
    // Deno's refusals have no code.
    const code = systemCode(error)
    if (code !== undefined && !cannot.has(code)) throw error
  }
}

/** Syncs the folder that a file is in, and those above it up to another one. */
export async function syncFoldersTo(path: string, top: string): Promise<void> {
  for (let folder = dirname(path); ; folder = dirname(folder)) {
    await syncFolder(folder)
    if (folder === top || folder === dirname(folder)) return
  }
}
