import http, {type Agent} from 'node:http'
import type {KlingError} from '../errors/kling-error.js'
import type {AgentFor, TransportOptions} from './types.js'
import {type ProxyAgent, limitConnecting, limitTunnel} from './connect-limit.js'
import {httpsModule} from './lazy-https.js'
import {loginWanted, malformedProxy, proxyFailure, refusedByProxy} from './proxy-problem.js'
import {type ProxySetting, namesProxies, proxyFor} from './proxy-settings.js'

/** The ways to hosts. */
export interface Agents {
  /** @throws KlingError `connection_error` where what names the proxy is none */
  agentFor: AgentFor
  /** Whether a proxy connects to a host. */
  isProxied(url: URL): boolean
  /** What a proxy said last of a host, in words of ours. */
  problemOf?(url: URL): KlingError | undefined
  /** The error of an answer that a proxy gives in the place of the host. */
  proxyAnswer?(url: URL, status: number): KlingError | undefined
}

/** Makes the agents that the environment asks for. */
export async function createAgents({env, directHost}: TransportOptions): Promise<Agents> {
  const options = {keepAlive: true}
  const direct = directAgents(options)
  if (!namesProxies(env)) return {agentFor: direct, isProxied: () => false}
  const makeAgent = await agentMaker(env, options)
  const proxied = new Map<string, Agent>()
  const problems = new Map<string, KlingError>()
  const settingFor = (url: URL): ProxySetting | undefined =>
    url.host === directHost ? undefined : proxyFor(url, env)
  const agentFor = (url: URL): Agent => {
    const setting = settingFor(url)
    if (setting === undefined) return direct(url)
    if (setting.url === undefined) throw malformedProxy(setting)
    const key = `${url.protocol} ${setting.url.href}`
    let agent = proxied.get(key)
    if (!agent) {
      const named = nameProblems(makeAgent(url, setting.url), setting, (host, error) => {
        problems.set(host, error)
      })
      proxied.set(key, (agent = named))
    }
    return agent
  }
  return {
    agentFor,
    isProxied: url => settingFor(url) !== undefined,
    problemOf: ({hostname}) => problems.get(hostname.replace(/^\[|\]$/g, '')),
    proxyAnswer(url, status) {
      const setting = status === 407 ? settingFor(url) : undefined
      return setting?.url && loginWanted(setting)
    },
  }
}

/** How agents of proxies are made; those of SOCKS are loaded only where one is named. */
async function agentMaker(env: TransportOptions['env'], options: http.AgentOptions) {
  const isSocks = ({protocol}: URL): boolean => protocol.startsWith('socks')
  const named = ['http', 'https'].map(scheme => proxyFor(new URL(`${scheme}://kling.invalid`), env)?.url)
  const [{HttpProxyAgent}, {HttpsProxyAgent}, socks] = await Promise.all([
    import('http-proxy-agent'),
    import('https-proxy-agent'),
    named.some(url => url && isSocks(url)) ? import('socks-proxy-agent') : undefined,
  ])
  return (url: URL, proxy: URL): ProxyAgent => {
    if (socks && isSocks(proxy)) {
      const agent = new socks.SocksProxyAgent(proxy, options)
      agent.proxy.host = proxy.hostname.replace(/^\[|\]$/g, '')
      return agent as unknown as ProxyAgent
    }
    const Agent = url.protocol === 'http:' ? HttpProxyAgent : HttpsProxyAgent
    return new Agent(proxy.href, options) as unknown as ProxyAgent
  }
}

/** An agent whose failures name the proxy. */
function nameProblems(
  agent: ProxyAgent,
  setting: ProxySetting,
  note: (host: string, error: KlingError) => void,
): ProxyAgent {
  const limited = limitTunnel(agent)
  const {connect} = limited
  limited.connect = async (request, options) => {
    const {host} = options as {host: string}
    let status: number | undefined
    // What the proxy answered to CONNECT.
    request.once('proxyConnect', (answer: {statusCode: number}) => (status = answer.statusCode))
    const failed = (error: KlingError): KlingError => {
      note(host, error)
      return error
    }
    try {
      const socket = await connect.call(limited, request, options)
      if (status === undefined || (status >= 200 && status < 300)) return socket
      socket.destroy()
    } catch (error) {
      throw failed(proxyFailure(setting, error, host))
    }
    throw failed(refusedByProxy(setting, status, host))
  }
  return limited
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
