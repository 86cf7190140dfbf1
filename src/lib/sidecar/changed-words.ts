import type {JsonBody} from '../http/streaming-body.js'
import {type Asked, readRequest, wordsOf} from './body-to-command.js'
import {type Recipe, lostFile, withPaths} from './recipe.js'

/**
 * What flags on the command line ask for, by name: a list for one that is repeated; false for one without a value that
 * is taken back, which is `no-NAME` where the command has such a flag.
 */
export type GivenFlags = Record<string, string | string[] | boolean>

/** A request made anew with some of its flags changed. */
export interface ChangedRequest {
  /** The words behind the command that made it. */
  words: string[]
  /** A flag that needs an input which was given as text and was not kept. */
  lost: string | undefined
}

/**
 * The words that make a request again with other flags: one that is given takes the place of all of its name, and
 * `prompt` that of the prompt.
 * @param change the flags of the request that are given
 * @param more words that say where it goes and what becomes of it
 */
export function changedWords({kind, request}: Recipe, change: GivenFlags, more: string[]): ChangedRequest {
  const asked = readRequest(kind, withPaths(request) as JsonBody)
  const {prompt, ...flags} = change
  // Where it is a flag, as of `extend`, it is changed as one.
  const isArgument = kind !== 'extend' && typeof prompt === 'string'
  const names = Object.keys(isArgument ? flags : change)
  const changed = new Set(names.flatMap(name => [name, `no-${name}`, name.replace(/^no-/, '')]))
  if (changed.has('prompt-file') || changed.has('shots')) changed.add('shot')
  const kept: Asked = {
    positionals: isArgument ? [prompt] : changed.has('prompt-file') ? [] : asked.positionals,
    settings: asked.settings.filter(({flag}) => !changed.has(flag)),
  }
  const lost = kept.settings.find(({value}) => value === lostFile)?.flag
  const words = wordsOf(kept)
  const end = words.indexOf('--')
  const flagWords = [...wordsOfFlags(isArgument ? flags : change), ...more]
  return {words: end < 0 ? [...words, ...flagWords] : words.toSpliced(end, 0, ...flagWords), lost}
}

/** Flags as they are typed. */
export function wordsOfFlags(flags: GivenFlags): string[] {
  return Object.entries(flags).flatMap(([name, value]) => {
    if (typeof value === 'boolean') return value ? [`--${name}`] : []
    return [value].flat().map(text => `--${name}=${text}`)
  })
}
