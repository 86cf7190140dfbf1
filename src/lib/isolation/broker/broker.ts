import {settingDefinitions} from '../../config/setting-definitions.js'
import {type ProfileChoice, type Settings, regionOf} from '../../config/settings.js'
import {t} from '../../i18n/translate.js'
import {journalFolder} from '../../journal/journal.js'
import {JournalReader} from '../../journal/reader.js'
import {type KlingHooks} from '../../plugins/hook-types.js'
import {type HostServices} from '../../plugins/host-services.js'
import {type InstalledPlugin} from '../../plugins/installed-index.js'
import {type Channel, type Handlers, type Offer} from '../channel.js'
import {spawnProgram} from '../run-program.js'
import {ApiBroker} from './api.js'
import {denied} from './denied.js'
import {type FileRequest, createBrokeredFetch} from './fetch.js'
import {pluginJournal} from './journal.js'
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
  /** Aborted when the plugin's process has ended. */
  signal: AbortSignal
  /** Shows a line of `--debug`. */
  note: (line: string) => void
}

/** Hooks that a plugin may have run; those that say where keys go are the host's own business. */
const publicHooks = ['kling:before-submit', 'kling:task-changed', 'kling:error']

/**
 * What a plugin's process may ask of the program: requests to the service, which get their token here; settings
 * without secrets; its own tasks in the journal; and what was granted. Every argument comes from the plugin and
 * is checked.
 */
export function brokerHandlers(options: BrokerOptions): Handlers {
  const {plugin, argv, host, channel, signal, note} = options
  const choiceOf = async ({profile, profileIsFlag}: ProfileChoice): Promise<ProfileChoice> => {
    if (profile !== undefined && !isNamed(profile, argv) && !(await journal.profiles()).has(String(profile)))
      throw denied(
        t`${plugin.name} is not allowed to choose the profile ${String(profile)}.`,
        t`Specify it with --profile.`,
      )
    return {profile, profileIsFlag: profileIsFlag === true}
  }
  const files = createBrokeredFetch({plugin, signal})
  const spending = new SpendingBroker({plugin: plugin.name, argv, host, note})
  const api = new ApiBroker({
    ...{host, channel, signal, note, choiceOf, spending, onData: files.learn},
    checkUrls: body => refuseForeignUrls(body, {plugin, argv, isResult: files.isResult}),
  })
  const journal = pluginJournal({
    plugin: plugin.name,
    journal: host.journal,
    reader: new JournalReader(journalFolder(options.dataDir)),
    write: options.write,
    isBaseUrl: url => api.hasBaseUrl(url),
  })

  return {
    ...api.handlers,
    'config:settings': async (choice: ProfileChoice) =>
      withoutSecrets(await host.loadSettings(await choiceOf(choice))),
    'config:models': () => host.readUserModels(),

    async fetch(url: unknown, init: FileRequest, body: Offer | undefined) {
      const response = await files.fetch(String(url), init, body && channel().take(body))
      return {...response, body: response.body && channel().offer(response.body)}
    },

    'journal:append': journal.append,
    'journal:lines': journal.lines,
    'journal:lines-of': journal.linesOf,

    async 'spending:allow'(wanted: ProfileChoice & {region?: unknown}, cost: unknown, isDryRun: unknown) {
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

    run: (program: string, args: string[], place: {cwd?: unknown; input?: unknown} = {}) =>
      runGranted(plugin, program, args, {...place, signal}),
  }
}

/** Whether the user named a profile: on the command line, or in the environment. */
function isNamed(profile: unknown, argv: string[]): boolean {
  return (
    argv.some(word => word === profile || word === `--profile=${String(profile)}`) ||
    profile === process.env.KLING_PROFILE
  )
}

/** Runs a program that was granted. @throws KlingError `plugin_denied` */
function runGranted(
  plugin: InstalledPlugin,
  program: string,
  args: unknown,
  {cwd, input, signal}: {cwd?: unknown; input?: unknown; signal: AbortSignal},
) {
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
}

/** Settings as plugins may see them. */
function withoutSecrets<T extends Settings | Record<string, string>>(values: T): T {
  return Object.fromEntries(Object.entries(values).filter(([key]) => !settingDefinitions[key]?.secret)) as T
}
