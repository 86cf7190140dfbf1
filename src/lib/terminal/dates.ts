import {t} from '../i18n/translate.js'

const minute = 60
const hour = 60 * minute
const day = 24 * hour

/** `3 min ago`: an ISO 8601 time as seen from `now` (ms since 1970), a date where it is long ago. */
export function formatAgo(time: string, now: number): string {
  const at = Date.parse(time)
  if (Number.isNaN(at)) return time
  const seconds = Math.floor((now - at) / 1000)
  // Clocks differ a little.
  if (seconds < -minute) return localTime(time)
  if (seconds < 10) return t`just now`
  if (seconds < minute) return t`${seconds} s ago`
  if (seconds < hour) return t`${Math.floor(seconds / minute)} min ago`
  if (seconds < day) return t`${Math.floor(seconds / hour)} h ago`
  const days = Math.floor(seconds / day)
  if (days === 1) return t`1 day ago`
  return days < 30 ? t`${days} days ago` : localTime(time).slice(0, 10)
}

/** `2026-11-23 14:05:10`: an ISO 8601 time by the clock of this machine. */
export function localTime(time: string): string {
  const at = new Date(time)
  if (Number.isNaN(at.getTime())) return time
  const two = (value: number): string => String(value).padStart(2, '0')
  const date = [at.getFullYear(), two(at.getMonth() + 1), two(at.getDate())].join('-')
  return `${date} ${[at.getHours(), at.getMinutes(), at.getSeconds()].map(two).join(':')}`
}
