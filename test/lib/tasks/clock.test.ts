import {expect} from 'chai'
import fc from 'fast-check'
import {createBearer} from '../../../src/lib/api/auth.js'
import {KlingClient, noteRetryAfter} from '../../../src/lib/api/client.js'
import {taskKindOf} from '../../../src/lib/catalog/task-kinds.js'
import {KlingError, isKlingError} from '../../../src/lib/errors/kling-error.js'
import {submit} from '../../../src/lib/tasks/submit.js'
import type {ApiTask} from '../../../src/lib/tasks/task.js'
import {waitForTask} from '../../../src/lib/tasks/wait.js'

const kind = taskKindOf('create')
const hour = 3600_000
/** A query is given so long at the deadline, and takes no longer. */
const longestQueryMs = 1000

/** What happens around a command: how the clock of the system jumps, how long queries take, what the server asks for. */
const worlds = fc.record({
  jumps: fc.infiniteStream(fc.integer({min: -hour, max: hour})),
  queryMs: fc.infiniteStream(fc.integer({min: 0, max: longestQueryMs})),
  /** Answers that say "later", some with a Retry-After in seconds; undefined goes well. */
  faults: fc.infiniteStream(
    fc.oneof(fc.constant(undefined), fc.record({retryAfter: fc.option(fc.integer({min: 0, max: 120}))})),
  ),
})
type World = typeof worlds extends fc.Arbitrary<infer T> ? T : never

const take = <T>(stream: Iterator<T>): T => stream.next().value as T

/** Time that goes on by pauses and queries alone, while the clock of the system jumps at each look. */
async function inWorld<T>(
  world: World,
  work: (time: {
    services: {clock: () => number; delay: (ms: number) => Promise<void>; random: () => number}
    /** A query takes its time and may fail. */
    query: (mayFail: boolean) => void
  }) => Promise<T>,
): Promise<T> {
  const {now: realNow} = Date
  let now = 0
  Date.now = () => 1_800_000_000_000 + now + take(world.jumps)
  const query = (mayFail: boolean): void => {
    now += take(world.queryMs)
    const fault = take(world.faults)
    if (!fault || !mayFail) return
    const error = new KlingError('rate_limit', 'later', {retryable: true, billed: 'no', api_code: 1303})
    if (fault.retryAfter !== null) noteRetryAfter(error, fault.retryAfter * 1000)
    throw error
  }
  try {
    const services = {
      clock: () => now,
      delay: async (ms: number) => void (now += ms),
      random: () => 0.5,
    }
    return await work({services, query})
  } finally {
    Date.now = realNow
  }
}

const errorOf = (error: unknown): KlingError => {
  if (!isKlingError(error)) throw error
  return error
}

describe('the clock of the system jumps', () => {
  const seconds = fc.integer({min: 1, max: 1800})

  it('a wait ends when the task has, or at its deadline with a last look', () =>
    fc.assert(
      fc.asyncProperty(worlds, seconds, seconds, (world, endsAt, limit) =>
        inWorld(world, async ({services, query}) => {
          const client = {
            get: async () => {
              // The answer is of the moment when it leaves, and what the last look says can be read.
              query(services.clock() < limit * 1000)
              const task_status = services.clock() >= endsAt * 1000 ? 'succeed' : 'processing'
              return {data: {task_id: '1', task_status} as ApiTask, requestId: 'r'}
            },
          } as unknown as KlingClient
          const end = await waitForTask({
            ...services,
            client,
            kind,
            taskId: '1',
            timeoutSeconds: limit,
          }).catch(errorOf)
          const ms = services.clock()
          expect(ms).to.be.at.most(limit * 1000 + 2 * longestQueryMs)
          if (!isKlingError(end)) return void expect(ms).to.be.at.least(endsAt * 1000)
          expect(end.code).to.equal('wait_timeout')
          expect(ms).to.be.at.least(limit * 1000)
          expect(ms).to.be.below(endsAt * 1000)
          expect(end.message).to.include(` ${Math.round(ms / 1000)} s`)
        }),
      ),
    ))

  it('a slot is waited for until --wait-timeout, with a last try', () =>
    fc.assert(
      fc.asyncProperty(worlds, seconds, seconds, (world, freeAt, limit) =>
        inWorld(world, async ({services, query}) => {
          const client = {
            post: async () => {
              query(services.clock() < Math.min(limit, freeAt) * 1000)
              if (services.clock() < freeAt * 1000)
                throw new KlingError('rate_limit', 'full', {api_code: 1303, billed: 'no', retryable: true})
              return {data: {task_id: '7', task_status: 'submitted'}, requestId: 'r'}
            },
          } as unknown as KlingClient
          const end = await submit({
            ...services,
            client,
            journal: {append: async () => {}},
            kind,
            body: {external_task_id: 'job-1'},
            note: {region: 'cn', base_url: 'https://x.example'},
            busyLimitMs: limit * 1000,
          }).catch(errorOf)
          const ms = services.clock()
          expect(ms).to.be.at.most(limit * 1000 + longestQueryMs)
          if (!isKlingError(end)) return void expect(ms).to.be.at.least(freeAt * 1000)
          expect(ms).to.be.at.least(limit * 1000)
          expect(ms).to.be.below(freeAt * 1000)
        }),
      ),
    ))

  it('a read is tried for 90 s at most, and until then', () =>
    fc.assert(
      fc.asyncProperty(worlds, world =>
        inWorld(world, async ({services}) => {
          const pauses: number[] = []
          let longest = 0
          const client = new KlingClient({
            ...services,
            delay: async ms => {
              pauses.push(ms)
              await services.delay(ms)
            },
            baseUrl: 'https://x.example',
            bearer: async () => createBearer({apiKey: 'key'}),
            timeoutSeconds: 60,
            userAgent: 'test',
            fetch: async () => async () => {
              await services.delay(take(world.queryMs))
              const fault = take(world.faults)
              const after = fault?.retryAfter ?? undefined
              longest = Math.max(longest, (after ?? 0) * 1000, 20_000)
              const headers = new Map(after === undefined ? [] : [['retry-after', String(after)]])
              return {
                status: 503,
                headers: {get: (name: string) => headers.get(name) ?? null},
                text: async () => '{"code":5001}',
              }
            },
          })
          await client.get('/v1/x').catch(errorOf)
          const ms = services.clock()
          expect(ms).to.be.at.most(90_000 + longestQueryMs)
          if (pauses.length < 7) expect(ms + longest).to.be.above(90_000)
        }),
      ),
    ))
})
