import {type program} from './boot.js'
import {codeCacheFile, setCodeCache} from './lib/code-cache.js'
import {hostVersion} from './lib/command/fit.js'
import {type Started, startChild} from './lib/command/sealed/start-child.js'
import {speak} from './lib/command/speak.js'
import {type Folders} from './lib/config/folders.js'
import {type FoundCommand} from './lib/plugins/find-command.js'

/**
 * Starts the process of a stranger's command, which loads the bundle, and then loads it here to answer it.
 * @param loadProgram gives the bundle, when it is wanted
 * @returns undefined when the plugin was not made fit for this version of the program
 */
export function startStranger(
  found: FoundCommand,
  folders: Folders,
  loadProgram: () => typeof program,
): Promise<never> | undefined {
  const {plugin, id, argv} = found
  if (plugin.kling !== hostVersion()) return undefined
  setCodeCache(process.env.KLING_CODE_CACHE ?? codeCacheFile(process.env))
  const started = attempt(() => {
    // The bundle that answers it sets the language for itself.
    speak(argv, folders.configDir)
    return startChild({plugin, job: {kind: 'command', id, argv}, folders})
  })
  return loadProgram().runStranger(found, folders, started)
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
