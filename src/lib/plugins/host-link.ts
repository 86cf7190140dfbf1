import {existsSync, lstatSync, readFileSync, realpathSync, rmSync, writeFileSync} from 'node:fs'
import {createRequire} from 'node:module'
import {join} from 'node:path'
import {pathToFileURL} from 'node:url'
import {isWithin} from '../fs/is-within.js'
import {makeFoldersSync} from '../fs/make-folders.js'
import type {InstalledPlugin} from './installed-index.js'
import {installFolder} from './path-grants.js'

/** What `kling-cli` exports, by its package.json. */
interface HostPackage {
  version: string
  exports: Record<string, string | {types: string; default: string}>
}

/** What the package.json of a plugin's `kling-cli` says: it is right when this is. */
interface Manifest {
  name: string
  version: string
  /** Folder of the program that the modules are handed on from. */
  host: string
}

/** The modules of the program: a name for `exports`, a file name, and where they are. */
interface HostModule {
  name: string
  file: string
  target: {types: string; default: string}
}

function readHost(hostRoot: string): {manifest: Manifest; modules: HostModule[]} {
  const host = realpathSync(hostRoot)
  const {version, exports} = JSON.parse(readFileSync(join(host, 'package.json'), 'utf8')) as HostPackage
  const modules = Object.entries(exports).flatMap(([name, target]) =>
    typeof target === 'string' ? [] : [{name, file: name === '.' ? 'index' : name.slice(2), target}],
  )
  const ways = modules.map(({name, file}) => [name, {types: `./${file}.d.ts`, default: `./${file}.js`}])
  const manifest = {
    ...{name: 'kling-cli', version, host, type: 'module'},
    exports: {...Object.fromEntries(ways), './package.json': './package.json'},
  }
  return {manifest, modules}
}

const textOf = (manifest: Manifest): string => JSON.stringify(manifest, undefined, 2) + '\n'

const placeIn = (folder: string): string => join(folder, 'node_modules', 'kling-cli')
const manifestIn = (folder: string): string => join(placeIn(folder), 'package.json')

/**
 * Puts a package `kling-cli` in place whose modules hand on those of the running program. A link would do as well, but
 * what a plugin can read must not lead to the program: a copy of the link, in a folder that the plugin may write to,
 * would.
 */
function put(folder: string, {manifest, modules}: ReturnType<typeof readHost>): void {
  const place = placeIn(folder)
  rmSync(place, {recursive: true, force: true})
  makeFoldersSync(place)
  const handOn = (name: string, from: string): void =>
    writeFileSync(join(place, name), `export * from ${JSON.stringify(from)}\n`)
  for (const {file, target} of modules) {
    handOn(`${file}.js`, pathToFileURL(join(manifest.host, target.default)).href)
    handOn(`${file}.d.ts`, join(manifest.host, target.types).replaceAll('\\', '/'))
  }
  // Last, since it says that all is there.
  writeFileSync(manifestIn(folder), textOf(manifest))
}

function isResolvable(folder: string): boolean {
  try {
    createRequire(join(folder, 'package.json')).resolve('kling-cli/package.json')
    return true
  } catch {
    return false
  }
}

/** Gives a plugin the running program as `kling-cli`, so that nothing is there twice; a copy of its own stays. */
export function linkHost(folder: string, hostRoot: string): void {
  const host = readHost(hostRoot)
  const isStale = readHostOf(folder) !== undefined && !isRight(folder, host.manifest)
  if (isStale || isLinkToHost(placeIn(folder), hostRoot) || !isResolvable(folder)) put(folder, host)
}

/** Makes it right again after the program was moved or updated, or where another version of it has put its own. */
export function healHostLink(plugin: InstalledPlugin, hostRoot: string): void {
  const folder = plugin.type === 'user' ? installFolder(plugin) : plugin.root
  if (plugin.type !== 'user' && !isOfProgram(folder)) return
  const host = readHost(hostRoot)
  if (!isRight(folder, host.manifest) || isLinkToHost(placeIn(folder), hostRoot)) put(folder, host)
}

/** Whether a version of this program, rather than npm, has put `kling-cli` into a folder. */
function isOfProgram(folder: string): boolean {
  const place = placeIn(folder)
  if (!isLink(place)) return readHostOf(folder) !== undefined
  try {
    const {name} = JSON.parse(readFileSync(manifestIn(folder), 'utf8')) as {name?: unknown}
    // A link inside of a repository is that of its workspaces.
    return name === 'kling-cli' && !isWithin(realpathSync(folder), realpathSync(place))
  } catch {
    return true
  }
}

/** Whether a plugin's `kling-cli` leads to a program that is no longer there. */
export function isCutOff({name, root, type}: InstalledPlugin): boolean {
  const folder = type === 'user' ? installFolder({name, root}) : root
  const host = readHostOf(folder)
  return isDeadLink(placeIn(folder)) || (host !== undefined && !existsSync(host))
}

function isRight(folder: string, manifest: Manifest): boolean {
  try {
    return readFileSync(manifestIn(folder), 'utf8') === textOf(manifest)
  } catch {
    return false
  }
}

/** The program that a package of `put` hands on; undefined for a copy of the plugin's own, and where there is none. */
function readHostOf(folder: string): string | undefined {
  try {
    const {host} = JSON.parse(readFileSync(manifestIn(folder), 'utf8')) as Partial<Manifest>
    return host
  } catch {
    return undefined
  }
}

const isLink = (path: string): boolean => lstatSync(path, {throwIfNoEntry: false})?.isSymbolicLink() ?? false

const isDeadLink = (path: string): boolean => isLink(path) && !existsSync(path)

/** Whether there is a link to the program, or one that leads nowhere. */
function isLinkToHost(path: string, hostRoot: string): boolean {
  return isLink(path) && (!existsSync(path) || realpathSync(path) === realpathSync(hostRoot))
}
