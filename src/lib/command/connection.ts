import {type Config} from '@oclif/core'
import {createBearer} from '../api/auth.js'
import {clockSkew} from '../api/clock-skew.js'
import {KlingClient, type RequestLog} from '../api/client.js'
import {baseUrls, checkBaseUrl, isLoopback, pluginRegions} from '../config/regions.js'
import {type Fetch, createTransport} from '../http/transport.js'
import {type Settings, credentialsOf, destinationOf} from '../config/settings.js'
import {KlingError} from '../errors/kling-error.js'
import {didYouMean} from '../errors/nearest.js'
import {t} from '../i18n/translate.js'
import {type RegionAnswer, runKlingHook} from '../plugins/hooks.js'

export interface ConnectionOptions {
  config: Config
  settings: Settings
  /** `--region` */
  region: string | undefined
  profile: string | undefined
  profileIsFlag: boolean
  timeoutSeconds: number
  signal: AbortSignal
  onRequest?: (log: RequestLog) => void
  onRetry?: (error: KlingError) => void
}

/** Where requests of this command go. */
export interface Connection {
  /** Name of the region, or `custom` for a base URL. */
  region: string
  client: KlingClient
  /** For other hosts: files. */
  fetch: () => Promise<Fetch>
  pollSeconds: number | undefined
  /** Gets the credentials now. @throws KlingError `missing_api_key` */
  authenticate(): Promise<void>
  close(): Promise<void>
}

function unknownRegion(name: string): KlingError {
  const plugin = Object.hasOwn(pluginRegions, name) ? pluginRegions[name] : undefined
  if (plugin) {
    return new KlingError(
      'plugin_not_found',
      t`The region ${name} comes with a plugin that is not installed.`,
      {
        hint: t`Install it with: kling plugins install ${plugin}`,
      },
    )
  }
  const known = [...Object.keys(baseUrls), ...Object.keys(pluginRegions)]
  return new KlingError('invalid_argument', t`There is no region ${name}.${didYouMean(name, known)}`, {
    hint: t`Regions are: ${known.join(t`, `)}, and those that plugins add.`,
  })
}

/** Finds the base URL by `--region`, environment, config file, in this order; nothing is sent yet. */
export async function connect(options: ConnectionOptions): Promise<Connection> {
  const {config, settings} = options
  const destination = options.region === undefined ? destinationOf(settings) : {region: options.region}
  let answer: RegionAnswer
  let region: string | undefined
  if ('baseUrl' in destination) answer = {baseUrl: destination.baseUrl}
  else {
    region = destination.region
    const [first] = await runKlingHook(config, 'kling:region', {name: region})
    if (!first) throw unknownRegion(region)
    answer = first
  }
  const {profile, profileIsFlag} = options
  const bearer = once(async () => {
    const [credentials] = await runKlingHook(config, 'kling:credentials', {region, profile, profileIsFlag})
    const skew = clockSkew(config.cacheDir, host)
    return createBearer(credentials ?? credentialsOf({}), {skew: await skew.read(), onSkew: skew.remember})
  })
  const baseUrl = checkBaseUrl(answer.baseUrl)
  const {host, hostname} = new URL(baseUrl)
  // A plugin's server on this machine is reached directly; a base URL of the user's goes where the environment says.
  const directHost = region !== undefined && isLoopback(hostname) ? host : undefined
  const fetch = once(() => createTransport({env: process.env, directHost}))
  const client = new KlingClient({
    baseUrl,
    fetch,
    bearer,
    timeoutSeconds: options.timeoutSeconds,
    userAgent: config.userAgent,
    signal: options.signal,
    onRequest: options.onRequest,
    onRetry: options.onRetry,
  })
  return {
    region: region ?? 'custom',
    client,
    fetch,
    pollSeconds: answer.pollSeconds,
    authenticate: async () => void (await bearer()),
    close: async () => answer.close?.(),
  }
}

function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined
  return () => (made ??= make())
}
