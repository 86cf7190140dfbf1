import {expect} from 'chai'
import {expectError, expectSuccess} from '../support/outcome.js'
import type {Fault} from './fault-service.js'
import {create, inWorld} from './fault-world.js'
import {expectNothingLost} from './invariants.js'
import {itTogether} from './together.js'

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
  itTogether(
    faults.map(fault => [
      `a poll that meets "${fault.shows} ${fault.status ?? ''}" costs a turn, not the wait`,
      fault,
    ]),
    fault =>
      inWorld({reads: [fault]}, async world => {
        const result = await world.kling(create('--wait', '--timeout', '1'))
        expect(result.code, result.stderr).to.equal(0)
        expect(result.json.status).to.equal('succeed')
        expectNothingLost(world, [result])
      }),
  )

  it('at the deadline it exits with 8, names the task and when it was last seen', () =>
    inWorld({queriesToEnd: 1000}, async world => {
      const result = await world.kling(create('--wait', '--wait-timeout', '4'), {slow: true})
      const error = expectError(result, 'wait_timeout')
      const {taskId} = world.server.service.onlyTask!
      expect([result.code, error.task_id]).to.deep.equal([8, taskId])
      expect(error.message).to.match(/last seen processing, \d+ s ago/)
      expect(error.hint).to.match(new RegExp(`kling .*${taskId}`))
    }))

  it('a poll that is never answered does not hold the deadline up', () =>
    inWorld({}, async world => {
      world.server.service.reads = Array.from({length: 50}, () => ({shows: 'hang'}))
      const start = Date.now()
      const argv = create('--wait', '--wait-timeout', '2', '--timeout', '40')
      const result = await world.kling(argv, {slow: true})
      expect(expectError(result, 'wait_timeout').task_id).to.equal(world.server.service.onlyTask!.taskId)
      expect(Date.now() - start).to.be.below(20_000)
    }))

  it('a task that failed exits with 6 and the reason of the API', () =>
    inWorld({}, async world => {
      world.server.onStep = step => {
        if (step === 'create: task made') world.server.service.onlyTask!.state = 'failed'
      }
      const result = await world.kling(create('--wait'))
      const error = expectError(result, 'task_failed')
      expect(result.code).to.equal(6)
      expect(error.message).to.include('The input image could not be read')
      expect((await world.kling(['task', 'show', error.task_id])).json).to.include({
        state: 'failed',
        reason: 'The input image could not be read',
      })
    }))
})

describe('faults: task list, show, wait, resume, forget', () => {
  it('unsettled submissions come first, are settled by resume, and can be forgotten', () =>
    inWorld({}, async world => {
      const {service} = world.server
      service.creates = [{shows: 'hang', does: 'task'}]
      service.reads = [{shows: 'refusal', status: 401, code: 1000}]
      const lost = await world.kling(create('--external-task-id', 'lost', '--timeout', '1'))
      expect(expectError(lost, 'timeout').billed).to.equal('maybe')
      expectSuccess(await world.kling(create('--external-task-id', 'good')))
      const ids = async (): Promise<string[]> => {
        const {tasks} = (await world.kling(['task', 'list'])).json
        return (tasks as {id: string; state: string}[]).map(({id, state}) => `${id} ${state}`)
      }
      expect(await ids()).to.deep.equal(['lost unknown', 'good submitted'])
      const {tasks} = expectSuccess(await world.kling(['task', 'resume']))
      expect(tasks[0]).to.include({id: 'lost', task_id: service.tasks.get('lost')!.taskId})
      expect((await world.kling(['task', 'show', 'lost'])).json.task_id).to.equal(
        service.tasks.get('lost')!.taskId,
      )
      expectSuccess(await world.kling(['task', 'wait']))
      expect((await ids()).sort()).to.deep.equal(['good succeed', 'lost succeed'])
      expectSuccess(await world.kling(['task', 'forget', 'lost']))
      expect(await ids()).to.deep.equal(['good succeed'])
      expect(service.requestsOf('POST')).to.have.length(2)
    }))

  /** Leaves a submission whose answer was lost, with a task at the server. */
  const losing = {creates: [{shows: 'hang', does: 'task'} as Fault]}
  const lose = create('--timeout', '1', '--external-task-id', 'job-1')
  const cannotAsk: Fault = {shows: 'refusal', status: 401, code: 1000}

  it('resume asks again where a read lags behind', () =>
    inWorld({...losing, reads: [cannotAsk, {shows: 'lag'}]}, async world => {
      const lost = await world.kling(lose)
      const {tasks} = expectSuccess(await world.kling(['task', 'resume']))
      expect(tasks[0].task_id).to.equal(world.server.service.onlyTask!.taskId)
      expectNothingLost(world, [lost])
    }))

  it('resume does not take the word of another host that there is no task', () =>
    inWorld({...losing, reads: [cannotAsk]}, world =>
      inWorld({}, async other => {
        await world.kling(lose)
        const env = {KLING_BASE_URL: other.server.url}
        const wrong = await world.kling(['task', 'resume', 'job-1'], {env})
        expect(wrong.code).to.not.equal(0)
        expect(wrong.error.hint).to.include(world.server.url)
        const {tasks} = expectSuccess(await world.kling(['task', 'resume', 'job-1']))
        expect(tasks[0].task_id).to.equal(world.server.service.onlyTask!.taskId)
      }),
    ))

  it('resume settles a submission although its process id belongs to another process by now', () =>
    inWorld({...losing, reads: [cannotAsk]}, async world => {
      await world.kling(lose)
      const {mkdirSync, readdirSync, writeFileSync} = await import('node:fs')
      const folder = world.path('.local/share/kling-cli/journal')
      mkdirSync(folder, {recursive: true})
      const [month] = readdirSync(folder)
      // The intent of a machine that has been started again since: its id went to a process that lives.
      const intent = {...world.journal()[0], at: '2001-01-01T00:00:00.000Z', pid: process.pid}
      writeFileSync(`${folder}/${month}`, JSON.stringify(intent) + '\n')
      const {tasks} = expectSuccess(await world.kling(['task', 'resume']))
      expect(tasks[0].task_id).to.equal(world.server.service.onlyTask!.taskId)
    }))

  it('what resume finds is told although the journal cannot note it', () =>
    inWorld({...losing, reads: [cannotAsk]}, async world => {
      await world.kling(lose)
      const {renameSync, writeFileSync} = await import('node:fs')
      const folder = world.path('.local/share/kling-cli/journal')
      world.server.onStep = step => {
        if (step !== 'lookup or poll: received') return
        renameSync(folder, `${folder}.gone`)
        writeFileSync(folder, 'a file where the folder was')
      }
      const result = await world.kling(['task', 'resume'])
      expect(result.stdout + result.stderr).to.include(world.server.service.onlyTask!.taskId)
    }))

  it('a wait goes on although the journal cannot note the states', () =>
    inWorld({}, async world => {
      const {task_id} = expectSuccess(await world.kling(create()))
      const {renameSync, writeFileSync} = await import('node:fs')
      const folder = world.path('.local/share/kling-cli/journal')
      let isBroken = false
      world.server.onStep = () => {
        if (isBroken) return
        isBroken = true
        renameSync(folder, `${folder}.gone`)
        writeFileSync(folder, 'a file where the folder was')
      }
      const {tasks} = expectSuccess(await world.kling(['task', 'wait', task_id]))
      expect(tasks[0].status).to.equal('succeed')
    }))

  it('a task of a region that cannot be asked does not keep the others from being waited for', () =>
    inWorld({}, async world => {
      const {task_id} = expectSuccess(await world.kling(create()))
      const {appendFileSync, readdirSync} = await import('node:fs')
      const folder = world.path('.local/share/kling-cli/journal')
      const other = {...world.journal()[0], id: 'other', region: 'of-a-plugin-that-is-gone'}
      const lines = [other, {...world.journal()[1], id: 'other', task_id: '7'}]
      appendFileSync(
        `${folder}/${readdirSync(folder)[0]}`,
        lines.map(line => JSON.stringify(line) + '\n').join(''),
      )
      const result = await world.kling(['task', 'wait'])
      expect(result.code).to.equal(2)
      expect(result.error.message).to.include('of-a-plugin-that-is-gone')
      expect((await world.kling(['task', 'show', task_id])).json.state).to.equal('succeed')
    }))

  it('many tasks are waited for together, though polls go wrong', () =>
    inWorld({}, async world => {
      const names = ['a', 'b', 'c', 'd']
      await Promise.all(names.map(name => world.kling(create('--external-task-id', name))))
      world.server.service.reads = [{shows: 'html', status: 200}, {shows: 'reset'}, {shows: 'truncated'}]
      const {tasks} = expectSuccess(await world.kling(['task', 'wait']))
      expect((tasks as {status: string}[]).map(({status}) => status)).to.deep.equal(
        names.map(() => 'succeed'),
      )
    }))
})
