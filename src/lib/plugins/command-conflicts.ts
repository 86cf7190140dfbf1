import type {InstalledPlugin, ManifestCommand} from './installed-index.js'

/** The ids and the topics above them: `video:create` takes `video` too. */
export function commandIdsOf(ids: Iterable<string>): Set<string> {
  const taken = new Set<string>()
  for (const id of ids) {
    const words = id.split(':')
    for (let length = words.length; length > 0; length--) taken.add(words.slice(0, length).join(':'))
  }
  return taken
}

/**
 * The commands of a plugin that do not stand in the way of those that are there already; aliases likewise.
 * @param taken by `takenBy`
 */
export function withoutConflicts(
  plugin: Pick<InstalledPlugin, 'commands'>,
  taken: ReadonlySet<string>,
): {commands: Record<string, ManifestCommand>; clashes: string[]} {
  const commands: Record<string, ManifestCommand> = {}
  const clashes: string[] = []
  const free = (ids: string[] | undefined): string[] =>
    (ids ?? []).filter(alias => {
      const isFree = !taken.has(alias.replaceAll(' ', ':'))
      if (!isFree) clashes.push(alias.replaceAll(' ', ':'))
      return isFree
    })
  for (const [id, command] of Object.entries(plugin.commands)) {
    if (taken.has(id)) clashes.push(id)
    else
      commands[id] = {...command, aliases: free(command.aliases), hiddenAliases: free(command.hiddenAliases)}
  }
  return {commands, clashes}
}
