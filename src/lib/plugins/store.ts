import {randomBytes} from 'node:crypto'
import {existsSync, realpathSync} from 'node:fs'
import {readdir, rename, rm, writeFile} from 'node:fs/promises'
import {join, sep} from 'node:path'
import type {Folders} from '../config/folders.js'
import {KlingError} from '../errors/kling-error.js'
import {withLock} from '../fs/lock.js'
import {draftPrefix, makePrivateFolder} from '../fs/atomic-write.js'
import {t} from '../i18n/translate.js'
import {withoutConflicts} from './command-conflicts.js'
import {checkCompatible} from './compatible.js'
import {linkHost} from './host-link.js'
import {type InstalledPlugin, indexPath, pluginsFolder, readInstalledIndex} from './installed-index.js'
import {checkOut} from './git-package.js'
import {npmInstall, npmPack, readInstalled} from './npm.js'
import {changedAt, commandsOf, draftOf, readPackage, refuseLinksOut, shippedManifest} from './package.js'
import {type Permissions, grantsOf, fromGrants} from './permissions.js'
import {folderName} from './path-grants.js'
import type {PluginSpec} from './spec.js'
import {writeInstalledIndex} from './write-installed-index.js'

/** What the store of plugins needs from outside. */
export interface StoreOptions {
  folders: Folders
  host: {root: string; version: string}
  env: Record<string, string | undefined>
  /** Ids of the commands that are there without the installed plugins and one of this name, by `takenBy`. */
  takenFor: (name: string) => ReadonlySet<string>
  /** Has a plugin without a manifest described in a process that may do nothing. */
  describe: (plugin: InstalledPlugin) => Promise<unknown>
  /**
   * Decides what a plugin gets; `before` is the same plugin as it was installed until now.
   * @throws KlingError `plugin_denied`, `cancelled`
   */
  decide: (plugin: InstalledPlugin, before: InstalledPlugin | undefined) => Promise<Permissions>
}

/** What an installation did. */
export interface Added {
  plugin: InstalledPlugin
  /** Version before, of an update. */
  before: string | undefined
  /** Commands and aliases that are left out, since others have their names. */
  clashes: string[]
}

const scope = '@kling-cli/'

/** Two installs may take their turns; a slow network makes them wait long. */
const turnMs = 300_000

/** Installs, links, updates and removes plugins: one process at a time, and in one step each. */
export class PluginStore {
  private readonly folder: string

  constructor(private readonly options: StoreOptions) {
    this.folder = pluginsFolder(options.folders.dataDir)
  }

  /** The installed plugins. @throws KlingError `config_error` when the list is broken */
  list(): InstalledPlugin[] {
    const {plugins, problem} = readInstalledIndex(this.options.folders.dataDir)
    if (problem === undefined) return plugins
    throw new KlingError('config_error', problem, {hint: t`Start over with: kling plugins reset`})
  }

  /**
   * Fetches a plugin and replaces an older one.
   * @throws KlingError `plugin_not_found`, `plugin_install_failed`, `plugin_incompatible`, `plugin_denied`
   */
  install({spec, source, name}: PluginSpec): Promise<Added> {
    return this.alone(async () => {
      const staging = join(this.folder, `.staging-${randomBytes(6).toString('hex')}`)
      try {
        await makePrivateFolder(staging)
        await writeFile(join(staging, 'package.json'), JSON.stringify({private: true}))
        await this.fetch({spec, source}, staging)
        const found = readInstalled(staging)
        const root = join(staging, 'node_modules', found.name)
        refuseLinksOut(staging)
        if (name !== undefined && (found.name !== name || readPackage(root).name !== name)) {
          throw new KlingError('plugin_install_failed', t`npm returned a different package than ${name}.`, {
            hint: t`Install it under its own name.`,
          })
        }
        // A name proves nothing: only what the registry has under our scope, as its hash says, is official.
        const trusted =
          source === 'registry' &&
          found.name.startsWith(scope) &&
          found.integrity !== undefined &&
          /^https?:/.test(found.resolved ?? '')
        linkHost(staging, this.options.host.root)
        const kling = this.options.host.version
        const from = {type: 'user', spec, source, trusted, kling, integrity: found.integrity} as const
        return await this.add(draftOf(root, from), async plugin => {
          const place = join(
            this.folder,
            `${folderName(plugin.name)}@${plugin.version}-${randomBytes(4).toString('hex')}`,
          )
          await rename(staging, place)
          return {...plugin, root: join(place, 'node_modules', plugin.name)}
        })
      } finally {
        await rm(staging, {recursive: true, force: true})
      }
    })
  }

  /** Puts a plugin and its dependencies into a folder. What comes from git is packed first: npm never works in a clone. */
  private async fetch({spec, source}: Pick<PluginSpec, 'spec' | 'source'>, folder: string): Promise<void> {
    const {env} = this.options
    if (source !== 'git') return npmInstall({folder, spec, env})
    const clone = await checkOut({spec, folder, env})
    const tarball = await npmPack(clone, {folder, env})
    await rm(clone, {recursive: true})
    await npmInstall({folder, spec: `file:${tarball}`, env})
    await rm(tarball)
  }

  /** Takes a plugin from the folder of its author, where it stays. */
  link(folder: string): Promise<Added> {
    return this.alone(async () => {
      if (!existsSync(folder))
        throw new KlingError('plugin_not_found', t`Folder not found: ${folder}.`, {
          hint: t`Check the path.`,
        })
      const root = realpathSync(folder)
      const draft = this.draftOfLink(root)
      linkHost(root, this.options.host.root)
      return this.add({...draft, readAt: changedAt(root, draft.discovery)}, async plugin => plugin)
    })
  }

  /** Reads a linked plugin again after a change. What it asks for beyond its grant, it does not get. */
  relink(plugin: InstalledPlugin): Promise<InstalledPlugin> {
    return this.alone(async () => {
      const {root, granted} = plugin
      const draft = this.draftOfLink(root)
      const wanted = grantsOf(draft.wanted)
      const kept = fromGrants(grantsOf(granted).filter(grant => wanted.includes(grant)))
      const read = {...(await this.describe(draft)), readAt: changedAt(root, draft.discovery), granted: kept}
      await this.replace(read)
      return read
    })
  }

  /** @throws KlingError `plugin_not_found` */
  uninstall(name: string): Promise<InstalledPlugin> {
    return this.alone(async () => {
      const plugin = findPlugin(this.list(), name)
      await writeInstalledIndex(
        this.options.folders.dataDir,
        this.list().filter(other => other !== plugin && other.name !== plugin.name),
      )
      await this.sweep()
      return plugin
    })
  }

  /** Changes what a plugin may do. @throws KlingError `plugin_not_found` */
  grant(name: string, change: (plugin: InstalledPlugin) => Permissions): Promise<InstalledPlugin> {
    return this.alone(async () => {
      const plugin = findPlugin(this.list(), name)
      const changed = {...plugin, granted: change(plugin)}
      await this.replace(changed)
      return changed
    })
  }

  /** Removes all plugins; their data stays. */
  async reset(): Promise<string[]> {
    return this.alone(async () => {
      const {plugins} = readInstalledIndex(this.options.folders.dataDir)
      await writeInstalledIndex(this.options.folders.dataDir, [])
      await this.sweep()
      return plugins.map(({name}) => name)
    })
  }

  /** Checks a plugin, has its permissions decided, puts it in place and into the index. */
  private async add(
    draft: InstalledPlugin,
    place: (plugin: InstalledPlugin) => Promise<InstalledPlugin>,
  ): Promise<Added> {
    const {host, takenFor, decide, folders} = this.options
    const incompatible = checkCompatible(host.version, readPackage(draft.root))
    if (incompatible) throw incompatible
    const described = await this.describe(draft)
    const before = this.list().find(({name}) => name === draft.name)
    const others = this.list().flatMap(plugin =>
      plugin.name === draft.name ? [] : Object.keys(plugin.commands),
    )
    const {commands, clashes} = withoutConflicts(described, new Set([...takenFor(draft.name), ...others]))
    if (Object.keys(commands).length === 0 && Object.keys(draft.hooks).length === 0) {
      throw new KlingError(
        'plugin_install_failed',
        clashes.length > 0
          ? t`All commands of ${draft.name} already exist: ${clashes.map(formatCommandId).join(t`, `)}.`
          : t`${draft.name} has neither commands nor hooks.`,
        {hint: t`Report this to its author.`},
      )
    }
    const granted = draft.trusted
      ? described.wanted
      : await decide(described, before && isSame(before, draft) ? before : undefined)
    const plugin = await place({...described, commands, granted})
    await writeInstalledIndex(folders.dataDir, [
      ...this.list().filter(({name}) => name !== plugin.name),
      plugin,
    ])
    await this.sweep()
    return {plugin, before: before?.version, clashes}
  }

  private draftOfLink(root: string): InstalledPlugin {
    return draftOf(root, {
      type: 'link',
      spec: root,
      source: 'link',
      trusted: false,
      kling: this.options.host.version,
    })
  }

  private async describe(draft: InstalledPlugin): Promise<InstalledPlugin> {
    const manifest = shippedManifest(draft.root, draft.version) ?? (await this.describeInProcess(draft))
    return {...draft, commands: commandsOf(draft.name, manifest)}
  }

  private async describeInProcess(draft: InstalledPlugin): Promise<unknown> {
    try {
      return await this.options.describe(draft)
    } catch (error) {
      throw new KlingError(
        'plugin_install_failed',
        t`Cannot load ${draft.name}: ${(error as Error).message.split('\n')[0]}`,
        {hint: t`Build it first, or report this to its author.`, cause: error},
      )
    }
  }

  private async replace(plugin: InstalledPlugin): Promise<void> {
    const others = this.list().filter(({name}) => name !== plugin.name)
    await writeInstalledIndex(this.options.folders.dataDir, [...others, plugin])
  }

  private async alone<T>(work: () => Promise<T>): Promise<T> {
    await makePrivateFolder(this.folder)
    return withLock(
      join(this.folder, 'lock'),
      async () => {
        await this.sweep()
        return work()
      },
      {timeoutMs: turnMs},
    )
  }

  /** Removes what a killed install left, and plugins that are no longer listed. */
  private async sweep(): Promise<void> {
    const {dataDir} = this.options.folders
    const {plugins, problem} = readInstalledIndex(dataDir)
    if (problem !== undefined) return
    const leftovers = ['.staging-', draftPrefix(indexPath(dataDir))]
    for (const name of await readdir(this.folder)) {
      const path = join(this.folder, name)
      const isOurs = leftovers.some(start => name.startsWith(start)) || /@.*-[0-9a-f]{8}$/.test(name)
      if (isOurs && !plugins.some(({root}) => root.startsWith(path + sep)))
        await rm(path, {recursive: true, force: true})
    }
  }
}

/** Whether two come from the same place: what was granted to one holds for the other. */
function isSame(before: InstalledPlugin, after: InstalledPlugin): boolean {
  if (before.trusted || before.source !== after.source) return false
  return after.source === 'registry' || before.spec === after.spec
}

/** `video:create` → `video create` */
export const formatCommandId = (id: string): string => id.replaceAll(':', ' ')

/** A plugin by its name. @throws KlingError `plugin_not_found` */
export function findPlugin(plugins: InstalledPlugin[], name: string): InstalledPlugin {
  const found = plugins.find(plugin => plugin.name === name)
  if (found) return found
  throw new KlingError('plugin_not_found', t`Plugin not installed: ${name}.`, {
    hint:
      plugins.length > 0
        ? t`Installed plugins: ${plugins.map(plugin => plugin.name).join(t`, `)}.`
        : t`No plugins installed. See: kling plugins install --help`,
  })
}
