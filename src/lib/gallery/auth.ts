import {createHash, timingSafeEqual} from 'node:crypto'
import type {IncomingMessage} from 'node:http'

/** What lets a browser in. */
export interface Session {
  port: number
  /** In the addresses that are given out. */
  tokens: Set<string>
  /** In the cookie that takes its place. */
  session: string
}

/** What a request asks for, as far as it decides on it. */
export interface Asked extends Pick<IncomingMessage, 'method' | 'headers'> {
  /** `token` of the query. */
  token: string | null
}

export type Verdict =
  /** It may have what it asks for. */
  | {is: 'in'}
  /** It has a token: it gets the cookie for it. */
  | {is: 'new'; token: string}
  | {is: 'refused'}

/** Name of the cookie: browsers do not keep those of two ports apart. */
export function cookieName({port}: Session): string {
  return `kling_gallery_${port}`
}

const hash = (text: string): Buffer => createHash('sha256').update(text).digest()

/** Whether two secrets are the same, in a time that tells nothing. */
function isSame(a: string, b: string): boolean {
  return timingSafeEqual(hash(a), hash(b))
}

const refused: Verdict = {is: 'refused'}

/**
 * Decides on a request. Its Host must be this server by number or as `localhost`, so that no other name can be bound
 * to it; its Origin, where it has one, must be the page itself, and a change needs one.
 */
export function authorize({method, headers, token}: Asked, door: Session): Verdict {
  const {host = '', origin, cookie = ''} = headers
  if (host !== `127.0.0.1:${door.port}` && host !== `localhost:${door.port}`) return refused
  const isChange = method !== 'GET' && method !== 'HEAD'
  if (isChange ? origin !== `http://${host}` : origin !== undefined && origin !== `http://${host}`)
    return refused
  const known = token !== null && !isChange && [...door.tokens].find(one => isSame(one, token))
  if (known) return {is: 'new', token: known}
  const cookies = cookie.split(/;\s*/)
  const prefix = `${cookieName(door)}=`
  const isKnown = cookies.some(
    one => one.startsWith(prefix) && isSame(one.slice(prefix.length), door.session),
  )
  return isKnown ? {is: 'in'} : refused
}
