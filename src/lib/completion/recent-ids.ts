import {readFileSync} from 'node:fs'
import {join} from 'node:path'
import type {Candidate} from './complete.js'

/** Ids that commands print and take, by their names in results. */
export const seenKinds = ['element_id', 'voice_id', 'video_id'] as const

export type SeenKind = (typeof seenKinds)[number]

/** For each kind the ids that were printed and what each one is, newest first. */
export type Seen = Partial<Record<SeenKind, [id: string, description: string][]>>

/** The file that keeps what was printed, for completion. */
export const seenPath = (cacheDir: string): string => join(cacheDir, 'seen.json')

/** What was printed; nothing where there is no such file, or a broken one. */
export function readSeen(cacheDir: string): Seen {
  try {
    const seen = JSON.parse(readFileSync(seenPath(cacheDir), 'utf8')) as Seen
    const isFit = (entry: unknown): boolean =>
      Array.isArray(entry) && entry.every(text => typeof text === 'string')
    return Object.values(seen).every(list => Array.isArray(list) && list.every(isFit)) ? seen : {}
  } catch {
    return {}
  }
}

/** The ids of a kind. */
export function seenIds(cacheDir: string, kind: SeenKind): Candidate[] {
  return (readSeen(cacheDir)[kind] ?? []).map(([value, description]) => ({value, description}))
}
