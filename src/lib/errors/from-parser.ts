import {later, say, sayText} from '../language/say.js'
import {type ErrorCode} from './codes.js'
import {KlingError, isKlingError, systemCode} from './kling-error.js'
import {didYouMean} from './nearest.js'

/** Flag or argument → the code of a bad value. What is not here is `invalid_argument`. */
const invalidCodes: Record<string, ErrorCode> = {
  mode: 'invalid_mode',
  duration: 'invalid_duration',
  ratio: 'invalid_ratio',
  model: 'invalid_model',
  limit: 'invalid_limit',
  page: 'invalid_page',
  type: 'invalid_type',
  format: 'invalid_format',
  orientation: 'invalid_orientation',
  tag: 'invalid_tag',
  element: 'invalid_argument',
  'cfg-scale': 'invalid_cfg_scale',
  'camera-control': 'invalid_camera_control',
  'dynamic-mask': 'invalid_dynamic_mask',
  'prompt-file': 'invalid_prompt',
}

/** Flag or argument → the code when it is left out. */
const missingCodes: Record<string, ErrorCode> = {
  task_id: 'missing_task_id',
  video_id: 'missing_video_id',
  voice_id: 'missing_voice_id',
  element_id: 'missing_element_id',
  output: 'missing_output',
  name: 'missing_name',
  key: 'invalid_key',
}

interface ParserError extends Error {
  flags?: string[]
  args?: unknown
  parse?: {input?: {flags?: Record<string, {char?: string; aliases?: string[]}>}}
}

/** The parser's own sentence: without its reference to --help and its colour codes. */
function sentenceOf(error: Error): string {
  return (
    error.message
      .replace(/\nSee more help with --help[\s\S]*$/, '')
      // eslint-disable-next-line no-control-regex -- the parser colours its sentences
      .replace(/\u001B\[[\d;]*m/g, '')
      .replace(/^The following errors? occurred:\s*/, '')
      .replace(/\s+/g, ' ')
      .trim()
  )
}

function unknownFlag(error: ParserError): KlingError {
  // Without its value, which may be a secret.
  const flag = (error.flags?.[0] ?? '').replace(/=.*$/s, '')
  const known = Object.keys(error.parse?.input?.flags ?? {}).map(name => `--${name}`)
  return new KlingError('invalid_flag', say`Unknown flag ${flag}.${didYouMean(flag, known)}`, {
    hint: say`Run the command with --help to see its flags.`,
  })
}

function unexpectedArgument(error: ParserError): KlingError {
  const words = Array.isArray(error.args) ? error.args.length : 1
  return new KlingError(
    'invalid_argument',
    words === 1
      ? say`One word too many on the command line.`
      : say`${words} words too many on the command line.`,
    {
      hint: say`Put a prompt of several words in quotes: "a cat playing piano".`,
    },
  )
}

function missingArgument(error: ParserError): KlingError {
  const first = Array.isArray(error.args) ? (error.args[0] as {name?: string} | undefined)?.name : undefined
  const name = first ?? 'argument'
  return new KlingError(missingCodes[name] ?? 'invalid_argument', say`Missing <${name}>.`, {
    hint: say`Run the command with --help to see what it takes.`,
  })
}

/** What Node refuses the process of a plugin. */
const permissionWords: Record<string, string> = {
  FileSystemRead: later`read`,
  FileSystemWrite: later`write`,
  ChildProcess: later`run programs by itself`,
  WorkerThreads: later`start threads`,
  Net: later`open connections by itself`,
}

function accessDenied(error: Error & {permission?: string; resource?: string}): KlingError {
  const what = sayText(permissionWords[error.permission ?? ''] ?? later`do this`)
  return new KlingError(
    'plugin_denied',
    say`The plugin may not ${[what, error.resource].filter(Boolean).join(' ')}.`,
    {
      hint: say`See what it may do with: kling plugins permissions`,
      cause: error,
    },
  )
}

/** One reader per class of parser error; oclif exports none of them, so they are told apart by name. */
const readers: Record<string, (error: ParserError) => KlingError> = {
  NonExistentFlagsError: unknownFlag,
  UnexpectedArgsError: unexpectedArgument,
  RequiredArgsError: missingArgument,
}

/** The parser's own sentences and ours for them. */
const sentences: [RegExp, (...parts: string[]) => string][] = [
  [/^Flag (--\S+) expects a value$/, flag => say`${flag} needs a value.`],
  [
    /^Flag (--\S+) expects one of these values: (.*)$/,
    (flag, values) => say`${flag} must be one of ${values}.`,
  ],
  [
    /^Expected (\S+?)=(.*) to be one of: (.*)$/,
    (flag, value, values) => say`${flag} must be one of ${values}, not ${value}.`,
  ],
  [/^Flag (--\S+) can only be specified once$/, flag => say`${flag} can be given only once.`],
  [
    /^(--\S+?)(?:=.*)? cannot also be provided when using (--\S+)$/,
    (one, other) => say`${one} and ${other} cannot be given together.`,
  ],
  [
    /^All of the following must be provided when using (--\S+): (.*)$/,
    (flag, others) => say`${flag} needs ${others}.`,
  ],
]

/** A sentence of the parser's as it is told. */
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
  const reader = readers[error.constructor.name]
  if (reader) return reader(error)
  const sentence = sentenceOf(error)
  const command = /^command (.*) not found\.?$/i.exec(sentence)?.[1]
  if (command !== undefined) {
    return new KlingError('unknown_command', say`There is no command ${command.replaceAll(':', ' ')}.`, {
      cause: error,
      hint: say`See all commands with: kling help`,
    })
  }
  const flag = /(?:--|flag )([a-z][a-z-]*)/.exec(sentence)?.[1]
  if (/^Missing required flag/.test(sentence)) {
    return new KlingError(missingCodes[flag ?? ''] ?? 'invalid_argument', say`Missing --${flag}.`)
  }
  if ('parse' in error || /^(Parsing|Flag) --|^Expected /.test(sentence)) {
    return new KlingError(invalidCodes[flag ?? ''] ?? 'invalid_argument', inOurWords(sentence))
  }
  return new KlingError('unexpected_error', sentence || error.constructor.name, {
    cause: error,
    hint: say`This is a bug. Run it again with --debug to see where it happened.`,
  })
}
