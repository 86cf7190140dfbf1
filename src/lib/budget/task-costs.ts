import type {JournalLine} from '../journal/types.js'

/** What one submission costs, as far as the journal knows. */
export interface TaskCost {
  /** External id; of what a plugin did not note itself, an id of its own. */
  id: string
  /** Time of the submission in ms since 1970. */
  at: number
  kind: string
  model: string | undefined
  profile: string | undefined
  region: string
  /** Units by the price list of then; undefined where it had no price. */
  estimated: number | undefined
  /** The most units that it can cost, where the list of then had no price. */
  most: number | undefined
  /** Units that were really charged: 0 for a task that failed; undefined where that is not known, or not yet. */
  charged: number | undefined
  isFailed: boolean
}

/** A submission that may still change. */
interface Open extends TaskCost {
  taskId: string | undefined
  /** Name of the plugin that recorded it. */
  plugin: string | undefined
  /** Requests that kling itself saw of it: they count in its place. */
  covers: number
  /** What such a request stands for. */
  covered?: Open
}

/** Units in a line of the journal; anything else than an amount is none. */
function amount(value: unknown): number | undefined {
  const number = typeof value === 'string' && value !== '' ? Number(value) : value
  return typeof number === 'number' && Number.isFinite(number) && number >= 0 ? number : undefined
}

/**
 * The costs of the submissions that some lines begin, each as soon as nothing can change it any more, at the end
 * those that are still open: memory is bounded by the number of open ones. What was refused, or was found not to have
 * been taken, costs nothing and is left out; what was forgotten counts.
 * @param lines oldest first
 * @param doubts whether what kling saw plugins send counts, rather than what they noted of it themselves
 */
export function* taskCosts(lines: Iterable<JournalLine>, {doubts = false} = {}): Generator<TaskCost> {
  const byId = new Map<string, Open>()
  const byTask = new Map<string, Open>()
  /** Ids that were used again: what follows them if the repetition comes to nothing. */
  const earlier = new Map<string, Open>()
  /** What was refused, or not found. */
  const refused = new Map<string, Open>()
  const drop = ({id, taskId}: Open): void => {
    byId.delete(id)
    if (taskId !== undefined) byTask.delete(taskId)
  }
  for (const line of lines) {
    switch (line.event) {
      case 'intent': {
        const before = byId.get(line.id)
        if (before) earlier.set(line.id, before)
        byId.set(line.id, openOf(line))
        break
      }
      case 'priced': {
        const intent = line.of === undefined ? undefined : byId.get(line.of)
        const noted = intent?.plugin === line.plugin ? intent : undefined
        if (noted && !doubts) break
        if (noted) noted.covers++
        byId.set(line.id, {...openOf(line), ...(noted && {covered: noted})})
        break
      }
      case 'refused':
      case 'not_taken': {
        const open = byId.get(line.id)
        if (!open) break
        drop(open)
        refused.set(open.id, open)
        if (open.covered) open.covered.covers--
        const before = earlier.get(line.id)
        if (before) byId.set(line.id, before)
        earlier.delete(line.id)
        break
      }
      case 'accepted': {
        // Another process may have looked for it too early: it was accepted all the same.
        const open = byId.get(line.id) ?? refused.get(line.id)
        if (!open) break
        byId.set(line.id, open)
        refused.delete(line.id)
        open.taskId = line.task_id
        byTask.set(line.task_id, open)
        break
      }
      case 'state': {
        const open = byTask.get(line.task_id)
        if (!open) break
        open.isFailed = line.status === 'failed'
        if (line.status === 'succeed') open.charged = amount(line.units)
        if (open.isFailed) open.charged = 0
        // Where the charge of a success is not said, a later line may tell it.
        if (open.charged === undefined) break
        // It counts again when the request in its place is refused.
        if (open.covers > 0) break
        drop(open)
        yield open
        break
      }
      default:
    }
  }
  for (const open of [...earlier.values(), ...byId.values()]) if (open.covers === 0) yield open
}

function openOf(line: JournalLine & {event: 'intent' | 'priced'}): Open {
  return {
    id: line.id,
    at: Date.parse(line.at),
    kind: line.kind,
    model: line.model,
    profile: line.profile,
    region: line.region,
    estimated: amount(line.units),
    most: amount(line.units_max),
    charged: undefined,
    isFailed: false,
    taskId: undefined,
    plugin: line.plugin,
    covers: 0,
  }
}

/** What a task counts with against a limit: what was charged, else the estimate, else the most that it can cost. */
export function unitsOf({charged, estimated, most}: TaskCost): number {
  return charged ?? estimated ?? most ?? 0
}

/** Units as people see them: two places at most. */
export function shownUnits(units: number): number {
  return Math.round(units * 100) / 100
}

/** A sum without the noise of binary fractions: Kling counts in thousandths at most. */
export function rounded(units: number): number {
  return Math.round(units * 1000) / 1000
}
