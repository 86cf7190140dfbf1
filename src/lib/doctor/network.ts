import {readFile} from 'node:fs/promises'
import {systemCode} from '../errors/kling-error.js'
import {parseProxy} from '../http/proxy-settings.js'
import {t} from '../i18n/translate.js'
import type {Check, Finding} from './check.js'
import type {DoctorContext} from './context.js'

const proxyNames = ['HTTPS_PROXY', 'HTTP_PROXY', 'ALL_PROXY', 'NO_PROXY']

/** The address of a proxy as it may be shown; undefined when it is none. */
function maskedUrl(value: string): string | undefined {
  const url = parseProxy(value)
  if (!url) return undefined
  const who = url.username || url.password ? '***@' : ''
  return `${url.protocol}//${who}${url.host}`
}

/** The proxies that the environment names; the small spelling wins, as in curl. */
function checkProxy({env}: DoctorContext): Finding {
  const inEffect = proxyNames.flatMap(name => {
    const spelling = [name.toLowerCase(), name].find(candidate => env[candidate])
    return spelling === undefined ? [] : [{spelling, value: env[spelling]!}]
  })
  if (inEffect.length === 0) return {status: 'ok', message: t`none`}
  const shown = inEffect.map(({spelling, value}) => ({
    spelling,
    value: spelling.toUpperCase() === 'NO_PROXY' ? value : maskedUrl(value),
  }))
  const wrong = shown.find(({value}) => value === undefined)
  if (wrong) {
    return {
      status: 'fail',
      message: t`${wrong.spelling} is not a proxy URL.`,
      fix: `export ${wrong.spelling}=http://HOST:PORT`,
    }
  }
  const details = Object.fromEntries(shown.map(({spelling, value}) => [spelling, value]))
  const twice = proxyNames.find(name => {
    const other = env[name.toLowerCase()]
    return env[name] && other && other !== env[name]
  })
  if (twice !== undefined) {
    return {
      status: 'warn',
      message: t`${twice.toLowerCase()} and ${twice} differ; the lower-case one is used.`,
      fix: `unset ${twice}`,
      details,
    }
  }
  return {status: 'ok', message: shown.map(({spelling, value}) => `${spelling}=${value}`).join('  '), details}
}

/** Whom TLS trusts. */
async function checkCertificates({env}: DoctorContext): Promise<Finding> {
  if (env.NODE_TLS_REJECT_UNAUTHORIZED === '0') {
    return {
      status: 'fail',
      message: t`NODE_TLS_REJECT_UNAUTHORIZED=0: anyone on the network path can read and change all traffic, including your keys.`,
      fix: 'unset NODE_TLS_REJECT_UNAUTHORIZED',
    }
  }
  const file = env.NODE_EXTRA_CA_CERTS
  if (!file) return {status: 'ok', message: t`those built into Node`}
  const details = {file}
  let text: string
  try {
    text = await readFile(file, 'latin1')
  } catch (error) {
    const why = systemCode(error) ?? ''
    const message = t`NODE_EXTRA_CA_CERTS is set to ${file}, which cannot be read (${why}). Node ignores it.`
    return {status: 'fail', message, fix: 'unset NODE_EXTRA_CA_CERTS', details}
  }
  const count = text.split('-----BEGIN CERTIFICATE-----').length - 1
  if (count === 0) {
    const message = t`NODE_EXTRA_CA_CERTS is set to ${file}, which contains no certificate (PEM).`
    return {status: 'fail', message, fix: 'unset NODE_EXTRA_CA_CERTS', details}
  }
  return {
    status: 'ok',
    message: t`those built into Node, and ${count} from ${file}`,
    details: {...details, count},
  }
}

export const networkChecks: Check[] = [
  {id: 'network.proxy', name: () => t`proxy`, run: checkProxy},
  {id: 'network.certificates', name: () => t`certificates`, run: checkCertificates},
]
