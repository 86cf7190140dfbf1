import {chmodSync, linkSync, mkdirSync, writeFileSync} from 'node:fs'
import {dirname, join} from 'node:path'

/** A change of the disk, as `record-writes.mjs` notes it; paths are below the root. */
export type Change =
  | {op: 'create' | 'mkdir' | 'remove'; path: string}
  | {op: 'rename' | 'link'; from: string; path: string}
  /** Without `at`, at the end. */
  | {op: 'write'; path: string; at?: number; data: string}
  | {op: 'truncate'; path: string; size: number}
  /** A file, or a folder with its names; what was done after the `covers`-th note of the same run is not synced by it. */
  | {op: 'sync'; path: string; covers: number}

/** Something else that happened meanwhile. */
export type Mark =
  | {mark: 'printed'; text: string}
  | {mark: 'posted'}
  | {mark: 'made'; taskId: string; externalId: string}
  /** A run has ended well. */
  | {mark: 'ended'; config: string | null}

export type Step = (Change | Mark) & {run?: number; n?: number}

type Random = () => number

/** A change of a file's bytes. */
interface Piece {
  step: number
  size?: number
  at: number
  bytes: Buffer
}

/** A file, whatever its names are. */
interface File {
  pieces: Piece[]
  /** The steps before this one are on the disk. */
  synced: number
}

/** A change of the names in a folder. */
interface Naming {
  step: number
  folder: string
  add?: {path: string; what: File | 'folder'}
  drop?: {path: string; what: File | 'folder'}
}

/**
 * The disk of a machine whose power is cut after a number of steps. What was synced is there. Of everything else each
 * sector and each name may be there or not, as POSIX allows.
 */
export class CutDisk {
  private readonly names = new Map<string, File | 'folder'>([['.', 'folder']])
  private readonly namings: Naming[] = []
  private readonly syncedFolders = new Map<string, number>()

  constructor(
    private readonly steps: readonly Step[],
    end: number,
  ) {
    for (let index = 0; index < end; index++) this.take(steps[index]!, index)
  }

  private take(step: Step, index: number): void {
    if (!('op' in step)) return
    const {path} = step
    const named = this.names.get(path)
    switch (step.op) {
      case 'create':
      case 'mkdir': {
        const what = step.op === 'mkdir' ? 'folder' : {pieces: [], synced: 0}
        this.rename(index, {add: {path, what}})
        break
      }
      case 'remove':
        this.rename(index, {drop: {path, what: named!}})
        break
      case 'rename':
      case 'link': {
        const what = this.names.get(step.from)!
        const drop = step.op === 'rename' ? {drop: {path: step.from, what}} : {}
        this.rename(index, {add: {path, what}, ...drop})
        break
      }
      case 'write': {
        const file = named as File
        file.pieces.push({
          step: index,
          at: step.at ?? sizeOf(file.pieces),
          bytes: Buffer.from(step.data, 'base64'),
        })
        break
      }
      case 'truncate':
        ;(named as File).pieces.push({step: index, size: step.size, at: 0, bytes: Buffer.alloc(0)})
        break
      case 'sync': {
        const covered = this.coveredBy(step, index)
        if (named === 'folder') this.syncedFolders.set(path, covered)
        else if (named) named.synced = covered
        break
      }
    }
  }

  /** The first step that a sync is not sure of. */
  private coveredBy({run, covers}: Step & {covers: number}, index: number): number {
    if (run === undefined) return index
    for (let at = index; at > 0; at--) {
      const before = this.steps[at - 1]!
      if (before.run !== undefined && (before.run !== run || before.n! <= covers)) return at
    }
    return 0
  }

  private rename(step: number, {add, drop}: Pick<Naming, 'add' | 'drop'>): void {
    if (drop) this.names.delete(drop.path)
    if (add) this.names.set(add.path, add.what)
    this.namings.push({step, folder: dirname((add ?? drop)!.path), ...(add && {add}), ...(drop && {drop})})
  }

  /** All names that there are when nothing is lost, in order. */
  get allNames(): string[] {
    return [...this.names.keys()].filter(name => name !== '.').sort()
  }

  /** Builds what is left of it in an empty folder; `change` is given the bytes of each file. */
  build(folder: string, random: Random, change: (path: string, bytes: Buffer) => Buffer): void {
    const names = this.namesLeft(random)
    const sector = random() < 0.5 ? 512 : 4096
    const written = new Map<File, string>()
    for (const [path, what] of [...names].sort(([one], [other]) => (one < other ? -1 : 1))) {
      if (!isReached(path, names)) continue
      const place = join(folder, path)
      if (what === 'folder') mkdirSync(place, {mode: 0o700, recursive: true})
      else if (written.has(what)) linkSync(written.get(what)!, place)
      else {
        writeFileSync(place, change(path, bytesLeft(what, {sector, random})), {mode: 0o600})
        chmodSync(place, 0o600)
        written.set(what, place)
      }
    }
  }

  private namesLeft(random: Random): Map<string, File | 'folder'> {
    const isSynced = ({step, folder}: Naming): boolean => step < (this.syncedFolders.get(folder) ?? 0)
    const open = this.namings.filter(naming => !isSynced(naming))
    // Most file systems keep their order; POSIX asks for none.
    const isOrdered = random() < 0.5
    const share = [0, 0.5, 1][Math.floor(random() * 3)]!
    const end = Math.floor(random() * (open.length + 1))
    const kept = new Set(open.filter((_, index) => (isOrdered ? index < end : random() < share)))
    const names = new Map<string, File | 'folder'>([['.', 'folder']])
    for (const naming of this.namings) {
      if (!isSynced(naming) && !kept.has(naming)) continue
      const {add, drop} = naming
      if (drop && names.get(drop.path) === drop.what) names.delete(drop.path)
      if (add) names.set(add.path, add.what)
    }
    return names
  }
}

function sizeOf(pieces: readonly Piece[]): number {
  return pieces.reduce((size, {size: cut, at, bytes}) => cut ?? Math.max(size, at + bytes.length), 0)
}

/** Whether all folders above a path are there. */
function isReached(path: string, names: Map<string, File | 'folder'>): boolean {
  for (let folder = dirname(path); folder !== '.'; folder = dirname(folder))
    if (names.get(folder) !== 'folder') return false
  return true
}

/**
 * The bytes of a file after the cut: those synced; of what came later each sector or not, and the size that the file had
 * at any time since. What is missing below it is zero.
 */
function bytesLeft({pieces, synced}: File, {sector, random}: {sector: number; random: Random}): Buffer {
  const firm = pieces.filter(({step}) => step < synced)
  const open = pieces.filter(({step}) => step >= synced)
  const end = Math.floor(random() * (open.length + 1))
  const share = [0, 0.5, 0.9, 1][Math.floor(random() * 4)]!
  const size = sizeOf([...firm, ...open.slice(0, end)])
  const bytes = Buffer.alloc(Math.max(sizeOf(firm), size, ...open.map(({at, bytes}) => at + bytes.length)))
  for (const {size: cut, at, bytes: piece} of firm) {
    if (cut !== undefined) bytes.fill(0, Math.min(cut, bytes.length))
    piece.copy(bytes, at)
  }
  for (const [index, {size: cut, at, bytes: piece}] of open.entries()) {
    if (cut !== undefined) {
      // Behind a truncation that has not come to the disk nothing is written into the blocks of before.
      if (index >= end) break
      bytes.fill(0, Math.min(cut, bytes.length))
    }
    for (let from = at; from < at + piece.length;) {
      const to = Math.min(Math.ceil((from + 1) / sector) * sector, at + piece.length)
      if (random() < share) piece.copy(bytes, from, from - at, to - at)
      from = to
    }
  }
  return bytes.subarray(0, size)
}
