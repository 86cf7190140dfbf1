import {stat} from 'node:fs/promises'
import {dirname, extname, resolve} from 'node:path'
import {type Delay, backoff, delay} from '../api/backoff.js'
import {createBufferRelease} from '../api/buffer-memory.js'
import {type Fetch, type Response} from '../api/transport.js'
import {KlingError, isKlingError, systemCode} from '../errors/kling-error.js'
import {type ResultFormat} from './kinds.js'
import {type PartFile, openPart, outputExists, stdoutPart} from './part-file.js'

export interface Progress {
  /** Bytes that are on the disk. */
  done: number
  /** Bytes of the whole file, when the host says it. */
  total: number | undefined
}

/** What to download, and to where. */
export interface DownloadOptions {
  /** Address of the result. */
  url: string
  /** Target file; `-` is stdout. */
  file: string
  /** Where the bytes go for `-`. */
  stdout?: NodeJS.WritableStream
  /** Names what is downloaded, so that a part of an earlier run is known again: task id, format. */
  source: string
  /** Replace an existing file. */
  force?: boolean
  /** Asks for a new address when this one has expired. */
  renewUrl?: () => Promise<string>
  /** Fetches from the file host; no credentials are given to it. Redirects are followed. */
  fetch: Fetch
  /** Seconds without a byte after which a connection counts as dead. */
  stallSeconds?: number
  /** Told when more bytes are on the disk. */
  onProgress?: (progress: Progress) => void
  /** Waits; for tests. */
  delay?: Delay
  /** Jitter, from 0 to below 1; for tests. */
  random?: () => number
  /** Ends the download; the part stays, so that a later one goes on with it. */
  signal?: AbortSignal
}

const maxTries = 8
const defaultStallSeconds = 30

/** File endings of each format; the first one is proposed. */
const endings: Record<ResultFormat, readonly string[]> = {
  video: ['.mp4'],
  mp3: ['.mp3'],
  wav: ['.wav'],
}

/**
 * Checks a target before anything is paid or fetched: its ending, its folder, and that nothing is there yet.
 * @throws KlingError `invalid_format`, `write_error`, `output_exists`
 */
export async function checkTarget(file: string, format: ResultFormat, force: boolean): Promise<void> {
  if (file === '-') return
  const ending = extname(file).toLowerCase()
  if (!endings[format].includes(ending)) {
    throw new KlingError(
      'invalid_format',
      `The output of format ${format} must end in ${endings[format][0]}, not ${ending || 'nothing'}.`,
      {
        hint: `For example: -o clip${endings[format][0]}`,
      },
    )
  }
  const folder = dirname(resolve(file))
  const isFolder = await stat(folder).then(
    found => found.isDirectory(),
    () => false,
  )
  if (!isFolder)
    throw new KlingError('write_error', `There is no folder ${folder}.`, {
      hint: 'Make it first, or choose another output.',
    })
  const present = await stat(file).catch(() => undefined)
  if (present?.isDirectory())
    throw new KlingError('write_error', `${file} is a folder.`, {hint: 'Name a file in it.'})
  if (present && !force) throw outputExists(file)
}

/** A failure that another try may get over. */
function passing(message: string, cause?: unknown): KlingError {
  return new KlingError('download_error', message, {retryable: true, cause})
}

/** Bytes of the whole file by the answer's headers, or undefined. */
function totalOf(response: Response, offset: number): number | undefined {
  const range = /\/(\d+)$/.exec(response.headers.get('content-range') ?? '')?.[1]
  if (range) return Number(range)
  const length = response.headers.get('content-length')
  // A coded answer's length is that of the code, not of the file.
  if (length === null || response.headers.get('content-encoding')) return undefined
  return Number(length) + (response.status === 206 ? offset : 0)
}

/** Writes the answer's bytes behind what the part has; a stalled connection is given up. */
async function receive(
  part: PartFile,
  response: Response,
  total: number | undefined,
  options: DownloadOptions,
  stall: {controller: AbortController; ms: number},
): Promise<void> {
  const release = createBufferRelease()
  const disk = writeBehind(async pieces => {
    await part.write(pieces)
    for (const {length} of pieces) release(length)
    options.onProgress?.({done: part.size, total})
  })
  let timer = setTimeout(() => stall.controller.abort(), stall.ms)
  try {
    for await (const chunk of response.body ?? []) {
      clearTimeout(timer)
      await disk.push(chunk as Buffer)
      timer = setTimeout(() => stall.controller.abort(), stall.ms)
    }
  } finally {
    clearTimeout(timer)
    // What came before a connection broke is kept.
    await disk.end()
  }
}

/** Most bytes that wait for the disk; as many again may be on their way to it. */
const mostWaitingBytes = 1024 * 1024

/** Lets a transfer go on while the disk writes: pieces that come meanwhile wait, and are written in one go. */
function writeBehind(write: (pieces: Buffer[]) => Promise<void>) {
  let waiting: Buffer[] = []
  let bytes = 0
  let failure: {error: unknown} | undefined
  let writing: Promise<void> | undefined
  const writeAll = async (): Promise<void> => {
    try {
      while (waiting.length > 0) {
        const pieces = waiting
        waiting = []
        bytes = 0
        await write(pieces)
      }
    } catch (error) {
      failure = {error}
    }
    writing = undefined
  }
  const end = async (): Promise<void> => {
    await writing
    if (failure) throw failure.error
  }
  return {
    /** Takes a piece; waits while too many wait. @throws what an earlier write threw: nothing is left out. */
    async push(piece: Buffer): Promise<void> {
      if (failure) throw failure.error
      waiting.push(piece)
      bytes += piece.length
      writing ??= writeAll()
      if (bytes >= mostWaitingBytes) await end()
    },
    /** Waits until all is written. @throws what a write threw */
    end,
  }
}

/** One request for what is missing. Returns when the part is whole. */
async function fetchRest(url: string, part: PartFile, options: DownloadOptions): Promise<void> {
  const stall = {controller: new AbortController(), ms: (options.stallSeconds ?? defaultStallSeconds) * 1000}
  const signal = options.signal
    ? AbortSignal.any([stall.controller.signal, options.signal])
    : stall.controller.signal
  // Without a coded answer, lengths and ranges are those of the file itself.
  const headers: Record<string, string> = {'accept-encoding': 'identity'}
  if (part.size > 0 && part.validator) {
    headers.range = `bytes=${part.size}-`
    headers['if-range'] = part.validator
  }
  const first = setTimeout(() => stall.controller.abort(), stall.ms)
  try {
    const response = await options.fetch(url, {headers, signal})
    clearTimeout(first)
    const {status} = response
    if (status === 403 || status === 404 || status === 410) {
      response.body?.destroy()
      throw new KlingError(
        'download_error',
        `The file host refuses the address (HTTP ${status}); it may have expired.`,
        {
          http_status: status,
          hint: 'Results are kept for 30 days.',
        },
      )
    }
    if (status !== 200 && status !== 206) {
      response.body?.destroy()
      if (status === 416) {
        // All bytes are there already: an earlier run ended between the last of them and the rename.
        if (part.size > 0 && totalOf(response, part.size) === part.size) return
        await part.restart()
      }
      throw passing(`The file host answered HTTP ${status}.`)
    }
    if (response.headers.get('content-type')?.startsWith('text/html')) {
      // Of a network that wants a login, or a gateway: what is there already stays.
      response.body?.destroy()
      throw passing('The file host answered with a web page instead of the file.')
    }
    if (status === 206 && isOtherFile(response, part.validator)) {
      response.body?.destroy()
      await part.restart()
      throw passing('The file has changed on its host.')
    }
    if (status === 200 || !response.headers.get('content-range')?.startsWith(`bytes ${part.size}-`)) {
      // The whole file comes again: the host knows no ranges, or the file has changed.
      if (status === 206) {
        response.body?.destroy()
        await part.restart()
        throw passing('The file host sent another range than the one asked for.')
      }
      await part.restart()
    }
    // A part of a file need not say again which one it is of.
    await part.remember(strongValidator(response) ?? (status === 206 ? part.validator : undefined))
    const total = totalOf(response, part.size)
    await receive(part, response, total, options, stall)
    if (total !== undefined && part.size !== total) {
      if (part.size > total) await part.restart()
      throw passing(`The transfer ended after ${part.size} of ${total} bytes.`)
    }
    if (part.size === 0) throw passing('The file host sent an empty file.')
  } catch (error) {
    if (options.signal?.aborted) throw options.signal.reason
    if (isKlingError(error)) throw error
    if (isDiskError(error)) throw writeError(options.file, error)
    const why = stall.controller.signal.aborted
      ? `no byte for ${stall.ms / 1000} s`
      : (systemCode(error) ?? 'connection lost')
    throw passing(`The transfer broke off (${why}).`, error)
  } finally {
    clearTimeout(first)
  }
}

/** Whether a range belongs to another file than the one asked for: some hosts do not heed If-Range. */
function isOtherFile(response: Response, validator: string | undefined): boolean {
  const now = response.headers.get(validator?.startsWith('"') ? 'etag' : 'last-modified')
  return now !== null && now !== validator
}

/** A validator that promises the same bytes; weak ones do not. */
function strongValidator(response: Response): string | undefined {
  const etag = response.headers.get('etag')
  if (etag && !etag.startsWith('W/')) return etag
  return response.headers.get('last-modified') ?? undefined
}

const diskErrors = new Set(['ENOSPC', 'EDQUOT', 'EFBIG', 'EIO', 'EROFS', 'EACCES', 'EPERM'])

function isDiskError(error: unknown): boolean {
  return diskErrors.has(systemCode(error) ?? '') && (error as NodeJS.ErrnoException).syscall !== 'connect'
}

function writeError(file: string, error: unknown): KlingError {
  const code = systemCode(error)
  const why = code === 'ENOSPC' || code === 'EDQUOT' ? 'the disk is full' : String(code)
  return new KlingError('write_error', `${file} cannot be written: ${why}.`, {
    hint: 'Make room or choose another folder, then download it again; the task keeps its result.',
    cause: error,
  })
}

/**
 * Downloads a result. It grows under `<file>.part` and gets its name when it is whole and synced. Broken
 * transfers go on where they stopped, in this run and in a later one; an address that has expired is asked for
 * anew once.
 * @returns bytes of the file
 * @throws KlingError `download_error`, `write_error`, `output_exists`
 */
export async function download(options: DownloadOptions): Promise<number> {
  const {file, force = false} = options
  let part: PartFile
  try {
    part = file === '-' ? stdoutPart(options.stdout!) : await openPart(file, options.source)
  } catch (error) {
    throw writeError(file, error)
  }
  let url = options.url
  let renewed = false
  let most = part.size
  try {
    for (let attempt = 0; ; attempt++) {
      try {
        await fetchRest(url, part, options)
        break
      } catch (error) {
        if (!isKlingError(error) || error.code !== 'download_error') throw error
        if (error.fields.http_status === 403 && options.renewUrl && !renewed) {
          renewed = true
          url = await options.renewUrl()
          continue
        }
        // What moves on is not stuck: only tries count that came no further than one before.
        if (part.size > most) attempt = -1
        most = Math.max(most, part.size)
        if (!error.fields.retryable || attempt + 1 >= maxTries) throw error
        await (options.delay ?? delay)(backoff(Math.max(attempt, 0), options.random), options.signal)
      }
    }
    await part.finish(force)
    return part.size
  } catch (error) {
    const isFull = isDiskError(error) || (isKlingError(error) && error.code === 'write_error')
    await part.abandon(!isFull)
    if (isDiskError(error)) throw writeError(file, error)
    throw error
  }
}
