import type {Fetch} from '../http/types.js'
import type {Credentials} from '../config/credentials.js'
import {type Bearer, createBearer} from '../api/auth.js'
import {KlingClient} from '../api/client.js'
import {baseUrls, checkBaseUrl, isKlingHost} from '../config/regions.js'
import {type Settings, credentialsOf, destinationOf} from '../config/settings.js'
import {type KlingError, isKlingError} from '../errors/kling-error.js'
import {type DoctorContext, settingsOf} from './context.js'

/** The cheapest question that needs keys: a list of one task. It costs nothing. */
const question = '/v1/videos/omni-video?pageNum=1&pageSize=1'

/** What an endpoint says of the keys. */
export type Verdict = 'accepted' | 'refused' | 'unknown'

/** One endpoint, and what came of asking it. */
export interface Probe {
  /** `cn`, `global`, or `base-url`. */
  name: string
  baseUrl: string
  /** Whether commands would go there. */
  isInUse: boolean
  /** It answered, by its words it is the API, and it is not out of order. */
  isApi: boolean
  verdict: Verdict
  /** Time of the answer, in ms. */
  ms?: number
  /** How far its clock is ahead of this machine's, in ms, within about a second. */
  aheadMs?: number
  /** The first token was refused for its time alone. */
  isRefusedForTime: boolean
  error?: KlingError
}

/** What was asked, and with what. */
export interface Probing {
  probes: Probe[]
  /** Kind of the keys; undefined when there are none. */
  keys: 'pair' | 'api_key' | undefined
  settings: Settings
  /** The region in use; undefined for a base URL. */
  region: string | undefined
  /** Where the choice of it comes from. */
  origin: string
}

const started = new WeakMap<DoctorContext, Promise<Probing>>()

/** Asks both regions, and a base URL of the user's, at once; several checks share the answers. */
export function probeService(at: DoctorContext): Promise<Probing> {
  const probing = started.get(at) ?? probeAll(at)
  started.set(at, probing)
  return probing
}

async function probeAll(at: DoctorContext): Promise<Probing> {
  const settings = await settingsOf(at)
  const credentials = keysOf(settings)
  const destination =
    at.region === undefined ? destinationOf(settings) : {region: at.region, origin: '--region'}
  const region = 'region' in destination ? destination.region : undefined
  const ownUrl = usable(settings.kling_base_url?.value)
  const endpoints = Object.entries(baseUrls).map(([name, baseUrl]) => ({
    name,
    baseUrl,
    isInUse: name === region,
  }))
  // A static key goes out as it is: one for another host is not shown to the service's.
  const isForOther = credentials && 'apiKey' in credentials && ownUrl !== undefined && !isKlingHost(ownUrl)
  // A region of a plugin has keys of its own, and nothing has to be reached for it.
  const isElsewhere = region !== undefined && !Object.hasOwn(baseUrls, region) && !credentials
  const chosen = isForOther || isElsewhere ? [] : endpoints
  const own =
    ownUrl === undefined || isElsewhere
      ? []
      : [{name: 'base-url', baseUrl: ownUrl, isInUse: region === undefined}]
  const probes = await Promise.all([...chosen, ...own].map(endpoint => probe(endpoint, credentials, at)))
  const keys = credentials && ('apiKey' in credentials ? 'api_key' : 'pair')
  return {probes, keys, settings, region, origin: destination.origin}
}

function keysOf(settings: Settings): Credentials | undefined {
  try {
    return credentialsOf(settings)
  } catch {
    return undefined
  }
}

function usable(baseUrl: string | undefined): string | undefined {
  try {
    return baseUrl && checkBaseUrl(baseUrl)
  } catch {
    return undefined
  }
}

/** Without keys a question is asked, too: that it is refused shows that the service is there, and its clock. */
const noKeys: Bearer = {token: async () => 'none', correct: () => false, settle: () => {}}

async function probe(
  endpoint: Pick<Probe, 'name' | 'baseUrl' | 'isInUse'>,
  credentials: Credentials | undefined,
  at: DoctorContext,
): Promise<Probe> {
  const seen: Pick<Probe, 'ms' | 'aheadMs' | 'isRefusedForTime'> = {isRefusedForTime: false}
  const own = credentials ? createBearer(credentials, {clock: at.clock}) : noKeys
  const bearer: Bearer = {
    ...own,
    correct(serverTime) {
      seen.isRefusedForTime = own !== noKeys
      return own.correct(serverTime)
    },
  }
  const fetch: Fetch = async (url, init) => {
    const start = at.clock()
    const answer = await (await at.fetch())(url, init)
    const end = at.clock()
    const date = Date.parse(answer.headers.get('date') ?? '')
    seen.ms = end - start
    // The header has whole seconds only.
    if (!Number.isNaN(date)) seen.aheadMs = date + 500 - (start + end) / 2
    return answer
  }
  const client = new KlingClient({
    baseUrl: endpoint.baseUrl,
    bearer: async () => bearer,
    fetch: async () => fetch,
    timeoutSeconds: at.timeoutSeconds,
    userAgent: at.program.userAgent,
    clock: at.clock,
    signal: at.signal,
  })
  try {
    await client.get(question, {purpose: 'list', tries: 1})
    return {...endpoint, ...seen, isApi: true, verdict: credentials ? 'accepted' : 'unknown'}
  } catch (error) {
    if (!isKlingError(error) || at.signal.aborted) throw error
    const {api_code: apiCode = Infinity} = error.fields
    const isApi = apiCode < 5000
    return {...endpoint, ...seen, isApi, verdict: credentials ? verdictOf(error) : 'unknown', error}
  }
}

/** What a refusal says of the keys: a key that is answered with an empty account has been let in. */
function verdictOf({code, fields}: KlingError): Verdict {
  if (code === 'invalid_api_key') return 'refused'
  const apiCode = fields.api_code
  return apiCode !== undefined && apiCode >= 1100 && apiCode < 5000 ? 'accepted' : 'unknown'
}
