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

/** `Retry-After` in ms: seconds or an HTTP date; undefined when absent or unreadable. At most `maxMs`. */
export function retryAfter(
  header: string | null | undefined,
  now: number,
  maxMs = 120_000,
): number | undefined {
  if (!header) return undefined
  const seconds = Number(header)
  const ms = Number.isFinite(seconds) ? seconds * 1000 : Date.parse(header) - now
  return Number.isFinite(ms) ? Math.min(Math.max(ms, 0), maxMs) : undefined
}

/** Exponential back-off with jitter, in ms: 1 s, 2 s, 4 s … up to 20 s, each between half and whole. */
export function backoff(attempt: number, random: () => number = Math.random): number {
  const whole = Math.min(1000 * 2 ** attempt, 20_000)
  return whole / 2 + (whole / 2) * random()
}
