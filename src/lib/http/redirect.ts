import {BlockList, isIP} from 'node:net'
import {KlingError} from '../errors/kling-error.js'
import {t} from '../i18n/translate.js'

/** Networks that are not the internet: this machine, its neighbours, and what stands for nothing. */
const networks: [string, number][] = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['224.0.0.0', 3],
  ['::', 127],
  ['fc00::', 7],
  ['fe80::', 9],
  ['ff00::', 8],
]

let blocks: BlockList | undefined

function blockList(): BlockList {
  if (blocks) return blocks
  blocks = new BlockList()
  for (const [network, bits] of networks)
    blocks.addSubnet(network, bits, network.includes(':') ? 'ipv6' : 'ipv4')
  return blocks
}

/** The IPv4 address that one of IPv6 stands for: mapped, compatible, or translated (RFC 6052, 6to4). */
function embeddedAddress(address: string): string | undefined {
  const host = new URL(`http://[${address}]`).hostname.slice(1, -1)
  const [, high, low] =
    /^(?:::ffff:|64:ff9b::|::|2002:(?=[^:]*:[^:]*:))([\da-f]{1,4}):([\da-f]{1,4})/.exec(host) ?? []
  if (high === undefined || low === undefined) return undefined
  const [first, second] = [Number.parseInt(high, 16), Number.parseInt(low, 16)]
  return [first >> 8, first & 255, second >> 8, second & 255].join('.')
}

/** Whether an address is not of the internet: loopback, private, link-local and the like. */
export function isLocalAddress(address: string): boolean {
  const [plain = ''] = address.split('%')
  const own = blockList()
  if (isIP(plain) !== 6) return own.check(plain)
  const inner = embeddedAddress(plain)
  return own.check(plain, 'ipv6') || (inner !== undefined && own.check(inner))
}

/** Whether a host is named by such an address, or by a name that always stands for one. */
export function isLocalHost(hostname: string): boolean {
  const name = hostname
    .replace(/^\[|\]$/g, '')
    .replace(/\.$/, '')
    .toLowerCase()
  if (isIP(name)) return isLocalAddress(name)
  return /(?:^|\.)(?:localhost|local|internal|home\.arpa)$/.test(name)
}

function refused(message: string): KlingError {
  return new KlingError('download_error', message, {
    hint: t`Check where the URL comes from. Only http and https URLs on the internet are downloaded.`,
    retryable: false,
  })
}

/** @throws KlingError `download_error` for an address that is not of the web: `data:`, `file:`, `blob:` */
export function checkWebAddress(address: string): URL {
  const url = URL.canParse(address) ? new URL(address) : undefined
  if (url && /^https?:$/.test(url.protocol)) return url
  const scheme = url?.protocol ?? t`no scheme`
  throw refused(t`The URL of the file is not an http(s) URL (${scheme.slice(0, 20)}).`)
}

/** Addresses of a host; none where it has none, which whoever connects is told. */
type Resolve = (hostname: string) => Promise<string[]>

interface RedirectOptions {
  isProxied?: (url: URL) => boolean
  resolve?: Resolve
}

const resolveHost: Resolve = async hostname => {
  const {lookup} = await import('node:dns/promises')
  const found = await lookup(hostname, {all: true}).catch(() => [])
  return found.map(({address}) => address)
}

/**
 * Where a redirect leads. From the internet it must not lead to this machine or its network; what begins there may stay.
 * @param isProxied whether a proxy connects to the host: then its addresses are the proxy's business
 * @throws KlingError `download_error`
 */
export async function redirectTarget(
  from: URL,
  location: string,
  {isProxied = () => false, resolve = resolveHost}: RedirectOptions = {},
): Promise<URL> {
  if (!URL.canParse(location, from.href)) throw refused(t`The file host redirects to an invalid address.`)
  const target = checkWebAddress(new URL(location, from).href)
  if (isLocalHost(from.hostname) || target.hostname === from.hostname) return target
  const isLocal =
    isLocalHost(target.hostname) ||
    (!isProxied(target) && (await resolve(target.hostname)).some(isLocalAddress))
  if (isLocal) throw refused(t`The file host redirects to an address on this network (${target.host}).`)
  return target
}

const redirects = new Set([301, 302, 303, 307, 308])
const maxRedirects = 20

/** What is for one host is not told to the next one. */
function withoutCredentials(headers: Record<string, string>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).filter(([name]) => !/^(?:authorization|cookie|proxy-authorization)$/i.test(name)),
  )
}

/** Where a request goes next: the place of the last redirect. */
interface Hop {
  url: URL
  headers: Record<string, string>
}

/** A response, as far as redirects go. */
interface Redirect<T> {
  response: T
  status: number
  location: string | null | undefined
  /** Ends it: its body is not wanted. */
  drop(): void
}

/**
 * Sends a GET, and again for each redirect; after too many of them the last one is the response.
 * @throws KlingError `download_error` for a redirect that leads off the web, or into this network
 */
export async function followRedirects<T>(
  start: Hop,
  send: (hop: Hop) => Promise<Redirect<T>>,
  options: RedirectOptions,
): Promise<T> {
  let {url, headers} = start
  for (let hop = 0; ; hop++) {
    const {response, status, location, drop} = await send({url, headers})
    if (!location || !redirects.has(status) || hop === maxRedirects) return response
    drop()
    const target = await redirectTarget(url, location, options)
    if (target.origin !== url.origin) headers = withoutCredentials(headers)
    url = target
  }
}
