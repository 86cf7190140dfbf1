import type {FileHandle} from 'node:fs/promises'

/** Reads `length` bytes at a place of a file; fewer at its end. */
export type ReadAt = (position: number, length: number) => Promise<Buffer>

/** Reads an open file. */
export const readAt =
  (handle: FileHandle): ReadAt =>
  async (position, length) => {
    const {buffer, bytesRead} = await handle.read(Buffer.alloc(length), 0, length, position)
    return buffer.subarray(0, bytesRead)
  }

/** Reads bytes that are at hand, such as those of a box in a file. */
export const within =
  (bytes: Buffer): ReadAt =>
  async (position, length) =>
    bytes.subarray(position, position + length)
