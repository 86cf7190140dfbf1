import {randomBytes} from 'node:crypto'
import {chmod, mkdir, open, rename, rm} from 'node:fs/promises'
import {dirname} from 'node:path'

/** Makes a folder that only its owner may enter. */
export async function makePrivateFolder(path: string): Promise<void> {
  await mkdir(path, {recursive: true, mode: 0o700})
}

/**
 * Puts a whole file in place at once (mode 0600): written beside the target, synced, renamed over it.
 * A symbolic link at the target is replaced, not followed.
 */
export async function writeAtomic(path: string, data: string | Uint8Array): Promise<void> {
  await makePrivateFolder(dirname(path))
  const draft = `${path}.${process.pid}.${randomBytes(4).toString('hex')}.tmp`
  try {
    const handle = await open(draft, 'wx', 0o600)
    try {
      await handle.writeFile(data)
      await handle.sync()
    } finally {
      await handle.close()
    }
    await chmod(draft, 0o600)
    await rename(draft, path)
  } catch (error) {
    await rm(draft, {force: true})
    throw error
  }
}
