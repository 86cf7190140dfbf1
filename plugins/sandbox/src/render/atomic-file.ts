import {randomBytes} from 'node:crypto'
import {open, rename, rm} from 'node:fs/promises'
import path from 'node:path'

/**
 * Writes a file so that its name never stands for half of it: a hidden temporary file in the same folder takes
 * the bytes and then the name. Whatever goes wrong, the temporary file is removed.
 */
export async function writeFileAtomically(
  file: string,
  bytes: Uint8Array,
  signal?: AbortSignal,
): Promise<void> {
  const suffix = randomBytes(6).toString('hex')
  const temporary = path.join(path.dirname(file), `.${path.basename(file)}.${suffix}.tmp`)
  try {
    const handle = await open(temporary, 'wx')
    try {
      await handle.writeFile(bytes, {signal})
    } finally {
      await handle.close()
    }

    signal?.throwIfAborted()
    await rename(temporary, file)
  } catch (error) {
    await rm(temporary, {force: true})
    throw error
  }
}
