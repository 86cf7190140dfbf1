import {createHash, randomBytes} from 'node:crypto'
import {readdir, rename, rm, stat} from 'node:fs/promises'
import {join} from 'node:path'
import {isFinal, stateAt, type TaskStatus} from '../clock.js'
import {createFile, makePrivateFolder, readObject, systemCode, withLock, writeAtomic} from 'kling-cli/plugin'
import {isTaskId, nextIds} from './task-id.js'
import {asTaskRecord, type TaskDraft, type TaskRecord} from './task-record.js'

/** Why a task was not made: its external id is taken, or every slot is. */
export type SubmitResult = {record: TaskRecord} | {refused: 'duplicate' | 'busy'}

/** The layout has a version; the name is one that nothing else in a folder has. */
const folderName = 'sandbox-v1'
const folders = ['tasks', 'active', 'external', 'inputs', 'files', 'callbacks'] as const

/** Names of a folder's files without drafts of unfinished writes; none when there is no such folder. */
async function namesIn(path: string): Promise<string[]> {
  try {
    return (await readdir(path)).filter(name => !name.startsWith('.'))
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return []
    throw error
  }
}

/**
 * The tasks of one state folder, shared by any number of processes. A task is one file, written whole; an
 * empty file in `active` marks each that is not yet settled, so that nobody has to read the settled ones.
 */
export class TaskStore {
  readonly folder: string
  private readonly lockPath: string

  constructor(readonly stateDir: string) {
    this.folder = join(stateDir, folderName)
    this.lockPath = join(stateDir, 'submit.lock')
  }

  /** Makes the folders that are missing. */
  async prepare(): Promise<void> {
    await makePrivateFolder(this.stateDir)
    await Promise.all(folders.map(name => makePrivateFolder(join(this.folder, name))))
  }

  /** Makes a task if its external id is new and fewer than `slots` tasks are under way at `now` (Unix ms). */
  async submit(draft: TaskDraft, {slots, now}: {slots: number; now: number}): Promise<SubmitResult> {
    await this.prepare()
    await makePrivateFolder(join(this.folder, 'tasks', draft.kind))
    return withLock(this.lockPath, async () => {
      if (draft.externalId && (await this.findExternal(draft.externalId))) return {refused: 'duplicate'}
      await this.sweep(now)
      const running = (await this.active()).filter(task => !isFinal(stateAt(task, now)))
      if (running.length >= slots) return {refused: 'busy'}
      const [id, videoId] = await nextIds(this.folder, now)
      const record: TaskRecord = {version: 1, id, videoId, ...draft, attempts: 0}
      if (draft.externalId) await this.claimExternal(draft.externalId, record)
      await createFile(this.markerPath(record), '')
      await this.save(record)
      return {record}
    })
  }

  /** Does something alone among all processes that use the folder, such as taking the next id. */
  async alone<T>(work: () => Promise<T>): Promise<T> {
    return withLock(this.lockPath, work)
  }

  /** Replaces the record of a task. Only the holder of the renderer's lock may. */
  async save(record: TaskRecord): Promise<void> {
    await writeAtomic(this.recordPath(record), JSON.stringify(record))
  }

  /** The task of this kind that has this task id, else the one that has this external id. */
  async find(kind: string, idOrExternal: string): Promise<TaskRecord | undefined> {
    const byId = isTaskId(idOrExternal) ? await this.read(kind, idOrExternal) : undefined
    if (byId) return byId
    const external = await this.findExternal(idOrExternal)
    return external?.kind === kind ? external : undefined
  }

  /** The task that made a video, by the id of the video: the number behind that of the task. */
  async findVideo(videoId: string, kinds: string[]): Promise<TaskRecord | undefined> {
    if (!isTaskId(videoId)) return undefined
    const id = String(BigInt(videoId) - 1n).padStart(videoId.length, '0')
    for (const kind of kinds) {
      const record = await this.read(kind, id)
      if (record?.videoId === videoId) return record
    }
    return undefined
  }

  /** Moves an ended task out of its kind, so that nothing finds it but the sum of what was spent. */
  async retire({kind, id}: TaskRecord): Promise<void> {
    await makePrivateFolder(join(this.folder, 'tasks', `deleted-${kind}`))
    await rename(this.recordPath({kind, id}), this.recordPath({kind: `deleted-${kind}`, id}))
    await rm(this.resultFolder(id), {recursive: true, force: true})
  }

  /** One page of a kind's tasks, newest first. */
  async list(kind: string, {page, size}: {page: number; size: number}): Promise<TaskRecord[]> {
    const ids = await this.idsOf(kind)
    const wanted = ids
      .sort()
      .reverse()
      .slice((page - 1) * size, page * size)
    const records = await Promise.all(wanted.map(id => this.read(kind, id)))
    return records.filter(record => record !== undefined)
  }

  /** Every task of every kind, oldest first within its kind. */
  async *all(): AsyncGenerator<TaskRecord> {
    for (const kind of await namesIn(join(this.folder, 'tasks'))) {
      for (const id of (await this.idsOf(kind)).sort()) {
        const record = await this.read(kind, id)
        if (record) yield record
      }
    }
  }

  /** The tasks that are not settled, in the order of their making. */
  async active(): Promise<TaskRecord[]> {
    const markers = await this.markers()
    const records = await Promise.all(markers.map(({kind, id}) => this.read(kind, id)))
    return records.filter(record => record !== undefined).sort((a, b) => (a.id < b.id ? -1 : 1))
  }

  /** True when nothing more will happen to a task: it has ended, and its last callback is done with. */
  async isSettled(record: TaskRecord, now: number): Promise<boolean> {
    const state = stateAt(record, now)
    return isFinal(state) && (!record.callbackUrl || (await this.wasCalledBack(record, state.status)))
  }

  /** Takes the marks off settled tasks, and off those whose making was broken off. Under the submit lock. */
  private async sweep(now: number): Promise<void> {
    for (const marker of await this.markers()) {
      const record = await this.read(marker.kind, marker.id)
      if (!record || (await this.isSettled(record, now))) await this.unmark(marker)
    }
  }

  /** Takes the mark off a task, so that no renderer looks at it again. */
  async unmark(task: {kind: string; id: string}): Promise<void> {
    await rm(this.markerPath(task), {force: true})
  }

  async wasCalledBack({id}: TaskRecord, status: TaskStatus): Promise<boolean> {
    return (
      (await stat(join(this.folder, 'callbacks', `${id}.${status}`)).catch(() => undefined)) !== undefined
    )
  }

  /** Notes that the callback for a state is done with, delivered or given up. */
  async noteCalledBack({id}: TaskRecord, status: TaskStatus, result: object): Promise<void> {
    await writeAtomic(join(this.folder, 'callbacks', `${id}.${status}`), JSON.stringify(result))
  }

  /** Keeps a file of a request under its content's hash and gives its name. */
  async keepInput(bytes: Uint8Array, extension: string): Promise<string> {
    const name = `${createHash('sha256').update(bytes).digest('hex')}.${extension}`
    const path = this.inputPath(name)
    if ((await stat(path).catch(() => undefined))?.size !== bytes.length) {
      await makePrivateFolder(join(this.folder, 'inputs'))
      await writeAtomic(path, bytes)
    }
    return name
  }

  inputPath(name: string): string {
    return join(this.folder, 'inputs', name)
  }

  /** Folder of a task's results. */
  resultFolder(id: string): string {
    return join(this.folder, 'files', id)
  }

  /** Removes all tasks and files; the keys stay. Processes that use the folder find it empty. */
  async clear(): Promise<void> {
    await makePrivateFolder(this.stateDir)
    await withLock(this.lockPath, async () => {
      const gone = `${this.folder}.${randomBytes(4).toString('hex')}.gone`
      await rename(this.folder, gone).catch((error: unknown) => {
        if (systemCode(error) !== 'ENOENT') throw error
      })
      const left = (await namesIn(this.stateDir)).filter(
        name => name.startsWith(`${folderName}.`) && name.endsWith('.gone'),
      )
      await Promise.all(left.map(name => rm(join(this.stateDir, name), {recursive: true, force: true})))
    })
  }

  /** The record, whatever is wrong with its file: then it counts as absent. */
  private async read(kind: string, id: string): Promise<TaskRecord | undefined> {
    const content = await readObject(this.recordPath({kind, id})).catch(() => undefined)
    return asTaskRecord(content, id)
  }

  private async idsOf(kind: string): Promise<string[]> {
    const names = await namesIn(join(this.folder, 'tasks', kind))
    return names.filter(name => name.endsWith('.json')).map(name => name.slice(0, -'.json'.length))
  }

  private async markers(): Promise<{kind: string; id: string}[]> {
    const names = await namesIn(join(this.folder, 'active'))
    return names.flatMap(name => {
      const [kind, id, ...rest] = name.split('.')
      return kind && id && isTaskId(id) && rest.length === 0 ? [{kind, id}] : []
    })
  }

  private recordPath({kind, id}: {kind: string; id: string}): string {
    return join(this.folder, 'tasks', kind, `${id}.json`)
  }

  private markerPath({kind, id}: {kind: string; id: string}): string {
    return join(this.folder, 'active', `${kind}.${id}`)
  }

  // External ids are the caller's words: the hash makes a file name of any of them.
  private externalPath(externalId: string): string {
    return join(this.folder, 'external', createHash('sha256').update(externalId).digest('hex'))
  }

  private async findExternal(externalId: string): Promise<TaskRecord | undefined> {
    const claim = await readObject(this.externalPath(externalId))
    if (typeof claim?.kind !== 'string' || typeof claim.id !== 'string') return undefined
    const record = await this.read(claim.kind, claim.id)
    return record?.externalId === externalId ? record : undefined
  }

  /** A claim without its task is left of a submit that was broken off, and is replaced. */
  private async claimExternal(externalId: string, {kind, id}: TaskRecord): Promise<void> {
    const path = this.externalPath(externalId)
    const claim = JSON.stringify({kind, id})
    if (!(await createFile(path, claim))) await writeAtomic(path, claim)
  }
}
