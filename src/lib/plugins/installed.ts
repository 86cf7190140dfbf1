import type {Config} from '@oclif/core'
import type {InstalledPlugin} from './installed-index.js'

/** A plugin in the form in which oclif holds it. */
export type LoadedPlugin = Config['plugins'] extends Map<string, infer Plugin> ? Plugin : never

/** An installed plugin in the form in which oclif holds them. */
type InstalledInOclif = LoadedPlugin & {installed?: InstalledPlugin}

/** The entry of the index behind a plugin; undefined for those that the program comes with. */
export function installedIn(plugin: LoadedPlugin): InstalledPlugin | undefined {
  return (plugin as InstalledInOclif).installed
}

/** The installed plugins that are in use. */
export function pluginsOf(config: Config): InstalledPlugin[] {
  return [...config.plugins.values()].flatMap(plugin => installedIn(plugin) ?? [])
}
