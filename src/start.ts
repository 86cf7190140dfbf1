import {existsSync, readFileSync} from 'node:fs'
import {homedir} from 'node:os'
import {join} from 'node:path'
import {foldersOf} from './lib/config/folders.js'
import {findStrangersCommand} from './lib/plugins/find-command.js'
import {readIndex} from './lib/plugins/index-file.js'
import {programRoot} from './lib/root.js'

/**
 * Starts the program. A command of a stranger's plugin gets a process of its own, which loads oclif: that is started
 * at once, without loading it here too.
 */
export async function start(argv: string[]): Promise<never> {
  const folders = foldersOf({env: process.env, platform: process.platform, home: homedir()})
  const found = findStrangersCommand(readIndex(folders.dataDir).plugins, argv, ownTopics)
  if (!found || !existsSync(found.plugin.root)) return (await import('./main.js')).main(argv, folders)
  const [{runToEnd}, {runSealed}] = await Promise.all([
    import('./lib/command/end.js'),
    import('./lib/command/sealed/run-sealed.js'),
  ])
  const {plugin, id} = found
  return runToEnd(argv, async () => {
    const {exitCode} = await runSealed({
      plugin,
      job: {kind: 'command', id, argv: found.argv},
      folders,
      loadConfig: async () => (await import('./main.js')).loadConfig(folders),
    })
    return exitCode
  })
}

/** First words of all commands that the program brings itself. */
function ownTopics(): Set<string> {
  const {commands} = JSON.parse(readFileSync(join(programRoot, 'oclif.manifest.json'), 'utf8')) as {
    commands: Record<string, unknown>
  }
  return new Set(['help', ...Object.keys(commands).map(id => id.split(':')[0]!)])
}
