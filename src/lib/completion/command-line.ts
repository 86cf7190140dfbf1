import type {Commands, ManifestArgument, ManifestCommand, ManifestFlag} from './manifest.js'

/** A command line that names a command, up to and beyond the word under the cursor. */
export interface CommandLine {
  id: string
  command: ManifestCommand
  /** Arguments before the cursor. */
  positionals: string[]
  /** Values of the flags that are given, anywhere; `''` for those without a value. */
  flags: Map<string, string[]>
  /** What the word under the cursor is. */
  at: Place
}

/** What can stand at a place of the command line. */
export type Place =
  | {what: 'value'; name: string; flag: ManifestFlag; word: string; /** `--mode=` */ before: string}
  | {what: 'flag'; word: string}
  | {what: 'argument'; argument: ManifestArgument | undefined; word: string}

/** A word as the program would get it: without the shell's quotes and backslashes; an open quote ends with the word. */
export function unquoted(word: string): string {
  return word.replace(
    /\\(.)|'([^']*)'?|"((?:\\.|[^"\\])*)"?/gs,
    (_all, char?: string, single?: string, double?: string) =>
      char ?? single ?? (double ?? '').replace(/\\(["\\$`])/g, '$1'),
  )
}

/** The words that name commands, as far as they go: `video create "A cat" -d 5` → `video create`. */
export function commandWords(words: string[], commands: Commands['commands']): string[] {
  const names = Object.entries(commands).flatMap(([id, {aliases = [], hiddenAliases = []}]) => [
    id,
    ...aliases,
    ...hiddenAliases,
  ])
  let length = 0
  while (length < words.length) {
    const id = words.slice(0, length + 1).join(':')
    if (!names.some(name => name === id || name.startsWith(id + ':'))) break
    length++
  }
  return words.slice(0, length)
}

/** The command of an id or an alias. */
export function findCommand(
  id: string,
  commands: Commands['commands'],
): {id: string; command: ManifestCommand} | undefined {
  const found = Object.entries(commands).find(
    ([own, {aliases, hiddenAliases}]) => own === id || aliases?.includes(id) || hiddenAliases?.includes(id),
  )
  return found && {id: found[0], command: found[1]}
}

/** The flag that a word names, and the value that is joined to it with `=`. */
function flagOf(
  word: string,
  flags: Record<string, ManifestFlag>,
): {name: string; flag: ManifestFlag; joined: string | undefined} | undefined {
  const [, long, joined] = /^--([^=]+)(?:=(.*))?$/s.exec(word) ?? []
  const found = Object.entries(flags).find(([name, {char, aliases}]) =>
    long === undefined ? '-' + char === word : name === long || aliases?.includes(long),
  )
  return found && {name: found[0], flag: found[1], joined}
}

/**
 * Reads the words after a command's name.
 * @param index the word under the cursor
 */
export function readLine(
  {id, command}: {id: string; command: ManifestCommand},
  words: string[],
  index: number,
): CommandLine {
  const known = command.flags ?? {}
  const positionals: string[] = []
  const flags = new Map<string, string[]>()
  const give = (name: string, value: string): void =>
    void flags.set(name, [...(flags.get(name) ?? []), value])
  let at: Place | undefined
  let isPlain = false
  for (let i = 0; i < words.length; i++) {
    const word = words[i]!
    const found = isPlain ? undefined : flagOf(word, known)
    const takesValue = found?.flag.type === 'option'
    if (i === index) {
      at = placeOf(word, {found, isPlain, command, position: positionals.length})
    } else if (word === '--' && !isPlain) {
      isPlain = true
    } else if (found && takesValue && found.joined === undefined) {
      i++
      if (i === index)
        at = {what: 'value', name: found.name, flag: found.flag, word: words[i] ?? '', before: ''}
      else if (i < words.length) give(found.name, words[i]!)
    } else if (found) {
      give(found.name, found.joined ?? '')
    } else if (i < index && (isPlain || !word.startsWith('-') || word === '-')) {
      positionals.push(word)
    }
  }
  at ??= placeOf('', {found: undefined, isPlain, command, position: positionals.length})
  return {id, command, positionals, flags, at}
}

function placeOf(
  word: string,
  {
    found,
    isPlain,
    command,
    position,
  }: {found: ReturnType<typeof flagOf>; isPlain: boolean; command: ManifestCommand; position: number},
): Place {
  if (found?.joined !== undefined && found.flag.type === 'option') {
    const {name, flag, joined} = found
    return {what: 'value', name, flag, word: joined, before: word.slice(0, word.length - joined.length)}
  }
  if (!isPlain && word.startsWith('-')) return {what: 'flag', word}
  const all = Object.values(command.args ?? {})
  const argument = all[position] ?? (command.strict === false ? all.at(-1) : undefined)
  return {what: 'argument', argument, word}
}
