import {existsSync, statSync} from 'node:fs'
import {resolve} from 'node:path'
import {KlingError} from '../errors/kling-error.js'
import {t} from '../i18n/translate.js'
import type {InstalledPlugin} from './installed-index.js'

/** Short names of our own plugins. */
export const friendlyNames: Record<string, string> = {
  sandbox: '@kling-cli/plugin-sandbox',
  voice: '@kling-cli/plugin-voice',
}

/** What `plugins install` was asked for. */
export interface PluginSpec {
  /** What npm is passed. */
  spec: string
  source: Exclude<InstalledPlugin['source'], 'link'>
  /** The name of a package from the registry; that of others is known after it was fetched. */
  name?: string
}

const registryName = /^((?:@[a-z0-9~-][\w.~-]*\/)?[a-z0-9~-][\w.~-]*)(?:@([\w.~^<>=|*+ -]+))?$/i
const gitUrl = /^(?:git(?:\+\w+)?:\/\/|git@|(?:github|gitlab|bitbucket):)|\.git(?:#.*)?$/

/**
 * Distinguishes a package of the registry, a tarball (a file or URL) and a git repository. Aliases
 * (`name@npm:other`) are refused: they would let a package pass under another's name.
 * @throws KlingError `invalid_argument`, `plugin_not_found` for a file that is not there
 */
export function parseSpec(text: string, cwd: string): PluginSpec {
  const friendly = Object.hasOwn(friendlyNames, text) ? friendlyNames[text] : undefined
  if (friendly) return {spec: friendly, source: 'registry', name: friendly}
  const isPath = /^(?:\.{0,2}\/|~\/|file:)/.test(text) || /\.(?:tgz|tar\.gz)$/.test(text)
  if (gitUrl.test(text)) return {spec: text, source: 'git'}
  if (/^https?:\/\//i.test(text)) return {spec: text, source: 'tarball'}
  if (isPath) return {spec: fileSpec(resolve(cwd, text.replace(/^file:(?:\/\/)?/, ''))), source: 'tarball'}
  const [, name] = registryName.exec(text) ?? []
  if (name) return {spec: text, source: 'registry', name}
  throw new KlingError('invalid_argument', t`${text} is not an installable plugin.`, {
    hint: t`Specify a package name (kling-plugin-x@1.2), a tarball or a git URL; for a folder: kling plugins link FOLDER`,
  })
}

function fileSpec(path: string): string {
  if (!existsSync(path))
    throw new KlingError('plugin_not_found', t`File not found: ${path}.`, {hint: t`Check the path.`})
  if (statSync(path).isDirectory()) {
    throw new KlingError('invalid_argument', t`${path} is a folder.`, {
      hint: t`Use it in place with: kling plugins link ${path}`,
    })
  }
  return `file:${path}`
}
