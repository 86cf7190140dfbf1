import {Readable} from 'node:stream'
import type {RequestInit, Response} from '../http/types.js'
import {errorFromResponse} from './response-error.js'
import {type ErrorFields, KlingError, isKlingError, systemCode} from '../errors/kling-error.js'
import {t} from '../i18n/translate.js'
import type {Bearer} from './auth.js'
import {type Delay, backoff, delay, retryAfter} from '../http/backoff.js'
import {type EncodedBody, type JsonBody, encodeBody} from '../http/streaming-body.js'
import {parseLossless} from './lossless-json.js'
import {requestUrl} from './request-url.js'

/** One request, as `--debug` shows it: never a header, never a body. */
export interface RequestLog {
  method: string
  url: string
  /** HTTP status, or the code of what went wrong instead. */
  status: number | string
  requestId?: string | undefined
  ms: number
}

/** What a client sends by: the platform's own `fetch`, or a transport of the program, which takes bodies as `write`. */
export interface ApiFetch {
  (url: string, init: ApiRequestInit): Promise<Pick<Response, 'status' | 'headers' | 'text'>>
  takesWrite?: true
}

/** A request, as any fetch takes it. */
export interface ApiRequestInit extends Omit<RequestInit, 'body'> {
  body?: ReadableStream<Uint8Array>
  /** The body is sent before the answer is read. */
  duplex?: 'half'
}

/** What a client is made of. */
export interface ClientOptions {
  /** Without a trailing slash. */
  baseUrl: string
  /** Makes the credentials when the first request needs them. */
  bearer: () => Promise<Bearer>
  /** Limit of one request, in seconds. */
  timeoutSeconds: number
  /** The header `User-Agent`. */
  userAgent: string
  /** Gives the fetch when the first request needs it: `async () => fetch` for the platform's own. */
  fetch: () => Promise<ApiFetch>
  /** The time now, in ms since 1970; for tests. */
  clock?: () => number
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
  /** How often it is asked for at most, 8 times when left out; faults in between are not reported. */
  tries?: number | undefined
  /** Limit of one request in ms, where that is less than the client's own. */
  limitMs?: number | undefined
}

interface Envelope {
  code?: number | undefined
  message?: string | undefined
  request_id?: string | undefined
  data?: unknown
}

/** Reads are tried this often, and no longer than this altogether. */
const maxTries = 8
const maxTotalMs = 90_000

/** Failures before anything was sent: the request cannot have been taken. */
const notConnected = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENETDOWN',
])

/** The other side could not prove who it is: nothing was sent, and another try would end the same. */
const notTrusted = /^(?:CERT_|ERR_TLS_CERT|DEPTH_ZERO_SELF|SELF_SIGNED|UNABLE_TO_(?:GET|VERIFY))/

/** Deno, and Node with its permission model, keep a process from hosts that it was not given: nothing was sent. */
function isForbidden(error: unknown): boolean {
  return systemCode(error) === 'ERR_ACCESS_DENIED' || /\bRequires net access\b/.test((error as Error).message)
}

/** The API over HTTP: signs, sends, reads envelopes, turns what fails into KlingErrors. */
export class KlingClient {
  readonly baseUrl: string
  private bearer: Promise<Bearer> | undefined
  private fetch: Promise<ApiFetch> | undefined

  constructor(private readonly options: ClientOptions) {
    this.baseUrl = options.baseUrl
  }

  /**
   * Reads something. Tried again after passing failures, up to 8 times or 90 s; `tries: 1` leaves that to the caller.
   * @throws KlingError by the table of docs/errors.md
   */
  async get<T>(
    path: string,
    {purpose = 'query', tries = maxTries, limitMs}: GetOptions = {},
  ): Promise<Reply<T>> {
    const clock = this.options.clock ?? Date.now
    const start = clock()
    for (let attempt = 0; ; attempt++) {
      try {
        return await this.send<T>('GET', path, undefined, purpose, limitMs)
      } catch (error) {
        if (!isKlingError(error) || !error.fields.retryable || attempt + 1 >= tries) throw error
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
    const clockIsOff = refused.fields.api_code === 1003 || refused.fields.api_code === 1004
    if (!clockIsOff || serverTime === undefined || !bearer.correct(serverTime)) throw refused
    const second = await this.exchange<T>(bearer, method, url, encoded, purpose, limitMs)
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
    const clock = options.clock ?? Date.now
    const start = clock()
    const log = (status: number | string, requestId?: string): void =>
      options.onRequest?.({method, url, status, requestId, ms: clock() - start})
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
    const timeout = AbortSignal.timeout(Math.ceil(Math.min(options.timeoutSeconds * 1000, limitMs)))
    const signal = options.signal ? AbortSignal.any([timeout, options.signal]) : timeout
    let response: Awaited<ReturnType<ApiFetch>>
    let text: string
    try {
      const body = encoded && bodyFor(fetch, encoded)
      response = await fetch(url, {method, headers, ...body, signal, redirect: 'manual'})
      text = await response.text()
    } catch (error) {
      if (options.signal?.aborted) throw options.signal.reason
      const failure = timeout.aborted ? this.timedOut(purpose) : this.notReached(error, purpose)
      log(failure.code)
      throw failure
    }
    const envelope = readEnvelope(text)
    const requestId = envelope?.request_id
    log(response.status, requestId)
    if (response.status < 300 && envelope && (envelope.code === 0 || envelope.code === 200)) {
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
      ...billed(purpose, isRefusal(error) ? 'no' : 'maybe'),
    })
    const date = Date.parse(response.headers.get('date') ?? '')
    // A date is one by the server's clock.
    const wait = retryAfter(response.headers.get('retry-after'), Number.isNaN(date) ? clock() : date)
    if (wait !== undefined) retryDelays.set(refused, wait)
    return {refused, serverTime: Number.isNaN(date) ? undefined : date}
  }

  private timedOut(purpose: Purpose): KlingError {
    return new KlingError(
      'timeout',
      t`No response from ${new URL(this.baseUrl).host} within ${this.options.timeoutSeconds} s.`,
      {
        hint: t`Try again, or set a longer --timeout.`,
        retryable: true,
        ...billed(purpose, 'maybe'),
      },
    )
  }

  private notReached(error: unknown, purpose: Purpose): KlingError {
    if (isKlingError(error)) return error
    // The platform's own fetch has it in the cause.
    const code = systemCode(error) ?? systemCode((error as Error).cause) ?? ''
    const host = new URL(this.baseUrl).host
    if (notTrusted.test(code)) {
      return new KlingError('connection_error', t`The certificate of ${host} is not trusted (${code}).`, {
        hint: t`If this network uses its own certificate authority, set NODE_EXTRA_CA_CERTS to its certificate file.`,
        retryable: false,
        ...billed(purpose, 'no'),
        cause: error,
      })
    }
    if (isForbidden(error)) {
      return new KlingError('connection_error', t`This process is not allowed to connect to ${host}.`, {
        hint: t`Grant it with: --allow-net=${host}`,
        retryable: false,
        ...billed(purpose, 'no'),
        cause: error,
      })
    }
    const never = notConnected.has(code)
    return new KlingError(
      'connection_error',
      never
        ? t`Cannot reach ${host} (${code}).`
        : t`The connection to ${host} was lost${code ? t` (${code})` : ''}.`,
      {
        hint: t`Check the network, HTTPS_PROXY and the region (\`kling config list\`).`,
        retryable: true,
        ...billed(purpose, never ? 'no' : 'maybe'),
        cause: error,
      },
    )
  }
}

/** A body in the form that a fetch takes. */
function bodyFor({takesWrite}: ApiFetch, {stream, write}: EncodedBody): Partial<ApiRequestInit> {
  return takesWrite ? {write} : {body: Readable.toWeb(stream()), duplex: 'half'}
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

function readEnvelope(text: string): Envelope | undefined {
  try {
    const value = parseLossless(text)
    if (typeof value !== 'object' || value === null) return undefined
    const {code, message, request_id: requestId, data} = value as {[Name in keyof Envelope]: unknown}
    return {
      code: typeof code === 'number' ? code : undefined,
      message: typeof message === 'string' ? message : undefined,
      request_id: typeof requestId === 'string' ? requestId : undefined,
      data,
    }
  } catch {
    return undefined
  }
}

/** A refusal is final word of the API that no task was made: any 4xx. 5xx and unreadable answers are not. */
function isRefusal(error: KlingError): boolean {
  const status = error.fields.http_status ?? 0
  const code = error.fields.api_code
  if (code !== undefined && code >= 1000 && code < 5000) return true
  return code === undefined && status >= 400 && status < 500 && status !== 408
}
