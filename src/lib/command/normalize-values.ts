import {join} from 'node:path'
import {fileURLToPath} from 'node:url'
import {KlingError} from '../errors/kling-error.js'
import {formatCodePoint} from '../i18n/code-point.js'
import {t} from '../i18n/translate.js'

/** What of a flag says which kind of value it takes. */
interface FlagKind {
  helpValue?: string | string[]
}

type Normalize = (text: string, name: string) => string

/**
 * A path as it was meant: shells leave `~/` alone after `=`, and file managers give `file:///` addresses.
 * @param home of the user
 * @throws KlingError `invalid_argument` for an address that names no file of this machine
 */
export function localPath(text: string, home: () => string): string {
  if (text === '~' || /^~[\\/]/.test(text)) return join(home(), text.slice(1))
  if (!/^file:/i.test(text)) return text
  try {
    return fileURLToPath(text)
  } catch (cause) {
    throw new KlingError('invalid_argument', t`${text.slice(0, 200)} is not a file on this machine.`, {
      hint: t`Specify a path, or a URL such as file:///home/me/cat.png`,
      cause,
    })
  }
}

/** An ID without what lists and spreadsheets leave round it. @throws KlingError `invalid_argument` for line ends and the like within */
export function trimmedId(text: string): string {
  const id = text.trim()
  const odd = /\p{Control}/u.exec(id)?.[0]
  if (odd === undefined) return id
  throw new KlingError(
    'invalid_argument',
    t`The ID ${JSON.stringify(id.slice(0, 80))} contains ${formatCodePoint(odd)}.`,
    {hint: t`Specify each ID as a word of its own.`},
  )
}

/** Which values of flags and arguments are made what they mean, by what they stand for. */
function kindsOf(home: () => string): [pattern: RegExp, normalize: Normalize][] {
  return [
    [/^(?:FILE|DIR)\b/, text => localPath(text, home)],
    [/^ID$/, trimmedId],
  ]
}

/** Values of flags as they were meant: paths and IDs. */
export function normalizeFlags<Values extends object>(
  values: Values,
  flags: object,
  home: () => string,
): Values {
  const kinds = kindsOf(home)
  const entries = Object.entries(values).map(([name, value]: [string, unknown]) => {
    const word = [(flags as Record<string, FlagKind | undefined>)[name]?.helpValue ?? []].flat()[0] ?? ''
    const normalize = kinds.find(([pattern]) => pattern.test(word))?.[1]
    if (!normalize) return [name, value]
    if (Array.isArray(value))
      return [name, value.map(part => (typeof part === 'string' ? normalize(part, name) : (part as unknown)))]
    return [name, typeof value === 'string' ? normalize(value, name) : value]
  })
  return Object.fromEntries(entries) as Values
}

/** Arguments that are IDs, by their names. */
export function normalizeIds<Values extends object>(values: Values): Values {
  const entries = Object.entries(values).map(([name, value]: [string, unknown]) => [
    name,
    typeof value === 'string' && /_id$/.test(name) ? trimmedId(value) : value,
  ])
  return Object.fromEntries(entries) as Values
}
