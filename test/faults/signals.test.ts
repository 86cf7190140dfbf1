import {expect} from 'chai'
import {readFileSync} from 'node:fs'
import type {RunResult} from '../support/run-kling.js'
import type {FaultServerOptions, Step} from './fault-server.js'
import type {Fault, FileFault} from './fault-service.js'
import {create, withFixture} from './fault-fixture.js'
import {expectNothingLost} from './invariants.js'
import {itConcurrent, someAtOnce} from './concurrent.js'
import {preload} from '../support/preload.js'

interface Case extends FaultServerOptions {
  argv: string[]
  /** The signal is sent at this step, or when this is on stderr. */
  at: Step | 'All task slots are busy.'
  /** The command that goes on, after the id is put instead of ID. */
  next: string
  /** Whether a task was made. */
  task: boolean
}

const busy: Fault = {
  shows: 'refusal',
  status: 429,
  code: 1303,
  message: 'parallel task over resource pack limit',
}
const stall: FileFault = {shows: 'stall', after: 0.5}
const busyForLong = {creates: Array.from({length: 99}, () => busy)}
const never = {queriesToEnd: 9999}
const id = ['--external-task-id', 'job-1']

const cases: [string, Case][] = [
  [
    'while it waits for a slot',
    {...busyForLong, argv: create('--wait', ...id), at: 'All task slots are busy.', next: '', task: false},
  ],
  [
    'while a create is not answered',
    {
      creates: [{shows: 'hang', does: 'task'}],
      argv: create(...id),
      at: 'create: task made',
      next: 'kling task resume job-1',
      task: true,
    },
  ],
  [
    'while an answer is looked up',
    {
      creates: [{shows: 'reset', does: 'task'}],
      reads: [{shows: 'hang'}],
      argv: create(...id),
      at: 'lookup or poll: received',
      next: 'kling task resume job-1',
      task: true,
    },
  ],
  [
    'between two polls',
    {
      ...never,
      argv: create('--wait'),
      at: 'lookup or poll: answered',
      next: 'kling task wait ID',
      task: true,
    },
  ],
  [
    'while a poll is not answered',
    {
      reads: [{shows: 'hang'}],
      argv: create('--wait'),
      at: 'lookup or poll: received',
      next: 'kling task wait ID',
      task: true,
    },
  ],
  [
    'while it waits for what it shall download',
    {
      ...never,
      argv: create('-o', 'cat.mp4'),
      at: 'lookup or poll: answered',
      next: 'kling task resume ID',
      task: true,
    },
  ],
  [
    'in a download',
    {
      files: [stall],
      argv: create('-o', 'cat.mp4'),
      at: 'file: some bytes sent',
      next: 'kling task resume ID',
      task: true,
    },
  ],
]

/** Runs a case with a signal. @returns how long the program took to end after it, in ms */
async function interrupt(one: Case, signal: 'SIGINT' | 'SIGTERM'): Promise<number> {
  return withFixture(one, async fixture => {
    let pid = 0
    let sentAt = 0
    const send = (): void => {
      if (sentAt > 0) return
      sentAt = Date.now()
      process.kill(pid, signal)
    }
    // What the server sent reaches the client first, most of the time; either order ends the same way.
    fixture.server.onStep = step => void (step === one.at && setTimeout(send, 20))
    const result = await fixture.kling(one.argv, {
      slow: true,
      onStart: started => (pid = started),
      onStderr: text => void (text.startsWith(one.at) && send()),
    })
    const took = Date.now() - sentAt
    const [code, exit] = signal === 'SIGINT' ? ['interrupted', 130] : ['terminated', 143]
    expect([result.code, result.stdout], result.stderr).to.deep.equal([exit, ''])
    const error = lastError(result)
    expect(error.code).to.equal(code)
    const task = fixture.server.service.onlyTask
    expect(task !== undefined).to.equal(one.task)
    const taskId = task?.taskId ?? ''
    if (one.next.includes('ID')) expect(error.task_id).to.equal(taskId)
    if (one.next) expect(error.hint).to.include(one.next.replace('ID', taskId))
    else expect(error.billed).to.equal('no')
    // The command that was named goes on.
    if (one.next) {
      fixture.server.service.heal()
      if (task) task.queries = 99_999
      const on = await fixture.kling(one.next.replace('ID', taskId).split(' ').slice(1))
      expect(on.code, on.stderr).to.equal(0)
      expectNothingLost(fixture, [result, on])
      if (one.argv.includes('-o')) expect(fixture.hash('cat.mp4')).to.be.oneOf(fixture.server.service.hashes)
    }
    return took
  })
}

function lastError({stderr}: RunResult): Record<string, string> {
  return (JSON.parse(stderr.trim().split('\n').at(-1)!) as {error: Record<string, string>}).error
}

describe('faults: Ctrl-C and SIGTERM', () => {
  const times: number[] = []
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    itConcurrent(
      cases.map(([what, one]) => [`${signal} ${what}: it ends at once and names what goes on`, {...one}]),
      async one => void times.push(await interrupt(one, signal)),
    )
  }

  for (const argv of [
    ['task', 'wait'],
    ['task', 'resume'],
  ]) {
    it(`SIGINT of "kling ${argv.join(' ')}" names the task and the command that goes on`, () =>
      withFixture(never, async fixture => {
        const more = argv[1] === 'resume' ? ['-o', 'cat.mp4', '--wait-timeout', '1'] : []
        await fixture.kling(create(...more), {slow: true})
        const {taskId} = fixture.server.service.onlyTask!
        let pid = 0
        fixture.server.onStep = step =>
          void (step === 'lookup or poll: answered' && process.kill(pid, 'SIGINT'))
        const result = await fixture.kling(argv, {slow: true, onStart: started => (pid = started)})
        expect(result.code).to.equal(130)
        const error = lastError(result)
        expect(JSON.stringify(error)).to.include(taskId)
        expect(error.hint).to.include(`kling ${argv.join(' ')} ${taskId}`)
      }))
  }

  describe('on a disk that takes 2 s for each sync', () => {
    const slowDisk = preload(new URL('slow-sync.mjs', import.meta.url))
    const runs: [string, string[], FaultServerOptions][] = [
      ['a create', create(...id), {}],
      ['a create whose answer is lost', create(...id), {creates: [{shows: 'reset', does: 'task'}]}],
      ['a create that is refused', create(...id), {creates: [{shows: 'refusal', status: 400, code: 1301}]}],
      [
        'a create with a file and its sidecar',
        create(...id, '-o', 'cat.mp4', '--sidecar'),
        {queriesToEnd: 1},
      ],
    ]
    for (const [what, argv, options] of runs) {
      it(`SIGINT during each sync of ${what}: the id is told, and what goes on`, async function () {
        this.timeout(180_000)
        const syncs = await withFixture(options, async fixture => {
          const env = {...slowDisk, SYNC_COUNT: fixture.path('count')}
          await fixture.kling(argv, {env, slow: true})
          return Number(readFileSync(fixture.path('count'), 'utf8'))
        })
        expect(syncs).to.be.at.least(2)
        const places = Array.from({length: syncs}, (_, index) => index + 1)
        await someAtOnce(places, signalAt =>
          withFixture(options, async fixture => {
            const {service} = fixture.server
            const env = {...slowDisk, SIGNAL_AT: String(signalAt)}
            const result = await fixture.kling(argv, {env, slow: true})
            const text = `sync ${signalAt}: ${result.stdout}${result.stderr}`
            expect(result.signal, text).to.equal(null)
            // One document, which names the submission; one that ended well has come before the signal counted.
            expect(result.stdout === '', text).to.equal(result.code !== 0)
            const told = result.code === 0 ? result.json : result.error
            const taskId = service.onlyTask?.taskId ?? 'none'
            const names = JSON.stringify(told)
            if (told.code !== 'content_policy')
              expect(names.includes('job-1') || names.includes(taskId), text).to.equal(true)
            if (told.billed === 'no') expect(taskId, text).to.equal('none')
            else if (result.code === 130)
              expect(told.hint, text).to.match(/kling (?:task (?:resume|wait)|video status) /)
            service.heal()
            const resumed = await fixture.kling(['task', 'resume'])
            expect(resumed.code, text + resumed.stderr).to.equal(0)
            expectNothingLost(fixture, [result, resumed])
            const states = fixture.journal().map(({event}) => event)
            expect(states.length === 0 || states.length > 1, `${text} ${states.join()}`).to.equal(true)
          }),
        )
      })
    }
  })

  after(() => {
    if (process.env.SHOW_FIGURES)
      process.stdout.write(`signal → end, ms: ${times.sort((a, b) => a - b).join(', ')}\n`)
  })
})
