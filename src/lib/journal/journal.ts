import {constants} from 'node:fs'
import {type FileHandle, lstat, open, readFile, readdir} from 'node:fs/promises'
import {join} from 'node:path'
import {makePrivateFolder} from '../files/read-write.js'
import {KlingError, systemCode} from '../errors/kling-error.js'

/** What may happen to a submission; each is one line of the journal. `id` is the external task id. */
export type JournalEvent =
  | {
      event: 'intent'
      id: string
      kind: string
      /** Where tasks of this kind are asked for; `kindInJournal` checks it. */
      path?: string | undefined
      region: string
      base_url: string
      profile?: string | undefined
      model?: string | undefined
      /** The first words of the prompt only. */
      prompt?: string | undefined
      /** Estimated Kling units. */
      units?: number | undefined
      /** Absolute path of the file that the result shall be put in. */
      output?: string | undefined
      pid?: number | undefined
      /** Name of the plugin that submitted it from a process of its own. */
      plugin?: string | undefined
    }
  | {event: 'accepted'; id: string; task_id: string; request_id?: string | undefined}
  | {event: 'refused'; id: string; code: string; request_id?: string | undefined}
  | {event: 'unknown'; id: string; code: string}
  /** It was looked for, and there is no task. */
  | {event: 'not_taken'; id: string}
  /** The user wants it out of the lists. */
  | {event: 'forgotten'; id: string}
  | {event: 'state'; task_id: string; status: string; units?: string | undefined; reason?: string | undefined}
  | {event: 'downloaded'; task_id: string; file: string; bytes: number}
  /** A task of elsewhere whose kind was found out. */
  | {event: 'seen'; task_id: string; kind: string; base_url: string}

export type JournalLine = JournalEvent & {
  /** ISO 8601 */
  at: string
}

/** What the journal knows of a task. */
export interface JournalTask {
  id?: string
  task_id?: string
  kind: string
  path?: string | undefined
  base_url: string
  region?: string
  profile?: string | undefined
  model?: string
  /** ISO 8601 time of the intent. */
  created_at: string
}

/** Month files hold one event a line. */
const fileName = /^\d{4}-\d{2}\.jsonl$/

function parseLine(line: string): JournalLine | undefined {
  try {
    const value = JSON.parse(line) as JournalLine
    return typeof value === 'object' && value !== null && typeof value.event === 'string' ? value : undefined
  } catch {
    return undefined
  }
}

/**
 * The record of every submission of this machine: append-only JSON lines, a file a month, in a private folder.
 * Several processes may write at once. A line that is torn by a crash is skipped, and healed by the next one.
 */
export class Journal {
  constructor(
    private readonly folder: string,
    private readonly clock: () => number = Date.now,
  ) {}

  /** Adds an event and waits until it is on the disk. @throws KlingError `write_error` */
  async append(event: JournalEvent): Promise<void> {
    const at = new Date(this.clock()).toISOString()
    const path = join(this.folder, `${at.slice(0, 7)}.jsonl`)
    try {
      await makePrivateFolder(this.folder)
      if ((await lstat(this.folder)).isSymbolicLink())
        throw Object.assign(new Error('a link'), {code: 'ELOOP'})
      const flags = constants.O_RDWR | constants.O_APPEND | constants.O_CREAT | constants.O_NOFOLLOW
      const handle = await open(path, flags, 0o600)
      try {
        const line = JSON.stringify({at, ...event}) + '\n'
        const bytes = Buffer.from((await endsTorn(handle)) ? '\n' + line : line)
        const {bytesWritten} = await handle.write(bytes)
        // A disk that gets full takes what fits.
        if (bytesWritten < bytes.length) throw Object.assign(new Error('a torn line'), {code: 'ENOSPC'})
        await handle.datasync()
      } finally {
        await handle.close()
      }
    } catch (error) {
      throw new KlingError('write_error', `The journal ${path} cannot be written (${systemCode(error)}).`, {
        hint: 'Nothing was sent. Check the rights of the folder and the room on the disk.',
        billed: 'no',
        cause: error,
      })
    }
  }

  /** All lines, oldest first. */
  async *lines(): AsyncGenerator<JournalLine> {
    for (const name of (await this.months()).reverse()) {
      for (const text of (await this.read(name)).split('\n')) {
        const line = text && parseLine(text)
        if (line) yield line
      }
    }
  }

  /** What is known of a task, by task id or external id. */
  async find(id: string): Promise<JournalTask | undefined> {
    const accepted = new Map<string, string>()
    for (const name of await this.months()) {
      const text = await this.read(name)
      const lines = text.split('\n').flatMap(line => parseLine(line) ?? [])
      for (const line of lines) if (line.event === 'accepted') accepted.set(line.id, line.task_id)
      for (const line of lines.reverse()) {
        if (line.event === 'intent' && (line.id === id || accepted.get(line.id) === id)) {
          const {kind, path, base_url, region, profile, model, at} = line
          return {
            id: line.id,
            task_id: accepted.get(line.id),
            kind,
            path,
            base_url,
            region,
            profile,
            model,
            created_at: at,
          }
        }
        if (line.event === 'seen' && line.task_id === id) {
          return {task_id: id, kind: line.kind, base_url: line.base_url, created_at: line.at}
        }
      }
    }
    return undefined
  }

  /** Names of the month files, newest first. */
  private async months(): Promise<string[]> {
    try {
      return (await readdir(this.folder))
        .filter(name => fileName.test(name))
        .sort()
        .reverse()
    } catch (error) {
      if (systemCode(error) === 'ENOENT' || systemCode(error) === 'ENOTDIR') return []
      throw error
    }
  }

  /** @throws KlingError `config_error` */
  private async read(name: string): Promise<string> {
    const path = join(this.folder, name)
    const flag = constants.O_RDONLY | constants.O_NOFOLLOW
    return readFile(path, {encoding: 'utf8', flag}).catch(error => {
      throw new KlingError('config_error', `The journal ${path} cannot be read (${systemCode(error)}).`, {
        hint: 'Check what it is and the rights of its folder; links are not followed.',
        cause: error,
      })
    })
  }
}

/** Whether the file's last byte is not the end of a line. */
async function endsTorn(handle: FileHandle): Promise<boolean> {
  const {size} = await handle.stat()
  if (size === 0) return false
  const {buffer} = await handle.read(Buffer.alloc(1), 0, 1, size - 1)
  return buffer[0] !== 0x0a
}

/** The first words of a prompt, for the journal: enough to know the task again, no more. */
export function firstWords(prompt: string | undefined): string | undefined {
  if (!prompt) return undefined
  const plain = prompt.replace(/\s+/g, ' ').trim()
  const short = [...plain].slice(0, 40).join('')
  return short === plain ? plain : short + '…'
}
