import {expect} from 'chai'
import type {KlingClient} from '../../../src/lib/api/client.js'
import {KlingError} from '../../../src/lib/errors/kling-error.js'
import type {JournalEvent} from '../../../src/lib/journal/types.js'
import {taskKindOf} from '../../../src/lib/catalog/task-kinds.js'
import {type SubmitOptions, submit} from '../../../src/lib/tasks/submit.js'
import {rejectionOf} from '../../support/failure.js'

const task = {task_id: '7', task_status: 'submitted'}
const reply = {data: task, requestId: 'r-1'}

const refused = (code: string, fields = {}) => new KlingError(code, `no: ${code}`, {billed: 'no', ...fields})
const lost = new KlingError('server_error', 'oh', {billed: 'maybe', retryable: true})
const unknownTask = new KlingError('task_not_found', 'none')
const exists = refused('invalid_request', {api_code: 1201})
exists.message = 'external_task_id already exists'
const busy = refused('rate_limit', {api_code: 1303})

/** What a fake API answers to one request after another: a reply, or an error to throw. */
type Answers = (typeof reply | {data: null; requestId: string} | KlingError)[]

function scene(answers: Answers, options: Partial<SubmitOptions> = {}) {
  const asked: string[] = []
  const noted: JournalEvent[] = []
  let now = 0
  const next = async (what: string) => {
    asked.push(what)
    const answer = answers[Math.min(asked.length, answers.length) - 1]!
    if (answer instanceof KlingError) throw answer
    return answer
  }
  const client = {
    post: (path: string) => next(`POST ${path}`),
    get: (path: string) => next(`GET ${path}`),
  } as unknown as KlingClient
  const run = () =>
    submit({
      client,
      journal: {append: async event => void noted.push(event)},
      kind: taskKindOf('create'),
      body: {prompt: 'A cat', external_task_id: 'job-1'},
      note: {region: 'cn', base_url: 'https://x.example'},
      clock: () => now,
      delay: async ms => void (now += ms),
      random: () => 0,
      ...options,
    })
  return {
    run,
    noted: () => noted.map(({event}) => event),
    asked: () => asked.map(line => line.split(' ')[0]!),
    lines: asked,
    now: () => now,
  }
}

describe('submit', () => {
  it('notes the intent, sends, notes the task', async () => {
    const {run, noted, lines} = scene([reply])
    expect(await run()).to.deep.equal({task_id: '7', external_task_id: 'job-1', request_id: 'r-1'})
    expect(noted()).to.deep.equal(['intent', 'accepted'])
    expect(lines).to.deep.equal(['POST /v1/videos/omni-video'])
  })

  it('sends nothing when the intent cannot be noted', async () => {
    const append = async () => {
      throw new KlingError('write_error', 'disk full')
    }
    const {run, asked} = scene([reply], {journal: {append}})
    expect((await rejectionOf(run())).code).to.equal('write_error')
    expect(asked()).to.deep.equal([])
  })

  it('tells what came of it although that cannot be noted', async () => {
    const append = async ({event}: JournalEvent) => {
      if (event !== 'intent') throw new KlingError('write_error', 'disk full')
    }
    expect((await scene([reply], {journal: {append}}).run()).task_id).to.equal('7')
    expect((await scene([lost, reply], {journal: {append}}).run()).task_id).to.equal('7')
    const refusal = await rejectionOf(scene([refused('content_policy')], {journal: {append}}).run())
    expect(refusal.code).to.equal('content_policy')
  })

  for (const code of [
    'invalid_api_key',
    'quota_exceeded',
    'permission_denied',
    'invalid_request',
    'content_policy',
  ]) {
    it(`${code}: refused at once`, async () => {
      const {run, noted, asked} = scene([refused(code, {http_status: 400})])
      expect((await rejectionOf(run())).code).to.equal(code)
      expect(asked()).to.deep.equal(['POST'])
      expect(noted()).to.deep.equal(['intent', 'refused'])
    })
  }

  for (const [what, error] of [
    ['1302', refused('rate_limit', {api_code: 1302})],
    ['HTTP 429', refused('rate_limit', {http_status: 429})],
  ] as [string, KlingError][]) {
    it(`${what}: not taken, sent again without a question, eight times at most`, async () => {
      const twice = scene([error, error, reply])
      expect((await twice.run()).task_id).to.equal('7')
      expect(twice.asked()).to.deep.equal(['POST', 'POST', 'POST'])
      const never = scene([error])
      expect((await rejectionOf(never.run())).fields.billed).to.equal('no')
      expect(never.asked()).to.deep.equal(Array(8).fill('POST'))
      expect(never.noted()).to.deep.equal(['intent', 'refused'])
    })
  }

  for (const [what, error] of [
    ['no connection', refused('connection_error', {retryable: true})],
    ['an upload that stands still', refused('timeout', {retryable: true})],
    ['a gateway that gives up on an upload', refused('server_error', {retryable: true, http_status: 502})],
  ] as [string, KlingError][]) {
    it(`${what}: not taken, sent again without a question, three times`, async () => {
      const twice = scene([error, error, reply])
      expect((await twice.run()).task_id).to.equal('7')
      expect(twice.asked()).to.deep.equal(['POST', 'POST', 'POST'])
      const never = scene([error])
      expect((await rejectionOf(never.run())).fields.billed).to.equal('no')
      expect(never.asked()).to.deep.equal(Array(3).fill('POST'))
      expect(never.now()).to.be.at.most(3000)
      // Without an answer, nobody refused it.
      const end = error.fields.http_status === undefined ? 'not_taken' : 'refused'
      expect(never.noted()).to.deep.equal(['intent', end])
    })

    it(`${what}: eight times, where the task is waited for or may be there already`, async () => {
      const waiting = scene([error], {busyLimitMs: 600_000})
      await rejectionOf(waiting.run())
      expect(waiting.asked()).to.deep.equal(Array(8).fill('POST'))
      const unsure = scene([lost, unknownTask, unknownTask, error])
      expect((await rejectionOf(unsure.run())).fields.billed).to.equal('maybe')
      expect(unsure.asked().filter(method => method === 'POST')).to.have.length(8)
    })
  }

  it('1303: waits as long as it may for a slot, and says so', async () => {
    const waits: number[] = []
    const {run, asked, noted, now} = scene([busy], {busyLimitMs: 600_000, onBusy: ms => waits.push(ms)})
    expect((await rejectionOf(run())).fields.api_code).to.equal(1303)
    expect(asked().length).to.be.above(30)
    expect(waits.length).to.equal(asked().length - 1)
    expect(now()).to.equal(600_000)
    expect(noted()).to.deep.equal(['intent', 'refused'])
  })

  it('an answer that is lost: found by the external id', async () => {
    const {run, lines, noted} = scene([lost, reply])
    expect((await run()).task_id).to.equal('7')
    expect(lines[1]).to.equal('GET /v1/videos/omni-video/job-1')
    expect(noted()).to.deep.equal(['intent', 'unknown', 'accepted'])
  })

  it('an answer that is lost: asked for twice, a second apart, then sent again', async () => {
    const {run, asked} = scene([lost, unknownTask, unknownTask, reply])
    expect((await run()).task_id).to.equal('7')
    expect(asked()).to.deep.equal(['POST', 'GET', 'GET', 'POST'])
  })

  it('an answer that is lost: never sent again while nobody can be asked', async () => {
    const {run, asked, noted} = scene([lost, refused('invalid_api_key')])
    const error = await rejectionOf(run())
    expect(error.code).to.equal('server_error')
    expect(error.fields).to.deep.include({billed: 'maybe', details: {external_task_id: 'job-1'}})
    expect(error.fields.hint).to.match(/kling .* job-1/)
    expect(asked()).to.deep.equal(['POST', 'GET'])
    expect(noted()).to.deep.equal(['intent', 'unknown'])
  })

  it('answers that are always lost end after eight creates, uncertain', async () => {
    const answers = Array.from({length: 8}, () => [lost, unknownTask, unknownTask]).flat()
    const {run, asked} = scene(answers)
    expect((await rejectionOf(run())).fields.billed).to.equal('maybe')
    expect(asked().filter(method => method === 'POST')).to.have.length(8)
  })

  it('an id that exists: a stranger’s at first, ours after a lost answer', async () => {
    const stranger = scene([exists])
    expect((await rejectionOf(stranger.run())).message).to.include('job-1')
    expect(stranger.noted()).to.deep.equal(['intent', 'refused'])
    const ours = scene([lost, unknownTask, unknownTask, exists, reply])
    expect((await ours.run()).task_id).to.equal('7')
  })

  it('an answer without a task is a lost answer', async () => {
    const {run, asked} = scene([{data: null, requestId: 'r'}, reply])
    expect((await run()).task_id).to.equal('7')
    expect(asked()).to.deep.equal(['POST', 'GET'])
  })

  it('an interruption after a create may have been taken says how to find it', async () => {
    const controller = new AbortController()
    const stop = new KlingError('interrupted', 'Interrupted.')
    const delay = async () => {
      controller.abort(stop)
      throw stop
    }
    const unsure = await rejectionOf(scene([lost, unknownTask], {signal: controller.signal, delay}).run())
    expect(unsure.fields).to.deep.include({billed: 'maybe', details: {external_task_id: 'job-1'}})
    const sure = await rejectionOf(scene([busy], {busyLimitMs: 1e6, delay}).run())
    expect([sure.code, sure.fields.billed]).to.deep.equal(['interrupted', 'no'])
  })
})
