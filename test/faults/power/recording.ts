import {
  appendFileSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import {tmpdir} from 'node:os'
import {dirname, join} from 'node:path'
import {expect} from 'chai'
import {fastTimersFile, preload} from '../../support/preload.js'
import {type FaultFixture, create, withFixture} from '../fault-fixture.js'
import {type ApiRequest, FaultService, type Reply, type ServiceOptions} from '../fault-service.js'
import {film} from '../film.js'
import {CutDisk, type Step} from './disk.js'

/** What the program did to a disk, and to the world. */
export interface Recording {
  name: string
  steps: Step[]
  /** How many of them come before the first run. */
  start: number
  /** Home of the recorded runs, and the address of their API. */
  home: string
  url: string
  /** Size of the film. */
  size: number
  /** Content of `cat.mp4` before. */
  before?: Buffer
}

const configFile = '.config/kling-cli/config.json'
const month = `.local/share/kling-cli/journal/${new Date().toISOString().slice(0, 7)}.jsonl`

/** The service, with a host of files that knows ranges with an end. */
export class RangeService extends FaultService {
  override handle(request: ApiRequest): Reply {
    const [, from, to] = /^bytes=(\d+)-(\d+)?$/.exec(String(request.headers.range ?? '')) ?? []
    if (!request.url.startsWith('/files/') || from === undefined || (to === undefined && from !== '0'))
      return super.handle(request)
    const end = to === undefined ? this.size : Number(to) + 1
    return {
      status: 206,
      headers: {'content-range': `bytes ${from}-${end - 1}/${this.size}`, etag: '"film-1"'},
      body: film(1, this.size).subarray(Number(from), end),
      end: 'well',
    }
  }
}

interface Stage {
  fixture: FaultFixture
  /** Runs the program, which is recorded. */
  kling: (argv: string[], options?: {onStart?: (pid: number) => void}) => Promise<number | null>
  /** Puts a file on the disk before everything, and syncs it. */
  put: (path: string, data: string | Buffer) => void
}

/**
 * Records what some runs of the program do. A kill that comes between a change and its note leaves a recording of
 * another disk than the one that the next run found: then it is made again.
 */
async function record(...facts: Parameters<typeof recordOnce>): Promise<Recording> {
  for (let tries = 1; ; tries++) {
    const {recording, names} = await recordOnce(...facts)
    const noted = new CutDisk(recording.steps, recording.steps.length).allNames
    if (noted.join('\n') === names.join('\n')) return recording
    if (tries === 10) expect(noted, recording.name).to.deep.equal(names)
  }
}

async function recordOnce(
  name: string,
  {before, ...options}: Omit<ServiceOptions, 'baseUrl'> & Pick<Recording, 'before'>,
  work: (stage: Stage) => Promise<void>,
): Promise<{recording: Recording; names: string[]}> {
  const folder = mkdtempSync(join(tmpdir(), 'kling-test-power-'))
  const log = join(folder, 'log')
  const mark = (step: object): void => appendFileSync(log, JSON.stringify(step) + '\n')
  const ranges = new RangeService({...options, baseUrl: () => ''})
  const isRange = ({url, headers}: ApiRequest): boolean =>
    url.startsWith('/files/') && headers.range !== undefined && options.files === undefined
  try {
    return await withFixture(
      {...options, intercept: request => (isRange(request) ? ranges.handle(request) : undefined)},
      async fixture => {
        const home = fixture.home.folder
        const recorder = preload(fastTimersFile, new URL('record-writes.mjs', import.meta.url))
        fixture.server.onStep = step => {
          const task = fixture.server.service.onlyTask
          if (step === 'create: headers received') mark({mark: 'posted'})
          if (step === 'create: task made' && task)
            mark({mark: 'made', taskId: task.taskId, externalId: task.externalId})
          // A few seconds, by the clock of the program.
          return step === 'file: some bytes sent'
            ? new Promise(resolve => setTimeout(resolve, 120))
            : undefined
        }
        const put = (path: string, data: string | Buffer): void => {
          const folders: string[] = []
          for (let at = dirname(path); at !== '.'; at = dirname(at)) folders.unshift(at)
          mkdirSync(join(home, dirname(path)), {recursive: true, mode: 0o700})
          writeFileSync(join(home, path), data, {mode: 0o600})
          for (const at of folders) mark({op: 'mkdir', path: at})
          mark({op: 'create', path})
          mark({op: 'write', path, data: Buffer.from(data).toString('base64')})
          for (const at of [path, ...folders, '.']) mark({op: 'sync', path: at, covers: 0})
        }
        if (before) put('cat.mp4', before)
        await work({
          fixture,
          put,
          async kling(argv, more = {}) {
            const env = {...recorder, POWER_ROOT: home, POWER_LOG: log}
            const {code} = await fixture.kling(argv, {env, ...more})
            if (code === 0) mark({mark: 'ended', config: textOf(join(home, configFile))})
            return code
          },
        })
        const steps = readSteps(log)
        const start = steps.findIndex(({run}) => run !== undefined)
        const recording = {
          name,
          steps,
          start,
          home,
          url: fixture.server.url,
          size: options.size ?? 100_000,
          ...(before && {before}),
        }
        return {recording, names: readdirSync(home, {recursive: true, encoding: 'utf8'}).sort()}
      },
    )
  } finally {
    rmSync(folder, {recursive: true, force: true})
  }
}

/** What was noted; a line that a kill cut off is of what was not done. */
function readSteps(log: string): Step[] {
  return readFileSync(log, 'utf8')
    .split(/\n|(?<=.)(?=\{"(?:run|mark|op)":)/)
    .flatMap(line => {
      try {
        return [JSON.parse(line) as Step]
      } catch {
        return []
      }
    })
}

function textOf(path: string): string | null {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return null
  }
}

/** Lines of a journal so long that a summary and an index are kept of it. */
function longJournal(): string {
  const line = (id: number): string =>
    JSON.stringify({
      at: new Date().toISOString(),
      event: 'intent',
      id: `own-${id}`,
      kind: 'create',
      region: 'custom',
      base_url: 'https://x.example',
    })
  return Array.from(
    {length: 1500},
    (_, id) =>
      `${line(id)}\n{"at":"${new Date().toISOString()}","event":"refused","id":"own-${id}","code":"x"}\n`,
  ).join('')
}

async function succeed(run: Promise<number | null>): Promise<void> {
  expect(await run).to.equal(0)
}

/** The runs that are recorded. */
export const recordings: (() => Promise<Recording>)[] = [
  () =>
    record('a create and its download', {}, ({kling}) =>
      succeed(kling(create('--timeout', '60', '-o', 'cat.mp4'))),
    ),
  () =>
    record(
      'a create that is killed while it downloads, and is resumed',
      {size: 60_000, files: [{shows: 'stall', after: 0.6}]},
      async ({fixture, kling}) => {
        let pid = 0
        const {onStep} = fixture.server
        fixture.server.onStep = step => {
          if (step !== 'file: fallen silent') return onStep(step)
          process.kill(pid, 'SIGKILL')
        }
        await kling(create('--timeout', '60', '-o', 'cat.mp4'), {onStart: started => (pid = started)})
        await succeed(kling(['task', 'resume']))
      },
    ),
  () =>
    record('a download over four connections', {size: 2_500_000}, async ({fixture, kling}) => {
      let pid = 0
      const {onStep} = fixture.server
      fixture.server.onStep = step => {
        if (step !== 'file: received') return onStep(step)
        fixture.server.onStep = onStep
        process.kill(pid, 'SIGKILL')
      }
      await kling(create('--timeout', '60', '-o', 'cat.mp4'), {onStart: started => (pid = started)})
      await succeed(kling(['task', 'resume', '--connections', '4']))
    }),
  () =>
    record('a file that is replaced', {before: film(7, 50_000)}, async ({kling, fixture}) => {
      await succeed(kling(create('--timeout', '60', '--wait')))
      const {taskId} = fixture.server.service.onlyTask!
      await succeed(kling(['video', 'download', taskId, '-o', 'cat.mp4', '--force']))
    }),
  () =>
    record('settings', {}, async ({kling}) => {
      await succeed(kling(['config', 'set', 'region', 'global']))
      await succeed(kling(['config', 'set', 'max_cost', '5', '--profile', 'work']))
      await succeed(kling(['config', 'set', 'region', 'cn']))
      await succeed(kling(['config', 'unset', 'region']))
    }),
  () =>
    record('a long journal', {}, async ({kling, put}) => {
      put(month, longJournal())
      await succeed(kling(['task', 'list']))
      await succeed(kling(create('--timeout', '60', '-o', 'cat.mp4')))
      await succeed(kling(['task', 'list']))
    }),
]
