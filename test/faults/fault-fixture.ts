import {existsSync, readFileSync, readdirSync, statSync} from 'node:fs'
import {join} from 'node:path'
import {fastTimers} from '../support/fixture.js'
import {type Home, type RunOptions, type RunResult, makeHome, runKling} from '../support/run-kling.js'
import {type FaultServer, type FaultServerOptions, startFaults} from './fault-server.js'
import {sha256} from './film.js'

export const accessKey = 'access-key-of-the-faults'
export const secretKey = 'secret-key-of-the-faults-0123456789abcdef'

/** A run that takes longer hangs, and is killed. */
export const longestRunMs = 45_000

/** How the program is run: waits are quick unless `slow` says otherwise. */
export type RunInFaults = Partial<Omit<RunOptions, 'home'>> & {slow?: boolean}

/** A private home, and a server that goes wrong. */
export interface FaultFixture {
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

/** Makes a fixture for as long as `work` takes. */
export async function withFixture<T>(
  options: FaultServerOptions,
  work: (fixture: FaultFixture) => Promise<T>,
): Promise<T> {
  const home = makeHome()
  const server = await startFaults(options)
  const path = (...names: string[]): string => join(home.folder, ...names)
  const folder = path('.local/share/kling-cli/journal')
  server.target = path('cat.mp4')
  const fixture: FaultFixture = {
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
          ...(slow ? {} : fastTimers),
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
    return await work(fixture)
  } finally {
    await server.close()
    home.remove()
  }
}

/** Makes the results of tasks point at another host's file. */
export function pointAt({server: {service}}: FaultFixture, url: string): void {
  const handle = service.handle.bind(service)
  service.handle = request => {
    const reply = handle(request)
    const body = reply.body.toString().replace(/"http:[^"]*\/files\/[^"]*"/, JSON.stringify(url))
    return {...reply, body: Buffer.from(body)}
  }
}

/** The create that most tests use. */
export const create = (...more: string[]): string[] => [
  ...['video', 'create', 'A cat'],
  ...(more.includes('--timeout') ? [] : ['--timeout', '5']),
  ...more,
]
