import {KlingError} from '../errors/kling-error.js'
import {nearest, wordDistance} from '../errors/nearest.js'
import {listOf} from '../i18n/list.js'
import {msg, t, translate} from '../i18n/translate.js'
import {type OtherWord, otherCommands, otherFlags, sameVerbs} from './nearest-words.js'

/** A flag as far as it is named in an error. */
interface KnownFlag {
  char?: string | undefined
  summary?: string | undefined
  hidden?: boolean | undefined
}

/** A command as far as its flags are compared. */
export interface KnownCommand {
  id: string
  hidden?: boolean | undefined
  flags?: Record<string, KnownFlag> | undefined
}

/** What an error says beside the word itself. */
interface Said {
  /** What was meant, in brackets. */
  guess?: string | undefined
  /** A sentence of its own. */
  note?: string | undefined
  hint: string
}

const withNote = (sentence: string, note: string): string => (note ? sentence + t` ${note}` : sentence)

/** So many commands are named at most. */
const mostCommands = 4

const helpHint = msg`Run the command with --help to see its flags.`

/** What is here for a word of another tool. */
function otherWord(words: OtherWord[], typed: string): OtherWord | undefined {
  return words.find(({typed: all}) => all.split(' ').includes(typed))
}

/** `negative-prompt` for `--negative_prompt` and `--negativePrompt`. */
function bareFlag(flag: string): string {
  return flag
    .replace(/^-+/, '')
    .replace(/([a-z])([A-Z])/g, '$1-$2')
    .replaceAll('_', '-')
    .toLowerCase()
}

/** `kling video create`. */
const typedCommand = (id: string): string => `kling ${id.replaceAll(':', ' ')}`

/** `--first-frame (-i): first frame of the video` */
function describeFlag(name: string, {char, summary}: KnownFlag): string {
  const short = char ? ` (-${char})` : ''
  return summary ? t`--${name + short}: ${translate(summary)}` : `--${name}${short}`
}

/** The commands beside one that have a flag which it lacks. */
function siblingsWith(flag: string, {id}: KnownCommand, commands: readonly KnownCommand[]): string[] {
  const topic = id.split(':')[0]
  return commands
    .filter(other => other.id !== id && other.id.split(':')[0] === topic && !other.hidden)
    .filter(({flags = {}}) => Object.hasOwn(flags, flag) && !flags[flag]!.hidden)
    .map(other => typedCommand(other.id))
    .slice(0, mostCommands)
}

/**
 * The error of a flag that a command does not have, with the one that was meant.
 * @param flag as it was typed, without its value
 * @param command the command
 * @param commands all commands, for those that have the flag
 */
export function unknownFlag(
  flag: string,
  command: KnownCommand,
  commands: readonly KnownCommand[],
): KlingError {
  const own = Object.entries(command.flags ?? {}).filter(([, {hidden}]) => !hidden)
  const flags = Object.fromEntries(own)
  const bare = bareFlag(flag)
  const isLong = bare.length > 1
  const error = ({guess = '', note = '', hint}: Said): KlingError =>
    new KlingError('invalid_flag', withNote(t`Unknown flag: ${flag}${guess}.`, note), {hint})
  const meant = (names: string[]): KlingError =>
    error({
      guess: t` (did you mean ${listOf(names.map(name => `--${name}`))}?)`,
      hint: names.map(name => describeFlag(name, flags[name]!)).join(t`; `),
    })

  // A slip of the finger in one of its own.
  const near = isLong ? nearest(bare, Object.keys(flags)) : undefined
  if (near !== undefined && wordDistance(bare, near) <= 1) return meant([near])

  const other = otherWord(otherFlags, bare)
  const same = (other?.flags ?? []).filter(name => Object.hasOwn(flags, name)).slice(0, 2)
  if (same.length > 0) return meant(same)
  const note = other?.why && translate(other.why)
  if (other?.next) return error({note, hint: translate(other.next)})

  for (const name of isLong ? [bare, ...(other?.flags ?? [])] : []) {
    const having = siblingsWith(name, command, commands)
    if (having.length === 0) continue
    const called = name === bare ? '' : t`kling calls it --${name}.`
    return error({note: called, hint: t`--${name} is a flag of ${listOf(having)}.`})
  }
  return near === undefined ? error({note, hint: translate(helpHint)}) : meant([near])
}

/** A word that stands in a command for what follows it. */
const placeholder = / (?:[A-Z]+)$/

/** Whether words can be shown as they are in a command to type. */
const isPlain = (words: string[]): boolean => words.every(word => /^[\p{L}\p{N} .,_-]+$/u.test(word))

/** A command to type: with the words that followed the unknown one, where it takes some. */
function withRest(use: string, rest: string[]): string {
  const isPrompt = use.endsWith(' PROMPT')
  if (!placeholder.test(use)) return `kling ${use}`
  if (rest.length > 0 && isPlain(rest)) {
    const words = rest.join(' ')
    return `kling ${use.replace(placeholder, '')} ${isPrompt ? `"${words}"` : words}`
  }
  return `kling ${isPrompt ? use.replace(placeholder, ` "${t`a cat playing piano`}"`) : use}`
}

/** The known command that the first words come near, each word by itself. */
function nearestCommand(words: string[], ids: string[][]): string[] | undefined {
  let best: {id: string[]; distance: number} | undefined
  for (const id of ids) {
    const distances = id.map((word, at) => {
      const typed = words[at] ?? ''
      const distance = wordDistance(typed.toLowerCase(), word)
      return distance <= Math.max(1, Math.floor(word.length / 3)) ? distance : Infinity
    })
    const distance = distances.reduce((sum, each) => sum + each, 0)
    const isBetter =
      !best || distance < best.distance || (distance === best.distance && id.length > best.id.length)
    if (distance < Infinity && isBetter) best = {id, distance}
  }
  return best?.id
}

/**
 * The error of a command that there is not, with the one that was meant.
 * @param words as they were typed, up to the first flag
 * @param known ids of all commands
 */
export function unknownCommand(words: string[], known: readonly string[]): KlingError {
  const error = (length: number, {guess = '', note = '', hint}: Said): KlingError => {
    const typed = words.slice(0, length).join(' ')
    const message = withNote(t`Unknown command: ${typed}${guess}.`, note)
    return new KlingError('unknown_command', message, {hint})
  }
  for (const length of [3, 2, 1]) {
    const other =
      words.length < length ? undefined : otherWord(otherCommands, words.slice(0, length).join(':'))
    if (!other) continue
    const {why, next, use = ''} = other
    const hint = next ? translate(next) : t`Use: ${withRest(use, words.slice(length))}`
    return error(length, {note: why && translate(why), hint})
  }

  const ids = known.map(id => id.split(':'))
  const near = nearestCommand(words, ids)
  if (near) {
    const guess = t` (did you mean ${near.join(' ')}?)`
    return error(near.length, {guess, hint: t`List all commands with: kling help`})
  }

  const topics = [...new Set(ids.filter(id => id.length > 1).map(([topic]) => topic!))]
  const [topic] =
    nearestCommand(
      words,
      topics.map(name => [name]),
    ) ?? []
  const isInTopic = topic === words[0]
  if (topic !== undefined && !isInTopic) {
    const guess = t` (did you mean ${topic}?)`
    return error(1, {guess, hint: t`See its commands with: kling ${topic} --help`})
  }

  const length = isInTopic ? 2 : 1
  const meant = sameVerb(words, known) ?? otherTopics(words[length - 1], ids)
  if (meant.length > 0) {
    const rest = words.slice(length)
    const isCall = meant.length === 1 && isPlain(rest)
    return error(length, {hint: t`Use: ${isCall ? [...meant, ...rest].join(' ') : listOf(meant)}`})
  }
  return isInTopic
    ? error(2, {hint: t`See its commands with: kling ${words[0]!} --help`})
    : error(2, {hint: t`List all commands with: kling help`})
}

/** The command of a topic that does what a verb of another tool says. */
function sameVerb(words: string[], known: readonly string[]): string[] | undefined {
  const [topic, verb] = words
  const same = sameVerbs.find(verbs => verb !== undefined && verbs.includes(verb)) ?? []
  const id = same.map(other => `${topic}:${other}`).find(candidate => known.includes(candidate))
  return id === undefined ? undefined : [typedCommand(id)]
}

/** The commands that end with a word, whatever their topic is. */
function otherTopics(last: string | undefined, ids: string[][]): string[] {
  const having = ids.filter(id => id.length > 1 && id.at(-1) === last)
  return having.slice(0, mostCommands).map(id => typedCommand(id.join(':')))
}
