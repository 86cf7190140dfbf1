import {basename, dirname, isAbsolute, join, normalize, sep} from 'node:path'
import {isFolder} from '../../downloads/output-folder.js'
import type {KlingError} from '../../errors/kling-error.js'
import {isWithin, realPath} from '../../fs/is-within.js'
import type {Journal} from '../../journal/journal.js'
import type {JournalEvent, JournalLine} from '../../journal/types.js'
import type {JournalReader} from '../../journal/reader.js'
import {t} from '../../i18n/translate.js'
import {denied} from './denied.js'

/** The path of a file that is not there yet, or of a folder, without links. */
function realPlace(path: string): string {
  const plain = normalize(path)
  return isFolder(plain) ? join(realPath(plain), sep) : join(realPath(dirname(plain)), basename(plain))
}

export interface PluginJournalOptions {
  /** Name of the plugin. */
  plugin: string
  journal: Journal
  reader: JournalReader
  /** Folders that results may be noted for, absolute: `kling task resume` downloads to them. */
  write: string[]
  /** Whether the plugin has a connection to a region, at this address. */
  isConnectedTo: (region: string, baseUrl: string) => boolean
  /** Whether the API has answered to the plugin that a task is that of an external id. */
  isTaskOf: (id: string, taskId: string) => boolean
  /** @throws KlingError `plugin_denied` for a profile that the user did not choose */
  checkProfile: (profile: string) => Promise<void>
}

const maxEventBytes = 16 * 1024

/** Fields of events, each a string of a modest length or a number. */
const known: Record<string, string[]> = {
  intent: [
    ...[
      'id',
      'kind',
      'path',
      'region',
      'base_url',
      'profile',
      'model',
      'prompt',
      'units',
      'units_max',
      'price',
    ],
    'output',
  ],
  accepted: ['id', 'task_id', 'request_id'],
  refused: ['id', 'code', 'request_id'],
  unknown: ['id', 'code'],
  not_taken: ['id'],
  forgotten: ['id'],
  state: ['task_id', 'status', 'units', 'reason', 'seconds'],
  downloaded: ['task_id', 'file', 'bytes'],
}

/**
 * The part of the journal that a plugin made: it reads its own records and adds to them, and cannot touch or see
 * those of others.
 */
export class PluginJournal {
  /** Ids of this run: they are known without reading the journal. */
  private readonly recent = new Set<string>()

  constructor(private readonly options: PluginJournalOptions) {}

  async lines(): Promise<JournalLine[]> {
    const {reader, plugin} = this.options
    return this.ownAmong(await reader.linesOfPlugin(plugin))
  }

  /** The lines that say something of some of its tasks, by task ids or external ids. */
  async linesOf(ids: string[]): Promise<JournalLine[]> {
    return this.ownAmong(await this.options.reader.linesOf(ids))
  }

  /** Profiles that its tasks were made with; each was checked when it was recorded. */
  async profiles(): Promise<Set<string>> {
    const lines = await this.lines()
    return new Set(lines.flatMap(line => (line.event === 'intent' && line.profile) || []))
  }

  /** Whether a task or an external id is its own. */
  async owns(id: string): Promise<boolean> {
    if (this.recent.has(id)) return true
    const lines = (await this.linesOf([id])) as {id?: string; task_id?: string}[]
    return lines.some(line => line.id === id || line.task_id === id)
  }

  /** @throws KlingError `plugin_denied` for what it did not do, or may not do */
  async append(event: JournalEvent): Promise<void> {
    const clean = this.fieldsOf(event)
    const id = String(clean.id ?? clean.task_id)
    if (event.event === 'intent') await this.checkIntent(id, clean)
    else if (!(await this.owns(id))) throw this.refusal(t`task ${id}, which it did not create`)
    if (event.event === 'accepted') await this.checkAccepted(id, String(clean.task_id))
    if (clean.file !== undefined) clean.file = this.checkPath(String(clean.file))
    this.recent.add(id)
    if (event.event === 'accepted') this.recent.add(String(clean.task_id))
    const {plugin, journal} = this.options
    await journal.append({
      event: event.event,
      ...clean,
      ...((event.event === 'intent' || event.event === 'downloaded') && {plugin}),
    } as JournalEvent)
  }

  /** The known fields of an event. */
  private fieldsOf(event: JournalEvent): Record<string, string | number> {
    const type: unknown = event.event
    const fields = typeof type === 'string' && Object.hasOwn(known, type) ? known[type] : undefined
    if (!fields) throw this.refusal(t`events of type ${String(type)}`)
    const clean = Object.fromEntries(
      fields.flatMap(name => {
        const value = (event as Record<string, unknown>)[name]
        return typeof value === 'string' || typeof value === 'number' ? [[name, value]] : []
      }),
    ) as Record<string, string | number>
    if (JSON.stringify(clean).length > maxEventBytes) throw this.refusal(t`an event of this size`)
    return clean
  }

  private async checkIntent(id: string, event: Record<string, string | number>): Promise<void> {
    const {journal, isConnectedTo, checkProfile} = this.options
    // One of its own may be sent again after it was refused: the service takes an id once.
    if (!(await this.owns(id)) && (await journal.find(id))) throw this.refusal(t`a second task ${id}`)
    if (!isConnectedTo(String(event.region), String(event.base_url)))
      throw this.refusal(t`a task of another server`)
    if (event.profile !== undefined) await checkProfile(String(event.profile))
    if (event.output !== undefined) event.output = this.checkPath(String(event.output))
  }

  private async checkAccepted(id: string, taskId: string): Promise<void> {
    const {journal, isTaskOf} = this.options
    if (await this.owns(taskId)) return
    if (!isTaskOf(id, taskId) || (await journal.find(taskId)))
      throw this.refusal(t`task ${taskId}, which it did not create`)
  }

  /** A path where the plugin may write, without links. */
  private checkPath(path: string): string {
    const real = isAbsolute(path) ? realPlace(path) : undefined
    if (real !== undefined && this.options.write.some(folder => isWithin(real, folder))) return real
    throw this.refusal(t`a result at ${path}, where it has no write permission`)
  }

  /** Those of some lines, oldest first, that are of its own tasks. */
  private ownAmong(lines: JournalLine[]): JournalLine[] {
    const ids = new Set<string>()
    const own: JournalLine[] = []
    for (const line of lines) {
      if (line.event === 'intent' && line.plugin === this.options.plugin) ids.add(line.id)
      const {id, task_id: taskId} = line as {id?: string; task_id?: string}
      if (!ids.has(id ?? '') && !ids.has(taskId ?? '')) continue
      if (line.event === 'accepted') ids.add(line.task_id)
      own.push(line)
    }
    return own
  }

  private refusal(what: string): KlingError {
    return denied(t`${this.options.plugin} is not allowed to record ${what} in the journal.`)
  }
}
