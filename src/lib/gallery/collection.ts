import {journalFolder} from '../journal/journal.js'
import {RecordReducer} from '../journal/records.js'
import type {JournalLine, JournalRecord} from '../journal/types.js'
import {JournalTail} from '../journal/tail.js'
import {KeptRequests} from '../sidecar/kept-requests.js'
import {type Look, lookAt} from './clip-file.js'
import {type Clip, type GalleryNews, clipOf, isClip} from './clip.js'

/** What a collection is made from. */
export interface CollectionOptions {
  /** The data folder. */
  dataDir: string
  /** Region that commands use where none is given. */
  region: string
  /** What is reported goes to others: nothing of this machine's accounts and folders is in it. */
  isPublic?: boolean
}

/** Files that are looked at at once. */
const looksAtOnce = 16
/** For so long after a download its file is looked at again and again: its sidecar comes later. In ms. */
const freshMs = 10_000

/** The clips that the journal tells of, with their files, kept up with both. */
export class Collection {
  private readonly tail: JournalTail
  private fold = new RecordReducer()
  private readonly clips = new Map<string, Clip>()
  /** Files that were downloaded of a task, the last one first. */
  private readonly downloads = new Map<string, string[]>()
  private readonly looks = new Map<string, Look>()
  /** Clips whose files have just come, and until when. */
  private readonly fresh = new Map<string, number>()
  /** The path behind each clip that has a file. */
  private readonly paths = new Map<string, string>()
  private readonly kept: KeptRequests
  private turn: Promise<unknown> = Promise.resolve()

  constructor(private readonly options: CollectionOptions) {
    this.kept = new KeptRequests(options.dataDir)
    this.tail = new JournalTail(journalFolder(options.dataDir))
  }

  /** All clips, newest first. */
  all(): Clip[] {
    return [...this.clips.values()].sort((a, b) => b.created_at.localeCompare(a.created_at))
  }

  has(id: string): boolean {
    return this.clips.has(id)
  }

  /** Path of the file of a clip; undefined for whatever the journal does not name. */
  pathOf(id: string): string | undefined {
    return this.paths.get(id)
  }

  /** The journal's records of all clips. */
  records(): JournalRecord[] {
    return this.fold.all().map(({record}) => record)
  }

  /** Reads what was added to the journal since. @returns what has changed; @throws KlingError `config_error` */
  update(): Promise<GalleryNews> {
    return this.inTurn(() => this.describe(this.readOn()))
  }

  /** Looks at all files again, too: some may have been moved, or a note been written next to them. */
  refresh(): Promise<GalleryNews> {
    return this.inTurn(() => this.describe(new Set([...this.readOn(), ...this.clips.keys()])))
  }

  private inTurn<T>(work: () => Promise<T>): Promise<T> {
    const done = this.turn.then(work)
    this.turn = done.catch(() => {})
    return done
  }

  /** Ids of the submissions that new lines speak of. */
  private readOn(): Set<string> {
    const ids = new Set<string>()
    const restart = (): void => {
      for (const id of this.clips.keys()) ids.add(id)
      this.fold = new RecordReducer()
      this.downloads.clear()
    }
    for (const {line, place} of this.tail.next(restart)) {
      this.fold.add(line, place)
      this.noteDownload(line)
      const id = 'id' in line ? line.id : this.fold.recordOf(line)?.id
      if (id === undefined) continue
      ids.add(id)
      if (line.event === 'downloaded') this.fresh.set(id, Date.now() + freshMs)
    }
    for (const [id, end] of this.fresh) {
      ids.add(id)
      if (end < Date.now()) this.fresh.delete(id)
    }
    return ids
  }

  private noteDownload(line: JournalLine): void {
    if (line.event !== 'downloaded' || typeof line.file !== 'string') return
    const before = this.downloads.get(line.task_id) ?? []
    this.downloads.set(line.task_id, [line.file, ...before.filter(file => file !== line.file)])
  }

  private async describe(ids: Set<string>): Promise<GalleryNews> {
    const records = new Map(this.records().map(record => [record.id, record]))
    const clips: Clip[] = []
    const removed: string[] = []
    const left = [...ids]
    const work = async (): Promise<void> => {
      for (let id = left.pop(); id !== undefined; id = left.pop()) {
        const record = records.get(id)
        const clip = record && isClip(record) ? await this.clipOf(record) : undefined
        if (clip && JSON.stringify(clip) !== JSON.stringify(this.clips.get(id))) {
          this.clips.set(id, clip)
          clips.push(clip)
        }
        if (!clip && this.clips.delete(id)) {
          this.paths.delete(id)
          removed.push(id)
        }
      }
    }
    await Promise.all(Array.from({length: looksAtOnce}, work))
    return {clips, removed}
  }

  private async clipOf(record: JournalRecord): Promise<Clip> {
    const {id, task_id} = record
    const found = await this.findFile(task_id === undefined ? [] : (this.downloads.get(task_id) ?? []))
    if (found) this.paths.set(id, found.path)
    else this.paths.delete(id)
    // The address changes with the file, so that a browser may keep what it has.
    const file = found && {
      ...found.look.file,
      url: `files/${encodeURIComponent(id)}?${encodeURIComponent(found.look.stamp)}`,
    }
    const {region, isPublic = false} = this.options
    const request = found?.look.request ?? (await this.kept.find(id))?.recipe.request
    return clipOf({record, file, request, region, isPublic})
  }

  /** Of the files of a task, a video before a sound. */
  private async findFile(paths: string[]): Promise<{path: string; look: Look} | undefined> {
    let sound: {path: string; look: Look} | undefined
    for (const path of paths) {
      const look = await lookAt(path, this.looks.get(path))
      if (!look) continue
      this.looks.set(path, look)
      if (look.file.type === 'video') return {path, look}
      sound ??= {path, look}
    }
    return sound
  }
}
