import type {InstalledPlugin} from './installed-index.js'

/** A command of a third-party plugin, and what follows it on the command line. */
export interface FoundCommand {
  plugin: InstalledPlugin
  id: string
  argv: string[]
}

/**
 * The command of a third-party plugin that words name, the longest id first; undefined when that is for oclif to
 * find: a command or topic of the program, help, a linked plugin (it may have changed), two plugins with one id.
 * @param ownTopics first words of the program's own commands
 */
export function findUntrustedCommand(
  plugins: InstalledPlugin[],
  words: string[],
  ownTopics: () => ReadonlySet<string>,
): FoundCommand | undefined {
  const end = words.indexOf('--')
  if (words.slice(0, end < 0 ? words.length : end).some(word => word === '--help' || word === '-h'))
    return undefined
  const strangers = plugins.filter(({trusted, type}) => !trusted && type !== 'link')
  const rest = words.findIndex(word => !/^[a-z0-9][\w-]*$/i.test(word))
  const names = words.slice(0, rest < 0 ? words.length : rest)
  for (let length = names.length; length > 0; length--) {
    const id = names.slice(0, length).join(':')
    const [plugin, other] = strangers.filter(({commands}) => Object.hasOwn(commands, id))
    if (plugin && !other && !ownTopics().has(names[0]!)) return {plugin, id, argv: words.slice(length)}
    if (plugin) return undefined
  }
  return undefined
}
