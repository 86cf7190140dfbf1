import {type CommandLine, commandWords, findCommand, readLine, unquoted} from './command-line.js'
import {msg} from '../i18n/translate.js'
import type {Commands, ManifestFlag} from './manifest.js'
import type {Candidate, Completion, Sources} from './types.js'
import {valuesOfArgument, valuesOfFlag} from './values.js'

const nothing: Completion = {kind: 'words', candidates: []}

/** More than these nobody reads. */
const maxCandidates = 200

const helpFlag: Candidate = {value: '--help', description: msg`show help`}
const versionFlag: Candidate = {value: '--version', description: msg`show the version`}

/**
 * What may stand under the cursor.
 * @param typed the words after `kling` as they were typed, quotes included
 * @param index the word under the cursor; one past the last word for a new one
 */
export async function complete(typed: string[], index: number, sources: Sources): Promise<Completion> {
  const all = typed.map(unquoted)
  const isHelp = all[0] === 'help' && index > 0
  const words = isHelp ? all.slice(1) : all
  const cursor = isHelp ? index - 1 : index
  const {commands, topics} = sources.commands()
  const path = commandWords(words.slice(0, cursor), commands)
  const word = words[cursor] ?? ''
  const names = path.length === cursor && !word.startsWith('-') ? nextWords(path, {commands, topics}) : []
  const found = findCommand(path.join(':'), commands)
  if (path.length === cursor && (names.length > 0 || isHelp || !found)) {
    const flags = isHelp || word === '' ? [] : path.length === 0 ? [helpFlag, versionFlag] : [helpFlag]
    // A topic may be a command as well, whose argument may stand here.
    const own =
      found && !isHelp ? await valuesHere(readLine(found, words.slice(path.length), 0), sources) : []
    return startingWith(word, {kind: 'words', candidates: [...names, ...own, ...flags]})
  }
  if (!found || isHelp) return nothing
  const line = readLine(found, words.slice(path.length), cursor - path.length)
  const {at} = line
  switch (at.what) {
    case 'value': {
      const {kind, candidates} = await valuesOfFlag(line, at, sources)
      const matching = startingWith(at.word, {kind, candidates})
      return {
        kind,
        candidates: matching.candidates.map(({value, description}) => ({
          value: at.before + value,
          description,
        })),
      }
    }
    case 'flag':
      return startingWith(at.word, {kind: 'words', candidates: flagsLeft(line)})
    default: {
      const values = at.argument && (await valuesOfArgument(line, at.argument, sources))
      // Where any text may stand, what else there is to say: the flags.
      if (!values) return at.word === '' ? {kind: 'words', candidates: flagsLeft(line)} : nothing
      const fresh = values.candidates.filter(({value}) => !line.positionals.includes(value))
      return startingWith(at.word, {kind: values.kind, candidates: fresh})
    }
  }
}

/** What a command takes at the cursor, where that is a word. */
async function valuesHere(line: CommandLine, sources: Sources): Promise<Candidate[]> {
  const {at} = line
  const values = at.what === 'argument' && at.argument && (await valuesOfArgument(line, at.argument, sources))
  return values && values.kind === 'words' ? values.candidates : []
}

function startingWith(word: string, {kind, candidates}: Completion): Completion {
  return {kind, candidates: candidates.filter(({value}) => value.startsWith(word)).slice(0, maxCandidates)}
}

/** The words that may follow a topic's: commands and deeper topics. */
function nextWords(path: string[], {commands, topics}: Commands): Candidate[] {
  const next = new Map<string, string | undefined>()
  for (const [id, {hidden, summary, description}] of Object.entries(commands)) {
    const parts = id.split(':')
    if (hidden || parts.length <= path.length || !path.every((part, i) => part === parts[i])) continue
    const name = parts[path.length]!
    const isCommand = parts.length === path.length + 1
    const said = isCommand ? (summary ?? description) : topics[parts.slice(0, path.length + 1).join(':')]
    next.set(name, said ?? next.get(name))
  }
  return [...next].sort().map(([value, description]) => ({value, description}))
}

/** The flags that can still be given. */
function flagsLeft({command, flags}: CommandLine): Candidate[] {
  const left = Object.entries(command.flags ?? {}).filter(
    ([name, {multiple}]) => multiple || !flags.has(name),
  )
  return [...candidatesOf(left), helpFlag]
}

/** A command's own flags, then those that all have. */
function candidatesOf(flags: [string, ManifestFlag][]): Candidate[] {
  const shown = flags.filter(([, {hidden}]) => !hidden)
  const isGlobal = ([, {helpGroup}]: [string, ManifestFlag]): boolean => helpGroup === 'GLOBAL'
  const sorted = [...shown.filter(entry => !isGlobal(entry)), ...shown.filter(isGlobal)]
  return sorted.flatMap(([name, flag]) => {
    const description = flag.summary ?? flag.description
    const names = flag.allowNo ? [name, `no-${name}`] : [name]
    return names.map(each => ({value: `--${each}`, description}))
  })
}
