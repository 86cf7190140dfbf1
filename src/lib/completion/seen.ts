import {readFileSync} from 'node:fs'
import {join} from 'node:path'
import {type Candidate} from './complete.js'

/** Things of the user's library whose ids are hard to type. */
export type SeenKind = 'elements' | 'voices'

/** The file that keeps what lists have shown, for completion: id → name. */
export const seenPath = (cacheDir: string, kind: SeenKind): string => join(cacheDir, `seen-${kind}.json`)

/** The ids of earlier lists, the last ones first. Nothing when there are none, or the file is broken. */
export function readSeen(cacheDir: string, kind: SeenKind): Candidate[] {
  try {
    const seen = JSON.parse(readFileSync(seenPath(cacheDir, kind), 'utf8')) as [string, string][]
    return seen.map(([value, description]) => ({value: String(value), description: String(description)}))
  } catch {
    return []
  }
}
