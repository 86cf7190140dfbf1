import {existsSync, lstatSync, mkdirSync, readFileSync, realpathSync, rmSync, writeFileSync} from 'node:fs'
import {createRequire} from 'node:module'
import {join} from 'node:path'
import {pathToFileURL} from 'node:url'
import type {InstalledPlugin} from './installed-index.js'
import {installFolder} from './path-grants.js'

/** What `kling-cli` exports, by its package.json. */
interface HostPackage {
  version: string
  exports: Record<string, string | {types: string; default: string}>
}

/**
 * Files of a package `kling-cli` whose modules hand on those of the running program. A link would do as well, but what
 * a plugin can read must not lead to the program: a copy of the link, in a folder that the plugin may write to, would.
 */
function packageFiles(hostRoot: string): Record<string, string> {
  const root = realpathSync(hostRoot)
  const {version, exports} = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as HostPackage
  const modules = Object.entries(exports).flatMap(([name, target]) =>
    typeof target === 'string' ? [] : [{name, file: name === '.' ? 'index' : name.slice(2), target}],
  )
  const manifest = {
    name: 'kling-cli',
    version,
    type: 'module',
    exports: {
      ...Object.fromEntries(
        modules.map(({name, file}) => [name, {types: `./${file}.d.ts`, default: `./${file}.js`}]),
      ),
      './package.json': './package.json',
    },
  }
  const handOn = (path: string): string => `export * from ${JSON.stringify(path)}\n`
  return {
    'package.json': JSON.stringify(manifest, undefined, 2) + '\n',
    ...Object.fromEntries(
      modules.flatMap(({file, target}) => [
        [`${file}.js`, handOn(pathToFileURL(join(root, target.default)).href)],
        [`${file}.d.ts`, handOn(join(root, target.types).replaceAll('\\', '/'))],
      ]),
    ),
  }
}

const placeIn = (folder: string): string => join(folder, 'node_modules', 'kling-cli')

function put(folder: string, files: Record<string, string>): void {
  const place = placeIn(folder)
  rmSync(place, {recursive: true, force: true})
  mkdirSync(place, {recursive: true})
  for (const [name, content] of Object.entries(files)) writeFileSync(join(place, name), content)
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
  if (isLinkToHost(placeIn(folder), hostRoot) || !isResolvable(folder)) put(folder, packageFiles(hostRoot))
}

/** Makes it right again after the program was moved or updated. */
export function healHostLink(plugin: InstalledPlugin, hostRoot: string): void {
  if (plugin.type !== 'user') return
  const folder = installFolder(plugin)
  const files = packageFiles(hostRoot)
  const isRight = Object.entries(files).every(
    ([name, content]) => readText(join(placeIn(folder), name)) === content,
  )
  if (!isRight || isLinkToHost(placeIn(folder), hostRoot)) put(folder, files)
}

/** Whether there is a link to the program, or one that leads nowhere. */
function isLinkToHost(path: string, hostRoot: string): boolean {
  if (!lstatSync(path, {throwIfNoEntry: false})?.isSymbolicLink()) return false
  return !existsSync(path) || realpathSync(path) === realpathSync(hostRoot)
}

function readText(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return undefined
  }
}
