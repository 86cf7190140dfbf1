import {type Config} from '@oclif/core'
import {commandIdsOf} from './command-conflicts.js'
import {PluginStore, type StoreOptions} from './store.js'
import {installedIn} from './load-plugins.js'

/** The store of plugins of this user, beside what the program itself brings. */
export function pluginStoreOf(config: Config, decide: StoreOptions['decide']): PluginStore {
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
    describe: async plugin =>
      (await import('../isolation/describe-plugin.js')).describePluginCommands(plugin, folders),
    decide,
  })
}
