import {KlingError} from '../errors/kling-error.js'
import {t} from '../i18n/translate.js'

/** A path as it may follow a base URL: nothing in it that a URL parser drops or turns into something else. */
// eslint-disable-next-line no-control-regex -- a parser drops tabs and line ends, and with them what keeps `..` apart
const plainPath = /^\/(?!\/)[^\u0000-\u0020\u007F\\#]*$/

/** A part of a path that a parser, or a server behind it, takes for the folder itself or the one above. */
const dots = /^(?:\.|%2e){1,2}$/i

/**
 * The address of a request: always below the base URL, whatever ids the path was made of.
 * @param path from `/` on, ids in it encoded; a query may follow
 * @throws KlingError `invalid_argument` for a path that leads elsewhere
 */
export function requestUrl(baseUrl: string, path: string): string {
  const [place = ''] = path.split('?')
  const text = baseUrl + path
  if (plainPath.test(path) && !place.split('/').some(part => dots.test(part)) && URL.canParse(text)) {
    const [base, url] = [new URL(baseUrl), new URL(text)]
    const prefix = base.pathname.replace(/\/+$/, '')
    if (url.origin === base.origin && url.pathname.startsWith(`${prefix}/`)) return text
  }
  throw new KlingError('invalid_argument', t`The request path ${path.slice(0, 200)} is not allowed.`, {
    hint: t`An ID must not be . or ..`,
    retryable: false,
    billed: 'no',
  })
}
