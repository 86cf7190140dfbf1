import {existsSync, readFileSync} from 'node:fs'
import {createRequire} from 'node:module'
import {homedir} from 'node:os'
import {join} from 'node:path'
import {type program} from './boot.js'
import {foldersOf} from './lib/config/folders.js'
import {findStrangersCommand} from './lib/plugins/find-command.js'
import {readIndex} from './lib/plugins/index-file.js'
import {programRoot} from './lib/root.js'
import {type startStranger} from './start-stranger.js'

const load = createRequire(import.meta.url)

/** Starts the program. A command of a stranger's plugin gets a process of its own. */
export async function start(argv: string[]): Promise<never> {
  const folders = foldersOf({env: process.env, platform: process.platform, home: homedir()})
  const found = findStrangersCommand(readIndex(folders.dataDir).plugins, argv, ownTopics)
  if (found && existsSync(found.plugin.root)) {
    const own = load('./start-stranger.cjs') as {startStranger: typeof startStranger}
    const ended = own.startStranger(found, folders, loadProgram)
    if (ended) return ended
  }
  return loadProgram().main(argv, folders)
}

function loadProgram(): typeof program {
  return (load('./boot.cjs') as {program: typeof program}).program
}

/** First words of all commands that the program brings itself. */
function ownTopics(): Set<string> {
  const {commands} = JSON.parse(readFileSync(join(programRoot, 'oclif.manifest.json'), 'utf8')) as {
    commands: Record<string, unknown>
  }
  return new Set(Object.keys(commands).map(id => id.split(':')[0]!))
}
