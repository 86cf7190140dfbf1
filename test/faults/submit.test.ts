import {expect} from 'chai'
import {expectError, expectSuccess} from '../support/outcome.js'
import type {Fault} from './fault-service.js'
import {type FaultWorld, create, inWorld} from './fault-world.js'
import {expectNothingLost} from './invariants.js'
import {itTogether} from './together.js'

const refuse = (status: number, code: number, message = 'no'): Fault => ({
  shows: 'refusal',
  status,
  code,
  message,
})
const lag: Fault = {shows: 'lag'}

/** Creates that went wrong once: what the server did, what the client saw → POSTs that were needed. */
const once: [string, Fault, number][] = [
  ['a reset before acceptance', {shows: 'reset', does: 'nothing'}, 2],
  ['a reset after acceptance', {shows: 'reset', does: 'task'}, 1],
  ['silence without acceptance', {shows: 'hang', does: 'nothing'}, 2],
  ['silence after acceptance', {shows: 'hang', does: 'task'}, 1],
  ['a task made after the client left', {shows: 'hang', does: 'late'}, 1],
  ['an error 500 without a task', refuse(500, 5000), 2],
  ['an error 500 with a task', {shows: 'html', status: 500, does: 'task'}, 1],
  ['an error 503 without a task', refuse(503, 5001), 2],
  ['a gateway timeout (504/5002) with a task', {shows: 'html', status: 504, does: 'task'}, 1],
  ['a page of HTML with status 502, without a task', {shows: 'html', does: 'nothing'}, 2],
  ['a page of HTML with status 200, with a task', {shows: 'html', status: 200, does: 'task'}, 1],
  ['a redirect, without a task', {shows: 'html', status: 302, headers: {location: '/x'}}, 2],
  ['truncated JSON, with a task', {shows: 'truncated', does: 'task'}, 1],
  ['a Content-Length that is never reached, with a task', {shows: 'short', does: 'task'}, 1],
  ['an envelope without data, with a task', {shows: 'empty', does: 'task'}, 1],
  ['429/1302', refuse(429, 1302), 2],
  ['429/1303', refuse(429, 1303), 2],
]

describe('faults: submit', () => {
  itTogether(
    once.map(([what, fault, posts]) => [`${what}: one task, named, after ${posts} POST`, {fault, posts}]),
    ({fault, posts}) =>
      inWorld({creates: [fault]}, async world => {
        const result = await world.kling(create(...(fault.shows === 'hang' ? ['--timeout', '1'] : [])))
        const {service} = world.server
        expect(result.code, result.stderr).to.equal(0)
        expect(result.json.task_id).to.equal(service.onlyTask!.taskId)
        expect(service.requestsOf('POST')).to.have.length(posts)
        expectNothingLost(world, [result])
      }),
  )

  it('what was accepted is found although reads lag behind, and is not made again', () =>
    inWorld({creates: [{shows: 'reset', does: 'task'}], reads: [lag]}, async world => {
      expectSuccess(await world.kling(create()))
      expect(world.server.service.requestsOf('POST')).to.have.length(1)
    }))

  it('where reads lag for long, the second create is refused as a repetition, and the task is found', () =>
    inWorld({creates: [{shows: 'reset', does: 'task'}], reads: [lag, lag]}, async world => {
      expectSuccess(await world.kling(create()))
      expect(world.server.service.requestsOf('POST')).to.have.length(2)
      expect(world.server.service.tasks.size).to.equal(1)
    }))

  it('answers that are always lost: eight creates of one id, one task, found by resume', () =>
    inWorld({}, async world => {
      const {service} = world.server
      service.creates = Array.from({length: 8}, () => ({shows: 'reset', does: 'nothing'}))
      service.creates[7] = {shows: 'hang', does: 'late'}
      service.reads = Array.from({length: 20}, () => lag)
      const lost = await world.kling(create('--timeout', '1'))
      const error = expectError(lost, 'timeout')
      expect(error.billed).to.equal('maybe')
      expect(new Set(service.requestsOf('POST').map(({body}) => body)).size).to.equal(1)
      expect(service.requestsOf('POST')).to.have.length(8)
      service.heal()
      expect(service.tasks.size).to.equal(1)
      const listed = expectSuccess(await world.kling(['task', 'list']))
      expect([listed.unsettled, listed.tasks[0].state]).to.deep.equal([1, 'unknown'])
      const resumed = await world.kling(['task', 'resume', error.details.external_task_id])
      expect(resumed.json.tasks[0].task_id).to.equal(service.onlyTask!.taskId)
      expectNothingLost(world, [lost, resumed])
    }))

  it('a refusal after a lost answer does not deny the task that the lost one made', () =>
    inWorld(
      {
        creates: [{shows: 'reset', does: 'late'}, refuse(429, 1101, 'account in arrears')],
        reads: [],
      },
      async world => {
        // The task comes up only after both lookups: a slow server.
        const {service} = world.server
        const lateTask = service.clientLeft.bind(service)
        service.clientLeft = () => {}
        const first = await world.kling(create())
        expect(first.code).to.equal(4)
        expect(first.error.billed).to.equal('maybe')
        lateTask()
        const listed = expectSuccess(await world.kling(['task', 'list']))
        expect(listed.unsettled, JSON.stringify(listed)).to.equal(1)
        const resumed = await world.kling(['task', 'resume'])
        expectNothingLost(world, [first, resumed])
      },
    ))

  it('a command that is repeated with the same external id does not hide the first task', () =>
    inWorld({creates: [{shows: 'hang', does: 'task'}]}, async world => {
      const {service} = world.server
      let pid = 0
      world.server.onStep = step => void (step === 'create: task made' && process.kill(pid, 'SIGKILL'))
      const argv = create('--external-task-id', 'job-1')
      const killed = await world.kling(argv, {onStart: started => (pid = started)})
      expect(killed.signal).to.equal('SIGKILL')
      world.server.onStep = () => {}
      const again = await world.kling(argv)
      expectError(again, 'invalid_request')
      expect((await world.kling(['task', 'list'])).json.unsettled).to.equal(1)
      const resumed = await world.kling(['task', 'resume'])
      expect(resumed.json.tasks[0].task_id).to.equal(service.onlyTask!.taskId)
      // Once more, when the journal knows the task already.
      expectError(await world.kling(argv), 'invalid_request')
      expect((await world.kling(['task', 'show', 'job-1'])).json.task_id).to.equal(service.onlyTask!.taskId)
    }))

  const permanent: [number, number, number, string][] = [
    [401, 1000, 3, 'invalid_api_key'],
    [429, 1100, 4, 'quota_exceeded'],
    [429, 1101, 4, 'quota_exceeded'],
    [429, 1102, 4, 'quota_exceeded'],
    [403, 1103, 3, 'permission_denied'],
    [400, 1200, 11, 'invalid_request'],
    [400, 1201, 11, 'invalid_request'],
    [404, 1202, 11, 'invalid_request'],
    [400, 1300, 5, 'content_policy'],
    [400, 1301, 5, 'content_policy'],
    [429, 1304, 3, 'permission_denied'],
  ]
  itTogether(
    permanent.map(row => [
      `${row[0]}/${row[1]} is final: one request, exit ${row[2]}, nothing unsettled`,
      row,
    ]),
    ([status, code, exit, name]) =>
      inWorld({creates: [refuse(status, code)]}, async world => {
        const result = await world.kling(create('--wait'), {slow: true})
        const error = expectError(result, name)
        expect([result.code, error.billed]).to.deep.equal([exit, 'no'])
        expect(world.server.service.requests).to.have.length(1)
        expect(world.journal().map(({event}) => event)).to.deep.equal(['intent', 'refused'])
      }),
  )

  describe('Retry-After', () => {
    /** Times between the requests of a run with real waits, in ms. */
    async function gaps(world: FaultWorld, argv: string[]): Promise<number[]> {
      const times: number[] = []
      world.server.onStep = step => {
        if (step === 'create: body received' || step === 'lookup or poll: received') times.push(Date.now())
      }
      expectSuccess(await world.kling(argv, {slow: true}))
      return times.slice(1).map((time, index) => time - times[index]!)
    }

    it('of a create is kept: not sooner, and not the back-off instead', () =>
      inWorld({creates: [{...refuse(429, 1302), headers: {'retry-after': '2'}}]}, async world => {
        const [gap] = await gaps(world, create())
        expect(gap).to.be.within(1990, 10_000)
      }))

    it('of a read is kept', () =>
      inWorld({reads: [{...refuse(503, 5001), headers: {'retry-after': '2'}}]}, async world => {
        const made = expectSuccess(await world.kling(create()))
        const [gap] = await gaps(world, ['video', 'status', made.task_id])
        expect(gap).to.be.within(1990, 10_000)
      }))

    it('that is longer than the time there is ends the command at once', () =>
      inWorld({creates: [{...refuse(429, 1302), headers: {'retry-after': '100'}}]}, async world => {
        const error = expectError(await world.kling(create(), {slow: true}), 'rate_limit')
        expect(error).to.include({retryable: true, billed: 'no'})
        expect(world.server.service.requests).to.have.length(1)
      }))
  })

  it('without --wait a create is tried eight times at most', () =>
    inWorld({creates: Array.from({length: 20}, () => refuse(429, 1303))}, async world => {
      const result = await world.kling(create())
      expect(result.code).to.equal(4)
      const last = result.stderr.trim().split('\n').at(-1)!
      expect((JSON.parse(last) as {error: object}).error).to.include({code: 'rate_limit', billed: 'no'})
      expect(world.server.service.requestsOf('POST')).to.have.length(8)
    }))

  it('with --wait it waits for a slot beyond that, and says so once', () =>
    inWorld({creates: Array.from({length: 12}, () => refuse(429, 1303))}, async world => {
      const result = await world.kling(create('--wait'))
      expect(result.code, result.stderr).to.equal(0)
      expect(result.stderr).to.equal('All task slots are busy. Waiting for a free one.\n')
      expect(world.server.service.requestsOf('POST')).to.have.length(13)
      expect(world.server.service.tasks.size).to.equal(1)
    }))

  it('with --wait it waits for a slot no longer than --wait-timeout', () =>
    inWorld({}, async world => {
      world.server.service.creates = Array.from({length: 500}, () => refuse(429, 1303))
      const result = await world.kling(create('--wait', '--wait-timeout', '3'), {slow: true})
      expect(result.code).to.equal(4)
      expect(world.server.service.tasks.size).to.equal(0)
      expect(world.server.service.requestsOf('POST').length).to.be.within(2, 4)
    }))

  it('reads are tried eight times at most', () =>
    inWorld({}, async world => {
      const made = expectSuccess(await world.kling(create()))
      world.server.service.reads = Array.from({length: 20}, () => ({shows: 'html'}))
      expectError(await world.kling(['video', 'status', made.task_id]), 'server_error')
      expect(world.server.service.requestsOf('GET')).to.have.length(8)
    }))

  const readFaults: Fault[] = [
    {shows: 'reset'},
    {shows: 'hang'},
    {shows: 'html'},
    {shows: 'html', status: 200},
    {shows: 'truncated'},
    {shows: 'short'},
    refuse(500, 5000),
    refuse(429, 1302),
  ]
  it('a read gets over every passing fault', () =>
    inWorld({}, async world => {
      const made = expectSuccess(await world.kling(create()))
      for (const fault of readFaults) {
        world.server.service.reads = [fault]
        const result = await world.kling(['video', 'status', made.task_id, '--timeout', '1'])
        expect(result.code, `${fault.shows} ${fault.status ?? ''} ${result.stderr}`).to.equal(0)
      }
    }))
})
