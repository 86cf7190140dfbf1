import {type Connection} from '../../api/connection.js'
import {type HostServices} from '../../plugins/host-services.js'
import {type ProfileChoice, regionOf} from '../../config/settings.js'
import {type KlingHooks} from '../../plugins/hook-types.js'
import {settingDefinitions} from '../../config/setting-definitions.js'
import {type Settings} from '../../config/settings.js'
import {type GetOptions, type Reply, retryAfterOf} from '../../api/client.js'
import {KlingError, isKlingError} from '../../errors/kling-error.js'
import {journalFolder} from '../../journal/journal.js'
import {JournalReader} from '../../journal/reader.js'
import {type InstalledPlugin} from '../../plugins/installed-index.js'
import {type Channel, type Handlers, type Offer} from '../channel.js'
import {spawnProgram} from '../run-program.js'
import {createBrokeredFetch} from './fetch.js'
import {pluginJournal} from './journal.js'
import {SpendingBroker, type SpendingAccount} from './spending.js'
import {t} from '../../i18n/translate.js'

export interface BrokerOptions {
  plugin: InstalledPlugin
  /** Words of the command line: a profile that stands there may be used. */
  argv: string[]
  host: HostServices
  /** Where the journal of `host` is. */
  dataDir: string
  channel: () => Channel
  /** Folders that the plugin may write to, absolute. */
  write: string[]
  /** Aborted when the plugin's process has ended. */
  signal: AbortSignal
  /** Shows a line of `--debug`. */
  note: (line: string) => void
}

/** A reply, or an error with the time that the server asked to wait. */
export type ApiAnswer =
  {reply: Reply<unknown>} | {failure: object; code: string; message: string; retryAfterMs?: number}

/** Hooks that a plugin may have run; those that say where keys go are the host's own business. */
const publicHooks = ['kling:before-submit', 'kling:task-changed', 'kling:error']

/** Paths of the API: below the base URL, with nothing in them that leads elsewhere. */
const apiPath = /^\/(?!\/)[\w./~%-]*(?:\?[\w.~%&=+,:@-]*)?$/

function denied(message: string, hint?: string): KlingError {
  return new KlingError('plugin_denied', message, hint === undefined ? {} : {hint})
}

/**
 * What a plugin's process may ask of the program: requests to the service, which get their token here; settings
 * without secrets; its own tasks in the journal; and what was granted. Every argument comes from the plugin and
 * is checked.
 */
export function brokerHandlers(options: BrokerOptions): Handlers {
  const {plugin, argv, host, channel, signal} = options
  const connections: {connection: Connection; baseUrl: string; place: SpendingAccount}[] = []
  const files = createBrokeredFetch({plugin, signal})
  const journal = pluginJournal({
    plugin: plugin.name,
    journal: host.journal,
    reader: new JournalReader(journalFolder(options.dataDir)),
    write: options.write,
    isBaseUrl: url => connections.some(({baseUrl}) => baseUrl === url),
  })

  const spending = new SpendingBroker({plugin: plugin.name, argv, host, note: options.note})

  const checkProfile = async (profile: unknown): Promise<void> => {
    if (profile === undefined) return
    const isNamed = argv.some(word => word === profile || word === `--profile=${String(profile)}`)
    if (isNamed || profile === process.env.KLING_PROFILE || (await journal.profiles()).has(String(profile)))
      return
    throw denied(
      t`${plugin.name} is not allowed to choose the profile ${String(profile)}.`,
      t`Specify it with --profile.`,
    )
  }
  const choiceOf = async ({profile, profileIsFlag}: ProfileChoice): Promise<ProfileChoice> => {
    await checkProfile(profile)
    return {profile, profileIsFlag: profileIsFlag === true}
  }
  const connectionOf = (id: number): (typeof connections)[number] => {
    const found = connections[id]
    if (!found) throw denied(t`Unknown connection.`)
    return found
  }
  const clientOf = (id: number): Connection['client'] => connectionOf(id).connection.client
  const answer = async (
    id: number,
    path: string,
    send: () => Promise<Reply<unknown>>,
  ): Promise<ApiAnswer> => {
    if (typeof path !== 'string' || !apiPath.test(path) || /(?:^|\/)\.\.?(?:[/?]|$)/.test(path))
      throw denied(t`${String(path)} is not a path of the API.`)
    try {
      const reply = await send()
      files.learn(reply.data)
      return {reply}
    } catch (error) {
      if (!isKlingError(error)) throw error
      const {code, message, fields} = error
      return {failure: fields, code, message, retryAfterMs: retryAfterOf(error)}
    }
  }

  return {
    'config:settings': async (choice: ProfileChoice) =>
      withoutSecrets(await host.loadSettings(await choiceOf(choice))),
    'config:models': () => host.readUserModels(),

    async connect(wanted: ProfileChoice & {region?: unknown; timeoutSeconds: unknown; debug: unknown}) {
      const choice = await choiceOf(wanted)
      const {region, timeoutSeconds} = wanted
      if (region !== undefined && typeof region !== 'string') throw denied(t`The region must be a name.`)
      const settings = await host.loadSettings(choice)
      const connection = await host.connect({
        settings,
        region,
        profile: choice.profile,
        profileIsFlag: choice.profileIsFlag ?? false,
        timeoutSeconds: Number(timeoutSeconds) > 0 ? Number(timeoutSeconds) : 60,
        signal,
        ...(wanted.debug === true && {
          onRequest: ({method, url, status, requestId, ms}) =>
            options.note(
              `${method} ${url} → ${status} in ${ms} ms${requestId ? ` (request ${requestId})` : ''}`,
            ),
        }),
      })
      const {baseUrl} = connection.client
      connections.push({connection, baseUrl, place: {...choice, region: connection.region, settings}})
      return {
        id: connections.length - 1,
        region: connection.region,
        baseUrl,
        pollSeconds: connection.pollSeconds,
      }
    },
    'api:authenticate': (id: number) => connections[id]?.connection.authenticate(),
    'api:get': (id: number, path: string, {purpose, tries, limitMs}: GetOptions) =>
      answer(id, path, () =>
        clientOf(id).get(path, {purpose: purpose === 'list' ? 'list' : 'query', tries, limitMs}),
      ),
    'api:post': (id: number, path: string, contentLength: number, body: Offer) =>
      answer(id, path, async () => {
        const {Readable} = await import('node:stream')
        const {connection, place} = connectionOf(id)
        const source = () => channel().take(body)
        const priced = await spending.price(place, path, contentLength, source)
        const stream = () => Readable.from((priced?.stream ?? source)(), {objectMode: false})
        try {
          return await connection.client.postEncoded(path, {contentLength, stream})
        } catch (error) {
          await priced?.failed(error)
          throw error
        }
      }),
    'api:close': (id: number) => connections[id]?.connection.close(),

    fetch: async (url: unknown, init: Parameters<typeof files.fetch>[1], body: Offer | undefined) => {
      const response = await files.fetch(String(url), init, body && channel().take(body))
      return {...response, body: response.body && channel().offer(response.body)}
    },

    'journal:append': journal.append,
    'journal:lines': journal.lines,
    'journal:find': journal.find,

    async 'spending:allow'(
      wanted: ProfileChoice & {region?: unknown},
      cost: unknown,
      isDryRun: unknown,
    ): Promise<void> {
      const choice = await choiceOf(wanted)
      const settings = await host.loadSettings(choice)
      const region = typeof wanted.region === 'string' ? wanted.region : regionOf(settings)
      await spending.allow({...choice, region, settings}, cost, isDryRun === true)
    },

    hook(name: keyof KlingHooks, payload: never) {
      if (!publicHooks.includes(name))
        throw denied(t`Plugins are not allowed to run the hook ${String(name)}.`)
      return host.runHook(name, payload)
    },

    async credentials(choice: ProfileChoice) {
      if (!plugin.granted.credentials) throw denied(t`${plugin.name} is not allowed to use the keys.`)
      return host.credentials(await choiceOf(choice))
    },

    run(program: string, args: string[], {cwd, input}: {cwd?: unknown; input?: unknown} = {}) {
      if (!plugin.granted.run.includes(program))
        throw denied(
          t`${plugin.name} is not allowed to run ${program}.`,
          t`See its permissions with: kling plugins permissions ${plugin.name}`,
        )
      if (!Array.isArray(args) || !args.every(arg => typeof arg === 'string'))
        throw denied(t`The arguments of a program must be a list of strings.`)
      return spawnProgram(program, args, {
        ...(typeof cwd === 'string' && {cwd}),
        ...(typeof input === 'string' && {input}),
        signal,
      })
    },
  }
}

/** Settings as plugins may see them. */
function withoutSecrets<T extends Settings | Record<string, string>>(values: T): T {
  return Object.fromEntries(Object.entries(values).filter(([key]) => !settingDefinitions[key]?.secret)) as T
}
