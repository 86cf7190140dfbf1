import {parseDecimal} from '../config/parse-decimal.js'
import type {Settings} from '../config/settings.js'
import type {JournalLine} from '../journal/types.js'
import {t} from '../i18n/translate.js'
import {rounded, shownUnits, taskCosts, unitsOf} from './task-costs.js'

/** The name of the region whose units are play money. */
export const sandboxRegion = 'sandbox'

/** What may be spent, in Kling units; undefined where there is no limit. */
export interface SpendLimits {
  /** `--max-cost`: refused whatever is agreed to. */
  hard: number | undefined
  /** `max_cost`: what one command may cost without being asked. */
  task: number | undefined
  /** `max_cost_day`: what the tasks of a day may cost together. */
  day: number | undefined
  /** The limit of the day is that of this profile, for its own tasks. */
  dayProfile: string | undefined
}

/** The limits in the settings and on the command line; `--max-cost` takes the place of `max_cost`. */
export function limitsOf(settings: Settings, maxCost: number | undefined): SpendLimits {
  const {max_cost: task, max_cost_day: day} = settings
  const [, dayProfile] = /^profile (.*)$/s.exec(day?.origin ?? '') ?? []
  return {
    hard: maxCost,
    task: maxCost === undefined ? numberOf(task?.value) : undefined,
    day: numberOf(day?.value),
    dayProfile,
  }
}

/** Settings of a file that was written by hand may hold anything: what is no number allows nothing. */
function numberOf(text: string | undefined): number | undefined {
  return text === undefined ? undefined : (parseDecimal(text) ?? 0)
}

export interface DayOptions {
  /** ms since 1970 */
  now: number
  /** Only tasks that were made with this profile. */
  profile: string | undefined
  /** Whether the sandbox's tasks are counted, or all others: its units are not money. */
  inSandbox: boolean
  /** The intent of the request that is asked for: it will not count beside it. */
  but?: NotedIntent | undefined
}

/** An intent that a plugin may have noted before it sends the request. */
export interface NotedIntent {
  /** External id in the request. */
  id: string
  plugin: string
}

/** What covers an intent as the request's own line will, at no cost. */
const coverOf = ({id, plugin}: NotedIntent, now: number): JournalLine => ({
  at: new Date(now).toISOString(),
  event: 'priced',
  id: '\0',
  of: id,
  kind: '',
  region: '',
  plugin,
})

/** The midnight before a time, by the clock of this machine; in ms, as the time. */
export function midnightBefore(now: number): number {
  return new Date(now).setHours(0, 0, 0, 0)
}

/** Units that the tasks submitted since midnight cost: what was charged, else their estimates. */
export function spentToday(
  linesSince: (since: number) => Iterable<JournalLine>,
  {now, profile, inSandbox, but}: DayOptions,
): number {
  const since = midnightBefore(now)
  let sum = 0
  function* lines(): Generator<JournalLine> {
    yield* linesSince(since)
    if (but) yield coverOf(but, now)
  }
  for (const cost of taskCosts(lines(), {doubts: true})) {
    if (cost.at < since || (cost.region === sandboxRegion) !== inSandbox) continue
    if (profile === undefined || cost.profile === profile) sum += unitsOf(cost)
  }
  return rounded(sum)
}

/** What was spent before. */
export interface Spent {
  /** By this command, in units. */
  byCommand: number
  /** Units of today; asked for only when there is a limit for the day. */
  today: () => number
}

/** A limit that a cost is above. */
export interface Excess {
  /** Whether a yes lifts it. */
  isHard: boolean
  /** What it would cost and what the limit is, rounded for people. */
  message: string
  /** The same for programs, in units. */
  details: {estimated_units: number | null; limit: number; spent_today?: number}
  /** The setting that it comes from. */
  key: 'max_cost' | 'max_cost_day' | undefined
}

/**
 * The first limit that a cost is above: a cost that is not known is above all.
 * @param cost in units
 */
export function excessOf(
  cost: number | null,
  {hard, task, day, dayProfile}: SpendLimits,
  {byCommand, today}: Spent,
): Excess | undefined {
  const isAbove = (limit: number | undefined, before = 0): boolean =>
    limit !== undefined && (cost === null || rounded(before + cost) > limit)
  const limit = hard ?? task
  if (limit !== undefined && isAbove(limit, byCommand)) {
    const message =
      cost === null
        ? t`Estimated cost: unknown; the limit is ${limit}.`
        : byCommand > 0
          ? t`This would cost about ${shownUnits(cost)} units more, after ${shownUnits(byCommand)} units by this command; the limit is ${limit}.`
          : t`This would cost about ${shownUnits(cost)} units; the limit is ${limit}.`
    return {
      isHard: hard !== undefined,
      message,
      details: {estimated_units: cost, limit},
      key: hard === undefined ? 'max_cost' : undefined,
    }
  }
  const before = day === undefined ? 0 : today()
  if (day === undefined || !isAbove(day, before)) return undefined
  const spent = shownUnits(before)
  const message =
    cost === null
      ? t`Estimated cost: unknown. ${spent} units spent today; the daily limit is ${day}.`
      : t`This would cost about ${shownUnits(cost)} units. ${spent} units spent today; the daily limit is ${day}.`
  return {
    isHard: false,
    message: dayProfile === undefined ? message : `${message} ${t`(profile ${dayProfile})`}`,
    details: {estimated_units: cost, limit: day, spent_today: before},
    key: 'max_cost_day',
  }
}
