import type {program} from './load-bundle.js'
import {codeCacheFile, setCodeCache} from '../lib/config/code-cache.js'
import {hostVersion} from '../lib/plugins/plugin-compatibility.js'
import {type PluginProcess, spawnPluginProcess} from '../lib/isolation/spawn-plugin-process.js'
import {setLanguage} from '../lib/config/set-language.js'
import type {Folders} from '../lib/config/folders.js'
import type {FoundCommand} from '../lib/plugins/find-command.js'

/**
 * Starts the process of an untrusted command, which loads the bundle, and then loads it here to answer it.
 * @param loadProgram gives the bundle, when it is wanted
 * @returns undefined when the plugin was not made fit for this version of the program
 */
export function startUntrustedCommand(
  found: FoundCommand,
  folders: Folders,
  loadProgram: () => typeof program,
): Promise<never> | undefined {
  const {plugin, id, argv} = found
  if (plugin.kling !== hostVersion()) return undefined
  setCodeCache(process.env.KLING_CODE_CACHE ?? codeCacheFile(process.env))
  const started = attempt(() => {
    // The bundle that answers it sets the language for itself.
    setLanguage(argv, folders.configDir)
    return spawnPluginProcess({plugin, job: {kind: 'command', id, argv}, folders})
  })
  return loadProgram().runUntrustedCommand(found, folders, started)
}

/** What a call gave or threw, for anyone who asks later. */
function attempt(call: () => PluginProcess): () => PluginProcess {
  try {
    const value = call()
    return () => value
  } catch (error) {
    return () => {
      throw error
    }
  }
}
