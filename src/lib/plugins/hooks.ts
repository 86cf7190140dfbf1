import type {Config} from '@oclif/core'
import {pluginRegions} from '../config/regions.js'
import {isKlingError} from '../errors/kling-error.js'
import {toKlingError} from '../errors/to-kling-error.js'
import type {HookAnswer, HookRunner, KlingHooks, RunHook, RunHookOptions} from './hook-types.js'

/** How long a plugin may think about a hook, in ms. */
export const hookLimitMs = 10_000

/** The hooks of a program: each runner is asked in turn. @param loadConfig called when a hook is first run */
export function createHookDispatcher(runners: HookRunner[], loadConfig: () => Promise<Config>): RunHook {
  return async <Name extends keyof KlingHooks>(
    name: Name,
    payload: KlingHooks[Name]['payload'],
    options: RunHookOptions = {},
  ) => {
    const config = await loadConfig()
    const answers: HookAnswer<Name>[] = []
    for (const run of runners) answers.push(...(await run(config, name, payload, answers, options)))
    return answers
  }
}

/**
 * Runs the hooks of the program and of our own plugins. oclif swallows what hooks throw; here a refusal (a KlingError)
 * is thrown on, and so is any failure where an answer was needed and none came. Other failures are those of a broken
 * plugin and must not break the program.
 */
export const inProcessRunner: HookRunner = async <Name extends keyof KlingHooks>(
  config: Config,
  name: Name,
  payload: KlingHooks[Name]['payload'],
) => {
  const {successes, failures} = await runInProcess(config, name, payload)
  const answers = successes
    .map(success => success.result as KlingHooks[Name]['answer'])
    .filter(answer => answer !== undefined && answer !== null) as HookAnswer<Name>[]
  const rule = rules[name]
  if (rule !== 'adds' && !(rule === 'answers' && answers.length > 0)) {
    const refusal =
      failures.find(({error}) => isKlingError(error)) ?? (rule === 'answers' ? failures[0] : undefined)
    if (refusal) throw toKlingError(refusal.error)
  }
  return answers
}

/** Runs them by oclif; one that never ends is left behind. */
async function runInProcess<Name extends keyof KlingHooks>(
  config: Config,
  name: Name,
  payload: KlingHooks[Name]['payload'],
): Promise<Awaited<ReturnType<Config['runHook']>>> {
  // oclif's own timer does not keep the process alive.
  const awake = setTimeout(() => {}, hookLimitMs + 1000)
  try {
    // `true` keeps oclif from throwing by itself, so that all answers and failures come back.
    return await config.runHook.call(asking(config, name, payload), name, {...payload}, hookLimitMs, true)
  } finally {
    clearTimeout(awake)
  }
}

/** Hooks that are about one region. */
const hookRegions: {
  [Name in keyof KlingHooks]?: (payload: KlingHooks[Name]['payload']) => string | undefined
} = {
  'kling:region': ({name}) => name,
  'kling:credentials': ({region}) => region,
}

/**
 * The config with the plugins that may have something to say. Our plugins that bring a region answer for that one
 * only: loading them for another takes 5 ms.
 */
function asking<Name extends keyof KlingHooks>(
  config: Config,
  name: Name,
  payload: KlingHooks[Name]['payload'],
): Config {
  const regionIn = hookRegions[name]
  if (!regionIn) return config
  const region = regionIn(payload)
  const others = Object.entries(pluginRegions).flatMap(([own, plugin]) =>
    own === region ? [] : [`@kling-cli/plugin-${plugin}`],
  )
  const plugins = new Map([...config.plugins].filter(([plugin]) => !others.includes(plugin)))
  return Object.create(config, {plugins: {value: plugins}}) as Config
}

/** What a hook is for: to answer a question, to refuse something, or only to add to it. */
const rules: Record<keyof KlingHooks, 'answers' | 'refuses' | 'adds'> = {
  'kling:region': 'answers',
  'kling:credentials': 'answers',
  'kling:before-submit': 'refuses',
  'kling:task-changed': 'adds',
  'kling:error': 'adds',
}
