import {constants} from 'node:fs'
import {type FileHandle, open} from 'node:fs/promises'

// Without O_NONBLOCK the opening of a pipe would wait for its other end.
const flags = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK

/** Opens a plain file for reading; undefined for what is not there, a link, a folder, a pipe or a device. */
export async function openRegular(path: string): Promise<FileHandle | undefined> {
  const file = await open(path, flags).catch(() => undefined)
  if (!file) return undefined
  const isRegular = await file.stat().then(
    found => found.isFile(),
    () => false,
  )
  if (isRegular) return file
  await file.close()
  return undefined
}
