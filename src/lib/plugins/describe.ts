import {msg} from '../i18n/translate.js'
import type {InstalledPlugin} from './installed-index.js'
import {describePermissions, grantsOf, missingGrants} from './permissions.js'
import {formatCommandId} from './store.js'

/** A plugin as the commands show it. */
export interface PluginDescription {
  /** Name of its package. */
  name: string
  version: string
  /** `link`: a folder of its author's, used where it is. */
  type: 'user' | 'link'
  /** Where it was fetched from. */
  source: 'registry' | 'tarball' | 'git' | 'link'
  /** What was asked for: a package and its range, a URL, a path. */
  spec: string
  /** Its folder. */
  root: string
  /** Hash of the package by the registry, as npm checked it. */
  integrity?: string | undefined
  /** Where it runs: with the program, or alone with what it was granted. */
  runs: 'in kling' | 'in a separate process'
  /** What holds its process besides Node's permission model: the barrier of this machine. */
  barrier?: string
  /** What is typed after `kling`. */
  commands: string[]
  /** What it may do. */
  permissions: string[]
  /** What it asks for and may not do. */
  not_granted: string[]
}

/** A plugin that the program comes with. */
export interface CorePlugin {
  /** Name of its package. */
  name: string
  version: string
  type: 'core'
  /** Its folder. */
  root: string
  runs: 'in kling'
  /** What is typed after `kling`. */
  commands: string[]
}

/** A plugin that was installed, linked or updated. */
export interface InstallResult extends PluginDescription {
  /** The version before, where it was there already. */
  previous_version?: string | undefined
}

/** What a plugin may do. */
export interface PluginPermissions extends Pick<
  PluginDescription,
  'name' | 'runs' | 'barrier' | 'permissions' | 'not_granted'
> {
  /** What the permissions mean, in the language in use. */
  means: string[]
}

/** The fields of `describePlugin`. */
export const pluginFields = [
  'name',
  'version',
  'type',
  'source',
  'spec',
  'root',
  'integrity',
  'runs',
  'barrier',
  'commands',
  'permissions',
  'not_granted',
] satisfies (keyof PluginDescription)[]

const places = {program: msg`in kling`, alone: msg`in a separate process`} as {
  program: 'in kling'
  alone: 'in a separate process'
}

/** An installed plugin in full. @param barrier of this machine */
export function describePlugin(plugin: InstalledPlugin, barrier: string): PluginDescription {
  const {name, version, type, source, spec, root, integrity, commands} = plugin
  const {runs, permissions, not_granted} = permissionsOf(plugin, barrier)
  return {
    name,
    version,
    type,
    source,
    spec,
    root,
    integrity,
    runs,
    ...(!plugin.trusted && {barrier}),
    commands: Object.keys(commands).map(formatCommandId),
    permissions,
    not_granted: plugin.trusted ? [] : not_granted,
  }
}

/** What an installed plugin may do, and what that means. @param barrier of this machine */
export function permissionsOf(
  {name, trusted, wanted, granted}: InstalledPlugin,
  barrier: string,
): PluginPermissions {
  return {
    name,
    runs: trusted ? places.program : places.alone,
    ...(!trusted && {barrier}),
    permissions: grantsOf(granted),
    not_granted: missingGrants(wanted, granted),
    means: describePermissions(granted),
  }
}
