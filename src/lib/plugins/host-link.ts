import {lstatSync, mkdirSync, realpathSync, rmSync, symlinkSync} from 'node:fs'
import {createRequire} from 'node:module'
import {dirname, join} from 'node:path'
import type {InstalledPlugin} from './installed-index.js'
import {installFolder} from './path-grants.js'

function put(folder: string, hostRoot: string): void {
  const link = join(folder, 'node_modules', 'kling-cli')
  rmSync(link, {recursive: true, force: true})
  mkdirSync(dirname(link), {recursive: true})
  symlinkSync(hostRoot, link, 'junction')
}

function isResolvable(folder: string): boolean {
  try {
    createRequire(join(folder, 'package.json')).resolve('kling-cli/package.json')
    return true
  } catch {
    return false
  }
}

/** `kling-cli` for a plugin is the running program, so that nothing is there twice; a copy of its own stays. */
export function linkHost(folder: string, hostRoot: string): void {
  const link = join(folder, 'node_modules', 'kling-cli')
  const isDead = lstatSync(link, {throwIfNoEntry: false})?.isSymbolicLink() && !leadsTo(link)
  if (isDead || !isResolvable(folder)) put(folder, hostRoot)
}

/** Puts the link right after the program was moved. */
export function healHostLink(plugin: InstalledPlugin, hostRoot: string): void {
  if (plugin.type !== 'user') return
  const folder = installFolder(plugin)
  if (leadsTo(join(folder, 'node_modules', 'kling-cli')) !== leadsTo(hostRoot)) put(folder, hostRoot)
}

function leadsTo(path: string): string | undefined {
  try {
    return realpathSync(path)
  } catch {
    return undefined
  }
}
