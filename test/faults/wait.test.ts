import {expect} from 'chai'
import {expectError, expectSuccess} from '../support/outcome.js'
import type {Fault} from './fault-service.js'
import {create, withFixture} from './fault-fixture.js'
import {expectNothingLost} from './invariants.js'
import {itConcurrent} from './concurrent.js'

describe('faults: wait', () => {
  const faults: Fault[] = [
    {shows: 'reset'},
    {shows: 'hang'},
    {shows: 'html'},
    {shows: 'html', status: 200},
    {shows: 'truncated'},
    {shows: 'short'},
    {shows: 'empty'},
    {shows: 'lag'},
    {shows: 'refusal', status: 503, code: 5001},
    {shows: 'refusal', status: 429, code: 1302},
  ]
  itConcurrent(
    faults.map(fault => [
      `a poll that meets "${fault.shows} ${fault.status ?? ''}" costs a turn, not the wait`,
      fault,
    ]),
    fault =>
      withFixture({reads: [fault]}, async fixture => {
        const result = await fixture.kling(create('--wait', '--timeout', '1'))
        expect(result.code, result.stderr).to.equal(0)
        expect(result.json.status).to.equal('succeed')
        expectNothingLost(fixture, [result])
      }),
  )

  it('at the deadline it exits with 8, names the task and when it was last seen', () =>
    withFixture({queriesToEnd: 1000}, async fixture => {
      const result = await fixture.kling(create('--wait', '--wait-timeout', '4'), {slow: true})
      const error = expectError(result, 'wait_timeout')
      const {taskId} = fixture.server.service.onlyTask!
      expect([result.code, error.task_id]).to.deep.equal([8, taskId])
      expect(error.message).to.match(/last seen processing, \d+ s ago/)
      expect(error.hint).to.match(new RegExp(`kling .*${taskId}`))
    }))

  it('a poll that is never answered does not hold the deadline up', () =>
    withFixture({}, async fixture => {
      fixture.server.service.reads = Array.from({length: 50}, () => ({shows: 'hang'}))
      // Longer than a run may take: it ends only if the deadline cuts the poll short.
      const argv = create('--wait', '--wait-timeout', '2', '--timeout', '300')
      const result = await fixture.kling(argv, {slow: true})
      expect(expectError(result, 'wait_timeout').task_id).to.equal(fixture.server.service.onlyTask!.taskId)
    }))

  it('a task that failed exits with 6 and the reason of the API', () =>
    withFixture({}, async fixture => {
      fixture.server.onStep = step => {
        if (step === 'create: task made') fixture.server.service.onlyTask!.state = 'failed'
      }
      const result = await fixture.kling(create('--wait'))
      const error = expectError(result, 'task_failed')
      expect(result.code).to.equal(6)
      expect(error.message).to.include('The input image could not be read')
      expect((await fixture.kling(['task', 'show', error.task_id])).json).to.include({
        state: 'failed',
        reason: 'The input image could not be read',
      })
    }))
})

describe('faults: task list, show, wait, resume, forget', () => {
  it('unsettled submissions come first, are settled by resume, and can be forgotten', () =>
    withFixture({}, async fixture => {
      const {service} = fixture.server
      service.creates = [{shows: 'hang', does: 'task'}]
      service.reads = [{shows: 'refusal', status: 401, code: 1000}]
      const lost = await fixture.kling(create('--external-task-id', 'lost', '--timeout', '1'))
      expect(expectError(lost, 'timeout').billed).to.equal('maybe')
      expectSuccess(await fixture.kling(create('--external-task-id', 'good')))
      const ids = async (): Promise<string[]> => {
        const {tasks} = (await fixture.kling(['task', 'list'])).json
        return (tasks as {id: string; state: string}[]).map(({id, state}) => `${id} ${state}`)
      }
      expect(await ids()).to.deep.equal(['lost unknown', 'good submitted'])
      const {tasks} = expectSuccess(await fixture.kling(['task', 'resume']))
      expect(tasks[0]).to.include({id: 'lost', task_id: service.tasks.get('lost')!.taskId})
      expect((await fixture.kling(['task', 'show', 'lost'])).json.task_id).to.equal(
        service.tasks.get('lost')!.taskId,
      )
      expectSuccess(await fixture.kling(['task', 'wait']))
      expect((await ids()).sort()).to.deep.equal(['good succeed', 'lost succeed'])
      expectSuccess(await fixture.kling(['task', 'forget', 'lost']))
      expect(await ids()).to.deep.equal(['good succeed'])
      expect(service.requestsOf('POST')).to.have.length(2)
    }))

  /** Leaves a submission whose answer was lost, with a task at the server. */
  const losing = {creates: [{shows: 'hang', does: 'task'} as Fault]}
  const lose = create('--timeout', '1', '--external-task-id', 'job-1')
  const cannotAsk: Fault = {shows: 'refusal', status: 401, code: 1000}

  it('resume asks again where a read lags behind', () =>
    withFixture({...losing, reads: [cannotAsk, {shows: 'lag'}]}, async fixture => {
      const lost = await fixture.kling(lose)
      const {tasks} = expectSuccess(await fixture.kling(['task', 'resume']))
      expect(tasks[0].task_id).to.equal(fixture.server.service.onlyTask!.taskId)
      expectNothingLost(fixture, [lost])
    }))

  it('resume does not take the word of another host that there is no task', () =>
    withFixture({...losing, reads: [cannotAsk]}, fixture =>
      withFixture({}, async other => {
        await fixture.kling(lose)
        const env = {KLING_BASE_URL: other.server.url}
        const wrong = await fixture.kling(['task', 'resume', 'job-1'], {env})
        expect(wrong.code).to.not.equal(0)
        expect(wrong.error.hint).to.include(fixture.server.url)
        const {tasks} = expectSuccess(await fixture.kling(['task', 'resume', 'job-1']))
        expect(tasks[0].task_id).to.equal(fixture.server.service.onlyTask!.taskId)
      }),
    ))

  it('resume settles a submission although its process id belongs to another process by now', () =>
    withFixture({...losing, reads: [cannotAsk]}, async fixture => {
      await fixture.kling(lose)
      const {mkdirSync, readdirSync, writeFileSync} = await import('node:fs')
      const folder = fixture.path('.local/share/kling-cli/journal')
      mkdirSync(folder, {recursive: true})
      const [month] = readdirSync(folder)
      // The intent of a machine that has been started again since: its id went to a process that lives.
      const intent = {...fixture.journal()[0], at: '2001-01-01T00:00:00.000Z', pid: process.pid}
      writeFileSync(`${folder}/${month}`, JSON.stringify(intent) + '\n')
      const {tasks} = expectSuccess(await fixture.kling(['task', 'resume']))
      expect(tasks[0].task_id).to.equal(fixture.server.service.onlyTask!.taskId)
    }))

  it('what resume finds is told although the journal cannot note it', () =>
    withFixture({...losing, reads: [cannotAsk]}, async fixture => {
      await fixture.kling(lose)
      const {renameSync, writeFileSync} = await import('node:fs')
      const folder = fixture.path('.local/share/kling-cli/journal')
      fixture.server.onStep = step => {
        if (step !== 'lookup or poll: received') return
        renameSync(folder, `${folder}.gone`)
        writeFileSync(folder, 'a file where the folder was')
      }
      const result = await fixture.kling(['task', 'resume'])
      expect(result.stdout + result.stderr).to.include(fixture.server.service.onlyTask!.taskId)
    }))

  it('a wait goes on although the journal cannot note the states', () =>
    withFixture({}, async fixture => {
      const {task_id} = expectSuccess(await fixture.kling(create()))
      const {renameSync, writeFileSync} = await import('node:fs')
      const folder = fixture.path('.local/share/kling-cli/journal')
      let isBroken = false
      fixture.server.onStep = () => {
        if (isBroken) return
        isBroken = true
        renameSync(folder, `${folder}.gone`)
        writeFileSync(folder, 'a file where the folder was')
      }
      const {tasks} = expectSuccess(await fixture.kling(['task', 'wait', task_id]))
      expect(tasks[0].status).to.equal('succeed')
    }))

  it('a task of a region that cannot be asked does not keep the others from being waited for', () =>
    withFixture({}, async fixture => {
      const {task_id} = expectSuccess(await fixture.kling(create()))
      const {appendFileSync, readdirSync} = await import('node:fs')
      const folder = fixture.path('.local/share/kling-cli/journal')
      const other = {...fixture.journal()[0], id: 'other', region: 'of-a-plugin-that-is-gone'}
      const lines = [other, {...fixture.journal()[1], id: 'other', task_id: '7'}]
      appendFileSync(
        `${folder}/${readdirSync(folder)[0]}`,
        lines.map(line => JSON.stringify(line) + '\n').join(''),
      )
      const result = await fixture.kling(['task', 'wait'])
      expect(result.code).to.equal(2)
      expect(result.error.message).to.include('of-a-plugin-that-is-gone')
      expect((await fixture.kling(['task', 'show', task_id])).json.state).to.equal('succeed')
    }))

  it('many tasks are waited for together, though polls go wrong', () =>
    withFixture({}, async fixture => {
      const names = ['a', 'b', 'c', 'd']
      await Promise.all(names.map(name => fixture.kling(create('--external-task-id', name))))
      fixture.server.service.reads = [{shows: 'html', status: 200}, {shows: 'reset'}, {shows: 'truncated'}]
      const {tasks} = expectSuccess(await fixture.kling(['task', 'wait']))
      expect((tasks as {status: string}[]).map(({status}) => status)).to.deep.equal(
        names.map(() => 'succeed'),
      )
    }))
})
