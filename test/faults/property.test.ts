import {expect} from 'chai'
import fc from 'fast-check'
import {existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {KlingClient} from '../../src/lib/api/client.js'
import {KlingError, isKlingError} from '../../src/lib/errors/kling-error.js'
import {Journal} from '../../src/lib/journal/journal.js'
import {isUnsettled, lacksDownload, readRecords} from '../../src/lib/journal/records.js'
import type {JournalRecord} from '../../src/lib/journal/types.js'
import {download} from '../../src/lib/downloads/download.js'
import {taskKindOf} from '../../src/lib/catalog/task-kinds.js'
import {getTask} from '../../src/lib/tasks/query.js'
import {reconcile} from '../../src/lib/tasks/reconcile.js'
import {submit} from '../../src/lib/tasks/submit.js'
import {resultUrl} from '../../src/lib/tasks/task.js'
import {waitForTask} from '../../src/lib/tasks/wait.js'
import {faultFetch} from './fault-fetch.js'
import {FaultService} from './fault-service.js'
import {create, withFixture} from './fault-fixture.js'
import {film, sha256} from './film.js'
import {expectNothingLost} from './invariants.js'
import {type Plan, plans} from './plan.js'
import {someAtOnce} from './concurrent.js'

const kind = taskKindOf('create')
const baseUrl = 'http://127.0.0.1:1'
const seed = Number(process.env.FAULT_SEED ?? 20261122)
/** A process id that nobody has. */
const deadPid = 2 ** 30

/** One process of the program, as far as it matters: what it is given by the outside. */
function makeProcess(service: FaultService, folder: string, plan: Pick<Plan, 'killAt' | 'interruptAt'>) {
  const interruption = new AbortController()
  let steps = 0
  let now = Date.now()
  let die: () => void = () => {}
  const died = new Promise<'killed'>(resolve => (die = () => resolve('killed')))
  let bury: (error: Error) => void = () => {}
  // Waits for ever once it is killed; it is let go when the test is over.
  const grave = new Promise<never>((_resolve, reject) => (bury = reject))
  grave.catch(() => {})
  const onStep = async (): Promise<void> => {
    steps++
    if (steps === plan.interruptAt) interruption.abort(new KlingError('interrupted', 'Interrupted.'))
    if (steps < plan.killAt || plan.killAt === 0) return
    die()
    await grave
  }
  const fetch = faultFetch(service, onStep)
  const time = {
    clock: () => now,
    delay: async (ms: number, signal?: AbortSignal) => {
      now += ms
      await new Promise(setImmediate)
      if (signal?.aborted) throw signal.reason
    },
    random: () => 0.5,
    signal: interruption.signal,
  }
  const client = new KlingClient({
    ...time,
    baseUrl,
    bearer: async () => ({token: async () => 'token', correct: () => false, settle: () => {}}),
    fetch: async () => fetch,
    timeoutSeconds: 0.03,
    userAgent: 'test',
  })
  const journal = new Journal(join(folder, 'journal'), time.clock)
  const follow = async (taskId: string, file: string): Promise<void> => {
    const task = await waitForTask({...time, client, kind, taskId, timeoutSeconds: 100})
    await journal.append({event: 'state', task_id: taskId, status: task.task_status})
    const bytes = await download({
      ...time,
      fetch,
      file,
      source: `${taskId} video`,
      url: resultUrl(task, 'video', false)!,
      renewUrl: async () => resultUrl(await getTask(client, kind, taskId), 'video', false)!,
      stallSeconds: 0.03,
    })
    await journal.append({event: 'downloaded', task_id: taskId, file, bytes})
  }
  const records = (): Promise<JournalRecord[]> => readRecords(journal.lines())
  return {time, client, journal, follow, records, died, bury}
}

async function survives(plan: Plan): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'kling-test-'))
  const file = join(folder, 'cat.mp4')
  const service = new FaultService({...plan, size: 20_000, baseUrl: () => baseUrl})
  const first = makeProcess(service, folder, plan)
  const command = async (): Promise<void> => {
    const {time, client, journal, follow} = first
    const note = {region: 'custom', base_url: baseUrl, output: file}
    const body = {prompt: 'A cat', external_task_id: 'job-1'}
    const {task_id} = await submit({...time, client, journal, kind, body, note})
    await follow(task_id, file)
  }
  try {
    const end = await Promise.race([command(), first.died]).catch((error: unknown) => error)
    if (end === 'killed') {
      // The locks of a process that is dead.
      const lock = `${file}.part.lock`
      if (existsSync(lock)) writeFileSync(lock, JSON.stringify({pid: deadPid, token: 'dead'}))
    } else if (end !== undefined && !isKlingError(end)) throw end
    service.heal()
    const made = service.onlyTask
    if (isKlingError(end) && end.fields.billed === 'no')
      expect(made, 'said not to be charged').to.equal(undefined)
    const isWholeOrNothing = (): void => {
      if (existsSync(file)) expect(service.hashes, 'the file').to.include(sha256(readFileSync(file)))
    }
    isWholeOrNothing()

    const second = makeProcess(service, folder, {killAt: 0, interruptAt: 0})
    for (const record of (await second.records()).filter(isUnsettled)) {
      await reconcile({client: second.client, journal: second.journal, record, delay: second.time.delay})
    }
    for (const record of (await second.records()).filter(lacksDownload))
      await second.follow(record.task_id!, file)
    isWholeOrNothing()
    expect(service.tasks.size, 'tasks at the server').to.be.at.most(1)
    const [record] = await second.records()
    expect(record?.task_id, 'the task that the journal names').to.equal(made?.taskId)
    if (made) expect(existsSync(file), 'the file is there').to.equal(true)
    else expect(record!.state).to.be.oneOf(['refused', 'not_taken'])
  } finally {
    first.bury(new Error('buried'))
    await new Promise(setImmediate)
    rmSync(folder, {recursive: true, force: true, maxRetries: 5})
  }
}

describe('faults: whatever goes wrong, and whenever', () => {
  const runs = Number(process.env.FAULT_RUNS ?? 300)
  it(`${runs} random plans of faults, kills and interruptions: nothing is lost, nothing is made twice`, async function () {
    this.timeout(60_000 + runs * 400)
    await fc.assert(fc.asyncProperty(plans, survives), {seed, numRuns: runs, endOnFailure: false})
  })

  const programRuns = Number(process.env.FAULT_PROGRAM_RUNS ?? 24)
  it(`${programRuns} of them with the real program, killed and resumed`, async function () {
    this.timeout(60_000 + programRuns * 5000)
    await someAtOnce(fc.sample(plans, {seed, numRuns: programRuns}), plan =>
      withFixture({...plan, size: 50_000}, async fixture => {
        const {service} = fixture.server
        let pid = 0
        let steps = 0
        fixture.server.onStep = () => {
          steps++
          if (steps === plan.killAt) process.kill(pid, 'SIGKILL')
          if (steps === plan.interruptAt) process.kill(pid, 'SIGINT')
        }
        const argv = create('-o', 'cat.mp4', '--timeout', '1', '--wait-timeout', '20')
        const first = await fixture.kling(argv, {onStart: started => (pid = started)})
        fixture.server.onStep = () => {}
        service.heal()
        const resumed = await fixture.kling(['task', 'resume'])
        expect(resumed.code, JSON.stringify(plan) + resumed.stderr).to.equal(0)
        expectNothingLost(fixture, [first, resumed])
        const text = `${JSON.stringify(plan)} ${first.stderr}`
        expect(fixture.hash('cat.mp4') !== undefined, text).to.equal(service.onlyTask !== undefined)
      }),
    )
  })

  it('a film is one that tells torn files apart', () => {
    expect(sha256(film(1, 1000))).to.not.equal(sha256(film(2, 1000)))
    expect(film(1, 1000).subarray(0, 500).equals(film(1, 500))).to.equal(true)
  })
})
