import {jwtVerify} from 'jose'
import {existsSync, readFileSync, readdirSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {type ApiServer, type Handler, type SeenRequest, ok, startApi} from './api-server.js'
import {type Home, type RunOptions, type RunResult, makeHome, runKling} from './run-kling.js'

export const accessKey = 'access-key-of-the-tests'
export const secretKey = 'secret-key-of-the-tests-0123456789abcdef'

/** Environment under which the program's own waits pass quickly. */
export const hurry = {NODE_OPTIONS: `--import=${new URL('fast-timers.mjs', import.meta.url).href}`}

export type WorldOptions = Partial<Omit<RunOptions, 'home'>>

/** A private home with keys and an API on loopback, new for each test. */
export interface World {
  home: Home
  api: ApiServer
  /** From now on the API answers with this. */
  answer(handler: Handler): void
  /** Runs the program with the API as its base URL and the keys in its environment. */
  kling(argv: string[], options?: WorldOptions): Promise<RunResult>
  /** The same with quick waits. */
  klingInHurry(argv: string[], options?: WorldOptions): Promise<RunResult>
  /** Starts another server, closed after the test. */
  serve(handler: Handler): Promise<ApiServer>
  /** Writes a file into the home's folder, in which the program runs. @returns its name */
  write(name: string, data: string | Uint8Array): string
  read(name: string): Buffer
  /** All events of the journal, oldest first. */
  journal(): Record<string, unknown>[]
}

/** Gives each test of a suite its own world. */
export function useWorld(): World {
  const servers: ApiServer[] = []
  let handler: Handler
  const world: World = {
    // Set before each test.
    home: undefined as never,
    api: undefined as never,
    answer: next => void (handler = next),
    async serve(own) {
      const server = await startApi(own)
      servers.push(server)
      return server
    },
    kling: (argv, {env, ...options} = {}) =>
      runKling(argv, {
        home: world.home,
        env: {KLING_BASE_URL: world.api.url, KLING_ACCESS_KEY: accessKey, KLING_SECRET_KEY: secretKey, ...env},
        ...options,
      }),
    klingInHurry: (argv, options = {}) =>
      world.kling(argv, {...options, env: {...hurry, ...options.env}}),
    write(name, data) {
      writeFileSync(join(world.home.folder, name), data)
      return name
    },
    read: name => readFileSync(join(world.home.folder, name)),
    journal() {
      const folder = join(world.home.folder, '.local/share/kling-cli/journal')
      const months = existsSync(folder) ? readdirSync(folder).sort() : []
      const lines = months.flatMap(name => readFileSync(join(folder, name), 'utf8').trim().split('\n'))
      return lines.map(line => JSON.parse(line) as Record<string, unknown>)
    },
  }
  beforeEach(async () => {
    handler = () => ok({})
    world.home = makeHome()
    world.api = await world.serve((request, response) => handler(request, response))
  })
  afterEach(async () => {
    await Promise.all(servers.splice(0).map(server => server.close()))
    world.home.remove()
  })
  return world
}

/** Checks the token of a request as the service does, by its own clock. @returns what it says */
export async function verifyToken(request: SeenRequest): Promise<Record<string, unknown>> {
  const [scheme, token] = (request.headers.authorization ?? '').split(' ')
  if (scheme !== 'Bearer') throw new Error(`no bearer token: ${request.headers.authorization}`)
  const key = new TextEncoder().encode(secretKey)
  const {payload, protectedHeader} = await jwtVerify(token!, key, {algorithms: ['HS256'], issuer: accessKey})
  return {...payload, alg: protectedHeader.alg}
}
