import {settingDefinitions} from '../../config/setting-definitions.js'
import {type ProfileChoice, type Settings, regionOf} from '../../config/settings.js'
import {t} from '../../i18n/translate.js'
import {journalFolder} from '../../journal/journal.js'
import type {JournalEvent} from '../../journal/types.js'
import {JournalReader} from '../../journal/reader.js'
import type {HostServices} from '../../plugins/host-services.js'
import type {InstalledPlugin} from '../../plugins/installed-index.js'
import type {Channel, Handlers, Offer} from '../channel.js'
import type {ProgramOptions} from '../remote-host.js'
import {spawnProgram} from '../run-program.js'
import {ApiBroker} from './api.js'
import {denied} from './denied.js'
import {type FileRequest, createBrokeredFetch} from './fetch.js'
import {flagWords} from './flag-words.js'
import {pluginHooks} from './hooks.js'
import {PluginJournal} from './journal.js'
import {withSchema} from './message-schema.js'
import {type SeenReply, SeenTasks} from './seen-tasks.js'
import {refuseForeignUrls} from './request-urls.js'
import {SpendingBroker} from './spending.js'

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
  /** Whether the process runs a hook: then it may not run hooks itself. */
  isHook: boolean
  /** Aborted when the plugin's process has ended. */
  signal: AbortSignal
  /** Shows a line of `--debug`. */
  note: (line: string) => void
}

/**
 * What a plugin's process may ask of the program: requests to the service, which get their token here; settings
 * without secrets; its own tasks in the journal; and what was granted. Every argument comes from the plugin and
 * is checked.
 */
export function brokerHandlers(options: BrokerOptions): Handlers {
  const {plugin, argv, host, channel, signal, note} = options
  const choiceOf = async ({profile, profileIsFlag}: ProfileChoice): Promise<ProfileChoice> => {
    if (profile !== undefined && !isNamed(profile, argv) && !(await journal.profiles()).has(profile))
      throw denied(
        t`${plugin.name} is not allowed to choose the profile ${profile}.`,
        t`Specify it with --profile.`,
      )
    return {profile, profileIsFlag: profileIsFlag === true}
  }
  const files = createBrokeredFetch({plugin, signal})
  const seen = new SeenTasks()
  const spending = new SpendingBroker({plugin: plugin.name, argv, host, note})
  const onReply = (reply: SeenReply): void => {
    files.learn(reply.data)
    seen.learn(reply)
  }
  const checkUrls = (body: unknown): void => refuseForeignUrls(body, {plugin, argv, isResult: files.isResult})
  const api = new ApiBroker({host, channel, signal, note, choiceOf, spending, onReply, checkUrls})
  const journal: PluginJournal = new PluginJournal({
    plugin: plugin.name,
    journal: host.journal,
    reader: new JournalReader(journalFolder(options.dataDir)),
    write: options.write,
    isConnectedTo: (region, baseUrl) => api.isConnectedTo(region, baseUrl),
    isTaskOf: (id, taskId) => seen.isTaskOf({baseUrls: api.baseUrls, id, taskId}),
    checkProfile: async profile => void (await choiceOf({profile})),
  })
  const hooks = pluginHooks({plugin, host, isFromHook: options.isHook, journal})

  return withSchema({
    ...api.handlers,
    'config:settings': async (choice: ProfileChoice) =>
      withoutSecrets(await host.loadSettings(await choiceOf(choice))),
    'config:models': () => host.readUserModels(),

    async fetch(url: string, init: FileRequest = {}, body: Offer | undefined) {
      const response = await files.fetch(url, init, body && channel().take(body))
      return {...response, body: response.body && channel().offer(response.body)}
    },

    'journal:append': (event: JournalEvent) => journal.append(event),
    'journal:lines': () => journal.lines(),
    'journal:lines-of': (ids: string[]) => journal.linesOf(ids),

    async 'spending:allow'(
      wanted: ProfileChoice & {region?: string},
      cost: number | undefined,
      isDryRun = false,
    ) {
      const choice = await choiceOf(wanted)
      const settings = await host.loadSettings(choice)
      const region = wanted.region ?? regionOf(settings)
      await spending.allow({...choice, region, settings}, cost ?? null, isDryRun)
    },

    hook: hooks.run,

    async credentials(choice: ProfileChoice) {
      if (!plugin.granted.credentials) throw denied(t`${plugin.name} is not allowed to use the keys.`)
      return host.credentials(await choiceOf(choice))
    },

    run: (program: string, args: string[], place: ProgramOptions = {}) =>
      runGranted(plugin, program, args, {...place, signal}),
  })
}

/** Whether the user named a profile: by the flag on the command line, or in the environment. */
function isNamed(profile: string, argv: string[]): boolean {
  const words = flagWords(argv)
  return (
    words.includes(`--profile=${profile}`) ||
    words.some((word, at) => word === '--profile' && words[at + 1] === profile) ||
    profile === process.env.KLING_PROFILE
  )
}

/** Runs a program that was granted. @throws KlingError `plugin_denied` */
function runGranted(
  plugin: InstalledPlugin,
  program: string,
  args: string[],
  {cwd, input, signal}: ProgramOptions & {signal: AbortSignal},
) {
  if (!plugin.granted.run.includes(program))
    throw denied(
      t`${plugin.name} is not allowed to run ${program}.`,
      t`See its permissions with: kling plugins permissions ${plugin.name}`,
    )
  return spawnProgram(program, args, {
    ...(cwd !== undefined && {cwd}),
    ...(input !== undefined && {input}),
    signal,
  })
}

/** Settings as plugins may see them. */
function withoutSecrets<T extends Settings | Record<string, string>>(values: T): T {
  return Object.fromEntries(Object.entries(values).filter(([key]) => !settingDefinitions[key]?.secret)) as T
}
