import type {Config} from '@oclif/core'
import {type RegionPlugin, regionPluginNames} from '../config/regions.js'
import {installedIn, pluginsOf} from './installed.js'

/** The plugins that bring regions: those of ours, and those by others that may. */
export function regionPluginsOf(config: Config): RegionPlugin[] {
  const hook = 'kling:region'
  const ours = [...config.plugins.values()].filter(({isRoot, hooks}) => !isRoot && Object.hasOwn(hooks, hook))
  const others = pluginsOf(config).filter(
    ({name, granted}) => granted.hooks.includes(hook) || regionPluginNames.includes(name),
  )
  return [
    ...ours.map(plugin => ({name: plugin.name, isOfficial: installedIn(plugin)?.trusted ?? true})),
    ...others.map(({name, trusted, source}) => ({name, isOfficial: trusted, source})),
  ]
}
