import http, {type Agent} from 'node:http'
import type {AgentFor, TransportOptions} from './types.js'
import {limitConnecting, limitTunnel} from './connect-limit.js'
import {httpsModule} from './lazy-https.js'

const proxyVariables = ['http_proxy', 'https_proxy', 'all_proxy']

/** The ways to hosts. */
export interface Agents {
  agentFor: AgentFor
  /** Whether a proxy connects to a host. */
  isProxied(url: URL): boolean
}

/** Makes the agents that the environment asks for. */
export async function createAgents({env, directHost}: TransportOptions): Promise<Agents> {
  const options = {keepAlive: true}
  const direct = directAgents(options)
  const hasProxy = proxyVariables.some(name => env[name] || env[name.toUpperCase()])
  if (!hasProxy) return {agentFor: direct, isProxied: () => false}
  const [{getProxyForUrl}, {HttpProxyAgent}, {HttpsProxyAgent}] = await Promise.all([
    import('proxy-from-env'),
    import('http-proxy-agent'),
    import('https-proxy-agent'),
  ])
  const proxied = new Map<string, Agent>()
  const proxyFor = (url: URL): string => (url.host === directHost ? '' : getProxyForUrl(url.href))
  const agentFor = (url: URL): Agent => {
    const proxy = proxyFor(url)
    if (proxy === '') return direct(url)
    const key = `${url.protocol} ${proxy}`
    let agent = proxied.get(key)
    if (!agent) {
      agent =
        url.protocol === 'http:'
          ? limitTunnel(new HttpProxyAgent(proxy, options))
          : limitTunnel(new HttpsProxyAgent(proxy, options))
      proxied.set(key, agent)
    }
    return agent
  }
  return {agentFor, isProxied: url => proxyFor(url) !== ''}
}

/** One agent for http and one for https, each made when it is first asked for. */
function directAgents(options: http.AgentOptions): AgentFor {
  const made = new Map<string, Agent>()
  return ({protocol}) => {
    const known = made.get(protocol)
    if (known) return known
    const {Agent} = protocol === 'https:' ? httpsModule() : http
    const agent = limitConnecting(new Agent(options))
    made.set(protocol, agent)
    return agent
  }
}
