import {KlingError, isKlingError, systemCode} from '../errors/kling-error.js'
import {t} from '../i18n/translate.js'
import {type ProxySetting, proxySchemes, shownProxy} from './proxy-settings.js'

const problems = new WeakSet<KlingError>()

/** Whether an error is one of a proxy: nothing has come to the host behind it. */
export function isProxyProblem(error: unknown): error is KlingError {
  return isKlingError(error) && problems.has(error)
}

interface Words {
  message: string
  hint?: string
  retryable?: boolean
  cause?: unknown
}

function problem({message, hint, retryable = true, cause}: Words): KlingError {
  const usual = t`Check that the proxy runs, and the variable that names it; kling doctor shows it.`
  const error = new KlingError('connection_error', message, {hint: hint ?? usual, retryable, cause})
  problems.add(error)
  return error
}

/** A variable that should name a proxy, and does not. Its value is not shown: it may hold a password. */
export function malformedProxy({variable}: ProxySetting): KlingError {
  return problem({
    message: t`${variable} is not a proxy URL.`,
    hint: t`Set ${variable} to http://HOST:PORT (${proxySchemes.join(', ')}), or unset it. Percent-encode special characters in a password.`,
    retryable: false,
  })
}

/** What a proxy answered to the wish for a connection. */
export function refusedByProxy({variable, url}: ProxySetting, status: number, host: string): KlingError {
  const proxy = shownProxy(url!)
  if (status === 407) return loginWanted({variable, url})
  return problem({
    message: t`The proxy ${proxy} (${variable}) refuses to connect to ${host} (HTTP ${status}).`,
    retryable: status >= 500,
  })
}

/** A proxy that wants a login, or another one than it was given. */
export function loginWanted({variable, url}: ProxySetting): KlingError {
  const proxy = shownProxy(url!)
  const {protocol, host, username} = url!
  return problem({
    message: username
      ? t`The proxy ${proxy} (${variable}) rejects the user name or the password.`
      : t`The proxy ${proxy} (${variable}) requires a login.`,
    hint: t`Put it into the variable: ${`${variable}=${protocol}//USER:PASSWORD@${host}`}`,
    retryable: false,
  })
}

/** What went wrong on the way to a proxy, or through it. */
export function proxyFailure(setting: ProxySetting, error: unknown, host: string): KlingError {
  if (isProxyProblem(error)) return error
  const {variable, url} = setting
  const proxy = shownProxy(url!)
  const {message, syscall} = error as NodeJS.ErrnoException
  const code = systemCode(error)
  if (/authentication|no accepted auth/i.test(message)) return loginWanted(setting)
  if (code === 'ETIMEDOUT')
    return problem({
      message: t`The proxy ${proxy} (${variable}) does not connect to ${host} in time.`,
      cause: error,
    })
  const never = code ?? /\b(E[A-Z]{5,})\b/.exec(message)?.[1]
  if (never !== undefined && never !== 'ECONNRESET' && never !== 'EPIPE' && syscall !== 'read')
    return problem({message: t`Cannot reach the proxy ${proxy} (${variable}): ${never}.`, cause: error})
  const refusal = /^Socks\d? (?:proxy )?.*?rejected connection\s*(?:-\s*)?\(?([\w ]*)/i.exec(message)?.[1]
  return problem({
    message: refusal
      ? t`The proxy ${proxy} (${variable}) refuses to connect to ${host} (${refusal}).`
      : t`The proxy ${proxy} (${variable}) ended the connection to ${host}.`,
    cause: error,
  })
}
