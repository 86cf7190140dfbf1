import type {LoadedPlugin} from './installed.js'
import {type Command, type Config, Plugin} from '@oclif/core'
import {existsSync, readFileSync} from 'node:fs'
import {dirname, join} from 'node:path'
import type {Folders} from '../config/folders.js'
import {t} from '../i18n/translate.js'
import {type InstalledPlugin, readInstalledIndex} from './installed-index.js'
import {commandIdsOf, withoutConflicts} from './command-conflicts.js'
import {hostVersion, assertCompatible} from './plugin-compatibility.js'
import {healHostLink} from './host-link.js'
import {isSingleFile} from '../config/program-root.js'
import {plainText} from '../terminal/text.js'

export interface LoadOptions {
  /** Folder of the program. */
  root: string
  /** Folder whose package.json names the plugins of a checkout; absent in an installed program. */
  checkoutPlugins?: string | undefined
  folders: Folders
  /** Runs untrusted plugins in separate processes. */
  isolation: Isolation
}

/** What is done with an untrusted plugin, each in a separate process. */
export interface Isolation {
  /** Runs a command. @returns its exit code */
  runCommand(plugin: InstalledPlugin, id: string, argv: string[], config: Config): Promise<number>
  /** Reads the commands of a plugin without a manifest. */
  describe(plugin: InstalledPlugin, folders: Folders): Promise<unknown>
}

/**
 * All plugins for oclif: the program itself, those it comes with, and the installed ones from the index. Only our
 * own run in this process; a command of a third-party plugin is a stand-in that starts a process for it.
 */
export async function loadPlugins(options: LoadOptions): Promise<Map<string, LoadedPlugin>> {
  const {root} = options
  const program = await loadFrom({root, isRoot: true})
  const core = await Promise.all([
    ...(program.pjson.oclif.plugins ?? []).map(name => loadCore(name, root)),
    ...checkoutNames(options.checkoutPlugins).map(name => loadCore(name, options.checkoutPlugins!)),
  ])
  const plugins = new Map<string, LoadedPlugin>([program, ...core].map(plugin => [plugin.name, plugin]))
  const {plugins: installed, problem} = readInstalledIndex(options.folders.dataDir)
  if (problem) warn(problem)
  const taken = commandIdsOf([...plugins.values()].flatMap(({commandIDs}) => commandIDs))
  for (const listed of installed) {
    // A checkout's own copy comes first.
    if (plugins.has(listed.name)) continue
    if (!existsSync(listed.root)) {
      warn(
        t`The plugin ${listed.name} is missing from ${listed.root}. Remove it with: kling plugins uninstall ${listed.name}`,
      )
      continue
    }
    const plugin = await upToDate(listed, options)
    if (plugin.trusted && !isSingleFile) healHostLink(plugin, root.replace(/[\\/]$/, ''))
    const {commands} = withoutConflicts(plugin, taken)
    for (const id of Object.keys(commands)) taken.add(id)
    plugins.set(plugin.name, inOclif({...plugin, commands}, options.isolation))
  }
  return plugins
}

/** A linked plugin as it is now; one that cannot be read is used as it was, with a warning. */
async function upToDate(
  plugin: InstalledPlugin,
  {folders, root, isolation}: LoadOptions,
): Promise<InstalledPlugin> {
  if (plugin.type !== 'link' || isSingleFile) return plugin
  const {changedAt} = await import('./package.js')
  if (changedAt(plugin.root, plugin.discovery) === plugin.readAt) return plugin
  const {PluginStore} = await import('./store.js')
  const store = new PluginStore({
    folders,
    host: {root, version: hostVersion()},
    env: process.env,
    takenFor: () => new Set(),
    describe: draft => isolation.describe(draft, folders),
    decide: async () => plugin.granted,
  })
  try {
    return await store.relink(plugin)
  } catch (error) {
    warn(t`The plugin ${plugin.name} has changed and cannot be read: ${(error as Error).message}`)
    return plugin
  }
}

/** A plugin that the program comes with. */
function loadCore(name: string, from: string): Promise<LoadedPlugin> {
  return loadFrom({name, root: findPackage(name, from)})
}

/** A plugin from its folder. Of a link oclif does not look for the folder, which takes it 1.5 ms. */
async function loadFrom(options: {root: string; name?: string; isRoot?: boolean}): Promise<LoadedPlugin> {
  const plugin = new Plugin({...options, type: 'link'})
  await plugin.load()
  plugin.type = 'core'
  return plugin
}

/** The folder of a package, looked for as Node does it. */
function findPackage(name: string, from: string): string {
  const folder = join(from, 'node_modules', name)
  if (existsSync(folder)) return folder
  if (dirname(from) === from) throw new Error(`${name} is not installed`)
  return findPackage(name, dirname(from))
}

function checkoutNames(folder: string | undefined): string[] {
  if (folder === undefined) return []
  const {dependencies = {}} = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as {
    dependencies?: Record<string, string>
  }
  return Object.keys(dependencies)
}

function inOclif(installed: InstalledPlugin, isolation: Isolation): LoadedPlugin {
  const {name, version, root, topics, hooks, trusted, commands, moduleType, discovery} = installed
  const pjson = {name, version, type: moduleType, oclif: {commands: discovery, topics, hooks}}
  const plugin = {
    installed,
    name,
    alias: name,
    version,
    root,
    type: installed.type,
    moduleType,
    pjson,
    options: {root, type: installed.type},
    valid: true,
    isRoot: false,
    hasManifest: true,
    commandIDs: Object.keys(commands),
    manifest: {version, commands},
    topics: Object.entries(topics).map(([topic, {description, hidden}]) => ({
      name: topic,
      description,
      hidden,
    })),
    hooks: trusted
      ? Object.fromEntries(
          Object.entries(hooks).map(([hook, files]) => [
            hook,
            files.map(target => ({identifier: 'default', target})),
          ]),
        )
      : {},
    load: async () => {},
    findCommand: async (id: string) => loadCommand(id),
    commands: Object.values(commands).map(command => ({
      ...command,
      pluginName: name,
      pluginAlias: name,
      pluginType: installed.type,
      load: () => loadCommand(command.id),
    })),
  }
  const loadCommand = async (id: string): Promise<unknown> =>
    trusted ? loadOwn(installed, id) : standIn(installed, id, isolation)
  return plugin as unknown as LoadedPlugin
}

/** A command of one of our own plugins, from its file. */
async function loadOwn(installed: InstalledPlugin, id: string): Promise<Command.Class> {
  const {name, root} = installed
  await assertCompatible(installed)
  const plugin = new Plugin({name, root, type: 'link'})
  await plugin.load()
  return plugin.findCommand(id, {must: true})
}

/** Runs an untrusted command in a separate process; its exit code becomes that of the program. */
function standIn(
  plugin: InstalledPlugin,
  id: string,
  isolation: Isolation,
): {run(argv: string[], config: Config): Promise<void>} {
  return {
    async run(argv, config) {
      process.exitCode = await isolation.runCommand(plugin, id, argv, config)
    },
  }
}

function warn(line: string): void {
  process.stderr.write(t`Warning: ${plainText(line)}` + '\n')
}
