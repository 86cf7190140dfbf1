import type {Folders} from '../config/folders.js'
import type {InstalledPlugin} from '../plugins/installed-index.js'
import {noPermissions} from '../plugins/permissions.js'
import {runIsolated} from './run-isolated.js'

const limitMs = 20_000

/** Has a plugin without a manifest say what commands it has, in a process that may do nothing. */
export async function describePluginCommands(plugin: InstalledPlugin, folders: Folders): Promise<unknown> {
  const {result} = await runIsolated({
    plugin: {...plugin, granted: noPermissions},
    job: {kind: 'describe'},
    folders,
    limitMs,
  })
  return result
}
