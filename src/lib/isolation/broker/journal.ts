import {sep} from 'node:path'
import {KlingError} from '../../errors/kling-error.js'
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
  /** Whether the plugin has a connection there. */
  isBaseUrl: (url: string) => boolean
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
export function pluginJournal({plugin, journal, reader, write, isBaseUrl}: PluginJournalOptions): {
  append(event: JournalEvent): Promise<void>
  lines(): Promise<JournalLine[]>
  /** The lines that say something of some of its tasks, by task ids or external ids. */
  linesOf(ids: unknown[]): Promise<JournalLine[]>
  /** Profiles that its tasks were made with. */
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
      if (event.event === 'intent') {
        // One of its own may be sent again after it was refused: the service takes an id once.
        if (!(await owns(id)) && (await journal.find(id))) throw refuse(t`a second task ${id}`)
        if (!isBaseUrl(String(clean.base_url))) throw refuse(t`a task of another server`)
        const {output} = clean
        if (output !== undefined && !write.some(folder => isWithin(String(output), folder)))
          throw refuse(t`a result at ${String(output)}, where it has no write permission`)
      } else if (!(await owns(id))) throw refuse(t`task ${id}, which it did not create`)
      if (event.event === 'downloaded' && !write.some(folder => isWithin(String(clean.file), folder)))
        throw refuse(t`a result at ${String(clean.file)}, where it has no write permission`)
      recent.add(id)
      if (event.event === 'accepted') recent.add(String(clean.task_id))
      await journal.append({
        event: event.event,
        ...clean,
        ...((event.event === 'intent' || event.event === 'downloaded') && {plugin}),
      } as JournalEvent)
    },
    async profiles() {
      return new Set((await lines()).flatMap(line => (line.event === 'intent' && line.profile) || []))
    },
  }

  function refuse(what: string): KlingError {
    return new KlingError('plugin_denied', t`${plugin} is not allowed to record ${what} in the journal.`)
  }
}

function isWithin(path: string, folder: string): boolean {
  return path === folder || path.startsWith(folder.endsWith(sep) ? folder : folder + sep)
}
