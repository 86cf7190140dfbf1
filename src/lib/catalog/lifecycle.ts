import type {Lifecycle} from './format.js'

/** Where something stands on a day. */
export type Service =
  /** It is served; `ends`: until the day that was announced. */
  | {state: 'served'; ends?: string}
  /** It is served from a day that is still to come. */
  | {state: 'coming'; from: string}
  /** It is not served: since a day, or it was only seen on a day that it is not. */
  | {state: 'retired'; day: string; isSeen: boolean}

/** Where something stands. @param today ISO 8601 day */
export function serviceOf({from, announcedEnd, until, gone}: Partial<Lifecycle>, today: string): Service {
  const end = [until, announcedEnd].filter(day => day !== undefined).sort()[0]
  if (gone !== undefined && gone <= today && !(end !== undefined && end <= today))
    return {state: 'retired', day: gone, isSeen: true}
  if (end !== undefined && end <= today) return {state: 'retired', day: end, isSeen: false}
  if (from !== undefined && from > today) return {state: 'coming', from}
  return end === undefined ? {state: 'served'} : {state: 'served', ends: end}
}

/** The day of today in the calendar of the service's announcements, ISO 8601. */
export const dayOf = (now: number): string => new Date(now).toISOString().slice(0, 10)
