import type {Config} from '@oclif/core'
import {createBearer} from '../api/auth.js'
import {KlingClient} from '../api/client.js'
import {clockSkew} from '../api/clock-skew.js'
import type {Connection, ConnectionOptions} from '../api/connection.js'
import {downloadedCatalogue} from '../catalog/downloaded.js'
import {readUserModels} from '../catalog/user-models.js'
import type {Folders} from '../config/folders.js'
import {checkBaseUrl, isLoopback, knownRegions, whyUnanswered} from '../config/regions.js'
import {credentialsOf, destinationOf, loadSettings, regionOf} from '../config/settings.js'
import {KlingError} from '../errors/kling-error.js'
import {createTransport} from '../http/transport.js'
import {t} from '../i18n/translate.js'
import {remoteHost} from '../isolation/remote-host.js'
import {isolatedRunner} from '../isolation/run-isolated-hooks.js'
import {Journal, journalFolder} from '../journal/journal.js'
import type {RegionAnswer, RunHook} from '../plugins/hook-types.js'
import {createHookDispatcher, inProcessRunner} from '../plugins/hooks.js'
import type {HostServices} from '../plugins/host-services.js'
import {regionPluginsOf} from '../plugins/region-plugins.js'
import {explainInterruption} from '../terminal/interruption.js'

function unknownRegion(name: string, config: Config): KlingError {
  const {message, fix} = whyUnanswered(name, regionPluginsOf(config))
  if (fix) return new KlingError('plugin_not_found', message, {hint: t`Install it with: ${fix}`})
  return new KlingError('invalid_argument', message, {
    hint: t`Known regions: ${knownRegions.join(t`, `)}, and those that plugins add.`,
  })
}

/** A connection, and what it takes from the program. */
interface ConnectOptions extends ConnectionOptions {
  /** Asks the plugins for the region and its keys. */
  runHook: RunHook
  loadConfig: () => Promise<Config>
  /** Where the clock's difference is kept. */
  cacheDir: string
  userAgent: string
}

/** Finds the base URL by `--region`, environment, config file, in this order; nothing is sent yet. */
async function connect(options: ConnectOptions): Promise<Connection> {
  const {runHook, cacheDir, settings} = options
  const destination = options.region === undefined ? destinationOf(settings) : {region: options.region}
  let answer: RegionAnswer
  let region: string | undefined
  if ('baseUrl' in destination) answer = {baseUrl: destination.baseUrl}
  else {
    region = destination.region
    const [first] = await runHook('kling:region', {name: region})
    if (!first) throw unknownRegion(region, await options.loadConfig())
    answer = first
  }
  const {profile, profileIsFlag} = options
  const bearer = once(async () => {
    const [credentials] = await runHook('kling:credentials', {region, profile, profileIsFlag})
    const skew = clockSkew(cacheDir, host)
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
    userAgent: options.userAgent,
    signal: options.signal,
    onRequest: options.onRequest,
    onRetry: options.onRetry,
  })
  return {
    region: region ?? 'custom',
    client,
    fetch,
    pollSeconds: answer.pollSeconds,
    timeoutSeconds: options.timeoutSeconds,
    authenticate: async () => void (await bearer()),
    close: async () => answer.close?.(),
  }
}

function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined
  return () => (made ??= make())
}

/** The services of this process; `loadConfig` is called when a hook is first run. */
export function localHost(
  {configDir, dataDir, cacheDir}: Folders,
  loadConfig: () => Promise<Config>,
): HostServices {
  const runHook = createHookDispatcher([inProcessRunner, isolatedRunner(() => services)], loadConfig)
  const services: HostServices = {
    loadSettings: choice => loadSettings({configDir, env: process.env, ...choice}),
    readUserModels: async () => ({
      ...(await readUserModels(configDir)),
      downloaded: downloadedCatalogue(dataDir),
    }),
    credentials: async choice => credentialsOf(await loadSettings({configDir, env: process.env, ...choice})),
    connect: async options =>
      connect({...options, runHook, loadConfig, cacheDir, userAgent: (await loadConfig()).userAgent}),
    journal: new Journal(journalFolder(dataDir)),
    runHook,
    async spendGuard({settings, region, maxCost, isAgreed, note, ledger}) {
      const [{LocalSpendGuard}, {limitsOf}, {canPrompt, confirm}] = await Promise.all([
        import('../budget/spend-guard.js'),
        import('../budget/limits.js'),
        import('../terminal/confirm.js'),
      ])
      return new LocalSpendGuard({
        limits: limitsOf(settings, maxCost),
        dataDir,
        region: region ?? regionOf(settings),
        isAgreed,
        note,
        ledger,
        confirm: canPrompt()
          ? question =>
              explainInterruption(confirm(question), t`Cancelled. Nothing was sent or charged.`, {
                billed: 'no',
              })
          : undefined,
      })
    },
  }
  return services
}

/** The services of a command: those of the program it runs in, or of the one outside of a plugin's own process. */
export function hostOf(config: Config): HostServices {
  return remoteHost() ?? localHost(config, async () => config)
}
