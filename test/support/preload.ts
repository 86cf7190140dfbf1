import {fileURLToPath} from 'node:url'

/** Environment in which the program, under Node or as a single file, loads modules before its own. */
export function preload(...modules: URL[]): {NODE_OPTIONS: string; BUN_OPTIONS: string} {
  return {
    NODE_OPTIONS: modules.map(({href}) => `--import=${href}`).join(' '),
    BUN_OPTIONS: modules.map(url => `--preload=${fileURLToPath(url)}`).join(' '),
  }
}

/** Environment under which the sandbox makes films of few pixels, in a fraction of the time. */
export const smallFilms = preload(new URL('small-films.mjs', import.meta.url))

/** Has the renderers that tests of a suite start in this process make such films: they inherit its environment. */
export function useSmallFilms(): void {
  before(() => void (process.env.NODE_OPTIONS = smallFilms.NODE_OPTIONS))
  after(() => void delete process.env.NODE_OPTIONS)
}

/** Makes the program's own waits pass fifty times as fast. */
export const fastTimersFile = new URL('fast-timers.mjs', import.meta.url)
