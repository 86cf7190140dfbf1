import {existsSync, readFileSync} from 'node:fs'
import {createRequire} from 'node:module'
import {homedir} from 'node:os'
import {join} from 'node:path'
import {type program} from './boot.js'
import {codeCacheFile, setCodeCache} from './lib/code-cache.js'
import {type Started} from './lib/command/sealed/start-child.js'
import {foldersOf} from './lib/config/folders.js'
import {findStrangersCommand} from './lib/plugins/find-command.js'
import {readIndex} from './lib/plugins/index-file.js'
import {programRoot} from './lib/root.js'

/**
 * Starts the program. A command of a stranger's plugin gets a process of its own, which loads the bundle: that is
 * started first, and runs while the bundle is loaded here to answer it.
 */
export async function start(argv: string[]): Promise<never> {
  const folders = foldersOf({env: process.env, platform: process.platform, home: homedir()})
  const found = findStrangersCommand(readIndex(folders.dataDir).plugins, argv, ownTopics)
  if (!found || !existsSync(found.plugin.root)) return loadProgram().main(argv, folders)
  const [{hostVersion}, {startChild}] = await Promise.all([
    import('./lib/command/fit.js'),
    import('./lib/command/sealed/start-child.js'),
  ])
  if (found.plugin.kling !== hostVersion()) return loadProgram().main(argv, folders)
  setCodeCache(codeCacheFile(process.env))
  const started = attempt(() =>
    startChild({plugin: found.plugin, job: {kind: 'command', id: found.id, argv: found.argv}, folders}),
  )
  return loadProgram().runStranger(found, folders, started)
}

function loadProgram(): typeof program {
  return (createRequire(import.meta.url)('./boot.cjs') as {program: typeof program}).program
}

/** What a call gave or threw, for whoever asks later. */
function attempt(call: () => Started): () => Started {
  try {
    const value = call()
    return () => value
  } catch (error) {
    return () => {
      throw error
    }
  }
}

/** First words of all commands that the program brings itself. */
function ownTopics(): Set<string> {
  const {commands} = JSON.parse(readFileSync(join(programRoot, 'oclif.manifest.json'), 'utf8')) as {
    commands: Record<string, unknown>
  }
  return new Set(['help', ...Object.keys(commands).map(id => id.split(':')[0]!)])
}
