import {readFileSync} from 'node:fs'
import {join} from 'node:path'
import type {Candidate, RecentIdKind} from './types.js'

/** For each kind the ids that were printed and what each one is, newest first. */
export type RecentIds = Partial<Record<RecentIdKind, [id: string, description: string][]>>

/** The file that keeps what was printed, for completion. */
export const recentIdsPath = (cacheDir: string): string => join(cacheDir, 'seen.json')

/** What was printed; nothing where there is no such file, or a broken one. */
export function readRecentIds(cacheDir: string): RecentIds {
  try {
    const seen = JSON.parse(readFileSync(recentIdsPath(cacheDir), 'utf8')) as RecentIds
    const isFit = (entry: unknown): boolean =>
      Array.isArray(entry) && entry.every(text => typeof text === 'string')
    return Object.values(seen).every(list => Array.isArray(list) && list.every(isFit)) ? seen : {}
  } catch {
    return {}
  }
}

/** The ids of a kind. */
export function recentIds(cacheDir: string, kind: RecentIdKind): Candidate[] {
  return (readRecentIds(cacheDir)[kind] ?? []).map(([value, description]) => ({value, description}))
}
