import {type RecentIdKind, recentIdKinds} from './types.js'
import {writeAtomic} from '../fs/atomic-write.js'
import {type RecentIds, readRecentIds, recentIdsPath} from './recent-ids.js'

/** Fields of a result that say what an id stands for; the first one that is there. */
const descriptions: Record<RecentIdKind, string[]> = {
  element_id: ['element_name', 'name'],
  voice_id: ['voice_name', 'name'],
  video_id: ['task_id'],
}

const maxIds = 200

/**
 * Keeps the ids in a command's result, and in its lists, for completion; one that was deleted is taken out. That
 * they cannot be written is no error: they are a comfort only.
 */
export async function recordRecentIds(cacheDir: string, result: object): Promise<void> {
  const items = [result, ...Object.values(result).filter(Array.isArray).flat()] as Record<string, unknown>[]
  const found = items.flatMap(item =>
    recentIdKinds.flatMap(kind => (typeof item?.[kind] === 'string' ? {kind, id: item[kind], item} : [])),
  )
  if (found.length === 0) return
  const before = readRecentIds(cacheDir)
  const seen: RecentIds = {...before}
  for (const {kind, id, item} of found.reverse()) {
    const name = descriptions[kind].map(field => item[field]).find(text => typeof text === 'string')
    const list = seen[kind] ?? []
    const isDeleted = item.status === 'deleted'
    if (!isDeleted && list.some(([known, as]) => known === id && (name === undefined || as === name)))
      continue
    const others = list.filter(([known]) => known !== id)
    seen[kind] = isDeleted ? others : ([[id, name ?? ''], ...others].slice(0, maxIds) as [string, string][])
  }
  if (recentIdKinds.every(kind => seen[kind] === before[kind])) return
  await writeAtomic(recentIdsPath(cacheDir), JSON.stringify(seen), {isCache: true}).catch(() => {})
}
