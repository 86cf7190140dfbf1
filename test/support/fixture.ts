import {jwtVerify} from 'jose'
import {existsSync, readFileSync, readdirSync, writeFileSync} from 'node:fs'
import {availableParallelism} from 'node:os'
import {join} from 'node:path'
import {type ApiServer, type Handler, type SeenRequest, ok, startApi} from './api-server.js'
import {fastTimersFile, preload} from './preload.js'
import {type Home, type RunOptions, type RunResult, makeHome, runKling} from './run-kling.js'

export const accessKey = 'access-key-of-the-tests'
export const secretKey = 'secret-key-of-the-tests-0123456789abcdef'

/** Environment under which the program's own waits pass quickly, for Node and for Bun. */
export const fastTimers = preload(fastTimersFile)

export type FixtureOptions = Partial<Omit<RunOptions, 'home'>>

/** A private home with keys and an API on loopback, new for each test. */
export interface Fixture {
  home: Home
  api: ApiServer
  /** From now on the API answers with this. */
  answer(handler: Handler): void
  /** Runs the program with the API as its base URL and the keys in its environment. */
  kling(argv: string[], options?: FixtureOptions): Promise<RunResult>
  /** The same with quick waits. */
  klingWithFastPolling(argv: string[], options?: FixtureOptions): Promise<RunResult>
  /** Starts another server, closed after the test. */
  serve(handler: Handler): Promise<ApiServer>
  /** Writes a file into the home's folder, in which the program runs. @returns its name */
  write(name: string, data: string | Uint8Array): string
  read(name: string): Buffer
  /** All events of the journal, oldest first. */
  journal(): Record<string, unknown>[]
}

/** Makes a fixture, and what tears it down again. */
async function createFixture(): Promise<{fixture: Fixture; remove: () => Promise<void>}> {
  const servers: ApiServer[] = []
  let handler: Handler = () => ok({})
  async function serve(own: Handler): Promise<ApiServer> {
    const server = await startApi(own)
    servers.push(server)
    return server
  }
  const home = makeHome()
  const api = await serve((request, response) => handler(request, response))
  const fixture: Fixture = {
    home,
    api,
    serve,
    answer: next => void (handler = next),
    kling: (argv, {env, ...options} = {}) =>
      runKling(argv, {
        home,
        env: {KLING_BASE_URL: api.url, KLING_ACCESS_KEY: accessKey, KLING_SECRET_KEY: secretKey, ...env},
        ...options,
      }),
    klingWithFastPolling: (argv, options = {}) =>
      fixture.kling(argv, {...options, env: {...fastTimers, ...options.env}}),
    write(name, data) {
      writeFileSync(join(home.folder, name), data)
      return name
    },
    read: name => readFileSync(join(home.folder, name)),
    journal() {
      const folder = join(home.folder, '.local/share/kling-cli/journal')
      const months = existsSync(folder) ? readdirSync(folder).sort() : []
      const lines = months.flatMap(name => readFileSync(join(folder, name), 'utf8').trim().split('\n'))
      return lines.map(line => JSON.parse(line) as Record<string, unknown>)
    },
  }
  const remove = async (): Promise<void> => {
    await Promise.all(servers.map(server => server.close()))
    home.remove()
  }
  return {fixture, remove}
}

/** Gives each test of a suite its own fixture. */
export function useFixture(): Fixture {
  const fixture = {} as Fixture
  let remove: () => Promise<void>
  beforeEach(async () => {
    const made = await createFixture()
    Object.assign(fixture, made.fixture)
    remove = made.remove
  })
  afterEach(() => remove())
  return fixture
}

/** How a run ended and the fixture that it happened in. */
export interface Ran {
  fixture: Fixture
  result: RunResult
}

/**
 * Runs all cases of a table beforehand, each in a fixture of its own, a few at once since each is a process. The
 * function that is returned gives the end of a case to the test that looks at it.
 */
export function useRuns<Case>(
  cases: readonly Case[],
  run: (fixture: Fixture, one: Case) => Promise<RunResult>,
): (one: Case) => Ran {
  const ends = new Map<Case, Ran>()
  const removals: (() => Promise<void>)[] = []
  before(async () => {
    const open = [...cases]
    const work = async (): Promise<void> => {
      for (let one = open.shift(); one !== undefined; one = open.shift()) {
        const {fixture, remove} = await createFixture()
        removals.push(remove)
        ends.set(one, {fixture, result: await run(fixture, one)})
      }
    }
    await Promise.all(Array.from({length: Math.min(availableParallelism(), 4)}, work))
  })
  after(() => Promise.all(removals.map(remove => remove())))
  return one => ends.get(one)!
}

/** Checks the token of a request as the service does, by its own clock. @returns what it says */
export async function verifyToken(request: SeenRequest): Promise<Record<string, unknown>> {
  const [scheme, token] = (request.headers.authorization ?? '').split(' ')
  if (scheme !== 'Bearer') throw new Error(`no bearer token: ${request.headers.authorization}`)
  const key = new TextEncoder().encode(secretKey)
  const {payload, protectedHeader} = await jwtVerify(token!, key, {algorithms: ['HS256'], issuer: accessKey})
  return {...payload, alg: protectedHeader.alg}
}
