/** Timers that wait for a test instead of the time. */
export interface HeldTimers {
  /** Lets the one go off that was set last. */
  fire(): void
  /** Gives the clock back. */
  release(): void
}

/** Holds all timers of this length, which must be nobody else's. The others go on as they are. */
export function holdTimers(length: number): HeldTimers {
  const {setTimeout: real} = globalThis
  let last = (): void => {}
  const held = (work: () => void): {refresh: () => void} => {
    last = work
    return {refresh: () => {}}
  }
  globalThis.setTimeout = ((...words: Parameters<typeof real>) =>
    words[1] === length ? held(words[0]) : real(...words)) as typeof setTimeout
  return {fire: () => last(), release: () => void (globalThis.setTimeout = real)}
}
