import {
  type ErrorFields,
  KlingError,
  type KlingErrorOptions,
  isKlingError,
  systemCode,
} from '../errors/kling-error.js'
import {isProxyProblem} from '../http/proxy-problem.js'
import {t} from '../i18n/translate.js'
import type {RequestWatch} from './request-watch.js'

/** A request that has come to no answer. */
export interface FailedRequest {
  error: unknown
  host: string
  watch: RequestWatch
  /** Whether it was to make something that costs. */
  isCreate: boolean
}

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

/** Errors of requests for which there never was a connection. */
const unreached = new WeakSet<KlingError>()

/** Whether there never was a connection to the host. */
export function isUnreached(error: KlingError): boolean {
  return unreached.has(error)
}

/** The error of a request that has come to no answer; `billed` is `no` unless its last byte has left. */
export function failureOf({error, host, watch, isCreate}: FailedRequest): KlingError {
  const {stage, limitMs, signal} = watch
  if (isProxyProblem(error)) {
    const told = isCreate ? error.with({billed: 'no'}) : error
    unreached.add(told)
    return told
  }
  if (!signal.aborted && isKlingError(error)) return error
  // The platform's own fetch has it in the cause.
  const code = systemCode(error) ?? systemCode((error as Error).cause) ?? ''
  const isNever = isCreate && stage === 'connecting'
  const billed = (answer: 'no' | 'maybe'): ErrorFields => (isCreate ? {billed: answer} : {})
  const soFar = billed(stage === 'sent' ? 'maybe' : 'no')
  if (signal.aborted) {
    const seconds = limitMs / 1000
    const fields = {hint: t`Try again, or set a longer --timeout.`, retryable: true, ...soFar}
    if (isNever) return neverConnected(t`Cannot reach ${host}: no connection within ${seconds} s.`, fields)
    const message =
      isCreate && stage === 'sending'
        ? t`The upload to ${host} made no progress for ${seconds} s.`
        : t`No response from ${host} within ${seconds} s.`
    return new KlingError('timeout', message, fields)
  }
  if (notTrusted.test(code)) {
    return new KlingError('connection_error', t`The certificate of ${host} is not trusted (${code}).`, {
      hint: t`If this network uses its own certificate authority, set NODE_EXTRA_CA_CERTS to its certificate file.`,
      retryable: false,
      ...billed('no'),
      cause: error,
    })
  }
  if (isForbidden(error)) {
    return new KlingError('connection_error', t`This process is not allowed to connect to ${host}.`, {
      hint: t`Grant it with: --allow-net=${host}`,
      retryable: false,
      ...billed('no'),
      cause: error,
    })
  }
  const fields = {
    hint: t`Check the network, HTTPS_PROXY and the region (\`kling config list\`).`,
    retryable: true,
    ...soFar,
    cause: error,
  }
  const why = code ? t` (${code})` : ''
  if (isNever || isOfConnecting(error, code))
    return neverConnected(t`Cannot reach ${host}${why}.`, {...fields, ...billed('no')})
  const message =
    isCreate && stage === 'sending'
      ? t`The connection to ${host} was lost${why} before the request was complete.`
      : t`The connection to ${host} was lost${why}.`
  return new KlingError('connection_error', message, fields)
}

function neverConnected(message: string, options: KlingErrorOptions): KlingError {
  const error = new KlingError('connection_error', message, options)
  unreached.add(error)
  return error
}

/** Whether an error says by itself that there was no connection. */
function isOfConnecting(error: unknown, code: string): boolean {
  const {cause, syscall, errors} = error as NodeJS.ErrnoException & {errors?: unknown[]}
  if (notConnected.has(code) || syscall === 'connect') return true
  // Several addresses were tried.
  return errors ? errors.every(one => isOfConnecting(one, '')) : cause ? isOfConnecting(cause, code) : false
}
