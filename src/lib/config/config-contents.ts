import {t} from '../i18n/translate.js'
import {settingDefinitions} from './setting-definitions.js'

/** Settings by their names, as text. */
export type Values = Record<string, string>

/** A setting of this version that does not stand there as text, a number, or yes and no. */
export interface UnreadableSetting {
  key: string
  /** The profile that it is of; undefined for the file itself. */
  profile: string | undefined
  /** Where its name stands in the file, counted from 1. */
  line: number
}

/** The config file: settings of the default profile at the top, those of others under `profiles`. */
export interface ConfigContents {
  /** Version of the form of the file; one that is higher than `configFormat` was written by a later program. */
  format: number
  /** All that stands in it, settings of other versions included. */
  raw: Record<string, unknown>
  values: Values
  profiles: Record<string, Values>
  unreadable: UnreadableSetting[]
}

/** The form that this version writes. */
export const configFormat = 1

/** What is wrong with a config file as a whole, as the end of the sentence `The config file … …`. */
export class ConfigSyntaxError extends Error {}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** A setting as text; undefined for one that is not set, null for what cannot be one. */
function textOf(value: unknown): string | undefined | null {
  if (value === null || value === undefined) return undefined
  if (typeof value === 'string') return value
  if (typeof value === 'number') return String(value)
  if (typeof value === 'boolean') return value ? 'yes' : 'no'
  return null
}

/** The line of a place in a text, counted from 1. */
const lineAt = (text: string, at: number): number => text.slice(0, at).split('\n').length

/** The line that a JSON parser complains of: engines say where in words of their own. */
function lineOfError(text: string, {message}: SyntaxError): number {
  const position = /position (\d+)/.exec(message)?.[1]
  return lineAt(text, position === undefined ? text.length : Number(position))
}

/** The line on which the name of a setting stands, by its path from the top of the file. */
function lineOf(text: string, path: string[]): number {
  const wanted = JSON.stringify(path)
  const around: string[] = []
  let name = ''
  for (const {0: token, 1: key, index} of text.matchAll(
    /("(?:[^"\\]|\\.)*")\s*:|"(?:[^"\\]|\\.)*"|[{}[\]]/g,
  )) {
    if (key !== undefined) name = JSON.parse(key) as string
    else if (/[{[]/.test(token[0]!)) around.push(name)
    else if (/[}\]]/.test(token[0]!)) around.pop()
    // The first of `around` is the file itself, which has no name.
    if (key !== undefined && JSON.stringify([...around.slice(1), name]) === wanted) return lineAt(text, index)
  }
  return 1
}

/**
 * What stands in a config file. An empty one has no settings; what is no setting of this version is kept as it is.
 * @throws ConfigSyntaxError where it is no JSON object
 */
export function parseConfig(file: string): ConfigContents {
  const text = file.replace(/^\uFEFF/, '')
  let raw: unknown
  try {
    raw = text.trim() === '' ? {} : JSON.parse(text)
  } catch (error) {
    throw new ConfigSyntaxError(t`is not valid JSON (line ${lineOfError(text, error as SyntaxError)})`, {
      cause: error,
    })
  }
  if (!isObject(raw)) throw new ConfigSyntaxError(t`is not a JSON object`)
  const {profiles: sections = {}, format, ...settings} = raw
  if (!isObject(sections) || !Object.values(sections).every(isObject))
    throw new ConfigSyntaxError(t`contains an invalid list of profiles`)
  const unreadable: UnreadableSetting[] = []
  const read = (section: Record<string, unknown>, profile?: string): Values => {
    const values: Values = {}
    for (const [key, value] of Object.entries(section)) {
      const textual = textOf(value)
      if (typeof textual === 'string') values[key] = textual
      else if (textual === null && Object.hasOwn(settingDefinitions, key))
        unreadable.push({
          key,
          profile,
          line: lineOf(text, [...(profile === undefined ? [] : ['profiles', profile]), key]),
        })
    }
    return values
  }
  // Without a prototype, no name of a profile means something else.
  const profiles = Object.create(null) as Record<string, Values>
  for (const [name, section] of Object.entries(sections))
    profiles[name] = read(section as Record<string, unknown>, name)
  return {
    format: Number(format) || configFormat,
    raw,
    values: read(settings),
    profiles,
    unreadable,
  }
}

/** The file with one setting of a profile set, or removed when the value is undefined; all else is as it was. */
export function changeContents(
  {raw}: ConfigContents,
  {key, value, profile}: {key: string; value: string | undefined; profile?: string | undefined},
): string {
  // As text: the first versions read nothing else.
  const {format = String(configFormat), profiles = {}, ...settings} = raw
  const sections = new Map(Object.entries(profiles as Record<string, Record<string, unknown>>))
  const set = (section: Record<string, unknown>): Record<string, unknown> => {
    const {[key]: _, ...others} = section
    return value === undefined ? others : {...section, [key]: value}
  }
  if (profile !== undefined) sections.set(profile, set(sections.get(profile) ?? {}))
  const filled = [...sections].filter(([, section]) => Object.keys(section).length > 0)
  const contents = {
    format,
    ...(profile === undefined ? set(settings) : settings),
    ...(filled.length > 0 ? {profiles: Object.fromEntries(filled)} : {}),
  }
  return JSON.stringify(contents, null, 2) + '\n'
}
