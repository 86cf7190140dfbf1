import {expect} from 'chai'
import {type KlingClient, noteRetryAfter} from '../../../src/lib/api/client.js'
import {KlingError} from '../../../src/lib/errors/kling-error.js'
import {taskKindOf} from '../../../src/lib/catalog/task-kinds.js'
import type {ApiTask} from '../../../src/lib/tasks/task.js'
import {waitForTask, waitForTasks} from '../../../src/lib/tasks/wait.js'
import {rejectionOf} from '../../support/failure.js'

const kind = taskKindOf('create')
const passing = new KlingError('server_error', 'oh', {retryable: true})

/** A client and a clock that stands still but for the pauses; `answer` gives the reply to the n-th query. */
function scene(answer: (n: number, path: string) => unknown) {
  const paths: string[] = []
  const pauses: number[] = []
  let now = 0
  const client = {
    async get(path: string) {
      paths.push(path)
      const data = answer(paths.length, path)
      if (data instanceof Error) throw data
      return {data, requestId: 'r'}
    },
  } as unknown as KlingClient
  const clock = {
    clock: () => now,
    delay: async (ms: number) => {
      pauses.push(ms)
      now += ms
    },
    random: () => 0.5,
    /** Time that goes by elsewhere. */
    pass: (ms: number) => void (now += ms),
  }
  return {client, paths, pauses, ...clock}
}

const task = (id: string, status: string): ApiTask => ({
  task_id: id,
  task_status: status as ApiTask['task_status'],
})

describe('waiting', () => {
  it('polls at once, then from every 3 s to every 15 s', async () => {
    const {paths, pauses, ...services} = scene(n => task('1', n < 60 ? 'processing' : 'succeed'))
    const done = await waitForTask({...services, kind, taskId: '1', timeoutSeconds: 1800})
    expect(done.task_status).to.equal('succeed')
    expect(new Set(paths)).to.deep.equal(new Set(['/v1/videos/omni-video/1']))
    expect(pauses[0]).to.equal(3000)
    expect(pauses).to.deep.equal([...pauses].sort((a, b) => a - b))
    expect(pauses.at(-1)).to.equal(15_000)
  })

  it('polls no more often than the region wants', async () => {
    const {pauses, ...services} = scene(n => task('1', n < 3 ? 'submitted' : 'succeed'))
    await waitForTask({...services, kind, taskId: '1', timeoutSeconds: 60, pollSeconds: 0.2})
    expect(pauses).to.deep.equal([200, 200])
  })

  it('tells each state, and survives passing faults', async () => {
    const states = [task('1', 'submitted'), passing, task('1', 'processing'), passing, task('1', 'succeed')]
    const services = scene(n => states[n - 1])
    const seen: string[] = []
    await waitForTask({
      ...services,
      kind,
      taskId: '1',
      timeoutSeconds: 60,
      onUpdate: ({task_status}) => void seen.push(task_status),
    })
    expect(seen).to.deep.equal(['submitted', 'processing', 'succeed'])
  })

  it('pauses for as long as a busy server asks, and not longer for the others', async () => {
    const busy = new KlingError('rate_limit', 'busy', {retryable: true})
    noteRetryAfter(busy, 20_000)
    const {pauses, ...services} = scene(n => [busy, task('1', 'processing')][n - 1] ?? task('1', 'succeed'))
    await waitForTask({...services, kind, taskId: '1', timeoutSeconds: 600})
    expect(pauses[0]).to.equal(20_000)
    expect(pauses[1]).to.be.below(20_000)
  })

  const ends: [string, (n: number) => unknown, string][] = [
    ['a task that failed', () => ({...task('1', 'failed'), task_status_msg: 'broken'}), 'task_failed'],
    [
      'a task that the filter stopped',
      () => ({...task('1', 'failed'), task_status_msg: 'ContentRisk'}),
      'content_policy',
    ],
    ['keys that are refused', () => new KlingError('invalid_api_key', 'no'), 'invalid_api_key'],
    ['a task that is not there, twice', () => new KlingError('task_not_found', 'no'), 'task_not_found'],
    ['a task that takes too long', () => task('1', 'processing'), 'wait_timeout'],
    ['queries that never work', () => passing, 'wait_timeout'],
  ]
  for (const [what, answer, code] of ends) {
    it(`${what}: ${code}`, async () => {
      const services = scene(answer)
      expect(
        (await rejectionOf(waitForTask({...services, kind, taskId: '1', timeoutSeconds: 30}))).code,
      ).to.equal(code)
    })
  }

  it('never goes over the deadline, and says what was seen last', async () => {
    const {pauses, ...services} = scene(() => task('1', 'processing'))
    const error = await rejectionOf(waitForTask({...services, kind, taskId: '1', timeoutSeconds: 10}))
    expect(pauses.reduce((sum, ms) => sum + ms, 0)).to.equal(10_000)
    expect(error.message).to.match(/not finished after 10 s/)
    expect(error.fields).to.deep.include({task_id: '1', retryable: true, details: {status: 'processing'}})
    expect(error.message).to.match(/last seen processing/)
  })

  it('looks for the last time at the deadline', async () => {
    const services = scene(() => task('1', services.clock() >= 595_000 ? 'succeed' : 'processing'))
    const done = await waitForTask({...services, kind, taskId: '1', timeoutSeconds: 600})
    expect([done.task_status, Math.floor(services.clock())]).to.deep.equal(['succeed', 600_000])
  })

  it('a pause that a server asks for is cut to the deadline, where it is asked all the same', async () => {
    const busy = new KlingError('rate_limit', 'busy', {retryable: true})
    noteRetryAfter(busy, 120_000)
    const {pauses, ...services} = scene(n => (n === 1 ? busy : task('1', 'succeed')))
    await waitForTask({...services, kind, taskId: '1', timeoutSeconds: 100})
    expect(pauses).to.deep.equal([100_000])
  })

  it('says how long it has really waited', async () => {
    const services = scene(() => {
      // The last query is answered after the deadline.
      services.pass(900)
      return task('1', 'processing')
    })
    const error = await rejectionOf(waitForTask({...services, kind, taskId: '1', timeoutSeconds: 30}))
    expect(error.message).to.match(/not finished after 31 s/)
  })

  it('one miss is a lag', async () => {
    const services = scene(n => (n === 1 ? new KlingError('task_not_found', 'no') : task('1', 'succeed')))
    expect((await waitForTask({...services, kind, taskId: '1', timeoutSeconds: 30})).task_id).to.equal('1')
  })

  it('watches several tasks of a kind by one page a tick', async () => {
    const {paths, ...services} = scene((n, path) => {
      expect(path).to.match(/^\/v1\/videos\/omni-video\?pageNum=1&pageSize=500$/)
      return ['1', '2', '3'].map(id => task(id, n < 3 ? 'processing' : 'succeed'))
    })
    const tasks = ['1', '2', '3'].map(taskId => ({kind, taskId}))
    const results = await waitForTasks(tasks, {...services, timeoutSeconds: 60})
    expect([...results.keys()].sort()).to.deep.equal(['1', '2', '3'])
    expect(paths).to.have.length(3)
  })

  it('gives each task its own end', async () => {
    const sound = taskKindOf('add-sound')
    const services = scene((_n, path) =>
      path.startsWith(sound.path) ? task('9', 'failed') : task('1', 'succeed'),
    )
    const tasks = [
      {kind, taskId: '1'},
      {kind: sound, taskId: '9'},
    ]
    const results = await waitForTasks(tasks, {...services, timeoutSeconds: 60})
    expect(results.get('1')).to.have.property('task')
    expect(results.get('9')).to.have.nested.property('error.code', 'task_failed')
  })

  it('takes up tasks that come later, without asking more often', async () => {
    const {paths, pauses, ...services} = scene((n, path) =>
      path.includes('?')
        ? [task('1', n < 4 ? 'processing' : 'succeed'), task('2', 'succeed')]
        : task('1', 'processing'),
    )
    const later = [[], [], [{kind, taskId: '2'}]]
    const more = () => later.shift() ?? []
    const results = await waitForTasks([{kind, taskId: '1'}], {...services, timeoutSeconds: 1800, more})
    expect([...results.keys()].sort()).to.deep.equal(['1', '2'])
    expect(paths.slice(0, 3)).to.deep.equal([
      '/v1/videos/omni-video/1',
      '/v1/videos/omni-video/1',
      '/v1/videos/omni-video?pageNum=1&pageSize=500',
    ])
    expect(Math.min(...pauses)).to.equal(3000)
  })

  it('an abort ends the pause', async () => {
    const stop = new KlingError('interrupted', 'Interrupted.')
    const {delay: _delay, ...services} = scene(() => task('1', 'processing'))
    const waiting = waitForTask({
      ...services,
      kind,
      taskId: '1',
      timeoutSeconds: 60,
      signal: AbortSignal.abort(stop),
    })
    expect((await rejectionOf(waiting)).code).to.equal('interrupted')
  })
})
