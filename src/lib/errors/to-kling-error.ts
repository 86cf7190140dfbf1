import {msg, t, translate} from '../i18n/translate.js'
import {noneOf} from './check-one-of.js'
import type {ErrorCode} from './codes.js'
import {KlingError, isKlingError, systemCode} from './kling-error.js'
import {didYouMean} from './nearest.js'
import {isNoWorkingFolder, noWorkingFolder} from './no-working-folder.js'
import {missingArgument} from './require-argument.js'

/** Flag or argument → the code of a bad value. What is not here is `invalid_argument`. */
const invalidCodes: Record<string, ErrorCode> = {
  mode: 'invalid_mode',
  duration: 'invalid_duration',
  ratio: 'invalid_ratio',
  model: 'invalid_model',
  limit: 'invalid_limit',
  page: 'invalid_page',
  type: 'invalid_type',
  kind: 'invalid_type',
  format: 'invalid_format',
  orientation: 'invalid_orientation',
  tag: 'invalid_tag',
  element: 'invalid_argument',
  'cfg-scale': 'invalid_cfg_scale',
  'camera-control': 'invalid_camera_control',
  'dynamic-mask': 'invalid_dynamic_mask',
  'prompt-file': 'invalid_prompt',
}

/** Flag or argument → the code when it is left out, and what an argument is called. */
const missing: Record<string, {code: ErrorCode; name: string}> = {
  task_id: {code: 'missing_task_id', name: msg`task ID`},
  video_id: {code: 'missing_video_id', name: msg`video ID`},
  voice_id: {code: 'missing_voice_id', name: msg`voice ID`},
  element_id: {code: 'missing_element_id', name: msg`element ID`},
  output: {code: 'missing_output', name: '--output'},
  name: {code: 'missing_name', name: msg`name`},
  key: {code: 'invalid_key', name: msg`setting name`},
  plugin: {code: 'invalid_argument', name: msg`plugin name`},
  folder: {code: 'invalid_argument', name: msg`folder`},
}

/** So many unexpected words are named: a long prompt without quotes is not written out. */
const mostWords = 5

interface ParserError extends Error {
  flags?: string[]
  args?: unknown
  parse?: {input?: {flags?: Record<string, {char?: string; aliases?: string[]}>}}
}

/** Stands before a word that begins with a dash while the parser looks for flags: see `shieldDashes`. */
export const dashShield = '\uF8FF'

/** The parser's own sentence: without its reference to --help and its colour codes. */
function sentenceOf(error: Error): string {
  return (
    error.message
      .replace(/\nSee more help with --help[\s\S]*$/, '')
      // eslint-disable-next-line no-control-regex -- the parser colours its sentences
      .replace(/\u001B\[[\d;]*m/g, '')
      .replace(/^The following errors? occurred:\s*/, '')
      .replace(/\s+/g, ' ')
      .replaceAll(dashShield, '')
      .trim()
  )
}

/** The flag that the parser does not know, without its value, which may be a secret; undefined for other errors. */
export function unknownFlagOf(error: unknown): string | undefined {
  if (!(error instanceof Error) || error.constructor.name !== 'NonExistentFlagsError') return undefined
  return ((error as ParserError).flags?.[0] ?? '').replace(/=.*$/s, '')
}

function unknownFlag(error: ParserError): KlingError {
  const flag = unknownFlagOf(error) ?? ''
  const known = Object.keys(error.parse?.input?.flags ?? {}).map(name => `--${name}`)
  return new KlingError('invalid_flag', t`Unknown flag: ${flag}${didYouMean(flag, known)}.`, {
    hint: t`Run the command with --help to see its flags.`,
  })
}

function unexpectedArgument(error: ParserError): KlingError {
  const words = Array.isArray(error.args) ? error.args.map(String) : []
  const list = words.slice(0, mostWords).join(t`, `) + (words.length > mostWords ? ' …' : '')
  return new KlingError(
    'invalid_argument',
    words.length === 1 ? t`Unexpected argument: ${list}.` : t`${words.length} unexpected arguments: ${list}.`,
    {
      hint: t`Quote a prompt of several words: "a cat playing piano".`,
    },
  )
}

function requiredArgument(error: ParserError): KlingError {
  const first = Array.isArray(error.args) ? (error.args[0] as {name?: string} | undefined)?.name : undefined
  const name = first ?? 'argument'
  const known = missing[name] ?? {code: 'invalid_argument', name: t`argument <${name}>`}
  return missingArgument({...known, hint: msg`Run the command with --help to see its usage.`})
}

/** Flags for files → the code of one that is not there. */
const notFoundCodes: Record<string, ErrorCode> = {
  'first-frame': 'frame_not_found',
  'last-frame': 'frame_not_found',
  'ref-image': 'ref_image_not_found',
  image: 'image_not_found',
  audio: 'audio_not_found',
  'static-mask': 'mask_not_found',
  frontal: 'frontal_not_found',
  ref: 'ref_not_found',
}

/** A flag whose value is empty, as that of a variable that is not set: it is never taken for one that was left out. */
export function emptyFlag(name: string): KlingError {
  const code = missing[name]?.code ?? notFoundCodes[name] ?? invalidCodes[name] ?? 'invalid_argument'
  return new KlingError(code, t`The value of ${`--${name}`} is empty.`, {
    hint: t`If it comes from a variable, check that the variable is set. Otherwise leave the flag out.`,
  })
}

/** What Node refuses the process of a plugin. */
const permissionWords: Record<string, string> = {
  FileSystemRead: msg`read`,
  FileSystemWrite: msg`write`,
  ChildProcess: msg`run programs directly`,
  WorkerThreads: msg`start threads`,
  Net: msg`open connections directly`,
}

function accessDenied(error: Error & {permission?: string; resource?: string}): KlingError {
  const what = translate(permissionWords[error.permission ?? ''] ?? msg`do this`)
  return new KlingError(
    'plugin_denied',
    t`The plugin is not allowed to ${[what, error.resource].filter(Boolean).join(' ')}.`,
    {
      hint: t`See its permissions with: kling plugins permissions`,
      cause: error,
    },
  )
}

/** One reader per class of parser error; oclif exports none of them, so they are distinguished by name. */
const readers: Record<string, (error: ParserError) => KlingError> = {
  NonExistentFlagsError: unknownFlag,
  UnexpectedArgsError: unexpectedArgument,
  RequiredArgsError: requiredArgument,
}

/** The parser's own sentences and ours for them. */
const sentences: [RegExp, (...parts: string[]) => string][] = [
  [/^Flag (--\S+) expects a value$/, flag => t`${flag} requires a value.`],
  [
    /^Flag (--\S+) expects one of these values: (.*)$/,
    (flag, values) => t`${flag} must be one of ${values}.`,
  ],
  [/^Flag (--\S+) can only be specified once$/, flag => t`${flag} can be used only once.`],
  [
    /^(--\S+?)(?:=.*)? cannot also be provided when using (--\S+)$/,
    (one, other) => t`${one} and ${other} cannot be used together.`,
  ],
  [
    /^All of the following must be provided when using (--\S+): (.*)$/,
    (flag, others) => t`${flag} requires ${others}.`,
  ],
]

/** A sentence of the parser's as it is reported. */
function inOurWords(sentence: string): string {
  for (const [pattern, words] of sentences) {
    const found = pattern.exec(sentence)
    if (found) return words(...found.slice(1))
  }
  return sentence
}

/**
 * Turns any error that reaches the funnel into a KlingError: ours unchanged, oclif's parser errors by the
 * tables above, everything else as `unexpected_error`. The parser's input (flags, environment) is dropped.
 */
export function toKlingError(error: unknown): KlingError {
  if (isKlingError(error)) {
    // oclif puts "Parsing --flag" in front of what a flag's own parse function throws.
    const plain = error.message.replace(/^Parsing --\S+ \n\t/, '').replace(/\nSee more help with --help$/, '')
    return plain === error.message ? error : new KlingError(error.code, plain, error.fields)
  }
  if (!(error instanceof Error)) return new KlingError('unexpected_error', String(error))
  if (systemCode(error) === 'ERR_ACCESS_DENIED') return accessDenied(error)
  if (isNoWorkingFolder(error)) return noWorkingFolder(error)
  const reader = readers[error.constructor.name]
  if (reader) return reader(error)
  const sentence = sentenceOf(error)
  const command = /^command (.*) not found\.?$/i.exec(sentence)?.[1]
  if (command !== undefined) {
    return new KlingError('unknown_command', t`Unknown command: ${command.replaceAll(':', ' ')}.`, {
      cause: error,
      hint: t`List all commands with: kling help`,
    })
  }
  const [, choice, value, allowed] = /^Expected (?:--(\S+?)=)?(.*) to be one of: (.*)$/.exec(sentence) ?? []
  if (value !== undefined && allowed !== undefined) {
    const code = invalidCodes[choice ?? ''] ?? 'invalid_argument'
    return noneOf(code, choice ? `--${choice}` : t`The argument`, value, allowed.split(', '))
  }
  const flag = /(?:--|flag )([a-z][a-z-]*)/.exec(sentence)?.[1]
  if (/^Missing required flag/.test(sentence)) {
    const {code} = missing[flag ?? ''] ?? {code: 'invalid_argument'}
    return missingArgument({code, name: `--${flag}`})
  }
  if ('parse' in error || /^(Parsing|Flag) --|^Expected /.test(sentence)) {
    return new KlingError(invalidCodes[flag ?? ''] ?? 'invalid_argument', inOurWords(sentence))
  }
  return new KlingError('unexpected_error', sentence || error.constructor.name, {
    cause: error,
    hint: t`This is a bug. Run the command again with --debug to see where it happened.`,
  })
}
