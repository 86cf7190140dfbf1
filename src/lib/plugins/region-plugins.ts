import type {Config} from '@oclif/core'
import {pluginsOf} from './installed.js'

/** Names of the plugins that bring regions: those of ours that run in the program, and those by others that may. */
export function regionPluginsOf(config: Config): string[] {
  const hook = 'kling:region'
  const ours = [...config.plugins.values()].filter(({isRoot, hooks}) => !isRoot && Object.hasOwn(hooks, hook))
  const others = pluginsOf(config).filter(({granted}) => granted.hooks.includes(hook))
  return [...ours, ...others].map(({name}) => name)
}
