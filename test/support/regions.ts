import {decodeJwt, errors, jwtVerify} from 'jose'
import type {ServerResponse} from 'node:http'
import {createServer} from 'node:https'
import type {AddressInfo} from 'node:net'
import {type Certificates, makeCertificates} from '../faults/certificates.js'
import {type Proxy, startProxy} from '../faults/proxy.js'
import {accessKey, secretKey} from './fixture.js'

/** The hosts of the service's own regions. */
export const hosts = {cn: 'api-beijing.klingai.com', global: 'api-singapore.klingai.com'}

/** One region of the service, as a test has it. */
export interface Region {
  /** The keys that it knows; none when left out. */
  keys?: {accessKey: string; secretKey: string} | {apiKey: string}
  /** How far its clock is ahead of this machine's, in seconds. */
  aheadSeconds?: number
  /** Answers in its place. */
  answer?: (response: ServerResponse) => void
  /** Nobody is there. */
  isDown?: boolean
}

/** Both regions on loopback, behind a proxy that tunnels to them. */
export interface Regions {
  /** Environment by which the program finds them. */
  env: Record<string, string>
  cn: Region
  global: Region
  /** `GET host/path` of each request, in the order of their coming. */
  seen: string[]
  /** What each request said it is by: `Bearer …`. */
  authorizations: string[]
  proxy: Proxy
  close(): Promise<void>
}

/** The keys of `useFixture`. */
export const ownKeys = {accessKey, secretKey}

/** Starts both regions; undefined where there is no openssl to make their certificates. */
export async function startRegions(folder: string): Promise<Regions | undefined> {
  const certificates: Certificates | undefined = makeCertificates(folder, Object.values(hosts))
  if (!certificates) return undefined
  const proxy = await startProxy()
  const server = createServer(certificates.tls, async (request, response) => {
    const host = request.headers.host!
    const region = host === hosts.cn ? regions.cn : regions.global
    regions.seen.push(`${request.method} ${host}${request.url}`)
    regions.authorizations.push(request.headers.authorization ?? '')
    const now = new Date(Date.now() + (region.aheadSeconds ?? 0) * 1000)
    response.setHeader('date', now.toUTCString())
    if (region.answer) return region.answer(response)
    const code = await codeFor(request.headers.authorization ?? '', region, now)
    response.writeHead(code === 0 ? 200 : 401, {'content-type': 'application/json'})
    response.end(JSON.stringify({code, message: `code ${code}`, request_id: 'r', data: []}))
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const place = `127.0.0.1:${(server.address() as AddressInfo).port}`
  const regions: Regions = {
    env: {HTTPS_PROXY: proxy.url, NODE_EXTRA_CA_CERTS: certificates.caFile},
    cn: {},
    global: {},
    seen: [],
    authorizations: [],
    proxy,
    close: async () => {
      await proxy.close()
      server.closeAllConnections()
      await new Promise(resolve => server.close(resolve))
    },
  }
  for (const [name, host] of Object.entries(hosts)) {
    const route = {
      get: () => (regions[name as keyof typeof hosts].isDown ? '127.0.0.1:1' : place),
      enumerable: true,
    }
    Object.defineProperty(proxy.routes, `${host}:443`, route)
  }
  return regions
}

/** What the service says of a token: 1000 wrong signature, 1002 unknown key, 1003 too early, 1004 expired. */
async function codeFor(authorization: string, {keys}: Region, now: Date): Promise<number> {
  const token = authorization.replace('Bearer ', '')
  if (keys && 'apiKey' in keys) return token === keys.apiKey ? 0 : 1002
  let issuer: string | undefined
  try {
    issuer = decodeJwt(token).iss
  } catch {
    return 1002
  }
  if (!keys || issuer !== keys.accessKey) return 1002
  try {
    await jwtVerify(token, new TextEncoder().encode(keys.secretKey), {currentDate: now})
    return 0
  } catch (error) {
    if (error instanceof errors.JWTExpired) return 1004
    if (error instanceof errors.JWTClaimValidationFailed) return 1003
    return 1000
  }
}
