import {type Config} from '@oclif/core'
import {type Credentials} from '../api/auth.js'
import {pluginRegions} from '../config/regions.js'
import {toKlingError} from '../errors/to-kling-error.js'
import {isKlingError} from '../errors/kling-error.js'
import {remoteHost} from '../isolation/remote-host.js'
import {hookLimitMs, runIsolatedHooks} from '../isolation/run-isolated-hooks.js'

/** What a hook of `kling:region` answers for a region that it knows; undefined for all others. */
export interface RegionAnswer {
  baseUrl: string
  /** Shortest time between two queries of a task, in seconds. */
  pollSeconds?: number
  /** Called when the command ends. */
  close?: () => Promise<void>
}

/** Our hooks: what they are given and what they answer. Plugins may add to each. */
export interface KlingHooks {
  'kling:region': {payload: {name: string}; answer: RegionAnswer}
  'kling:credentials': {
    payload: {
      /** Name of the region; undefined when a base URL was set instead. */
      region: string | undefined
      profile: string | undefined
      profileIsFlag: boolean
    }
    answer: Credentials
  }
  /** Throwing refuses the submission. */
  'kling:before-submit': {
    payload: {kind: string; model: string | undefined; units: number | undefined}
    answer: void
  }
  'kling:task-changed': {payload: {task_id: string; kind: string; status: string}; answer: void}
  /** May answer with a hint for an error that has none. */
  'kling:error': {payload: {code: string; message: string}; answer: string}
}

type Context = {config: Config}

/** A hook function, for the plugins that implement one. */
export type KlingHook<Name extends keyof KlingHooks> = (
  this: Context,
  payload: KlingHooks[Name]['payload'],
) => Promise<KlingHooks[Name]['answer'] | undefined>

/**
 * Runs a hook in every plugin and returns the answers. oclif swallows what hooks throw; here a refusal (a
 * KlingError) is thrown on, and so is any failure where an answer was needed and none came. Other failures are
 * those of a broken plugin and must not break the program.
 */
export async function runKlingHook<Name extends keyof KlingHooks>(
  config: Config,
  name: Name,
  payload: KlingHooks[Name]['payload'],
): Promise<NonNullable<KlingHooks[Name]['answer']>[]> {
  const outside = remoteHost()
  if (outside) return outside.runHook(name, payload)
  const {successes, failures} = await runInProcess(config, name, payload)
  const answers = successes
    .map(success => success.result as KlingHooks[Name]['answer'])
    .filter(answer => answer !== undefined && answer !== null) as NonNullable<KlingHooks[Name]['answer']>[]
  const rule = rules[name]
  if (rule !== 'adds' && !(rule === 'answers' && answers.length > 0)) {
    const refusal =
      failures.find(({error}) => isKlingError(error)) ?? (rule === 'answers' ? failures[0] : undefined)
    if (refusal) throw toKlingError(refusal.error)
  }
  return [...answers, ...(await runIsolatedHooks(config, name, payload, answers))]
}

/** Runs the hooks of the program and of our own plugins; one that never ends is left behind. */
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
const regionOf: {[Name in keyof KlingHooks]?: (payload: KlingHooks[Name]['payload']) => string | undefined} =
  {
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
  const regionIn = regionOf[name]
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
