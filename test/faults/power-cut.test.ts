import {expect} from 'chai'
import fc from 'fast-check'
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import {tmpdir, uptime} from 'node:os'
import {join} from 'node:path'
import {KlingClient} from '../../src/lib/api/client.js'
import {taskKindOf} from '../../src/lib/catalog/task-kinds.js'
import {readConfig, readProfiles} from '../../src/lib/config/config-file.js'
import {download} from '../../src/lib/downloads/download.js'
import {thisOwner} from '../../src/lib/fs/owner.js'
import {Journal} from '../../src/lib/journal/journal.js'
import {isMonth} from '../../src/lib/journal/month-file.js'
import {JournalReader} from '../../src/lib/journal/reader.js'
import {isUnsettled, lacksDownload, readRecords} from '../../src/lib/journal/records.js'
import type {JournalRecord} from '../../src/lib/journal/types.js'
import {getTask} from '../../src/lib/tasks/query.js'
import {reconcile} from '../../src/lib/tasks/reconcile.js'
import {resultUrl} from '../../src/lib/tasks/task.js'
import {fastTimers} from '../support/fixture.js'
import {makeHome, runKling} from '../support/run-kling.js'
import {accessKey, secretKey} from './fault-fixture.js'
import {startFaults} from './fault-server.js'
import {faultFetch} from './fault-fetch.js'
import {film, sha256} from './film.js'
import {CutDisk, type Mark} from './power/disk.js'
import {RangeService, type Recording, recordings} from './power/recording.js'

const cuts = Number(process.env.FAULT_CUTS ?? 500)
const seed = Number(process.env.FAULT_SEED ?? 20261128)
const data = '.local/share/kling-cli'
const kind = taskKindOf('create')
const keys = {KLING_ACCESS_KEY: accessKey, KLING_SECRET_KEY: secretKey}

/** A cut of the power: in which recording, after how many of 10 000 parts of it, and what becomes of what was not synced. */
interface Cut {
  recording: number
  after: number
  seed: number
}

const anyCut: fc.Arbitrary<Cut> = fc.record({
  recording: fc.nat(recordings.length - 1),
  after: fc.nat(9999),
  seed: fc.integer(),
})

/** Numbers from 0 to below 1 that a seed determines (mulberry32). */
function randomOf(start: number): () => number {
  let state = start | 0
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let value = Math.imul(state ^ (state >>> 15), 1 | state)
    value = (value + Math.imul(value ^ (value >>> 7), 61 | value)) ^ value
    return ((value ^ (value >>> 14)) >>> 0) / 2 ** 32
  }
}

/** All that had happened in the world when the power was cut. */
class World {
  readonly posted: boolean
  readonly made: (Mark & {mark: 'made'}) | undefined
  readonly printed: Record<string, unknown>[]
  /** Contents of the config file: the last that a command had ended with, and the one after it. */
  readonly configs: (string | null)[]

  constructor({steps}: Recording, end: number) {
    const marks = steps.slice(0, end).filter(step => 'mark' in step)
    this.posted = marks.some(({mark}) => mark === 'posted')
    this.made = marks.find(mark => mark.mark === 'made')
    this.printed = marks.flatMap(mark =>
      mark.mark === 'printed' ? [JSON.parse(mark.text) as Record<string, unknown>] : [],
    )
    const ends = steps.flatMap((step, index) =>
      'mark' in step && step.mark === 'ended' ? [{...step, index}] : [],
    )
    const next = ends.findIndex(({index}) => index >= end)
    const [last, following] = next < 0 ? [ends.at(-1), undefined] : [ends[next - 1], ends[next]]
    this.configs = [last?.config ?? null, ...(following ? [following.config] : [])]
  }
}

/** A machine that was started again after the cut. */
class Machine {
  readonly folder = mkdtempSync(join(tmpdir(), 'kling-test-'))
  readonly journal = new Journal(join(this.folder, data, 'journal'))
  readonly reader = new JournalReader(join(this.folder, data, 'journal'))
  readonly file = join(this.folder, 'cat.mp4')
  readonly service: RangeService

  constructor(
    readonly recording: Recording,
    readonly world: World,
    readonly url = recording.url,
  ) {
    const {size} = recording
    this.service = new RangeService({size, queriesToEnd: 1, baseUrl: () => url})
    const {made} = world
    if (made) this.service.tasks.set(made.externalId, {...made, path: kind.path, queries: 1})
  }

  /** Fills the disk. The start of the machine is another one, and all that is there is from before it. */
  restore(end: number, random: () => number): void {
    const {steps, home, url} = this.recording
    const [boot, otherBoot] = [thisOwner().boot ?? 'none', '01234567-89ab-4cde-8f01-23456789abcd']
    const before = Date.now() - uptime() * 1000 - 3600_000
    new CutDisk(steps, end).build(this.folder, random, (path, bytes) => {
      if (path.endsWith('.mp4') || path.endsWith('.part')) return bytes
      const names = {[home]: this.folder, [boot]: otherBoot, [url]: this.url}
      let text = bytes.toString('latin1')
      for (const [name, other] of Object.entries(names)) {
        expect(other, 'as long as the name that was recorded').to.have.length(name.length)
        text = text.replaceAll(name, other)
      }
      return Buffer.from(text, 'latin1')
    })
    for (const path of readdirSync(this.folder, {recursive: true, encoding: 'utf8'}))
      utimesSync(join(this.folder, path), before / 1000, before / 1000)
  }

  /** Dates what the journal says to before the start of the machine. */
  age(): void {
    const folder = join(this.folder, data, 'journal')
    if (!existsSync(folder)) return
    for (const name of readdirSync(folder).filter(isMonth)) {
      const text = readFileSync(join(folder, name), 'latin1')
      const old = text.replaceAll(/"at":"([^"\0]+)"/g, (_, at: string) => {
        return `"at":"${new Date(Date.parse(at) - uptime() * 1000 - 3600_000).toISOString()}"`
      })
      writeFileSync(join(folder, name), old, 'latin1')
    }
  }

  records(): Promise<JournalRecord[]> {
    return readRecords(this.journal.lines())
  }

  hash(): string | undefined {
    return existsSync(this.file) ? sha256(readFileSync(this.file)) : undefined
  }

  /** What `kling task resume` does. */
  async resume(): Promise<void> {
    const {journal, service} = this
    const fetch = faultFetch(service, async () => {})
    const client = new KlingClient({
      baseUrl: this.url,
      bearer: async () => ({token: async () => 'token', correct: () => false, settle: () => {}}),
      fetch: async () => fetch,
      timeoutSeconds: 5,
      userAgent: 'test',
    })
    const delay = async (): Promise<void> => {}
    const own = (records: JournalRecord[]): JournalRecord[] =>
      records.filter(({base_url: url}) => url === this.url)
    for (const record of own(await this.records()).filter(isUnsettled))
      await reconcile({client, journal, record, delay})
    for (const {task_id: taskId, output} of own(await this.records()).filter(lacksDownload)) {
      const url = async (): Promise<string> =>
        resultUrl(await getTask(client, kind, taskId!), 'video', false)!
      const bytes = await download({url: await url(), file: output!, source: `${taskId} video`, fetch, delay})
      await journal.append({event: 'downloaded', task_id: taskId!, file: output!, bytes})
    }
  }

  remove(): void {
    rmSync(this.folder, {recursive: true, force: true, maxRetries: 5})
  }
}

/** What holds right after the cut. */
async function expectPromisesKept(machine: Machine): Promise<void> {
  const {recording, world, journal} = machine
  const records = await machine.records()
  const own = records.filter(({base_url: url}) => url === machine.url)
  if (world.posted) expect(own, 'the intent of what was sent').to.have.length(1)
  for (const {task_id: taskId, output} of world.printed) {
    if (taskId !== undefined) expect(own[0]?.task_id, 'the task that was printed').to.equal(taskId)
    if (output !== undefined) expect(own[0]?.downloaded, 'the file that was printed').to.be.a('string')
  }
  const whole = sha256(film(1, recording.size))
  const hash = machine.hash()
  const allowed = [undefined, whole]
  if (recording.before) allowed.splice(0, 1, sha256(recording.before))
  expect(hash, 'the file').to.be.oneOf(allowed)
  if (own[0]?.downloaded !== undefined) expect(hash, 'the file that the journal names').to.equal(whole)
  const list = await machine.reader.list(10_000)
  expect(list.records, 'the list').to.deep.equal(records)
  await journal.append({event: 'seen', task_id: '1', kind: 'create', base_url: 'https://x.example'})
  expect(await journal.find('1'), 'a line that is added').to.include({task_id: '1'})
}

async function expectConfigKept({folder, world}: Machine): Promise<void> {
  const path = join(folder, '.config/kling-cli')
  const found = {values: await readConfig(path), profiles: {...(await readProfiles(path))}}
  const contents = world.configs.map(text => {
    const {profiles = {}, format: _, ...values} = JSON.parse(text ?? '{}') as Record<string, object>
    return {values, profiles}
  })
  expect(contents, 'the settings').to.deep.include(found)
}

/** What holds after `task resume`. */
async function expectResumed(machine: Machine): Promise<void> {
  const {world, recording, service} = machine
  const own = (await machine.records()).filter(({base_url: url}) => url === machine.url)
  expect(own.map(({task_id: taskId}) => taskId).filter(Boolean), 'tasks').to.deep.equal(
    world.made && world.posted ? [world.made.taskId] : [],
  )
  expect(service.requestsOf('POST'), 'creates').to.deep.equal([])
  for (const {state} of own) expect(state).to.be.oneOf(['submitted', 'succeed', 'processing', 'not_taken'])
  if (!own.some(({output, task_id: taskId}) => output !== undefined && taskId !== undefined)) return
  expect(machine.hash(), 'the file after it').to.equal(sha256(film(1, recording.size)))
  expect(readdirSync(machine.folder).filter(name => name.includes('cat.mp4'))).to.deep.equal(['cat.mp4'])
}

describe('faults: the power is cut', () => {
  let recorded: Recording[]
  before(async function () {
    if (process.platform !== 'linux') this.skip()
    recorded = []
    for (const record of recordings) recorded.push(await record())
  })

  async function survives(
    cut: Cut,
    resume = (machine: Machine) => machine.resume(),
    url?: string,
  ): Promise<void> {
    const recording = recorded[cut.recording]!
    const {start, steps} = recording
    const end = start + Math.round((cut.after / 9999) * (steps.length - start))
    const machine = new Machine(recording, new World(recording, end), url)
    try {
      machine.restore(end, randomOf(cut.seed))
      await expectPromisesKept(machine)
      await expectConfigKept(machine)
      await resume(machine)
      await expectResumed(machine)
    } catch (error) {
      const last = steps.slice(Math.max(0, end - 8), end)
      const shown = last.map(step => JSON.stringify(step).slice(0, 160)).join('\n')
      throw new Error(`${(error as Error).message}\n${recording.name}, ${end} steps:\n${shown}`, {
        cause: error,
      })
    } finally {
      machine.remove()
    }
  }

  it('a recording that is played to its end is what the program left', async () => {
    for (const recording of recorded) {
      const {steps} = recording
      const machine = new Machine(recording, new World(recording, steps.length))
      try {
        // All that was written, as if the power had been cut long after.
        const synced = ['.', ...steps.flatMap(step => ('path' in step ? [step.path] : []))]
        const all = [...steps, ...[...new Set(synced)].map(path => ({op: 'sync' as const, path, covers: 0}))]
        mkdirSync(machine.folder, {recursive: true})
        new CutDisk(all, all.length).build(
          machine.folder,
          () => 0.5,
          (_path, bytes) => bytes,
        )
        if (recording.name !== 'settings')
          expect(machine.hash(), recording.name).to.equal(sha256(film(1, recording.size)))
      } finally {
        machine.remove()
      }
    }
  })

  it(`${cuts} times, at any moment: what was promised is there, and "task resume" does the rest`, async function () {
    this.timeout(60_000 + cuts * 1000)
    await fc.assert(
      fc.asyncProperty(anyCut, cut => survives(cut)),
      {
        seed,
        numRuns: cuts,
        unbiased: true,
        endOnFailure: true,
      },
    )
  })

  const programCuts = Number(process.env.FAULT_PROGRAM_CUTS ?? 16)
  it(`${programCuts} of them with the real program`, async () => {
    const server = await startFaults({
      intercept: request => machineNow?.service.handle(request),
    })
    let machineNow: Machine | undefined
    try {
      for (const cut of fc.sample(anyCut, {seed, numRuns: programCuts}))
        await survives(
          cut,
          async machine => {
            machineNow = machine
            machine.age()
            const env = {HOME: machine.folder, KLING_BASE_URL: server.url, ...keys, ...fastTimers}
            const home = makeHome()
            const result = await runKling(['task', 'resume'], {home: {...home, folder: machine.folder}, env})
            home.remove()
            expect(result.code, result.stderr).to.equal(0)
          },
          server.url,
        )
    } finally {
      await server.close()
    }
  })
})
