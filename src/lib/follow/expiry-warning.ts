import {readFileSync} from 'node:fs'
import {join} from 'node:path'
import type {Folders} from '../config/folders.js'
import {writeAtomic} from '../fs/atomic-write.js'
import {journalFolder} from '../journal/journal.js'
import {t} from '../i18n/translate.js'
import {localTime} from '../terminal/dates.js'

/** What is deleted so soon is worth a warning, in days. */
const soonDays = 3
/** Time between two looks, in ms. */
const intervalMs = 24 * 3600_000

/** The file that says when to look next. */
export const stampPath = (cacheDir: string): string => join(cacheDir, 'expiry.json')

/** A warning, and the command that fixes it. */
export interface ExpiryWarning {
  text: string
  command: string
}

/**
 * The warning that results are deleted soon, once a day; most often it takes the reading of a file of a few bytes. Its
 * failures are nobody's concern: then there is no warning.
 */
export async function expiryWarning(
  {dataDir, cacheDir}: Pick<Folders, 'dataDir' | 'cacheDir'>,
  now: number,
): Promise<ExpiryWarning | undefined> {
  const path = stampPath(cacheDir)
  const next = readStamp(path)
  // A clock that was set back is no reason to be silent.
  if (next > now && next < now + 2 * intervalMs) return undefined
  try {
    const [{JournalReader}, {dayMs, expiringWithin, expiryOf, keptDays}] = await Promise.all([
      import('../journal/reader.js'),
      import('../tasks/expiry.js'),
    ])
    const reader = new JournalReader(journalFolder(dataDir))
    if (reader.isEmpty) return undefined
    // First of all: a folder that cannot be written to must not make each command read the journal.
    await writeAtomic(path, JSON.stringify({next: now + intervalMs}), {isCache: true})
    const records = await reader.between(now - keptDays * dayMs, now - (keptDays - soonDays) * dayMs)
    const soon = expiringWithin(records, soonDays * dayMs, now)
    const [first] = soon
    if (!first) return undefined
    const when = localTime(new Date(expiryOf(first)).toISOString()).slice(0, 16)
    return {
      text:
        soon.length === 1
          ? t`1 result is not downloaded; Kling deletes it on ${when}.`
          : t`${soon.length} results are not downloaded; Kling deletes them soon, the first on ${when}.`,
      command: `kling task archive --expiring ${soonDays}d -o kling-archive`,
    }
  } catch {
    return undefined
  }
}

/** When to look next, in ms since 1970; 0 when that is not known. */
function readStamp(path: string): number {
  try {
    const {next} = JSON.parse(readFileSync(path, 'utf8')) as {next?: unknown}
    return typeof next === 'number' ? next : 0
  } catch {
    return 0
  }
}
