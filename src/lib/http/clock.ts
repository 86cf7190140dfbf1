/** A time in ms; from when it counts depends on the clock. */
export type Clock = () => number

/**
 * Time in ms that only goes forward, whatever the clock of the system is set to: for durations and deadlines. Dates
 * are `Date.now`'s.
 */
export const monotonic: Clock = () => performance.now()

/** A date in ms since 1970 by that clock; one of the future is now. */
export function monotonicOf(date: number): number {
  return monotonic() - Math.max(Date.now() - date, 0)
}
