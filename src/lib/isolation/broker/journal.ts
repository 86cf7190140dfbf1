import {basename, dirname, isAbsolute, join, normalize} from 'node:path'
import {KlingError} from '../../errors/kling-error.js'
import {isWithin, realPath} from '../../fs/is-within.js'
import {type Journal} from '../../journal/journal.js'
import {type JournalEvent, type JournalLine} from '../../journal/types.js'
import {type JournalReader} from '../../journal/reader.js'
import {t} from '../../i18n/translate.js'

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
    'id',
    'kind',
    'path',
    'region',
    'base_url',
    'profile',
    'model',
    'prompt',
    'units',
    'output',
    'pid',
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
export function pluginJournal({
  plugin,
  journal,
  reader,
  write,
  isConnectedTo,
  isTaskOf,
  checkProfile,
}: PluginJournalOptions): {
  append(event: JournalEvent): Promise<void>
  lines(): Promise<JournalLine[]>
  /** The lines that say something of some of its tasks, by task ids or external ids. */
  linesOf(ids: unknown[]): Promise<JournalLine[]>
  /** Whether a task or an external id is its own. */
  owns(id: string): Promise<boolean>
  /** Profiles that its tasks were made with; each was checked when it was recorded. */
  profiles(): Promise<Set<string>>
} {
  /** Those of some lines, oldest first, that are of its own tasks. */
  const ownAmong = (lines: JournalLine[]): JournalLine[] => {
    const ids = new Set<string>()
    const own: JournalLine[] = []
    for (const line of lines) {
      if (line.event === 'intent' && line.plugin === plugin) ids.add(line.id)
      const {id, task_id: taskId} = line as {id?: string; task_id?: string}
      if (!ids.has(id ?? '') && !ids.has(taskId ?? '')) continue
      if (line.event === 'accepted') ids.add(line.task_id)
      own.push(line)
    }
    return own
  }
  const lines = async (): Promise<JournalLine[]> => ownAmong(await reader.linesOfPlugin(plugin))
  const linesOf = async (ids: unknown[]): Promise<JournalLine[]> =>
    ownAmong(await reader.linesOf([ids].flat().map(String)))
  // Those of this run are known without reading the journal.
  const recent = new Set<string>()
  const owns = async (id: string): Promise<boolean> =>
    recent.has(id) ||
    (await linesOf([id])).some(line =>
      [(line as {id?: string}).id, (line as {task_id?: string}).task_id].includes(id),
    )

  const checkPath = (path: string): string => {
    const real = isAbsolute(path) ? join(realPath(dirname(normalize(path))), basename(path)) : undefined
    if (real !== undefined && write.some(folder => isWithin(real, folder))) return real
    throw refuse(t`a result at ${path}, where it has no write permission`)
  }
  const checkIntent = async (id: string, event: Record<string, string | number>): Promise<void> => {
    // One of its own may be sent again after it was refused: the service takes an id once.
    if (!(await owns(id)) && (await journal.find(id))) throw refuse(t`a second task ${id}`)
    if (!isConnectedTo(String(event.region), String(event.base_url)))
      throw refuse(t`a task of another server`)
    if (event.profile !== undefined) await checkProfile(String(event.profile))
    if (event.output !== undefined) event.output = checkPath(String(event.output))
  }
  const checkAccepted = async (id: string, taskId: string): Promise<void> => {
    if (await owns(taskId)) return
    if (!isTaskOf(id, taskId) || (await journal.find(taskId)))
      throw refuse(t`task ${taskId}, which it did not create`)
  }

  return {
    lines,
    linesOf,
    async append(event) {
      const fields = Object.hasOwn(known, event?.event) ? known[event.event]! : undefined
      if (!fields) throw refuse(t`events of type ${String(event?.event)}`)
      const clean = Object.fromEntries(
        fields.flatMap(name => {
          const value = (event as Record<string, unknown>)[name]
          return typeof value === 'string' || typeof value === 'number' ? [[name, value]] : []
        }),
      ) as Record<string, string | number>
      if (JSON.stringify(clean).length > maxEventBytes) throw refuse(t`an event of this size`)
      const id = String(clean.id ?? clean.task_id)
      if (event.event === 'intent') await checkIntent(id, clean)
      else if (!(await owns(id))) throw refuse(t`task ${id}, which it did not create`)
      if (event.event === 'accepted') await checkAccepted(id, String(clean.task_id))
      if (clean.file !== undefined) clean.file = checkPath(String(clean.file))
      recent.add(id)
      if (event.event === 'accepted') recent.add(String(clean.task_id))
      await journal.append({
        event: event.event,
        ...clean,
        ...((event.event === 'intent' || event.event === 'downloaded') && {plugin}),
      } as JournalEvent)
    },
    owns,
    async profiles() {
      return new Set((await lines()).flatMap(line => (line.event === 'intent' && line.profile) || []))
    },
  }

  function refuse(what: string): KlingError {
    return new KlingError('plugin_denied', t`${plugin} is not allowed to record ${what} in the journal.`)
  }
}
