import {existsSync} from 'node:fs'
import {dirname, join, resolve} from 'node:path'
import {KlingError} from '../errors/kling-error.js'
import {noWorkingFolder} from '../errors/no-working-folder.js'
import type {Folders} from '../config/folders.js'
import {programRoot} from '../config/program-root.js'
import {isWithin, realPath} from '../fs/is-within.js'
import {t} from '../i18n/translate.js'
import {type InstalledPlugin, pluginsFolder} from './installed-index.js'
import type {Permissions} from './permissions.js'

/** Folders that belong to one plugin alone. */
export interface PluginFolders {
  data: string
  config: string
}

/** A name as a folder: `@scope/name` → `@scope+name`. */
export const folderName = (name: string): string => name.replaceAll('/', '+')

/** Where a plugin keeps its data and its settings. */
export function pluginFolders(folders: Folders, plugin: string): PluginFolders {
  return {
    data: join(pluginsFolder(folders.dataDir), 'data', folderName(plugin)),
    config: join(folders.configDir, 'plugins', folderName(plugin)),
  }
}

export interface PathGrantsOptions {
  plugin: string
  permissions: Permissions
  folders: Folders
  cwd: string
  home: string
}

/**
 * Folders that hold the code of a plugin: the one that it was installed in; for a linked one its own, and those
 * above that Node looks for packages in.
 */
export function codeFolders({name, root, type}: Pick<InstalledPlugin, 'name' | 'root' | 'type'>): string[] {
  if (type === 'user') return [installFolder({name, root})]
  const folders = [root]
  for (let at = dirname(root); at !== dirname(at); at = dirname(at)) {
    const modules = join(at, 'node_modules')
    if (existsSync(modules)) folders.push(modules)
  }
  return folders
}

/** The folder that an installed plugin shares with its dependencies. */
export function installFolder({name, root}: Pick<InstalledPlugin, 'name' | 'root'>): string {
  return root.slice(0, -join('node_modules', name).length - 1)
}

/**
 * The paths that a plugin may read and write, absolute and without links.
 * @throws KlingError `plugin_denied` when one of them covers what belongs to kling: its keys, its journal
 */
export function pathGrantsOf(options: PathGrantsOptions): {
  read: string[]
  write: string[]
  own: PluginFolders
  /** What no grant opens. */
  closed: string[]
} {
  const {plugin, permissions, folders, cwd, home} = options
  const own = pluginFolders(folders, plugin)
  const starts: Record<string, string> = {$CWD: cwd, $DATA: own.data, $CONFIG: own.config, '~': home}
  const ownPlaces = [own.data, own.config].map(realPath)
  // Other processes show their environment in /proc, and the keys may stand there.
  const closed = [folders.configDir, folders.dataDir, folders.cacheDir, '/proc', '/dev'].map(realPath)
  const absolute = (place: string): string => {
    const [, start = '', rest = ''] = /^(\$[A-Z]+|~)?(.*)$/s.exec(place) ?? []
    if (start === '$CWD' && cwd === '') throw noWorkingFolder()
    const path = realPath(resolve(start ? starts[start]! + rest : rest))
    if (ownPlaces.some(folder => isWithin(path, folder))) return path
    if (closed.some(folder => isWithin(folder, path) || isWithin(path, folder)))
      throw refused(options, place, t`the keys and the journal of kling`, path)
    return path
  }
  const program = realPath(programRoot)
  const writable = (place: string): string => {
    const path = absolute(place)
    if (isWithin(program, path) || isWithin(path, program))
      throw refused(options, place, t`the program itself`, path)
    return path
  }
  return {read: permissions.read.map(absolute), write: permissions.write.map(writable), own, closed}
}

function refused({plugin}: PathGrantsOptions, place: string, what: string, path: string): KlingError {
  return new KlingError(
    'plugin_denied',
    place.startsWith('$CWD')
      ? t`${plugin} is allowed to use the current folder, and ${path} contains ${what}.`
      : t`${plugin} asks for ${path}, which contains ${what}.`,
    {
      hint: place.startsWith('$CWD')
        ? t`Change to another folder and run it again.`
        : t`Revoke this with: kling plugins permissions ${plugin} --revoke read --revoke write`,
    },
  )
}
