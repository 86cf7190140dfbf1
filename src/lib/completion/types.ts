import type {OwnCatalogue} from '../catalog/catalogue.js'
import type {JournalRecord} from '../journal/types.js'
import type {Commands} from './manifest.js'

/** Ids that commands print and take, by their names in results. */
export const recentIdKinds = ['element_id', 'voice_id', 'video_id'] as const

export type RecentIdKind = (typeof recentIdKinds)[number]

/** A word that may stand under the cursor. */
export interface Candidate {
  value: string
  description?: string | undefined
}

/** What may stand under the cursor; with `files` or `folders` the shell adds its own. */
export interface Completion {
  kind: 'words' | 'files' | 'folders'
  candidates: Candidate[]
}

/** What completion knows; each is read when it is asked for, and empty when it cannot be read. */
export interface Sources {
  commands(): Commands
  /** What the user has beside the shipped catalogue. */
  ownModels(): OwnCatalogue
  profiles(): string[]
  /** Names of the installed plugins. */
  plugins(): string[]
  /** The last tasks of this machine, newest first. */
  tasks(): Promise<JournalRecord[]>
  /** Ids that commands have printed. */
  seen(kind: RecentIdKind): Candidate[]
}
