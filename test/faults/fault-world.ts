import {existsSync, readFileSync, readdirSync, statSync} from 'node:fs'
import {join} from 'node:path'
import {preload} from '../support/preload.js'
import {type Home, type RunOptions, type RunResult, makeHome, runKling} from '../support/run-kling.js'
import {type FaultServer, type FaultServerOptions, startFaults} from './fault-server.js'
import {sha256} from './film.js'

export const accessKey = 'access-key-of-the-faults'
export const secretKey = 'secret-key-of-the-faults-0123456789abcdef'

/** Environment under which the program's own waits pass fifty times as fast. */
export const fastTimers = new URL('../support/fast-timers.mjs', import.meta.url)
export const fast = preload(fastTimers)

/** A run that takes longer hangs, and is killed. */
export const longestRunMs = 45_000

/** How the program is run: waits are quick unless `slow` says otherwise. */
export type RunInFaults = Partial<Omit<RunOptions, 'home'>> & {slow?: boolean}

/** A private home, and a server that goes wrong. */
export interface FaultWorld {
  home: Home
  server: FaultServer
  kling(argv: string[], options?: RunInFaults): Promise<RunResult>
  /** Events of the journal, oldest first. */
  journal(): Record<string, unknown>[]
  path(...names: string[]): string
  /** SHA-256 of a file in the home's folder; undefined when there is none. */
  hash(name: string): string | undefined
  /** Files in the home's folder whose name begins so. */
  left(start: string): string[]
}

/** Makes a world for as long as `work` takes. */
export async function inWorld<T>(
  options: FaultServerOptions,
  work: (world: FaultWorld) => Promise<T>,
): Promise<T> {
  const home = makeHome()
  const server = await startFaults(options)
  const path = (...names: string[]): string => join(home.folder, ...names)
  const folder = path('.local/share/kling-cli/journal')
  server.target = path('cat.mp4')
  const world: FaultWorld = {
    home,
    server,
    path,
    async kling(argv, {env, slow, onStart, ...more} = {}) {
      let timer: NodeJS.Timeout | undefined
      const result = await runKling(argv, {
        home,
        onStart(pid) {
          timer = setTimeout(() => process.kill(pid, 'SIGKILL'), longestRunMs)
          onStart?.(pid)
        },
        env: {
          KLING_BASE_URL: server.url,
          KLING_ACCESS_KEY: accessKey,
          KLING_SECRET_KEY: secretKey,
          ...(slow ? {} : fast),
          ...env,
        },
        ...more,
      })
      clearTimeout(timer)
      return result
    },
    journal() {
      const months = existsSync(folder) ? readdirSync(folder).sort() : []
      const lines = months.flatMap(name => readFileSync(join(folder, name), 'utf8').split('\n'))
      return lines.filter(line => line !== '').map(line => JSON.parse(line) as Record<string, unknown>)
    },
    hash: name =>
      existsSync(path(name)) && statSync(path(name)).isFile() ? sha256(readFileSync(path(name))) : undefined,
    left: start => readdirSync(home.folder).filter(name => name.startsWith(start)),
  }
  try {
    return await work(world)
  } finally {
    await server.close()
    home.remove()
  }
}

/** The create that most tests use. */
export const create = (...more: string[]): string[] => [
  ...['video', 'create', 'A cat'],
  ...(more.includes('--timeout') ? [] : ['--timeout', '5']),
  ...more,
]
