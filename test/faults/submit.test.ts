import {expect} from 'chai'
import {expectError, expectSuccess} from '../support/outcome.js'
import type {Fault} from './fault-service.js'
import {type FaultFixture, create, withFixture} from './fault-fixture.js'
import {expectNothingLost} from './invariants.js'
import {itConcurrent} from './concurrent.js'

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
  ['a redirect, with a task', {shows: 'html', status: 302, headers: {location: '/x'}, does: 'task'}, 1],
  ['truncated JSON, with a task', {shows: 'truncated', does: 'task'}, 1],
  ['a Content-Length that is never reached, with a task', {shows: 'short', does: 'task'}, 1],
  ['an envelope without data, with a task', {shows: 'empty', does: 'task'}, 1],
  ['429/1302', refuse(429, 1302), 2],
  ['429/1303', refuse(429, 1303), 2],
]

describe('faults: submit', () => {
  itConcurrent(
    once.map(([what, fault, posts]) => [`${what}: one task, named, after ${posts} POST`, {fault, posts}]),
    ({fault, posts}) =>
      withFixture({creates: [fault]}, async fixture => {
        const result = await fixture.kling(create(...(fault.shows === 'hang' ? ['--timeout', '1'] : [])))
        const {service} = fixture.server
        expect(result.code, result.stderr).to.equal(0)
        expect(result.json.task_id).to.equal(service.onlyTask!.taskId)
        expect(service.requestsOf('POST')).to.have.length(posts)
        expectNothingLost(fixture, [result])
      }),
  )

  it('what was accepted is found although reads lag behind, and is not made again', () =>
    withFixture({creates: [{shows: 'reset', does: 'task'}], reads: [lag]}, async fixture => {
      expectSuccess(await fixture.kling(create()))
      expect(fixture.server.service.requestsOf('POST')).to.have.length(1)
    }))

  it('where reads lag for long, the second create is refused as a repetition, and the task is found', () =>
    withFixture({creates: [{shows: 'reset', does: 'task'}], reads: [lag, lag]}, async fixture => {
      expectSuccess(await fixture.kling(create()))
      expect(fixture.server.service.requestsOf('POST')).to.have.length(2)
      expect(fixture.server.service.tasks.size).to.equal(1)
    }))

  it('answers that are always lost: eight creates of one id, one task, found by resume', () =>
    withFixture({}, async fixture => {
      const {service} = fixture.server
      service.creates = Array.from({length: 8}, () => ({shows: 'reset', does: 'nothing'}))
      service.creates[7] = {shows: 'hang', does: 'late'}
      service.reads = Array.from({length: 20}, () => lag)
      const lost = await fixture.kling(create('--timeout', '1'))
      const error = expectError(lost, 'timeout')
      expect(error.billed).to.equal('maybe')
      expect(new Set(service.requestsOf('POST').map(({body}) => body)).size).to.equal(1)
      expect(service.requestsOf('POST')).to.have.length(8)
      service.heal()
      expect(service.tasks.size).to.equal(1)
      const listed = expectSuccess(await fixture.kling(['task', 'list']))
      expect([listed.unsettled, listed.tasks[0].state]).to.deep.equal([1, 'unknown'])
      const resumed = await fixture.kling(['task', 'resume', error.details.external_task_id])
      expect(resumed.json.tasks[0].task_id).to.equal(service.onlyTask!.taskId)
      expectNothingLost(fixture, [lost, resumed])
    }))

  it('a refusal after a lost answer does not deny the task that the lost one made', () =>
    withFixture(
      {
        creates: [{shows: 'reset', does: 'late'}, refuse(429, 1101, 'account in arrears')],
        reads: [],
      },
      async fixture => {
        // The task comes up only after both lookups: a slow server.
        const {service} = fixture.server
        const lateTask = service.clientLeft.bind(service)
        service.clientLeft = () => {}
        const first = await fixture.kling(create())
        expect(first.code).to.equal(4)
        expect(first.error.billed).to.equal('maybe')
        lateTask()
        const listed = expectSuccess(await fixture.kling(['task', 'list']))
        expect(listed.unsettled, JSON.stringify(listed)).to.equal(1)
        const resumed = await fixture.kling(['task', 'resume'])
        expectNothingLost(fixture, [first, resumed])
      },
    ))

  it('a command that is repeated with the same external id does not hide the first task', () =>
    withFixture({creates: [{shows: 'hang', does: 'task'}]}, async fixture => {
      const {service} = fixture.server
      let pid = 0
      fixture.server.onStep = step => void (step === 'create: task made' && process.kill(pid, 'SIGKILL'))
      const argv = create('--external-task-id', 'job-1')
      const killed = await fixture.kling(argv, {onStart: started => (pid = started)})
      expect(killed.signal).to.equal('SIGKILL')
      fixture.server.onStep = () => {}
      const again = await fixture.kling(argv)
      expectError(again, 'invalid_request')
      expect((await fixture.kling(['task', 'list'])).json.unsettled).to.equal(1)
      const resumed = await fixture.kling(['task', 'resume'])
      expect(resumed.json.tasks[0].task_id).to.equal(service.onlyTask!.taskId)
      // Once more, when the journal knows the task already.
      expectError(await fixture.kling(argv), 'invalid_request')
      expect((await fixture.kling(['task', 'show', 'job-1'])).json.task_id).to.equal(service.onlyTask!.taskId)
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
  itConcurrent(
    permanent.map(row => [
      `${row[0]}/${row[1]} is final: one request, exit ${row[2]}, nothing unsettled`,
      row,
    ]),
    ([status, code, exit, name]) =>
      withFixture({creates: [refuse(status, code)]}, async fixture => {
        const result = await fixture.kling(create('--wait'), {slow: true})
        const error = expectError(result, name)
        expect([result.code, error.billed]).to.deep.equal([exit, 'no'])
        expect(fixture.server.service.requests).to.have.length(1)
        expect(fixture.journal().map(({event}) => event)).to.deep.equal(['intent', 'refused'])
      }),
  )

  describe('Retry-After', () => {
    /** Times between the requests of a run with real waits, in ms. */
    async function gaps(fixture: FaultFixture, argv: string[]): Promise<number[]> {
      const times: number[] = []
      fixture.server.onStep = step => {
        if (step === 'create: body received' || step === 'lookup or poll: received') times.push(Date.now())
      }
      expectSuccess(await fixture.kling(argv, {slow: true}))
      return times.slice(1).map((time, index) => time - times[index]!)
    }

    it('of a create is kept: not sooner, and not the back-off instead', () =>
      withFixture({creates: [{...refuse(429, 1302), headers: {'retry-after': '2'}}]}, async fixture => {
        const [gap] = await gaps(fixture, create())
        expect(gap).to.be.at.least(1990)
      }))

    it('of a read is kept', () =>
      withFixture({reads: [{...refuse(503, 5001), headers: {'retry-after': '2'}}]}, async fixture => {
        const made = expectSuccess(await fixture.kling(create()))
        const [gap] = await gaps(fixture, ['video', 'status', made.task_id])
        expect(gap).to.be.at.least(1990)
      }))

    it('that is longer than the time there is ends the command at once', () =>
      withFixture({creates: [{...refuse(429, 1302), headers: {'retry-after': '100'}}]}, async fixture => {
        const error = expectError(await fixture.kling(create(), {slow: true}), 'rate_limit')
        expect(error).to.include({retryable: true, billed: 'no'})
        expect(fixture.server.service.requests).to.have.length(1)
      }))
  })

  it('without --wait a create is tried eight times at most', () =>
    withFixture({creates: Array.from({length: 20}, () => refuse(429, 1303))}, async fixture => {
      const result = await fixture.kling(create())
      expect(result.code).to.equal(4)
      const last = result.stderr.trim().split('\n').at(-1)!
      expect((JSON.parse(last) as {error: object}).error).to.include({code: 'rate_limit', billed: 'no'})
      expect(fixture.server.service.requestsOf('POST')).to.have.length(8)
    }))

  it('with --wait it waits for a slot beyond that, and says so once', () =>
    withFixture({creates: Array.from({length: 12}, () => refuse(429, 1303))}, async fixture => {
      const result = await fixture.kling(create('--wait'))
      expect(result.code, result.stderr).to.equal(0)
      expect(result.stderr).to.equal('All task slots are busy. Waiting for a free one.\n')
      expect(fixture.server.service.requestsOf('POST')).to.have.length(13)
      expect(fixture.server.service.tasks.size).to.equal(1)
    }))

  it('with --wait it waits for a slot no longer than --wait-timeout', () =>
    withFixture({}, async fixture => {
      fixture.server.service.creates = Array.from({length: 500}, () => refuse(429, 1303))
      const result = await fixture.kling(create('--wait', '--wait-timeout', '3'), {slow: true})
      expect(result.code).to.equal(4)
      expect(fixture.server.service.tasks.size).to.equal(0)
      expect(fixture.server.service.requestsOf('POST').length).to.be.within(1, 4)
    }))

  it('reads are tried eight times at most', () =>
    withFixture({}, async fixture => {
      const made = expectSuccess(await fixture.kling(create()))
      fixture.server.service.reads = Array.from({length: 20}, () => ({shows: 'html'}))
      expectError(await fixture.kling(['video', 'status', made.task_id]), 'server_error')
      expect(fixture.server.service.requestsOf('GET')).to.have.length(8)
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
    withFixture({}, async fixture => {
      const made = expectSuccess(await fixture.kling(create()))
      for (const fault of readFaults) {
        fixture.server.service.reads = [fault]
        const result = await fixture.kling(['video', 'status', made.task_id, '--timeout', '1'])
        expect(result.code, `${fault.shows} ${fault.status ?? ''} ${result.stderr}`).to.equal(0)
      }
    }))
})
