import {runAndExit} from './run-and-exit.js'
import {runIsolated} from '../lib/isolation/run-isolated.js'
import type {PluginProcess} from '../lib/isolation/spawn-plugin-process.js'
import {setLanguage} from '../lib/config/set-language.js'
import type {Folders} from '../lib/config/folders.js'
import type {HostServices} from '../lib/plugins/host-services.js'
import type {FoundCommand} from '../lib/plugins/find-command.js'
import {loadConfig} from './main.js'

/** Answers the process of an untrusted command to its end, and ends this one. */
export async function runUntrustedCommand(
  found: FoundCommand,
  folders: Folders,
  start: () => PluginProcess,
): Promise<never> {
  const {plugin, id, argv} = found
  return runAndExit(argv, async () => {
    setLanguage(argv, folders.configDir)
    const job = {kind: 'command', id, argv} as const
    const services = async (): Promise<HostServices> => {
      const {localHost} = await import('../lib/command/host.js')
      return localHost(folders, () => loadConfig(folders))
    }
    const {exitCode} = await runIsolated({plugin, job, folders, start, services})
    return exitCode
  })
}
