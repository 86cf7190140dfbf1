import {closeSync, constants, fstatSync, openSync, readSync, readdirSync} from 'node:fs'
import {join} from 'node:path'
import {crc32} from 'node:zlib'
import {KlingError, systemCode} from '../errors/kling-error.js'
import {t} from '../i18n/translate.js'
import {parseLine} from './event.js'
import type {JournalLine} from './types.js'

/** A line and where it stands. The order of places is the order in which all lines are read. */
export interface PlacedLine {
  place: number
  line: JournalLine
}

/** What a month's file was like when it was read: its bytes up to `size` are known by their checksum. */
export interface Stamp {
  size: number
  /** Time of the last change of the file in ms, as the system tells it. */
  changed: number
  crc: number
}

/** Month files hold one event a line. */
const fileName = /^(\d{4})-(\d{2})\.jsonl$/

/** Whether a file of the folder is a month of the journal. */
export function isMonth(name: string): boolean {
  return fileName.test(name)
}

/** Names of the month files in the journal's folder, oldest first; none where there is no folder. */
export function monthsIn(folder: string): string[] {
  try {
    return readdirSync(folder).filter(isMonth).sort()
  } catch (error) {
    if (systemCode(error) === 'ENOENT' || systemCode(error) === 'ENOTDIR') return []
    throw error
  }
}

const pieceBytes = 256 * 1024
/** Longer than most lines. */
const tailBytes = 4096
/** An event is some hundred bytes; what is longer is none. */
const maxLineBytes = 1024 * 1024
const newline = 0x0a
/** Lines are in the order of their times but for so many ms. */
export const swapMs = 60_000
/** So many lines in a row tell by their times where something begins. */
const sampledLines = 4
/** Places of two months are this far apart: a file that is longer has no places. */
const monthSpan = 2 ** 32

/** A month of the journal, open for reading; what is appended after it was opened is not seen. */
export class MonthFile {
  /** Place of its first byte. */
  readonly start: number
  readonly size: number
  private readonly changed: number
  private readonly file: number

  /** @throws KlingError `config_error` */
  constructor(
    private readonly folder: string,
    readonly name: string,
  ) {
    const [, year, month] = fileName.exec(name)!
    this.start = (Number(year) * 12 + Number(month)) * monthSpan
    try {
      this.file = openSync(
        join(folder, name),
        constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK,
      )
    } catch (error) {
      throw this.unreadable(error)
    }
    const {size, ctimeMs} = fstatSync(this.file)
    this.size = size
    this.changed = ctimeMs
  }

  close(): void {
    closeSync(this.file)
  }

  /** Whether every line has a place. */
  get isPlaced(): boolean {
    return this.size < monthSpan
  }

  /** Whether the bytes that a stamp is of are those that stand here now; most often that takes no reading. */
  fits(stamp: Stamp): boolean {
    if (stamp.size > this.size) return false
    if (stamp.size === this.size && stamp.changed === this.changed) return true
    return this.checksum(stamp.size) === stamp.crc
  }

  /** The stamp of the bytes up to `end`. */
  stamp(end: number): Stamp {
    // A file that was longer already is to be looked at again.
    return {size: end, changed: end === this.size ? this.changed : 0, crc: this.checksum(end)}
  }

  /** Where the last whole line ends; what follows is torn, or just being written. */
  wholeEnd(): number {
    for (let end = this.size; end > 0; end -= tailBytes) {
      const from = Math.max(0, end - tailBytes)
      const last = this.read(from, Buffer.allocUnsafe(end - from)).lastIndexOf(newline)
      if (last >= 0) return from + last + 1
    }
    return 0
  }

  /** The events that stand from one byte to another, both of them the start of a line or the end of the file. */
  *lines(from = 0, to = this.size): Generator<PlacedLine> {
    for (const {place, text} of this.texts(from, to)) {
      const line = text ? parseLine(text) : undefined
      if (line) yield {place, line}
    }
  }

  /** The same lines as they stand there; undefined for one that is too long to be an event. */
  *texts(from = 0, to = this.size): Generator<{place: number; text: string | undefined}> {
    const piece = Buffer.allocUnsafe(pieceBytes)
    let rest = Buffer.alloc(0)
    /** Whether the beginning of the line that is read was too long to be kept. */
    let isTooLong = false
    let start = this.start + from
    for (let at = from; at < to;) {
      const read = this.read(at, piece.subarray(0, Math.min(pieceBytes, to - at)))
      if (read.length === 0) break
      const bytes = rest.length > 0 ? Buffer.concat([rest, read]) : read
      let head = 0
      for (let end = bytes.indexOf(newline); end >= 0; end = bytes.indexOf(newline, head)) {
        const isEvent = !isTooLong && end - head <= maxLineBytes
        yield {place: start, text: isEvent ? bytes.toString('utf8', head, end) : undefined}
        isTooLong = false
        start += end + 1 - head
        head = end + 1
      }
      rest = Buffer.from(bytes.subarray(head))
      at += read.length
      if (rest.length <= maxLineBytes) continue
      isTooLong = true
      start += rest.length
      rest = Buffer.alloc(0)
    }
    if (isTooLong || rest.length > 0)
      yield {place: start, text: isTooLong ? undefined : rest.toString('utf8')}
  }

  /** A byte at which a line begins, before all that was noted since a time in ms; found without reading the rest. */
  startOf(since: number): number {
    for (let at = this.size - pieceBytes; at > 0; at -= pieceBytes) {
      const start = this.lineAfter(at)
      // Processes that write at once may swap lines.
      if (this.areBefore(start, since - swapMs)) return start
    }
    return 0
  }

  /** Whether some lines from one on were all noted before a time: a single one may be of a wrong clock. */
  private areBefore(start: number, time: number): boolean {
    let at = start
    for (let count = 0; count < sampledLines; count++) {
      const line = at < this.size ? this.lineAt(at) : undefined
      if (!line || Date.parse(line.at) >= time) return false
      at = this.lineAfter(at)
    }
    return true
  }

  /** Where the first line begins that does so after a byte. */
  private lineAfter(offset: number): number {
    for (let at = offset; at < this.size; at += tailBytes) {
      const end = this.read(at, Buffer.allocUnsafe(Math.min(tailBytes, this.size - at))).indexOf(newline)
      if (end >= 0) return at + end + 1
    }
    return this.size
  }

  /** The event of the line that begins at a byte. */
  lineAt(offset: number): JournalLine | undefined {
    for (let length = 1024; length <= maxLineBytes; length *= 4) {
      const bytes = this.read(offset, Buffer.allocUnsafe(Math.min(length, this.size - offset)))
      const end = bytes.indexOf(newline)
      if (end >= 0 || bytes.length < length)
        return parseLine(bytes.toString('utf8', 0, end < 0 ? undefined : end))
    }
    return undefined
  }

  private checksum(end: number): number {
    const piece = Buffer.allocUnsafe(Math.min(pieceBytes, end))
    let crc = 0
    for (let at = 0; at < end;) {
      const bytes = this.read(at, piece.subarray(0, Math.min(pieceBytes, end - at)))
      if (bytes.length === 0) break
      crc = crc32(bytes, crc)
      at += bytes.length
    }
    return crc
  }

  /** Fills a buffer from a place on, or what of it the file still has. */
  private read(at: number, buffer: Buffer): Buffer {
    try {
      let filled = 0
      while (filled < buffer.length) {
        const count = readSync(this.file, buffer, filled, buffer.length - filled, at + filled)
        if (count === 0) break
        filled += count
      }
      return buffer.subarray(0, filled)
    } catch (error) {
      throw this.unreadable(error)
    }
  }

  private unreadable(error: unknown): KlingError {
    const path = join(this.folder, this.name)
    return new KlingError('config_error', t`Cannot read the journal ${path} (${systemCode(error)}).`, {
      hint: t`Check what it is and the permissions of its folder; links are not followed.`,
      cause: error,
    })
  }
}
