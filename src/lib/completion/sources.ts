import {closeSync, constants, fstatSync, openSync, readFileSync, readSync, readdirSync} from 'node:fs'
import {join} from 'node:path'
import type {OwnCatalogue} from '../catalog/catalogue.js'
import {checkOwnCatalogue} from '../catalog/check-format.js'
import {downloadedCatalogue} from '../catalog/downloaded.js'
import type {ModelEntry} from '../catalog/models.js'
import type {Folders} from '../config/folders.js'
import type {JournalLine} from '../journal/types.js'
import type {Commands, ManifestCommand} from './manifest.js'
import {recentIds} from './recent-ids.js'
import type {Sources} from './types.js'

interface Package {
  oclif?: {topics?: Record<string, {description?: string}>}
  dependencies?: Record<string, string>
}

interface Plugin {
  commands: Record<string, ManifestCommand>
  topics: Record<string, {description?: string}>
}

/** How much of a month's journal is read: some hundred tasks. */
const tailBytes = 128 * 1024

/** A parsed file, or undefined. A key press is no time to complain of it. */
function json<T>(...path: string[]): T | undefined {
  try {
    return JSON.parse(readFileSync(join(...path), 'utf8')) as T
  } catch {
    return undefined
  }
}

/** The sources of a real program: the files next to it, and the user's folders. */
export function fileSources(root: string, {configDir, dataDir, cacheDir}: Folders): Sources {
  return {
    commands() {
      const plugins = [packagePlugin(root), ...checkoutPlugins(root), ...Object.values(installed(dataDir))]
      // The program's own commands come first, as where they are run.
      const all = plugins.reverse()
      const topics = all.flatMap(({topics}) => Object.entries(topics))
      return {
        commands: Object.assign({}, ...all.map(({commands}) => commands)) as Commands['commands'],
        topics: Object.fromEntries(
          topics.map(([id, {description = ''}]) => [id.replaceAll(' ', ':'), description]),
        ),
      }
    },
    ownModels: () => ({
      ...ownModels(json(configDir, 'models.json')),
      downloaded: downloadedCatalogue(dataDir),
    }),
    profiles: () => Object.keys(json<{profiles?: object}>(configDir, 'config.json')?.profiles ?? {}),
    plugins: () => Object.keys(installed(dataDir)),
    async tasks() {
      const {readRecords} = await import('../journal/records.js')
      return readRecords(recentLines(join(dataDir, 'journal')))
    },
    seen: kind => recentIds(cacheDir, kind),
  }
}

/** Only the objects in an object, whatever it is: a broken entry shall not hide the others. */
function objects<T extends object>(value: Record<string, T> | undefined): Record<string, T> {
  const entries = Object.entries(value ?? {})
  return Object.fromEntries(entries.filter(([, entry]) => typeof entry === 'object' && entry !== null))
}

/** The user's own catalogue, of either format, as far as it can be used. */
function ownModels(value: unknown): OwnCatalogue {
  if (!Array.isArray(value))
    return {models: [], own: checkOwnCatalogue(value) === undefined ? (value as object) : undefined}
  return {models: Object.values(objects(value as unknown as Record<string, ModelEntry>))}
}

function packagePlugin(folder: string): Plugin {
  const {commands} = json<Partial<Plugin>>(folder, 'oclif.manifest.json') ?? {}
  return {commands: objects(commands), topics: objects(json<Package>(folder, 'package.json')?.oclif?.topics)}
}

/** In a checkout, the plugins of the workspace. */
function checkoutPlugins(root: string): Plugin[] {
  const {dependencies = {}} = json<Package>(root, 'plugins/package.json') ?? {}
  return Object.keys(dependencies).map(name => packagePlugin(join(root, 'node_modules', name)))
}

/** The installed plugins by name, from their index. */
function installed(dataDir: string): Record<string, Plugin> {
  const {plugins} = json<{plugins?: unknown}>(dataDir, 'plugins/index.json') ?? {}
  const entries = Object.values(objects(plugins as Record<string, Partial<Plugin> & {name?: string}>))
  return Object.fromEntries(
    entries.map(({name, commands, topics}) => [
      String(name),
      {commands: objects(commands), topics: objects(topics)},
    ]),
  )
}

/** The last events of this month and the one before, oldest first. */
async function* recentLines(folder: string): AsyncGenerator<JournalLine> {
  let names: string[]
  try {
    names = readdirSync(folder).filter(name => /^\d{4}-\d{2}\.jsonl$/.test(name))
  } catch {
    return
  }
  for (const name of names.sort().slice(-2)) {
    for (const line of tail(join(folder, name)).split('\n')) {
      try {
        const event = JSON.parse(line) as JournalLine
        if (typeof event?.event === 'string') yield event
      } catch {
        // A torn line: the first one of the tail, or that of a crash.
      }
    }
  }
}

function tail(path: string): string {
  let file: number | undefined
  try {
    file = openSync(path, constants.O_RDONLY | constants.O_NOFOLLOW)
    const {size} = fstatSync(file)
    const buffer = Buffer.alloc(Math.min(size, tailBytes))
    const length = readSync(file, buffer, 0, buffer.length, size - buffer.length)
    return buffer.toString('utf8', 0, length)
  } catch {
    return ''
  } finally {
    if (file !== undefined) closeSync(file)
  }
}
