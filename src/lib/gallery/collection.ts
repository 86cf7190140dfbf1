import {monotonic} from '../http/clock.js'
import {journalFolder} from '../journal/journal.js'
import {RecordReducer} from '../journal/records.js'
import type {JournalLine, JournalRecord} from '../journal/types.js'
import {JournalTail} from '../journal/tail.js'
import {folderOf} from '../downloads/output-folder.js'
import {KeptRequests} from '../sidecar/kept-requests.js'
import {type Look, lookAt} from './clip-file.js'
import {type Clip, type GalleryNews, clipOf, isClip} from './clip.js'
import type {MediaSource} from './media-file.js'

/** What a collection is made from. */
export interface CollectionOptions {
  /** The data folder. */
  dataDir: string
  /** What is reported goes to others: nothing of this machine's accounts and folders is in it. */
  isPublic?: boolean
}

/** A file of a clip, and what it holds. */
interface Found {
  source: MediaSource
  look: Look
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
  /** Files that were downloaded of a task, the last one first, and whether a plugin says so. */
  private readonly downloads = new Map<string, {path: string; isOfPlugin: boolean}[]>()
  private readonly looks = new Map<string, Look>()
  /** Clips whose files have just come, and until when. */
  private readonly fresh = new Map<string, number>()
  /** The file behind each clip that has one. */
  private readonly sources = new Map<string, MediaSource>()
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

  /** The file of a clip; undefined for whatever the journal does not name. */
  sourceOf(id: string): MediaSource | undefined {
    return this.sources.get(id)
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
      if (line.event === 'downloaded') this.fresh.set(id, monotonic() + freshMs)
    }
    for (const [id, end] of this.fresh) {
      ids.add(id)
      if (end < monotonic()) this.fresh.delete(id)
    }
    return ids
  }

  private noteDownload(line: JournalLine): void {
    if (line.event !== 'downloaded') return
    const {task_id: taskId, file: path, plugin} = line
    const before = this.downloads.get(taskId) ?? []
    const isOfPlugin = plugin !== undefined
    this.downloads.set(taskId, [{path, isOfPlugin}, ...before.filter(one => one.path !== path)])
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
          this.sources.delete(id)
          removed.push(id)
        }
      }
    }
    await Promise.all(Array.from({length: looksAtOnce}, work))
    return {clips, removed}
  }

  /** What is known of a submission. What is odd about its file or its request costs these, not the clip. */
  private async clipOf(record: JournalRecord): Promise<Clip | undefined> {
    const {isPublic = false} = this.options
    const {id} = record
    const found = await this.findFile(record).catch(() => undefined)
    if (found) this.sources.set(id, found.source)
    else this.sources.delete(id)
    // The address changes with the file, so that a browser may keep what it has.
    const file = found && {
      ...found.look.file,
      url: `files/${encodeURIComponent(id)}?${encodeURIComponent(found.look.stamp)}`,
    }
    try {
      const request = found?.look.request ?? (await this.kept.find(id))?.recipe.request
      return clipOf({record, file, request, isPublic})
    } catch {
      return clipOf({record, file, isPublic})
    }
  }

  /** Of the files of a task, a video before a sound. */
  private async findFile({task_id, output}: JournalRecord): Promise<Found | undefined> {
    const downloads = task_id === undefined ? [] : (this.downloads.get(task_id) ?? [])
    let sound: Found | undefined
    for (const {path, isOfPlugin} of downloads) {
      // The folder of a result was held to what the plugin may write when its task was noted.
      if (isOfPlugin && output === undefined) continue
      const source = {path, within: isOfPlugin ? folderOf(output!) : undefined}
      const look = await lookAt(source, this.looks.get(path))
      if (!look) continue
      this.looks.set(path, look)
      if (look.file.type === 'video') return {source, look}
      sound ??= {source, look}
    }
    return sound
  }
}
