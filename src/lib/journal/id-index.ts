import {endianness} from 'node:os'
import {join} from 'node:path'
import {keysOf} from './event.js'
import type {JournalLine} from './types.js'
import type {MonthFile, PlacedLine, Stamp} from './month-file.js'
import {readChecksummed, writeChecksummed} from './checksummed-file.js'

const version = 2
/** Numbers of 32 bits before the entries: version, and the stamp of what they are of. */
const headWords = 8
/** An entry is two words of one number, so that sorting the numbers sorts by the word of the hash. */
const [placeWord, hashWord] = endianness() === 'LE' ? [0, 1] : [1, 0]
/** How far from where it is expected a pair is looked for first. */
const nearby = 256
/** Bytes of a month that are read again each time rather than written down. */
export const freshBytes = 128 * 1024

/** Under what the submissions of a plugin are found. No id begins so. */
export function keyOfPlugin(name: string): string {
  return `\0plugin ${name}`
}

/** All words that a line can be found by. */
function wordsOf(line: JournalLine): string[] {
  const plugin =
    line.event === 'intent' && line.plugin !== undefined ? [keyOfPlugin(String(line.plugin))] : []
  return [...keysOf(line), ...plugin]
}

/** FNV-1a of the characters, mixed once more: its upper bits hardly know the last ones. */
function hash(word: string): number {
  let value = 0x811c9dc5
  for (let index = 0; index < word.length; index++)
    value = Math.imul(value ^ word.charCodeAt(index), 0x01000193)
  value = Math.imul(value ^ (value >>> 16), 0x85ebca6b)
  return (value ^ (value >>> 13)) >>> 0
}

/** Pairs of a word's hash and the offset of a line that has the word. */
class Pairs {
  private words = new Uint32Array(4096)
  private length = 0

  add(line: PlacedLine, start: number): void {
    for (const word of wordsOf(line.line)) {
      if (this.length + 2 > this.words.length) {
        const larger = new Uint32Array(this.words.length * 2)
        larger.set(this.words)
        this.words = larger
      }
      this.words[this.length + hashWord] = hash(word)
      this.words[this.length + placeWord] = line.place - start
      this.length += 2
    }
  }

  /** These and more of them, sorted by hash, then by offset. */
  sorted(more: Uint32Array): Uint32Array {
    const all = new Uint32Array(more.length + this.length)
    all.set(more)
    all.set(this.words.subarray(0, this.length), more.length)
    new BigUint64Array(all.buffer).sort()
    return all
  }
}

/**
 * Where the lines of a month stand by the ids in them. Kept next to the month's file (`YYYY-MM.index`) for as many
 * bytes as were there when it was written; the rest is read. It holds nothing that the month does not.
 */
export class Postings {
  private constructor(
    readonly month: MonthFile,
    private readonly pairs: Uint32Array,
  ) {}

  /** Those of a month as it is now: read as far as they are kept, and kept when much was missing. */
  static async of(folder: string, month: MonthFile): Promise<Postings> {
    const path = join(folder, month.name.replace('.jsonl', '.index'))
    const kept = load(path, month)
    const pairs = new Pairs()
    const from = kept?.stamp.size ?? 0
    const whole = month.wholeEnd()
    for (const line of month.lines(from, whole)) pairs.add(line, month.start)
    const sorted = kept && whole === from ? kept.pairs : pairs.sorted(kept?.pairs ?? new Uint32Array(0))
    if (whole - from > freshBytes) await save(path, month.stamp(whole), sorted)
    if (whole === month.size) return new Postings(month, sorted)
    const torn = new Pairs()
    for (const line of month.lines(whole)) torn.add(line, month.start)
    return new Postings(month, torn.sorted(sorted))
  }

  /** Adds the lines that have a word and begin before the byte `end` of the month. */
  find({word, hash: wanted}: {word: string; hash: number}, end: number, found: PlacedLine[]): void {
    const {pairs, month} = this
    for (let at = this.firstFrom(wanted); pairs[at * 2 + hashWord] === wanted; at++) {
      const offset = pairs[at * 2 + placeWord]!
      const line = offset < end ? month.lineAt(offset) : undefined
      // Two words may have one hash.
      if (line && wordsOf(line).includes(word)) found.push({place: month.start + offset, line})
    }
  }

  /** Number of the first pair whose hash is not below another one. */
  private firstFrom(wanted: number): number {
    const {pairs} = this
    const count = pairs.length / 2
    // Hashes are spread evenly: it most likely stands near its share of the way.
    const guess = Math.floor((wanted / 2 ** 32) * count)
    let low = Math.max(0, guess - nearby)
    let high = Math.min(count, guess + nearby)
    if (low > 0 && pairs[low * 2 + hashWord]! >= wanted) low = 0
    if (high < count && pairs[high * 2 + hashWord]! < wanted) high = count
    while (low < high) {
      const middle = (low + high) >>> 1
      if (pairs[middle * 2 + hashWord]! < wanted) low = middle + 1
      else high = middle
    }
    return low
  }
}

function load(path: string, month: MonthFile): {stamp: Stamp; pairs: Uint32Array} | undefined {
  const bytes = readChecksummed(path)
  if (!bytes || bytes.length < headWords * 4 || bytes.length % 8 !== 0) return undefined
  const head = new DataView(bytes.buffer, bytes.byteOffset)
  if (head.getUint32(0, true) !== version) return undefined
  const stamp = {
    crc: head.getUint32(4, true),
    size: head.getFloat64(8, true),
    changed: head.getFloat64(16, true),
  }
  if (!month.fits(stamp)) return undefined
  return {stamp, pairs: new Uint32Array(bytes.buffer, bytes.byteOffset + headWords * 4)}
}

async function save(path: string, {size, changed, crc}: Stamp, pairs: Uint32Array): Promise<void> {
  const bytes = new Uint8Array(headWords * 4 + pairs.byteLength)
  const head = new DataView(bytes.buffer)
  head.setUint32(0, version, true)
  head.setUint32(4, crc, true)
  head.setFloat64(8, size, true)
  head.setFloat64(16, changed, true)
  bytes.set(new Uint8Array(pairs.buffer, pairs.byteOffset, pairs.byteLength), headWords * 4)
  await writeChecksummed(path, bytes)
}

/** The lines of several months by the ids in them. */
export class Index {
  private constructor(private readonly months: Postings[]) {}

  static async of(folder: string, months: MonthFile[]): Promise<Index> {
    const all = []
    for (const month of months) all.push(await Postings.of(folder, month))
    return new Index(all)
  }

  /**
   * All lines that are tied to some words, directly or through others, oldest first, and the words themselves:
   * nothing else in the journal can change what is known of them.
   * @param endOf how far a month is read; to its end where it is left out
   */
  tiedTo(
    words: Iterable<string>,
    endOf = ({size}: MonthFile): number => size,
  ): {lines: PlacedLine[]; keys: Set<string>} {
    const keys = new Set<string>()
    const lines = new Map<number, JournalLine>()
    const left = [...words]
    const parts = this.months
      .map(postings => ({postings, end: endOf(postings.month)}))
      .filter(({end}) => end > 0)
    for (let word = left.pop(); word !== undefined; word = left.pop()) {
      if (keys.has(word)) continue
      keys.add(word)
      const found: PlacedLine[] = []
      const wanted = {word, hash: hash(word)}
      for (const {postings, end} of parts) postings.find(wanted, end, found)
      for (const {place, line} of found) {
        if (lines.has(place)) continue
        lines.set(place, line)
        left.push(...keysOf(line))
      }
    }
    const placed = [...lines].map(([place, line]) => ({place, line}))
    return {lines: placed.sort((a, b) => a.place - b.place), keys}
  }
}
