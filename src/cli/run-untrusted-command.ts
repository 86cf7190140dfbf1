import {runToEnd} from './run-and-exit.js'
import {runSealed} from '../lib/isolation/run-isolated.js'
import {type Started} from '../lib/isolation/spawn-plugin-process.js'
import {speak} from '../lib/config/set-language.js'
import {type Folders} from '../lib/config/folders.js'
import {type FoundCommand} from '../lib/plugins/find-command.js'
import {loadConfig} from './main.js'

/** Answers the process of a stranger's command to its end, and ends this one. */
export async function runUntrustedCommand(
  found: FoundCommand,
  folders: Folders,
  start: () => Started,
): Promise<never> {
  const {plugin, id, argv} = found
  return runToEnd(argv, async () => {
    speak(argv, folders.configDir)
    const job = {kind: 'command', id, argv} as const
    const {exitCode} = await runSealed({plugin, job, folders, start, loadConfig: () => loadConfig(folders)})
    return exitCode
  })
}
