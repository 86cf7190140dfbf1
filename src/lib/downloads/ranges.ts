/** Bytes from one to before another. */
export interface Range {
  from: number
  to: number
}

/** What a part that comes in several ranges says about itself, for a later run. */
export interface RangeNote {
  validator: string
  /** Bytes of the whole file. */
  total: number
  /** What is not there, in its order. */
  missing: Range[]
}

/** A range that is worth a connection of its own. */
const leastBytes = 1024 * 1024

/** Cuts the largest ranges until there are so many, or they are too small for it; the first one begins where it began. */
export function splitRanges(ranges: readonly Range[], count: number): Range[] {
  const split = ranges.map(range => ({...range})).filter(({from, to}) => from < to)
  while (split.length > 0 && split.length < count) {
    const largest = split.reduce((one, other) => (other.to - other.from > one.to - one.from ? other : one))
    const bytes = largest.to - largest.from
    if (bytes < 2 * leastBytes) break
    // Of a range that is to become three, one third is cut off, so that all get alike.
    const parts = Math.min(count - split.length + 1, Math.floor(bytes / leastBytes))
    const cut = largest.to - Math.floor(bytes / parts)
    split.push({from: cut, to: largest.to})
    largest.to = cut
  }
  return split.sort((one, other) => one.from - other.from)
}

/** Bytes of some ranges together. */
export function bytesOf(ranges: readonly Range[]): number {
  return ranges.reduce((sum, {from, to}) => sum + to - from, 0)
}

/** The note of a part of `size` bytes; undefined when it is none, or tells of bytes that are not there. */
export function readRangeNote(value: unknown, size: number): RangeNote | undefined {
  if (typeof value !== 'object' || value === null) return undefined
  const {validator, total, missing} = value as Record<string, unknown>
  if (typeof validator !== 'string' || !Number.isSafeInteger(total) || !Array.isArray(missing))
    return undefined
  const ranges: Range[] = []
  let end = 0
  // The end of what is there.
  let there = 0
  for (const range of missing as Partial<Range>[]) {
    const {from, to} = range ?? {}
    if (!Number.isSafeInteger(from) || !Number.isSafeInteger(to) || from! < end || to! < from!)
      return undefined
    if (from! > end) there = from!
    end = to!
    ranges.push({from: from!, to: to!})
  }
  if (end > (total as number)) return undefined
  if (end < (total as number)) there = total as number
  return size < there ? undefined : {validator, total: total as number, missing: ranges}
}
