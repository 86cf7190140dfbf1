import {expect} from 'chai'
import {type ChildProcess, spawn} from 'node:child_process'
import {once} from 'node:events'
import {chmodSync, chownSync, existsSync, mkdirSync, readFileSync, utimesSync, writeFileSync} from 'node:fs'
import {type Owner, thisOwner} from '../../src/lib/fs/owner.js'
import {containersNote, hasContainers, inContainer} from '../support/containers.js'
import {expectSuccess} from '../support/outcome.js'
import type {RunResult} from '../support/run-kling.js'
import {type FaultFixture, type RunInFaults, create, withFixture} from './fault-fixture.js'
import type {Step} from './fault-server.js'
import {film, sha256} from './film.js'

const size = 100_000
const month = (): string => `.local/share/kling-cli/journal/${new Date().toISOString().slice(0, 7)}.jsonl`
const hourMs = 3600_000

/** Runs the program as the first process of a container, on the data of the fixture. */
function contained(fixture: FaultFixture, argv: string[], options: RunInFaults = {}): Promise<RunResult> {
  const {argv: words, ...start} = inContainer(argv)
  return fixture.kling(words, {...start, ...options})
}

/** Holds the server at a step, the first time that it comes there. */
function holdAt(fixture: FaultFixture, step: Step): {reached: Promise<void>; release: () => void} {
  let release = (): void => {}
  const held = new Promise<void>(resolve => (release = resolve))
  const reached = new Promise<void>(resolve => {
    fixture.server.onStep = async seen => {
      if (seen !== step) return
      fixture.server.onStep = () => {}
      resolve()
      await held
    }
  })
  return {reached, release}
}

const events = (fixture: FaultFixture): unknown[] => fixture.journal().map(({event}) => event)

/** Makes the journal, and a file, as they would be if so much time had passed. */
function age(fixture: FaultFixture, ms: number, ...files: string[]): void {
  const path = fixture.path(month())
  const old = readFileSync(path, 'utf8').replaceAll(/"at":"([^"]+)"/g, (_, at: string) => {
    return `"at":"${new Date(Date.parse(at) - ms).toISOString()}"`
  })
  writeFileSync(path, old)
  const time = new Date(Date.now() - ms)
  for (const file of files) utimesSync(fixture.path(file), time, time)
}

describe(`faults: containers on one data folder${containersNote}`, () => {
  before(function () {
    if (!hasContainers) this.skip()
  })

  const lookers: [string, (fixture: FaultFixture) => Promise<RunResult>][] = [
    ['another container', fixture => contained(fixture, ['task', 'resume'])],
    ['the machine itself', fixture => fixture.kling(['task', 'resume'])],
  ]
  for (const [where, resume] of lookers) {
    it(`a create is under way: "task resume" in ${where} finds no task and settles nothing`, () =>
      withFixture({}, async fixture => {
        const {reached, release} = holdAt(fixture, 'create: body received')
        const creating = contained(fixture, create('--external-task-id', 'job-1', '--timeout', '60'), {
          slow: true,
        })
        await reached
        const {tasks} = expectSuccess(await resume(fixture))
        expect(tasks).to.deep.equal([{id: 'job-1', state: 'sending'}])
        release()
        const {task_id} = expectSuccess(await creating)
        expect(events(fixture)).to.deep.equal(['intent', 'accepted'])
        const list = expectSuccess(await fixture.kling(['task', 'list']))
        expect(list.tasks).to.have.length(1)
        expect(list.tasks[0]).to.include({task_id, state: 'submitted'}).and.not.have.property('owner')
      }))
  }

  it('a create was killed with its container: the task that it made is found by the next', () =>
    withFixture({creates: [{shows: 'hang', does: 'task'}]}, async fixture => {
      let pid = 0
      fixture.server.onStep = step => {
        if (step === 'create: task made') process.kill(pid, 'SIGKILL')
      }
      await contained(fixture, create('--timeout', '60'), {slow: true, onStart: started => (pid = started)})
      fixture.server.onStep = () => {}
      const {tasks} = expectSuccess(await contained(fixture, ['task', 'resume']))
      expect(tasks[0]).to.include({task_id: fixture.server.service.onlyTask!.taskId})
    }))

  it('a create was killed with its container before there was a task: after an hour that is sure', () =>
    withFixture({creates: [{shows: 'hang', does: 'nothing'}]}, async fixture => {
      let pid = 0
      fixture.server.onStep = step => {
        if (step === 'create: body received') process.kill(pid, 'SIGKILL')
      }
      await contained(fixture, create('--timeout', '60'), {slow: true, onStart: started => (pid = started)})
      fixture.server.onStep = () => {}
      fixture.server.service.heal()
      expect(fixture.journal()[0]).to.deep.include({event: 'intent', pid: 1})
      const states = async (): Promise<unknown[]> =>
        expectSuccess(await contained(fixture, ['task', 'resume'])).tasks.map(
          ({state}: {state: string}) => state,
        )
      expect(await states()).to.deep.equal(['sending'])
      age(fixture, 2 * hourMs)
      expect(await states()).to.deep.equal(['not_taken'])
      expect(await states()).to.deep.equal([])
    }))

  it('a download was killed with its container: the next goes on with it, and leaves nothing else', () =>
    withFixture({size, files: [{shows: 'stall', after: 0.5}]}, async fixture => {
      let pid = 0
      fixture.server.onStep = step => {
        if (step === 'file: fallen silent') process.kill(pid, 'SIGKILL')
      }
      await contained(fixture, create('-o', 'cat.mp4'), {onStart: started => (pid = started)})
      fixture.server.onStep = () => {}
      expect(fixture.left('cat.mp4').sort()).to.deep.equal([
        'cat.mp4.part',
        'cat.mp4.part.json',
        'cat.mp4.part.lock',
      ])
      // Twenty seconds of silence.
      age(fixture, 20_000, 'cat.mp4.part.lock')
      expectSuccess(await contained(fixture, ['task', 'resume']))
      expect(fixture.server.service.requestsOf('GET', '/files/').at(-1)!.headers.range).to.equal(
        `bytes=${size / 2}-`,
      )
      expect(fixture.hash('cat.mp4')).to.equal(sha256(film(1, size)))
      expect(fixture.left('cat.mp4')).to.deep.equal(['cat.mp4'])
    }))

  it('two containers download to one file at once: each to a part of its own, and nothing is left', () =>
    withFixture({size, queriesToEnd: 1}, async fixture => {
      const {task_id} = expectSuccess(await fixture.kling(create('--wait')))
      const {reached, release} = holdAt(fixture, 'file: some bytes sent')
      const download = ['video', 'download', task_id, '-o', 'cat.mp4']
      const first = contained(fixture, download, {slow: true})
      await reached
      const second = await contained(fixture, download, {slow: true})
      expect(second.code, second.stderr).to.equal(0)
      release()
      const end = await first
      expect(end.code, end.stderr).to.equal(0)
      expect(fixture.hash('cat.mp4')).to.equal(sha256(film(1, size)))
      expect(fixture.left('cat.mp4')).to.deep.equal(['cat.mp4'])
    }))

  it('a lock of a container that is gone does not stop "config set" for longer than it may be silent', () =>
    withFixture({}, async fixture => {
      mkdirSync(fixture.path('.config/kling-cli'), {recursive: true})
      const lock = '.config/kling-cli/config.json.lock'
      writeFileSync(fixture.path(lock), JSON.stringify({...thisOwner(), pid: 1, pid_ns: '1', token: 'x'}))
      const time = new Date(Date.now() - hourMs)
      utimesSync(fixture.path(lock), time, time)
      expectSuccess(await contained(fixture, ['config', 'set', 'region', 'global']))
      expect(existsSync(fixture.path(lock))).to.equal(false)
    }))
})

describe('faults: process ids that were given again', () => {
  const other: {process?: ChildProcess} = {}
  before(async () => {
    other.process = spawn(process.execPath, ['-e', 'process.stdin.resume()'], {
      stdio: ['pipe', 'ignore', 'ignore'],
    })
    await once(other.process, 'spawn')
  })
  after(() => other.process!.kill('SIGKILL'))

  /** An owner that is long dead, and whose id a living process has. */
  const reused = (): Owner => ({...thisOwner(), pid: other.process!.pid!, start: 1})

  it('an intent whose sender is dead is settled', async function () {
    if (process.platform !== 'linux') this.skip()
    await withFixture({}, async fixture => {
      mkdirSync(fixture.path('.local/share/kling-cli/journal'), {recursive: true})
      const {pid, ...owner} = reused()
      const event = {
        event: 'intent',
        id: 'job-1',
        kind: 'create',
        region: 'custom',
        base_url: fixture.server.url,
      }
      const line = {at: new Date().toISOString(), ...event, pid, owner}
      writeFileSync(fixture.path(month()), JSON.stringify(line) + '\n')
      const {tasks} = expectSuccess(await fixture.kling(['task', 'resume']))
      expect(tasks).to.deep.equal([{id: 'job-1', state: 'not_taken'}])
    })
  })

  it('a part whose downloader is dead is gone on with', async function () {
    if (process.platform !== 'linux') this.skip()
    await withFixture({size, queriesToEnd: 1}, async fixture => {
      const {task_id} = expectSuccess(await fixture.kling(create('--wait')))
      const [part, bytes] = [fixture.path('cat.mp4.part'), film(1, size).subarray(0, 60_000)]
      writeFileSync(part, bytes)
      const note = {source: `${task_id} video`, validator: '"film-1"', synced: bytes.length}
      writeFileSync(`${part}.json`, JSON.stringify(note))
      writeFileSync(`${part}.lock`, JSON.stringify({...reused(), token: 'x'}))
      expectSuccess(await fixture.kling(['video', 'download', task_id, '-o', 'cat.mp4']))
      expect(fixture.server.service.requestsOf('GET', '/files/')[0]!.headers.range).to.equal('bytes=60000-')
      expect(fixture.left('cat.mp4')).to.deep.equal(['cat.mp4'])
    })
  })
})

describe('faults: two users', () => {
  const nobody = 65_534
  before(function () {
    if (process.platform !== 'linux' || process.getuid!() !== 0) this.skip()
  })

  /** Gives all of a home to a user that is not root. */
  function give(fixture: FaultFixture): void {
    for (const name of [
      '.',
      '.config',
      '.config/kling-cli',
      '.local',
      '.local/share',
      '.local/share/kling-cli',
    ]) {
      mkdirSync(fixture.path(name), {recursive: true})
      chownSync(fixture.path(name), nobody, nobody)
    }
  }

  const asNobody = (fixture: FaultFixture, argv: string[], options: RunInFaults = {}): Promise<RunResult> => {
    const words = [`--reuid=${nobody}`, `--regid=${nobody}`, '--clear-groups', '--']
    const {argv: launched} = inContainer(argv)
    return fixture.kling([...words, ...launched.slice(launched.indexOf(process.execPath))], {
      ...options,
      node: 'setpriv',
      program: undefined,
    })
  }

  it('a create of root that is under way is not settled by another user', () =>
    withFixture({}, async fixture => {
      give(fixture)
      const {reached, release} = holdAt(fixture, 'create: body received')
      const creating = fixture.kling(create('--external-task-id', 'job-1', '--timeout', '60'), {slow: true})
      await reached
      // Root may share its journal.
      chmodSync(fixture.path('.local/share/kling-cli/journal'), 0o777)
      chmodSync(fixture.path(month()), 0o666)
      const {tasks} = expectSuccess(await asNobody(fixture, ['task', 'resume']))
      expect(tasks).to.deep.equal([{id: 'job-1', state: 'sending'}])
      release()
      expectSuccess(await creating)
      expect(events(fixture)).to.deep.equal(['intent', 'accepted'])
      expect(fixture.server.service.requestsOf('GET')).to.deep.equal([])
    }))

  it('a lock that root left, which others cannot read, is free after a while', () =>
    withFixture({}, async fixture => {
      give(fixture)
      const lock = fixture.path('.config/kling-cli/config.json.lock')
      writeFileSync(lock, JSON.stringify({...thisOwner(), token: 'x'}), {mode: 0o600})
      const time = new Date(Date.now() - hourMs)
      utimesSync(lock, time, time)
      expectSuccess(await asNobody(fixture, ['config', 'set', 'region', 'global']))
      expect(existsSync(lock)).to.equal(false)
    }))
})
