import {BlockList, isIP} from 'node:net'

/** A proxy as a variable of the environment names it. */
export interface ProxySetting {
  /** The variable, as it is spelled: `HTTPS_PROXY`. */
  variable: string
  /** Undefined where the value is no address of a proxy. */
  url: URL | undefined
}

type Env = Record<string, string | undefined>

const defaultPorts: Record<string, number> = {'http:': 80, 'https:': 443}

/** The protocols that are spoken to proxies. */
export const proxySchemes = ['http', 'https', 'socks', 'socks4', 'socks4a', 'socks5', 'socks5h']

/** The variable that counts of a name's two spellings: the small one, as in curl. */
function variableOf(name: string, env: Env): string | undefined {
  return [name, name.toUpperCase()].find(spelling => env[spelling])
}

/** The address of a proxy; without a scheme it is http. Undefined for what is none. */
export function parseProxy(value: string): URL | undefined {
  const text = value.trim()
  const address = /^[a-z][\w+.-]*:\/\//i.test(text) ? text : `http://${text}`
  if (!URL.canParse(address)) return undefined
  const url = new URL(address)
  try {
    decodeURIComponent(url.username + url.password)
  } catch {
    return undefined
  }
  return proxySchemes.includes(url.protocol.slice(0, -1)) && url.hostname ? url : undefined
}

/** A proxy as it may be shown: without its login. */
export function shownProxy({protocol, host}: URL): string {
  return `${protocol}//${host}`
}

/** Whether the environment names any proxy. */
export function namesProxies(env: Env): boolean {
  return ['http_proxy', 'https_proxy', 'all_proxy'].some(name => variableOf(name, env) !== undefined)
}

/** The proxy for an address; undefined where it is reached without one. */
export function proxyFor(url: URL, env: Env): ProxySetting | undefined {
  const variable = variableOf(`${url.protocol.slice(0, -1)}_proxy`, env) ?? variableOf('all_proxy', env)
  if (variable === undefined) return undefined
  const except = env[variableOf('no_proxy', env) ?? ''] ?? ''
  if (isExcepted(url, except)) return undefined
  return {variable, url: parseProxy(env[variable]!)}
}

/**
 * Whether NO_PROXY excepts an address: `*`, a host with all below it (`example.com`, `.example.com`, `*.example.com`), an IP
 * address or a network of them (`10.0.0.0/8`), each with or without a port.
 */
export function isExcepted(url: URL, list: string): boolean {
  const host = withoutBrackets(url.hostname.toLowerCase()).replace(/\.$/, '')
  const port = Number(url.port) || defaultPorts[url.protocol] || 0
  return list
    .toLowerCase()
    .split(/[\s,]+/)
    .filter(Boolean)
    .some(entry => {
      const [, name = '', ownPort] = /^(\[[^\]]*\](?:\/\d+)?|[^:]*|.*:.*:.*?)(?::(\d+))?$/.exec(entry) ?? []
      return (ownPort === undefined || Number(ownPort) === port) && covers(withoutBrackets(name), host)
    })
}

function covers(entry: string, host: string): boolean {
  if (entry === '*') return true
  const kind = isIP(host)
  if (kind === 0) {
    const domain = entry.replace(/^\*?\.|\.$/g, '')
    return domain !== '' && (host === domain || host.endsWith(`.${domain}`))
  }
  const [address = '', bits] = entry.split('/')
  if (isIP(address) === 0) return false
  const most = isIP(address) === 4 ? 32 : 128
  const length = bits === undefined ? most : Number(bits)
  if (!/^\d*$/.test(bits ?? '') || length > most) return false
  const network = new BlockList()
  network.addSubnet(address, length, isIP(address) === 4 ? 'ipv4' : 'ipv6')
  return network.check(host, kind === 4 ? 'ipv4' : 'ipv6')
}

const withoutBrackets = (host: string): string => host.replace(/^\[([^\]]*)\]/, '$1')
