import type {HookAnswer, HookRunner, KlingHooks, RunHookOptions} from '../plugins/hook-types.js'
import {hookLimitMs} from '../plugins/hooks.js'
import type {HostServices} from '../plugins/host-services.js'
import {pluginsOf} from '../plugins/installed.js'
import type {Config} from '@oclif/core'
import {baseUrls, pluginRegions} from '../config/regions.js'
import {KlingError, isKlingError} from '../errors/kling-error.js'
import {t} from '../i18n/translate.js'
import type {InstalledPlugin} from '../plugins/installed-index.js'
import {plainText} from '../terminal/text.js'

/** Regions that a plugin answered for in this process: only it is asked for their keys. */
const regionOwners = new Map<string, string>()

interface Rule {
  /** Whether this plugin is asked. */
  asks: (payload: never, answers: unknown[], plugin: InstalledPlugin) => boolean
  /** What of its answer is taken; undefined when it is none. */
  take: (answer: never) => unknown
}

const isText = (value: unknown): value is string => typeof value === 'string'

/** What third-party plugins may answer. Regions of the service and of our own plugins are not theirs. */
const rules: {[Name in keyof KlingHooks]: Rule} = {
  'kling:region': {
    asks: ({name}: {name: string}, answers) =>
      answers.length === 0 && !Object.hasOwn(baseUrls, name) && !Object.hasOwn(pluginRegions, name),
    take: ({baseUrl, pollSeconds}: {baseUrl: unknown; pollSeconds: unknown}) =>
      isText(baseUrl)
        ? {baseUrl, ...(Number(pollSeconds) > 0 && {pollSeconds: Number(pollSeconds)})}
        : undefined,
  },
  'kling:credentials': {
    asks: ({region}: {region: string | undefined}, answers, plugin) =>
      answers.length === 0 && region !== undefined && regionOwners.get(region) === plugin.name,
    take: ({apiKey, accessKey, secretKey}: Record<string, unknown>) =>
      isText(apiKey) ? {apiKey} : isText(accessKey) && isText(secretKey) ? {accessKey, secretKey} : undefined,
  },
  'kling:before-submit': {asks: () => true, take: () => undefined},
  'kling:task-changed': {asks: () => true, take: () => undefined},
  'kling:error': {
    asks: (_payload, answers) => answers.length === 0,
    take: (answer: unknown) => (isText(answer) ? plainText(answer).slice(0, 300) : undefined),
  },
}

/**
 * Runs hooks in the untrusted plugins that were granted them, each in a separate process with a time limit. One
 * that fails costs a warning line; only `kling:before-submit` may refuse.
 * @param services what the processes are answered with
 */
export function isolatedRunner(services: () => HostServices): HookRunner {
  return async <Name extends keyof KlingHooks>(
    config: Config,
    name: Name,
    payload: KlingHooks[Name]['payload'],
    answers: unknown[],
    {except}: RunHookOptions,
  ) => {
    const found: HookAnswer<Name>[] = []
    for (const plugin of pluginsOf(config)) {
      const files = plugin.hooks[name]
      if (plugin.trusted || plugin.name === except || !files || !plugin.granted.hooks.includes(name)) continue
      const rule = rules[name]
      if (!rule.asks(payload as never, [...answers, ...found], plugin)) continue
      try {
        const {runIsolated} = await import('./run-isolated.js')
        const {result} = await runIsolated({
          plugin,
          job: {kind: 'hook', name, files, payload},
          folders: config,
          services: async () => services(),
          limitMs: hookLimitMs,
        })
        const taken = result === undefined || result === null ? undefined : rule.take(result as never)
        if (taken === undefined) continue
        if (name === 'kling:region') regionOwners.set((payload as {name: string}).name, plugin.name)
        found.push(taken as HookAnswer<Name>)
      } catch (error) {
        const refuses = name === 'kling:before-submit' && isKlingError(error) && !isOfHost(error)
        if (refuses)
          throw new KlingError(error.code, t`${plugin.name} refused: ${error.message}`, {
            ...error.fields,
            billed: 'no',
          })
        warn(t`The hook ${name} of ${plugin.name} failed and was skipped: ${(error as Error).message}`)
      }
    }
    return found
  }
}

/** What the program says of a plugin is no refusal by it. */
const isOfHost = ({code}: KlingError): boolean =>
  ['timeout', 'unexpected_error', 'plugin_denied'].includes(code)

function warn(line: string): void {
  process.stderr.write(t`Warning: ${plainText(line).replaceAll('\n', ' ')}` + '\n')
}
