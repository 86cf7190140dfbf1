import {existsSync, readFileSync} from 'node:fs'
import {createRequire} from 'node:module'
import {join} from 'node:path'
import type {program} from './load-bundle.js'
import {dropRelativeFolders, foldersOf} from '../lib/config/folders.js'
import {findUntrustedCommand} from '../lib/plugins/find-command.js'
import {readInstalledIndex} from '../lib/plugins/installed-index.js'
import {programRoot} from '../lib/config/program-root.js'
import type {startUntrustedCommand} from './start-untrusted-command.js'

const load = createRequire(import.meta.url)

/** Starts the program. A command of a third-party plugin gets a separate process. */
export async function launch(argv: string[]): Promise<never> {
  dropRelativeFolders(process.env)
  const folders = foldersOf({env: process.env})
  const found = findUntrustedCommand(readInstalledIndex(folders.dataDir).plugins, argv, ownTopics)
  if (found && existsSync(found.plugin.root)) {
    const own = load('./start-untrusted-command.cjs') as {startUntrustedCommand: typeof startUntrustedCommand}
    const ended = own.startUntrustedCommand(found, folders, loadProgram)
    if (ended) return ended
  }
  return loadProgram().main(argv, folders)
}

function loadProgram(): typeof program {
  return (load('./load-bundle.cjs') as {program: typeof program}).program
}

/** First words of all commands that the program brings itself. */
function ownTopics(): Set<string> {
  const {commands} = JSON.parse(readFileSync(join(programRoot, 'oclif.manifest.json'), 'utf8')) as {
    commands: Record<string, unknown>
  }
  return new Set(Object.keys(commands).map(id => id.split(':')[0]!))
}
