import type {ApiFetch} from './api-fetch.js'
import {errorFromResponse, isServerFault, isSuccess} from './response-error.js'
import {type ErrorFields, KlingError, isKlingError} from '../errors/kling-error.js'
import {t} from '../i18n/translate.js'
import type {Bearer} from './auth.js'
import {type Delay, backoff, delay, httpDate, retryAfter} from '../http/backoff.js'
import {type Clock, monotonic} from '../http/clock.js'
import {type EncodedBody, type JsonBody, encodeBody} from '../http/streaming-body.js'
import {readEnvelope} from './envelope.js'
import {failureOf, isUnreached} from './request-failure.js'
import {requestUrl} from './request-url.js'
import {RequestWatch} from './request-watch.js'

/** One request, as `--debug` shows it: never a header, never a body. */
export interface RequestLog {
  method: string
  url: string
  /** HTTP status, or the code of what went wrong instead. */
  status: number | string
  requestId?: string | undefined
  ms: number
}

/** What a client is made of. */
export interface ClientOptions {
  /** Without a trailing slash. */
  baseUrl: string
  /** Makes the credentials when the first request needs them. */
  bearer: () => Promise<Bearer>
  /** Limit of one request, in seconds: for an answer, counted from the last byte that was sent, and for a standstill. */
  timeoutSeconds: number
  /** The header `User-Agent`. */
  userAgent: string
  /** Gives the fetch when the first request needs it: `async () => fetch` for the platform's own. */
  fetch: () => Promise<ApiFetch>
  /** Time that only goes forward, in ms; for tests. */
  clock?: Clock
  /** Waits; for tests. */
  delay?: Delay
  /** Jitter, from 0 to below 1; for tests. */
  random?: () => number
  /** Called with each request when it has ended. */
  onRequest?: ((log: RequestLog) => void) | undefined
  /** Called with what made a read fail that is about to be tried again. */
  onRetry?: ((error: KlingError) => void) | undefined
  /** Ends everything under way, with the signal's reason. */
  signal?: AbortSignal
}

/** An answer of the API that is no error. */
export interface Reply<T> {
  /** `data` of the envelope; integers of past 2^53 are strings. */
  data: T
  /** `request_id` of the envelope, for the service's support. */
  requestId: string | undefined
}

type Purpose = 'create' | 'query' | 'list'

/** How something is read. */
export interface GetOptions {
  /** `query` (the default): an id that is not known is `task_not_found`. */
  purpose?: 'query' | 'list' | undefined
  /**
   * How often it is asked for at most; faults in between are not reported. When left out 8 times, and 3 times a host
   * that was never reached.
   */
  tries?: number | undefined
  /** Limit of one request in ms, where that is less than the client's own. */
  limitMs?: number | undefined
}

/** Reads are tried this often, and no longer than this altogether. */
const maxTries = 8
const maxTotalMs = 90_000
/** A host that has never been reached is most often a wrong one. */
const firstTries = 3

/** The API over HTTP: signs, sends, reads envelopes, turns what fails into KlingErrors. */
export class KlingClient {
  readonly baseUrl: string
  private bearer: Promise<Bearer> | undefined
  private fetch: Promise<ApiFetch> | undefined
  /** Whether the host has answered. */
  private isReached = false

  constructor(private readonly options: ClientOptions) {
    this.baseUrl = options.baseUrl
  }

  /**
   * Reads something. Tried again after passing failures, up to 8 times or 90 s (3 times where there never was a
   * connection to the host); `tries: 1` leaves that to the caller.
   * @throws KlingError by the table of docs/errors.md
   */
  async get<T>(path: string, {purpose = 'query', tries, limitMs}: GetOptions = {}): Promise<Reply<T>> {
    const clock = this.options.clock ?? monotonic
    const start = clock()
    for (let attempt = 0; ; attempt++) {
      try {
        return await this.send<T>('GET', path, undefined, purpose, limitMs)
      } catch (error) {
        if (!isKlingError(error) || !error.fields.retryable) throw error
        const most = !this.isReached && isUnreached(error) ? firstTries : maxTries
        if (attempt + 1 >= (tries ?? most)) throw error
        const ms = Math.max(retryDelays.get(error) ?? 0, backoff(attempt, this.options.random))
        if (clock() - start + ms > maxTotalMs) throw error
        this.options.onRetry?.(error)
        await (this.options.delay ?? delay)(ms, this.options.signal)
      }
    }
  }

  /**
   * Sends a body once; the caller decides whether it may be sent again. The error's `billed` says whether the
   * server may have taken it: `no` when it was refused or never reached, `maybe` when nobody can know.
   */
  async post<T>(path: string, body: JsonBody): Promise<Reply<T>> {
    return this.postEncoded(path, encodeBody(body))
  }

  /** The same with a body that is serialised already. */
  async postEncoded<T>(path: string, body: EncodedBody): Promise<Reply<T>> {
    return this.send<T>('POST', path, body, 'create')
  }

  private async send<T>(
    method: 'GET' | 'POST',
    path: string,
    encoded: EncodedBody | undefined,
    purpose: Purpose,
    limitMs?: number,
  ): Promise<Reply<T>> {
    const url = requestUrl(this.baseUrl, path)
    const bearer = await (this.bearer ??= this.options.bearer())
    const first = await this.exchange<T>(bearer, method, url, encoded, purpose, limitMs)
    if (!('refused' in first)) return first
    const {refused, serverTime} = first
    if (!isOfClock(refused) || serverTime === undefined || !bearer.correct(serverTime)) throw refused
    const second = await this.exchange<T>(bearer, method, url, encoded, purpose, limitMs)
    bearer.settle(!('refused' in second && isOfClock(second.refused)))
    if ('refused' in second) throw second.refused
    return second
  }

  /** One request and its answer; a refusal is returned, everything else that fails is thrown. */
  private async exchange<T>(
    bearer: Bearer,
    method: 'GET' | 'POST',
    url: string,
    encoded: EncodedBody | undefined,
    purpose: Purpose,
    limitMs = Infinity,
  ): Promise<Reply<T> | {refused: KlingError; serverTime: number | undefined}> {
    const {options} = this
    const clock = options.clock ?? monotonic
    const start = clock()
    const log = (status: number | string, requestId?: string): void =>
      options.onRequest?.({method, url, status, requestId, ms: Math.round(clock() - start)})
    const token = await bearer.token()
    const headers: Record<string, string> = {
      accept: 'application/json',
      authorization: `Bearer ${token}`,
      'user-agent': options.userAgent,
    }
    if (encoded) {
      headers['content-type'] = 'application/json'
      headers['content-length'] = String(encoded.contentLength)
    }
    const fetch = await (this.fetch ??= options.fetch())
    const watch = new RequestWatch(Math.min(options.timeoutSeconds * 1000, limitMs), encoded)
    const signal = options.signal ? AbortSignal.any([watch.signal, options.signal]) : watch.signal
    let response: Awaited<ReturnType<ApiFetch>> | undefined
    let text: string
    /** Whether the other side cannot have had the whole when it answered. */
    let isEarly = false
    try {
      response = await fetch(url, {method, headers, ...watch.initFor(fetch), signal, redirect: 'manual'})
      this.isReached = true
      isEarly = !watch.isGiven && response.status >= 400
      text = await response.text()
    } catch (error) {
      if (options.signal?.aborted) throw stopped(options.signal.reason, purpose, watch)
      // A server that does not take the rest of a body need not end its answer well either.
      if (response && isEarly && encoded) text = ''
      else {
        const isCreate = purpose === 'create'
        const failure = failureOf({error, host: new URL(url).host, watch, isCreate})
        log(failure.code)
        throw failure
      }
    } finally {
      watch.end()
    }
    const envelope = readEnvelope(text)
    const requestId = envelope?.request_id
    log(response.status, requestId)
    if (response.status < 300 && envelope && isSuccess(envelope.code)) {
      return {data: envelope.data as T, requestId}
    }
    const error = errorFromResponse({
      status: response.status,
      code: envelope?.code,
      // Some gateways tell in their message what they were sent.
      message:
        envelope?.message?.replaceAll(token, '***') ??
        (envelope ? undefined : t`the response is not JSON (HTTP ${response.status})`),
      requestId,
      purpose,
    })
    // What is no answer of the API at all, such as a page of a network's login, may be one the next time.
    const isPassing = error.fields.retryable || (response.status < 400 && envelope?.code === undefined)
    const refused = new KlingError(error.code, error.message, {
      ...error.fields,
      retryable: isPassing,
      ...billed(purpose, isRefusal(error) || (isEarly && encoded) ? 'no' : 'maybe'),
    })
    const date = httpDate(response.headers.get('date'))
    // A date is one by the server's clock.
    const wait = retryAfter(response.headers.get('retry-after'), date ?? Date.now())
    if (wait !== undefined) retryDelays.set(refused, wait)
    return {refused, serverTime: date}
  }
}

/** What an interruption says of a create that it stops. */
function stopped(reason: unknown, purpose: Purpose, {stage}: RequestWatch): unknown {
  return isKlingError(reason) ? reason.with(billed(purpose, stage === 'sent' ? 'maybe' : 'no')) : reason
}

/** Whether a task was paid for: only creates are. */
function billed(purpose: Purpose, answer: 'no' | 'maybe'): ErrorFields {
  return purpose === 'create' ? {billed: answer} : {}
}

/** How long the server asked to wait (ms), next to the error that said so. */
const retryDelays = new WeakMap<KlingError, number>()

/** The wait that came with an error as Retry-After, in ms. */
export function retryAfterOf(error: KlingError): number | undefined {
  return retryDelays.get(error)
}

/** Puts such a wait (ms) next to an error that came by another way than a request of this process. */
export function noteRetryAfter(error: KlingError, ms: number): void {
  retryDelays.set(error, ms)
}

/** Whether a token was refused for its time. */
const isOfClock = ({fields}: KlingError): boolean => fields.api_code === 1003 || fields.api_code === 1004

/**
 * A refusal is final word of the API that no task was made: any code but those of success and of faults of the server,
 * and without a code any 4xx. 5xx and unreadable answers are not.
 */
function isRefusal({fields}: KlingError): boolean {
  const {http_status: status = 0, api_code: code} = fields
  if (code !== undefined) return !isSuccess(code) && !isServerFault(code)
  return status >= 400 && status < 500 && status !== 408
}
