import http, {type Agent} from 'node:http'
import https from 'node:https'
import {type TransportOptions} from './transport.js'

const proxyVariables = ['http_proxy', 'https_proxy', 'all_proxy']

/** Makes the agent for an address; connections are kept alive, one pool a proxy. */
export async function agentChooser({env, directHost}: TransportOptions): Promise<(url: URL) => Agent> {
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
