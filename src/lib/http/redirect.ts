import {lookup} from 'node:dns/promises'
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

const own = new BlockList()
for (const [network, bits] of networks) own.addSubnet(network, bits, network.includes(':') ? 'ipv6' : 'ipv4')

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

const resolveHost: Resolve = hostname =>
  lookup(hostname, {all: true}).then(
    all => all.map(({address}) => address),
    () => [],
  )

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
