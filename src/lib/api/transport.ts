import {type Agent} from 'node:http'
import {type Readable} from 'node:stream'

export interface RequestInit {
  method?: string
  headers: Record<string, string>
  body?: unknown
  signal: AbortSignal
  /** `manual`: a redirect is an answer like others. Credentials are never sent along one. */
  redirect?: 'manual' | 'follow'
}

export interface Response {
  status: number
  headers: {get(name: string): string | null}
  text(): Promise<string>
  body: Readable | null
}

/** The part of fetch that is used here; node-fetch and the platform's own both fit. */
export type Fetch = (url: string, init: RequestInit) => Promise<Response>

export interface TransportOptions {
  env: Record<string, string | undefined>
  /** A host:port that no proxy stands before, whatever the environment says: a server inside this process. */
  directHost?: string | undefined
}

const proxyVariables = ['http_proxy', 'https_proxy', 'all_proxy']

/** Makes the agent for an address; connections are kept alive, one pool a proxy. */
async function agentChooser({env, directHost}: TransportOptions): Promise<(url: URL) => Agent> {
  const [http, https] = await Promise.all([import('node:http'), import('node:https')])
  const options = {keepAlive: true}
  const direct: Record<string, Agent> = {
    'http:': new http.Agent(options),
    'https:': new https.Agent(options),
  }
  const hasProxy = proxyVariables.some(name => env[name] || env[name.toUpperCase()])
  if (!hasProxy) return url => direct[url.protocol]!
  const [{getProxyForUrl}, {HttpProxyAgent}, {HttpsProxyAgent}] = await Promise.all([
    import('proxy-from-env'),
    import('http-proxy-agent'),
    import('https-proxy-agent'),
  ])
  const proxied = new Map<string, Agent>()
  return url => {
    const proxy = url.host === directHost ? '' : getProxyForUrl(url.href)
    if (proxy === '') return direct[url.protocol]!
    const key = `${url.protocol} ${proxy}`
    let agent = proxied.get(key)
    if (!agent) {
      agent = url.protocol === 'http:' ? new HttpProxyAgent(proxy, options) : new HttpsProxyAgent(proxy, options)
      proxied.set(key, agent)
    }
    return agent
  }
}

/**
 * A fetch over kept-alive connections that goes through the proxies of HTTPS_PROXY, HTTP_PROXY and NO_PROXY.
 * Extra certificates come from NODE_EXTRA_CA_CERTS, which Node reads by itself.
 */
export async function createTransport(options: TransportOptions): Promise<Fetch> {
  const [{default: fetch}, agent] = await Promise.all([import('node-fetch'), agentChooser(options)])
  return (url, init) => fetch(url, {...init, agent} as Parameters<typeof fetch>[1]) as unknown as Promise<Response>
}
