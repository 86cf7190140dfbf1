import {isProxyProblem} from '../http/proxy-problem.js'
import {receive} from '../http/receive.js'
import type {Fetch, StreamedResponse} from '../http/types.js'
import {type Expected, NotTheResult, describePage, headBytes, isPage} from './judge-result.js'
import {KlingError, isKlingError, systemCode} from '../errors/kling-error.js'
import {t} from '../i18n/translate.js'

/** How a file host is asked. */
export interface FileRequestOptions {
  /** Fetches from the file host; no credentials are given to it. Redirects are followed. */
  fetch: Fetch
  /** What must come; anything but a web page when left out. */
  format?: Expected
  /** Seconds without a byte after which a connection counts as dead. */
  stallSeconds?: number
  /** Ends the transfer, with the signal's reason. */
  signal?: AbortSignal
}

/** What is asked for. */
export interface ByteRange {
  /** First byte, and the one after the last; without them the whole file. */
  from?: number | undefined
  to?: number
  /** Which file it must be a range of. */
  validator?: string | undefined
}

/** An answer with bytes, or that there are none in the range (416). */
export interface FileResponse {
  status: 200 | 206 | 416
  headers: StreamedResponse['headers']
  /** Bytes of the whole file, when the host says it. */
  total: number | undefined
  /** First byte of the range that is sent. */
  from: number | undefined
  /** Hands the bytes to `take`. A stalled connection is given up. */
  receive: StreamedResponse['receive']
}

const defaultStallSeconds = 30

/** A failure that another try may get over. */
export function retryableError(message: string, cause?: unknown): KlingError {
  return new KlingError('download_error', message, {retryable: true, cause})
}

/** A streamed response of any fetch. */
async function openStream(fetch: Fetch, url: string, init: Parameters<Fetch>[1]): Promise<StreamedResponse> {
  if (fetch.stream) return fetch.stream(url, init)
  const {status, headers, body} = await fetch(url, init)
  return {
    status,
    headers,
    async receive(take) {
      if (body) await receive(body, take, init.signal)
    },
    close: () => void body?.destroy(),
  }
}

function headersOf({from, to, validator}: ByteRange): Record<string, string> {
  return {
    // Without a coded answer, lengths and ranges are those of the file itself.
    'accept-encoding': 'identity',
    ...(from === undefined ? {} : {range: `bytes=${from}-${to === undefined ? '' : to - 1}`}),
    ...(from === undefined || validator === undefined ? {} : {'if-range': validator}),
  }
}

/** The answer, when it is one that brings a file nearer. @throws KlingError `download_error` */
function usable({status, headers, receive}: StreamedResponse): FileResponse {
  if (status === 403 || status === 404 || status === 410) {
    throw new KlingError(
      'download_error',
      t`The file host rejected the URL (HTTP ${status}); it may have expired.`,
      {http_status: status, hint: t`Kling keeps results for 30 days.`},
    )
  }
  if (status !== 200 && status !== 206 && status !== 416)
    throw retryableError(t`The file host returned HTTP ${status}.`)
  const text = /^bytes (\d+)-/.exec(headers.get('content-range') ?? '')?.[1]
  const from = text === undefined ? undefined : Number(text)
  return {status, headers, total: totalOf(status, headers, from ?? 0), from, receive}
}

/** The first bytes of an answer, or all of one that has fewer. */
async function headOf({receive}: StreamedResponse): Promise<Buffer> {
  let head = Buffer.alloc(0)
  await receive(piece => {
    head = Buffer.concat([head, piece.subarray(0, headBytes - head.length)])
    return head.length === headBytes
  })
  return head
}

/** Bytes of the whole file by the answer's headers, or undefined. */
function totalOf(status: number, headers: StreamedResponse['headers'], from: number): number | undefined {
  const total = /\/(\d+)$/.exec(headers.get('content-range') ?? '')?.[1]
  if (total) return Number(total)
  const length = headers.get('content-length')
  // A coded answer's length is that of the code, not of the file.
  if (length === null || headers.get('content-encoding')) return undefined
  return Number(length) + (status === 206 ? from : 0)
}

/**
 * Asks a file host, and gives what it answers to `use`, which may throw anything.
 * @throws KlingError `download_error`, most of them retryable; errors of the disk as they are
 */
export async function requestFile<T>(
  url: string,
  wanted: ByteRange,
  options: FileRequestOptions,
  use: (answer: FileResponse) => Promise<T>,
): Promise<T> {
  const {fetch, signal: outer, stallSeconds = defaultStallSeconds} = options
  const stalled = new AbortController()
  const signal = outer ? AbortSignal.any([stalled.signal, outer]) : stalled.signal
  const startTimer = (): NodeJS.Timeout => setTimeout(() => stalled.abort(), stallSeconds * 1000)
  let timer = startTimer()
  const init = {headers: headersOf(wanted), signal}
  let answer: StreamedResponse | undefined
  let isReceived = false
  try {
    answer = await openStream(fetch, url, init)
    timer.refresh()
    const {receive, ...known} = usable(answer)
    // Of a network that wants a login, or of a gateway: what is there already stays. From the start on, bytes tell more.
    const isRest = (wanted.from ?? 0) > 0 || options.format === undefined
    if (known.status !== 416 && isRest && isPage(known.headers, options.format))
      throw new NotTheResult(describePage(known.headers, await headOf(answer)))
    return await use({
      ...known,
      async receive(take) {
        await receive(piece => {
          timer.refresh()
          const isEnough = take(piece)
          if (typeof isEnough === 'boolean') return isEnough
          // How long the taker takes is not the host's fault.
          clearTimeout(timer)
          return isEnough.finally(() => (timer = startTimer()))
        })
        isReceived = true
        clearTimeout(timer)
      },
    })
  } catch (error) {
    if (outer?.aborted) throw outer.reason
    // A proxy may come back, as a host may.
    if (isProxyProblem(error) && error.fields.retryable)
      throw new KlingError('download_error', error.message, {...error.fields, cause: error})
    if (isKlingError(error) || isDiskError(error)) throw error
    const why = stalled.signal.aborted
      ? t`no data for ${stallSeconds} s`
      : (systemCode(error) ?? t`connection lost`)
    throw retryableError(t`The transfer was interrupted (${why}).`, error)
  } finally {
    clearTimeout(timer)
    if (!isReceived) answer?.close()
  }
}

const diskErrors = new Set(['ENOSPC', 'EDQUOT', 'EFBIG', 'EIO', 'EROFS', 'EACCES', 'EPERM'])

/** Whether the disk refused something. */
export function isDiskError(error: unknown): boolean {
  return diskErrors.has(systemCode(error) ?? '') && (error as NodeJS.ErrnoException).syscall !== 'connect'
}

/** Whether a range belongs to another file than the one asked for: some hosts do not heed If-Range. */
export function isOtherFile(headers: StreamedResponse['headers'], validator: string | undefined): boolean {
  const now = headers.get(validator?.startsWith('"') ? 'etag' : 'last-modified')
  return validator !== undefined && now !== null && now !== validator
}

/** A validator that promises the same bytes; weak ones do not. */
export function strongValidator(headers: StreamedResponse['headers']): string | undefined {
  const etag = headers.get('etag')
  if (etag && !etag.startsWith('W/')) return etag
  return headers.get('last-modified') ?? undefined
}
