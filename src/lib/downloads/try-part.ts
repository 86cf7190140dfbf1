import {constants} from 'node:fs'
import {access, lstat} from 'node:fs/promises'
import {basename, dirname, join} from 'node:path'
import {systemCode} from '../errors/kling-error.js'

/** Names of what a download puts next to its target. */
export const partPath = (file: string): string => `${file}.part`
export const notePath = (part: string): string => `${part}.json`
export const lockPath = (part: string): string => `${part}.lock`

/** A lock is dead without a sign of life for so long: that of a process that hangs, and of one that cannot be known. */
export const staleMs = 10 * 60_000
export const unknownMs = 15_000

/**
 * Checks that a download can put next to its target what it has to: a folder that refuses it, a name that is too long or
 * something else in its place is known before anything is paid. Nothing is made: a kill here leaves nothing behind.
 * @throws the system's error (`EACCES`, `ENAMETOOLONG`), `EEXIST` for something that is no file
 */
export async function tryPart(file: string): Promise<void> {
  const part = partPath(file)
  // Deno would ask for the right to know who the user is.
  if (!('deno' in process.versions)) await access(dirname(part), constants.W_OK | constants.X_OK)
  // The longest name of all is that of a note that is not finished, with the longest process id that there is.
  const note = `.${basename(notePath(part))}.9999999.01234567`
  for (const path of [part, join(dirname(part), note)]) {
    const found = await lstat(path).catch((error: unknown) => {
      if (systemCode(error) !== 'ENOENT') throw error
    })
    if (found && !found.isFile()) throw Object.assign(new Error(`no file: ${path}`), {code: 'EEXIST'})
  }
}
