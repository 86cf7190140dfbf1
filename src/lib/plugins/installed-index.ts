import {readFileSync} from 'node:fs'
import {join} from 'node:path'
import type {Permissions} from './permissions.js'
import {t} from '../i18n/translate.js'

/** A command of a plugin as oclif's manifest describes it; only what is used here is named. */
export interface ManifestCommand {
  id: string
  aliases?: string[]
  hiddenAliases?: string[]
  hidden?: boolean
  summary?: string
  description?: string
  flags?: Record<string, unknown>
  relativePath?: string[]
  [field: string]: unknown
}

/** An installed plugin, as the index of plugins has it. */
export interface InstalledPlugin {
  name: string
  version: string
  /** `link`: a folder of its author's, used where it is. */
  type: 'user' | 'link'
  /** Its folder. */
  root: string
  /** The version of the program that it was found to fit. */
  kling: string
  /** What was asked for: `@kling-cli/plugin-voice@^1`, a URL, a path. */
  spec: string
  source: 'registry' | 'tarball' | 'git' | 'link'
  /** Hash of the package by the registry, as npm checked it. */
  integrity?: string | undefined
  /** Our own from the registry: it runs in the host. */
  trusted: boolean
  wanted: Permissions
  granted: Permissions
  /** Version of the manifest that was read last, for a linked plugin: its package.json's time in ms. */
  readAt?: number
  /** oclif's settings of its package.json that matter here. */
  topics: Record<string, {description?: string; hidden?: boolean}>
  /** Hook → files, relative to the root. */
  hooks: Record<string, string[]>
  commands: Record<string, ManifestCommand>
  /** Where the commands are, as oclif's `commands` says it. */
  discovery: unknown
  /** `module` or `commonjs` */
  moduleType: 'module' | 'commonjs'
}

/** The file as it stands on the disk. */
export interface IndexFile {
  version: 1
  plugins: InstalledPlugin[]
}

/** What the index holds, and what was wrong with it. */
export interface Index {
  plugins: InstalledPlugin[]
  /** One line for the user when the file cannot be read. */
  problem?: string
}

/** The folder of all that plugins bring, below the data folder. */
export const pluginsFolder = (dataDir: string): string => join(dataDir, 'plugins')

/** The file of the index. */
export const indexPath = (dataDir: string): string => join(pluginsFolder(dataDir), 'index.json')

function isPlugin(value: unknown): value is InstalledPlugin {
  const plugin = value as InstalledPlugin | null
  return (
    typeof plugin === 'object' &&
    plugin !== null &&
    [plugin.name, plugin.version, plugin.root, plugin.spec].every(text => typeof text === 'string') &&
    [plugin.commands, plugin.hooks, plugin.topics, plugin.granted, plugin.wanted].every(
      part => typeof part === 'object' && part !== null,
    )
  )
}

/** Reads the index. Read at every start, so in one go; a broken file is reported, and is as if there were no plugins. */
export function readInstalledIndex(dataDir: string): Index {
  let text: string
  try {
    text = readFileSync(indexPath(dataDir), 'utf8')
  } catch (error) {
    const {code} = error as NodeJS.ErrnoException
    if (code === 'ENOENT' || code === 'ENOTDIR') return {plugins: []}
    return {plugins: [], problem: t`Cannot read the list of plugins ${indexPath(dataDir)} (${code}).`}
  }
  try {
    const {version, plugins} = JSON.parse(text) as Partial<IndexFile>
    if (version !== 1 || !Array.isArray(plugins) || !plugins.every(isPlugin)) throw new Error('not an index')
    return {plugins}
  } catch {
    return {
      plugins: [],
      problem: t`The list of plugins ${indexPath(dataDir)} is damaged. Start over with: kling plugins reset`,
    }
  }
}
