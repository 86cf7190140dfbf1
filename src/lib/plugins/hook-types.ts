import type {Config} from '@oclif/core'
import type {Credentials} from '../config/credentials.js'

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

/** What a hook answers. */
export type HookAnswer<Name extends keyof KlingHooks> = NonNullable<KlingHooks[Name]['answer']>

/** Which plugins a hook is not run in. */
export interface RunHookOptions {
  /** Name of a third-party plugin: the one that has it run. */
  except?: string
}

/** Runs a hook wherever it is implemented. @returns the answers @throws KlingError a refusal */
export type RunHook = <Name extends keyof KlingHooks>(
  name: Name,
  payload: KlingHooks[Name]['payload'],
  options?: RunHookOptions,
) => Promise<HookAnswer<Name>[]>

/**
 * Runs a hook in the plugins of one kind.
 * @param answers what the runners before this one brought
 */
export type HookRunner = <Name extends keyof KlingHooks>(
  config: Config,
  name: Name,
  payload: KlingHooks[Name]['payload'],
  answers: unknown[],
  options: RunHookOptions,
) => Promise<HookAnswer<Name>[]>
