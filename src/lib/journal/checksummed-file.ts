import {closeSync, constants, fstatSync, lstatSync, openSync, readSync} from 'node:fs'
import {readdir, rm} from 'node:fs/promises'
import {dirname, join} from 'node:path'
import {crc32} from 'node:zlib'
import {writeAtomic} from '../fs/atomic-write.js'

/** Bytes before the content: its checksum, and room so that numbers of eight bytes stand where they must. */
const headBytes = 8

/**
 * The content of a file that can be rebuilt from something else; undefined when it is absent, torn, changed by
 * another hand, or a link.
 */
export function readChecksummed(path: string): Uint8Array<ArrayBuffer> | undefined {
  let file: number | undefined
  try {
    file = openSync(path, constants.O_RDONLY | constants.O_NOFOLLOW)
    const bytes = new Uint8Array(fstatSync(file).size)
    for (let at = 0; at < bytes.length;) {
      const count = readSync(file, bytes, at, bytes.length - at, at)
      if (count === 0) return undefined
      at += count
    }
    if (bytes.length < headBytes) return undefined
    const content = bytes.subarray(headBytes)
    return crc32(content) === new DataView(bytes.buffer).getUint32(0, true) ? content : undefined
  } catch {
    return undefined
  } finally {
    if (file !== undefined) closeSync(file)
  }
}

/** Writes such a file, whole or not at all. It only saves time: where it cannot be written, nothing happens. */
export async function writeChecksummed(path: string, content: Uint8Array): Promise<void> {
  try {
    if (lstatSync(dirname(path)).isSymbolicLink()) return
    const bytes = new Uint8Array(headBytes + content.length)
    bytes.set(content, headBytes)
    new DataView(bytes.buffer).setUint32(0, crc32(content), true)
    await removeDrafts(dirname(path))
    await writeAtomic(path, bytes, {isCache: true})
  } catch {
    // The next reader tries again.
  }
}

/** What a process left that was killed while it wrote. */
const draftName = /^\..+\.\d+\.[0-9a-f]{8}$/
/** No process takes longer to write one, in ms. */
const oldestDraftMs = 3600_000

async function removeDrafts(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    const path = join(folder, name)
    if (draftName.test(name) && lstatSync(path).mtimeMs < Date.now() - oldestDraftMs) await rm(path)
  }
}
