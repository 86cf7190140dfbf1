/** Waits; rejects with the signal's reason when that is aborted. Times are in ms. */
export type Delay = (ms: number, signal?: AbortSignal) => Promise<void>

export const delay: Delay = (ms, signal) =>
  new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(signal.reason as Error)
    const onAbort = (): void => {
      clearTimeout(timer)
      reject(signal?.reason as Error)
    }
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', onAbort)
      resolve()
    }, ms)
    signal?.addEventListener('abort', onAbort, {once: true})
  })

/** The time of a header in ms since 1970, in any of the three forms of HTTP; undefined when absent or unreadable. */
export function httpDate(header: string | null | undefined): number | undefined {
  if (!header || !/[a-z]{3}/i.test(header)) return undefined
  // The oldest form names no zone, and means that of the others.
  const ms = Date.parse(/\d{4}\s*$/.test(header) ? `${header} GMT` : header)
  return Number.isNaN(ms) ? undefined : ms
}

/** `Retry-After` in ms: seconds or an HTTP date; undefined when absent or unreadable. At most `maxMs`. */
export function retryAfter(
  header: string | null | undefined,
  now: number,
  maxMs = 120_000,
): number | undefined {
  const isNumber = /^\s*[+-]?\d+(?:\.\d*)?\s*$/.test(header ?? '')
  const at = httpDate(header)
  const ms = isNumber ? Number(header) * 1000 : at === undefined ? undefined : at - now
  return ms === undefined ? undefined : Math.min(Math.max(ms, 0), maxMs)
}

/** Exponential back-off with jitter, in ms: 1 s, 2 s, 4 s … up to 20 s, each between half and whole. */
export function backoff(attempt: number, random: () => number = Math.random): number {
  const whole = Math.min(1000 * 2 ** attempt, 20_000)
  return whole / 2 + (whole / 2) * random()
}
