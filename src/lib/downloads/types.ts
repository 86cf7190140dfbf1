import type {Delay} from '../http/backoff.js'
import type {FileRequestOptions} from './download-client.js'
import type {Expected} from './judge-result.js'
import type {Range} from './ranges.js'

/** How far a download has come. */
export interface Progress {
  /** Bytes that are on the disk. */
  done: number
  /** Bytes of the whole file, when the host says it. */
  total: number | undefined
}

/** How a transfer is tried again. */
export interface RetryOptions {
  /** Asks for a new address when this one has expired. */
  renewUrl?: () => Promise<string>
  /** Waits; for tests. */
  delay?: Delay
  /** Jitter, from 0 to below 1; for tests. */
  random?: () => number
  /** Ends the waits between tries. */
  signal?: AbortSignal
}

/** What to download, and to where. An aborted download leaves its part, so that a later one goes on with it. */
export interface DownloadOptions extends FileRequestOptions, RetryOptions {
  /** Address of the result. */
  url: string
  /** Target file; `-` is stdout. */
  file: string
  /** Where the bytes go for `-`. */
  stdout?: NodeJS.WritableStream | undefined
  /** Names what is downloaded, so that a part of an earlier run is known again: task id, format. */
  source: string
  /** Replace an existing file. */
  force?: boolean
  /** How many ranges come at once, where the host allows it; one when left out. */
  connections?: number
  /** Called when more bytes are on the disk. */
  onProgress?: (progress: Progress) => void
}

/** Where a file is. */
export interface Address {
  /** The newest address. */
  url: string
  /** The one time that a new address was asked for. */
  renewal?: Promise<void>
  isRenewed?: boolean
  /** Set when ranges of it did not belong together: one connection has to do. */
  isUnsteady?: boolean
}

/** A result on its way to its target: on the disk it grows next to it and gets its name when it is whole. */
export interface PartFile {
  /** Bytes that are there: the first ones of the file, unless some ranges are missing. */
  readonly size: number
  /** ETag or date of the bytes that are there: what a server needs to send only the rest. */
  readonly validator: string | undefined
  /** Bytes of the whole file and what of it is not there, when ranges come at once. */
  readonly ranges: {total: number; missing: readonly Range[]} | undefined
  /** Writes behind what is there. The piece is done with when this returns; a promise means to wait for it. */
  write(piece: Uint8Array): void | Promise<void>
  /** Writes at the head of a missing range, which gets shorter by it. */
  fill(range: Range, piece: Uint8Array): void | Promise<void>
  /** Splits what is missing of so many bytes, to come in several ranges; false where that is not worth it. */
  split(total: number, count: number): Promise<boolean>
  /** What is there instead of the result; undefined where it is the result. */
  judge(expected: Expected): Promise<string | undefined>
  /** Throws away what is there. */
  restart(): Promise<void>
  /** Notes what the bytes belong to, for a later run. */
  remember(validator: string | undefined): Promise<void>
  /** Syncs, and gives the file its name; without `force` nothing is replaced. @throws `output_exists` */
  finish(force: boolean): Promise<void>
  /** Ends without a result; with `keep` a later run can go on. */
  abandon(keep: boolean): Promise<void>
}

/** An output that was there already: nothing was downloaded. */
export interface SkippedFile {
  /** As it was given to `--output`. */
  output: string
  /** Where it is, as an absolute path. */
  file: string
  skipped: true
}

/** A file that was downloaded. */
export interface SavedFile {
  /** As it was given to `--output`; `-` is stdout. */
  output: string
  /** Where it is, as an absolute path; left out for stdout. */
  file?: string
  /** Its size. */
  bytes: number
}
