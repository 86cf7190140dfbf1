import {installedIn} from './installed.js'
import type {Config} from '@oclif/core'
import {commandIdsOf} from './command-conflicts.js'
import type {Isolation} from './load-plugins.js'
import {PluginStore, type StoreOptions} from './store.js'

/** What installing a plugin needs from the program. */
export interface PluginStoreServices {
  decide: StoreOptions['decide']
  /** Reads the commands of a plugin without a manifest, in a separate process. */
  describe: Isolation['describe']
}

/** The store of plugins of this user, in addition to those of the program. */
export function pluginStoreOf(config: Config, {decide, describe}: PluginStoreServices): PluginStore {
  const {configDir, dataDir, cacheDir, root, version} = config
  const folders = {configDir, dataDir, cacheDir}
  return new PluginStore({
    folders,
    host: {root: root.replace(/[\\/]$/, ''), version},
    env: process.env,
    // A checkout may bring the plugin of that name itself.
    takenFor: name => {
      const others = [...config.plugins.values()].filter(
        plugin => !installedIn(plugin) && plugin.name !== name,
      )
      return commandIdsOf(others.flatMap(({commandIDs}) => commandIDs))
    },
    describe: plugin => describe(plugin, folders),
    decide,
  })
}
