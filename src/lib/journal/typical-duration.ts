import type {JournalReader} from './reader.js'
import type {JournalRecord} from './types.js'

/** How far back is looked, in submissions, and how many like it are enough. */
const newest = 300
const enough = 15

/**
 * Seconds that tasks like one of the journal took lately: same kind, model and region. The middle one of those that
 * succeeded, by the service's clock where it was noted, else to the moment when that was seen; undefined where there were
 * none.
 */
export async function typicalSeconds(reader: JournalReader, taskId: string): Promise<number | undefined> {
  const {records} = await reader.list(newest)
  const own = records.find(({task_id}) => task_id === taskId)
  if (!own) return undefined
  const isAlike = ({kind, model, region, state}: JournalRecord): boolean =>
    state === 'succeed' && kind === own.kind && model === own.model && region === own.region
  const alike = records.filter(isAlike).slice(0, enough)
  const begun = new Map(alike.map(({task_id, created_at}) => [task_id!, Date.parse(created_at)]))
  const times = new Map<string, number>()
  for (const line of await reader.linesOf([...begun.keys()])) {
    if (line.event !== 'state' || line.status !== 'succeed' || times.has(line.task_id)) continue
    const start = begun.get(line.task_id)
    if (start !== undefined) times.set(line.task_id, line.seconds ?? (Date.parse(line.at) - start) / 1000)
  }
  return median([...times.values()])
}

function median(values: number[]): number | undefined {
  return values.sort((a, b) => a - b)[Math.floor(values.length / 2)]
}
