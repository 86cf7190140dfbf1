import {type ReadAt, within} from '../fs/read-at.js'

/** A head that is larger belongs to a film of hours. */
const maxHeadBytes = 16 * 1024 * 1024

/** No film has more boxes side by side; a file of nothing else would be read for ever. */
const maxBoxes = 10_000

/** Where a box lies. */
interface BoxHead {
  type: string
  /** Where its content begins. */
  start: number
  /** Where it ends; undefined for one that goes on to the end of the file. */
  end: number | undefined
}

/** The boxes that lie side by side in a file or in a box, by their heads. */
export async function* boxHeads(read: ReadAt): AsyncGenerator<BoxHead> {
  let position = 0
  for (let count = 0; count < maxBoxes; count++) {
    const header = await read(position, 16)
    if (header.length < 8) return
    const short = header.readUInt32BE(0)
    // 1: the length follows the type, in 64 bits.
    const isLong = short === 1 && header.length === 16
    const length = isLong ? Number(header.readBigUInt64BE(8)) : short
    const start = isLong ? 16 : 8
    // 0: to the end of the file. Less than a head is damage.
    const isLast = length < start
    const end = isLast ? undefined : position + length
    yield {type: header.toString('latin1', 4, 8), start: position + start, end}
    if (end === undefined) return
    position = end
  }
}

/** The contents of the boxes of a type among those that lie side by side in a file or in a box. */
export async function* boxes(read: ReadAt, wanted: string): AsyncGenerator<Buffer> {
  for await (const {type, start, end} of boxHeads(read)) {
    if (type !== wanted) continue
    const length = (end ?? start) - start
    if (length > maxHeadBytes) return
    yield await read(start, length)
  }
}

/** The content of the first box along a path of types, or undefined. */
export async function findBox(read: ReadAt, first: string, ...inner: string[]): Promise<Buffer | undefined> {
  for await (const box of boxes(read, first)) {
    const [next, ...rest] = inner
    return next === undefined ? box : findBox(within(box), next, ...rest)
  }
  return undefined
}
