const unfinished = new Set<Promise<unknown>>()

/**
 * Keeps the process until some work has ended, although nobody waits for it any more: what is told at once is noted
 * meanwhile.
 * @returns the same work
 */
export function finishLater<T>(work: Promise<T>): Promise<T> {
  const end = (): void => void unfinished.delete(settled)
  const settled = work.then(end, end)
  unfinished.add(settled)
  return work
}

/** Waits for all such work, also for what it begins. */
export async function allFinished(): Promise<void> {
  while (unfinished.size > 0) await Promise.all(unfinished)
}
