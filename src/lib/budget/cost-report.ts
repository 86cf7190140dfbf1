import {sandboxRegion} from './limits.js'
import {type TaskCost, rounded} from './task-costs.js'

/** What rows of a report are made by. */
export const groupings = ['model', 'day', 'profile'] as const
export type Grouping = (typeof groupings)[number]

/** Sums of some tasks, in Kling units. */
export interface CostSums {
  /** Number of tasks. */
  count: number
  /** How many of them failed: those are free. */
  failed: number
  /** By the price list, of those that it has a price for. */
  estimated: number
  /** What was really charged, where that is known. */
  charged: number
  /** Charged less estimated, of the tasks for which both are known. */
  difference: number
  /** Number of tasks whose charge is not known, or not yet. */
  unknown: number
  /** Estimates of these. */
  unknown_estimated: number
  /** Number of tasks with a known charge that had no estimate: the difference is without them. */
  unestimated: number
  /** What these were charged. */
  unestimated_charged: number
}

/** Sums of the tasks of one model, day or profile. */
export interface CostRow extends CostSums {
  /** The model, or the kind of task where none can be chosen. */
  model?: string | null
  /** By the clock of this machine, `2026-11-23`. */
  day?: string | null
  /** null for tasks without a profile. */
  profile?: string | null
}

/** What tasks cost. */
export interface CostReport {
  /** ISO 8601 time from which tasks are counted. */
  since: string
  /** What a row is of. */
  by: Grouping
  /** Days in their order, all else by what it cost. */
  rows: CostRow[]
  total: CostSums
  /** What the charged units are in money by the price lists of their regions: currency, ISO 4217 → amount. */
  money: Record<string, number>
  /** Number of tasks of the sandbox, which were left out. */
  sandbox_tasks?: number
}

export interface CostReportOptions {
  /** ms since 1970 */
  since: number
  by: Grouping
  /** Only tasks of this region; all but the sandbox's when left out. */
  region?: string | undefined
  /** Only tasks of this profile. */
  profile?: string | undefined
  /** What units are in money in a region; undefined where nobody knows. */
  moneyOf?: (units: number, region: string) => {amount: number; currency: string} | undefined
}

const nothing = (): CostSums => ({
  count: 0,
  failed: 0,
  estimated: 0,
  charged: 0,
  difference: 0,
  unknown: 0,
  unknown_estimated: 0,
  unestimated: 0,
  unestimated_charged: 0,
})

/** The day of a time by the clock of this machine, `2026-11-23`. */
function dayOf(at: number): string {
  const date = new Date(at)
  const two = (value: number): string => String(value).padStart(2, '0')
  return [date.getFullYear(), two(date.getMonth() + 1), two(date.getDate())].join('-')
}

const keysOf: Record<Grouping, (cost: TaskCost) => string | null> = {
  // Tasks of some kinds have no model to choose.
  model: ({model, kind}) => model ?? kind,
  day: ({at}) => dayOf(at),
  profile: ({profile}) => profile ?? null,
}

function add(sums: CostSums, {estimated, isFailed, ...cost}: TaskCost): void {
  // The sandbox says what the service would charge, and charges nothing.
  const charged = cost.region === sandboxRegion ? 0 : cost.charged
  sums.count++
  if (isFailed) sums.failed++
  sums.estimated += estimated ?? 0
  sums.charged += charged ?? 0
  if (charged !== undefined && estimated === undefined) {
    sums.unestimated++
    sums.unestimated_charged += charged
  } else if (charged !== undefined && cost.region !== sandboxRegion) {
    sums.difference += charged - estimated!
  }
  if (charged === undefined) {
    sums.unknown++
    sums.unknown_estimated += estimated ?? 0
  }
}

function withoutNoise(sums: CostSums): CostSums {
  return Object.fromEntries(
    Object.entries(sums).map(([name, value]) => [name, rounded(value as number)]),
  ) as unknown as CostSums
}

/** Adds up what tasks cost, without keeping them. */
export function costReport(
  costs: Iterable<TaskCost>,
  {since, by, region, profile, moneyOf = () => undefined}: CostReportOptions,
): CostReport {
  const groups = new Map<string | null, CostSums>()
  const total = nothing()
  const money: Record<string, number> = {}
  let sandboxTasks = 0
  for (const cost of costs) {
    if (cost.at < since || (profile !== undefined && cost.profile !== profile)) continue
    if (region !== undefined && cost.region !== region) continue
    if (region === undefined && cost.region === sandboxRegion) {
      sandboxTasks++
      continue
    }
    const key = keysOf[by](cost)
    const sums = groups.get(key) ?? nothing()
    groups.set(key, sums)
    add(sums, cost)
    add(total, cost)
    const {amount = 0, currency} = moneyOf(cost.charged ?? 0, cost.region) ?? {}
    if (currency !== undefined && cost.region !== sandboxRegion)
      money[currency] = rounded((money[currency] ?? 0) + amount)
  }
  const rows = [...groups].map(([key, sums]): CostRow => ({[by]: key, ...withoutNoise(sums)}))
  const weight = (row: CostRow): number => row.charged + row.unknown_estimated
  rows.sort((a, b) => (by === 'day' ? (a.day! < b.day! ? -1 : 1) : weight(b) - weight(a)))
  return {
    since: new Date(since).toISOString(),
    by,
    rows,
    total: withoutNoise(total),
    money,
    ...(sandboxTasks > 0 && {sandbox_tasks: sandboxTasks}),
  }
}
