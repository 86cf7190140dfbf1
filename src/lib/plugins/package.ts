import {lstatSync, readFileSync, readlinkSync, realpathSync, statSync} from 'node:fs'
import {dirname, isAbsolute, join, normalize, relative, resolve, sep} from 'node:path'
import {KlingError, systemCode} from '../errors/kling-error.js'
import {walk} from '../fs/walk.js'
import {t} from '../i18n/translate.js'
import {plainText} from '../terminal/text.js'
import type {InstalledPlugin, ManifestCommand} from './installed-index.js'
import {noPermissions, parsePermissions} from './permissions.js'

/** The parts of a plugin's package.json that matter here. */
export interface PluginPackage {
  name: string
  version: string
  type?: string
  peerDependencies?: Record<string, string>
  oclif: {
    commands?: unknown
    hooks?: Record<string, string | string[] | {target: string} | {target: string}[]>
    topics?: Record<string, {description?: string; hidden?: boolean}>
  }
  kling?: {permissions?: unknown}
}

function failed(message: string, hint: string): KlingError {
  return new KlingError('plugin_install_failed', message, {hint})
}

/** @throws KlingError `plugin_not_found`, `plugin_install_failed` when the folder holds no plugin */
export function readPackage(root: string): PluginPackage {
  let value: Partial<PluginPackage> | null
  try {
    value = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as Partial<PluginPackage> | null
  } catch (error) {
    if (systemCode(error) === 'ENOENT' || systemCode(error) === 'ENOTDIR')
      throw new KlingError('plugin_not_found', t`No package.json in ${root}.`, {
        hint: t`Check the path.`,
      })
    throw failed(t`Cannot read the package.json of ${root}.`, t`Report this to its author.`)
  }
  if (typeof value?.name !== 'string' || typeof value.version !== 'string')
    throw failed(t`The package.json of ${root} has no name or no version.`, t`Report this to its author.`)
  if (!/^(?:@[a-z0-9~-][\w.~-]*\/)?[a-z0-9~-][\w.~-]*$/i.test(value.name))
    throw failed(t`The package.json of ${root} has an invalid package name.`, t`Report this to its author.`)
  // It is shown in one line with the question whether to install it.
  if (!/^[\w.+-]{1,100}$/.test(value.version))
    throw failed(t`The package.json of ${root} has an invalid version.`, t`Report this to its author.`)
  if (typeof value.oclif !== 'object' || value.oclif === null) {
    throw failed(
      t`${value.name} is not a plugin: its package.json has no oclif section.`,
      t`Check the plugin name.`,
    )
  }
  return value as PluginPackage
}

/** Texts of a plugin as they may be stored and shown: with nothing in them that does or hides something. */
function clean<T>(value: T): T {
  if (typeof value === 'string') return plainText(value) as T
  if (Array.isArray(value)) return value.map(clean) as T
  if (typeof value === 'object' && value !== null)
    return Object.fromEntries(Object.entries(value).map(([key, child]) => [clean(key), clean(child)])) as T
  return value
}

/** What the index will hold of a package, but for its commands. */
export function draftOf(
  root: string,
  from: Pick<InstalledPlugin, 'type' | 'spec' | 'source' | 'trusted' | 'kling'> & {
    integrity?: string | undefined
  },
): InstalledPlugin {
  const {name, version, type, oclif, kling} = readPackage(root)
  return {
    name,
    version,
    ...from,
    root,
    wanted: parsePermissions(kling?.permissions),
    granted: noPermissions,
    topics: clean(typeof oclif.topics === 'object' && oclif.topics !== null ? oclif.topics : {}),
    hooks: hooksOf(oclif.hooks),
    commands: {},
    discovery: oclif.commands,
    moduleType: type === 'module' ? 'module' : 'commonjs',
  }
}

function hooksOf(hooks: PluginPackage['oclif']['hooks']): Record<string, string[]> {
  const list = (value: unknown): string[] =>
    [value].flat().flatMap(item => {
      const target = typeof item === 'string' ? item : (item as {target?: unknown} | null)?.target
      return typeof target === 'string' && isInside(target) ? [target] : []
    })
  return Object.fromEntries(Object.entries(hooks ?? {}).map(([name, value]) => [clean(name), list(value)]))
}

const isInside = (path: string): boolean =>
  !isAbsolute(path) && !normalize(path).split(/[\\/]/).includes('..')

const commandId = /^[a-z0-9][\w-]*(?::[a-z0-9][\w-]*)*$/i

/**
 * The commands of a manifest, without control characters and with every id and path checked.
 * @throws KlingError `plugin_install_failed`
 */
export function commandsOf(name: string, manifest: unknown): Record<string, ManifestCommand> {
  const {commands} = (manifest ?? {}) as {commands?: unknown}
  if (typeof commands !== 'object' || commands === null)
    throw failed(
      t`The list of commands of ${name} is damaged.`,
      t`Report this to its author: oclif.manifest.json is invalid.`,
    )
  return Object.fromEntries(
    Object.entries(commands as Record<string, unknown>).map(([id, value]) => {
      const command = clean(value) as ManifestCommand | null
      if (!commandId.test(id) || typeof command !== 'object' || command === null)
        throw failed(
          t`The command ${JSON.stringify(id)} of ${name} has an invalid name.`,
          t`Report this to its author.`,
        )
      const {relativePath} = command
      if (relativePath !== undefined && !(Array.isArray(relativePath) && isInside(relativePath.join('/'))))
        throw failed(t`The command ${id} of ${name} is outside the plugin.`, t`Report this to its author.`)
      return [id, {...command, id}]
    }),
  )
}

/** The manifest that a package ships; undefined when it ships none, or one of another version or of no use. */
export function shippedManifest(root: string, version: string): unknown {
  try {
    const manifest = JSON.parse(readFileSync(join(root, 'oclif.manifest.json'), 'utf8')) as {
      version?: unknown
    }
    return manifest.version === version ? manifest : undefined
  } catch {
    return undefined
  }
}

/**
 * Refuses links that lead out of a folder: the permission model follows them.
 * @throws KlingError `plugin_install_failed`
 */
export function refuseLinksOut(folder: string): void {
  const root = realpathSync(folder)
  for (const {path, entry} of walk(root)) {
    if (!entry.isSymbolicLink()) continue
    const target = resolve(dirname(path), readlinkSync(path))
    if (target !== root && !target.startsWith(root + sep))
      throw failed(
        t`The plugin contains a link to a place outside it: ${relative(root, path)}.`,
        t`Report this to its author.`,
      )
  }
}

/** When a linked plugin was last changed: the newest time (ms) of its package.json, manifest and commands. */
export function changedAt(root: string, discovery: unknown): number {
  const target =
    typeof discovery === 'string' ? discovery : (discovery as {target?: unknown} | undefined)?.target
  const places = ['package.json', 'oclif.manifest.json']
  const folder = typeof target === 'string' && isInside(target) ? join(root, target) : undefined
  const commands =
    folder && lstatSync(folder, {throwIfNoEntry: false})?.isDirectory()
      ? [folder, ...Array.from(walk(folder), ({path}) => path)]
      : []
  const times = [...places.map(name => join(root, name)), ...commands].map(
    path => statSync(path, {throwIfNoEntry: false})?.mtimeMs ?? 0,
  )
  return Math.max(...times)
}
