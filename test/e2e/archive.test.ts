import {expect} from 'chai'
import {spawnSync} from 'node:child_process'
import {existsSync, linkSync, mkdirSync, readFileSync, readdirSync, statSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {type ApiServer, type Handler, ok, refuse} from '../support/api-server.js'
import {type OldTask, eventsOf, writeOldTasks} from '../support/old-tasks.js'
import {expectError, expectSuccess} from '../support/outcome.js'
import {smallFilms} from '../support/preload.js'
import {notFound} from '../support/task-api.js'
import {hasScript, runOnTerminal} from '../support/terminal.js'
import {accessKey, secretKey, useFixture} from '../support/fixture.js'
import {mp4} from '../support/results.js'

describe('kling task archive', () => {
  const fixture = useFixture()
  let files: ApiServer
  /** What the file host answers for an id, where it is not the file. */
  let odd: Record<string, Handler>
  /** What the API answers for an id, where it is not a finished task. */
  let oddTasks: Record<string, Handler>

  const own = (...names: string[]): string => join(fixture.home.folder, ...names)
  const list = (): string[] => readdirSync(own('out')).sort()
  const idOf = (url: string): string => /(\d+)(?:\.mp4)?$/.exec(url)![1]!
  const write = (...tasks: OldTask[]): void =>
    writeOldTasks(
      fixture.home,
      tasks.map(task => ({region: 'custom', baseUrl: fixture.api.url, ...task})),
    )
  const archive = (...argv: string[]) => fixture.kling(['task', 'archive', '-o', 'out', ...argv])
  const day = (daysOld: number): string =>
    new Date(Date.now() - daysOld * 24 * 3600_000).toISOString().slice(0, 10)

  beforeEach(async () => {
    odd = {}
    oddTasks = {}
    files = await fixture.serve((request, response) => {
      const id = idOf(request.url)
      if (odd[id]) return odd[id](request, response)
      response.writeHead(200, {'content-length': String(mp4(`film ${id}`).length), etag: `"${id}"`})
      return response.end(mp4(`film ${id}`))
    })
    fixture.answer((request, response) => {
      const id = idOf(request.url)
      if (oddTasks[id]) return oddTasks[id](request, response)
      const videos = [{id: '1', url: `${files.url}/${id}.mp4`, duration: '5'}]
      return ok({task_id: id, task_status: 'succeed', task_result: {videos}})
    })
  })

  it('downloads what was not downloaded, under names of day, task and words', async () => {
    write(
      {id: '11', daysOld: 29, prompt: '一只猫在弹钢琴，雨夜'},
      {id: '12', daysOld: 3, prompt: 'A cat: "playing" piano/or\\not? <b>…'},
      {id: '13', daysOld: 1, kind: 'image2video'},
      {id: '14', daysOld: 2, state: 'failed'},
      {id: '15', daysOld: 2, region: 'sandbox'},
      {id: '16', daysOld: 40},
    )
    const result = expectSuccess(await archive())
    const names = [
      `${day(29)}-11-一只猫在弹钢琴-雨夜.mp4`,
      `${day(3)}-12-a-cat-playing-piano-or-not-b.mp4`,
      `${day(1)}-13.mp4`,
    ]
    expect(result).to.deep.equal({
      archived: names.map((name, index) => ({
        task_id: String(11 + index),
        file: own('out', name),
        bytes: mp4('film 11').length,
      })),
      skipped: [],
      failed: [],
      count: 3,
    })
    expect(list()).to.deep.equal([...names].sort())
    expect(readFileSync(own('out', names[0]!)).equals(mp4('film 11'))).to.equal(true)
    expect(
      eventsOf(fixture.home, 'downloaded').map(({task_id: id, file}) => [id, file]),
    ).to.have.deep.members(names.map((name, index) => [String(11 + index), own('out', name)]))
    fixture.api.requests.length = 0
    expect(expectSuccess(await archive())).to.deep.equal({archived: [], skipped: [], failed: [], count: 0})
    expect(fixture.api.requests).to.deep.equal([])
  })

  it('--expiring, --type and --limit choose; --dry-run sends and writes nothing', async () => {
    write({id: '11', daysOld: 28}, {id: '12', daysOld: 25, kind: 'avatar'}, {id: '13', daysOld: 1})
    const ids = async (...argv: string[]): Promise<string[]> => {
      const {archived, dry_run: isDryRun} = expectSuccess(await archive('--dry-run', ...argv))
      expect(isDryRun).to.equal(true)
      return (archived as {task_id: string}[]).map(({task_id: id}) => id)
    }
    expect(await ids()).to.deep.equal(['11', '12', '13'])
    expect(await ids('--expiring', '7d')).to.deep.equal(['11', '12'])
    expect(await ids('--expiring', '60h')).to.deep.equal(['11'])
    expect(await ids('--type', 'avatar')).to.deep.equal(['12'])
    expect(await ids('--limit', '2')).to.deep.equal(['11', '12'])
    const {archived} = expectSuccess(await fixture.kling(['task', 'archive', '--dry-run', '--limit', '1']))
    expect(archived[0].file).to.equal(`${day(28)}-11.mp4`)
    expect(archived[0].expires_at).to.match(/^\d{4}-\d\d-\d\dT/)
    expect(fixture.api.requests).to.deep.equal([])
    expect(existsSync(own('out'))).to.equal(false)
  })

  it('wrong use is said before anything is sent', async () => {
    write({id: '11', daysOld: 28})
    expectError(await fixture.kling(['task', 'archive']), 'missing_output')
    for (const span of ['soon', '7', '-1d', '7days'])
      expectError(await archive('--expiring', span), 'invalid_argument')
    expectError(await archive('--type', 'vidio'), 'invalid_type')
    expectError(await archive('--limit', '0'), 'invalid_limit')
    fixture.write('file', '')
    expectError(await fixture.kling(['task', 'archive', '-o', 'file/out']), 'write_error')
    expect(fixture.api.requests).to.deep.equal([])
  })

  it('a task that the journal left open is asked for: finished, running, failed', async () => {
    oddTasks['12'] = () => ok({task_id: '12', task_status: 'processing'})
    oddTasks['13'] = () => ok({task_id: '13', task_status: 'failed', task_status_msg: 'oh'})
    const task = {daysOld: 1, state: 'submitted'}
    write({id: '11', ...task}, {id: '12', ...task}, {id: '13', ...task})
    const {archived, skipped} = expectSuccess(await archive())
    expect(archived.map((row: {task_id: string}) => row.task_id)).to.deep.equal(['11'])
    expect(skipped).to.deep.equal([
      {task_id: '12', reason: 'not_finished'},
      {task_id: '13', reason: 'failed'},
    ])
    const states = eventsOf(fixture.home, 'state').map(
      ({task_id: id, status}) => `${String(id)} ${String(status)}`,
    )
    expect(states).to.have.members(['11 succeed', '12 processing', '13 failed'])
  })

  it('what is gone is an error once, noted, and passed over from then on', async () => {
    oddTasks['11'] = notFound
    odd['12'] = (_request, response) => void response.writeHead(404).end()
    write({id: '11', daysOld: 20}, {id: '12', daysOld: 10}, {id: '13', daysOld: 1})
    const error = expectError(await archive(), 'task_not_found')
    expect(error.message).to.match(/2 tasks failed the same way\. 1 were archived\.$/)
    expect(error.details.archived).to.have.length(1)
    expect(error.details.failed.map((row: {error: {code: string}}) => row.error.code)).to.deep.equal([
      'task_not_found',
      'download_error',
    ])
    expect(eventsOf(fixture.home, 'gone').map(({task_id: id, reason}) => [id, reason])).to.have.deep.members([
      ['11', 'task_not_found'],
      ['12', 'download_error'],
    ])
    const again = expectSuccess(await archive())
    expect(again.skipped).to.deep.equal([
      {task_id: '11', reason: 'gone'},
      {task_id: '12', reason: 'gone'},
    ])
    expect(eventsOf(fixture.home, 'gone')).to.have.length(2)
    // It was only the wrong account: what is found again is taken.
    delete oddTasks['11']
    expect(expectSuccess(await archive()).count).to.equal(1)
  })

  it('another service is in use: nothing is taken for gone', async () => {
    write({id: '11', daysOld: 20, baseUrl: 'https://elsewhere.example'})
    const error = expectError(await archive(), 'task_not_found')
    expect(error.hint).to.include('KLING_BASE_URL=https://elsewhere.example')
    expect(fixture.api.requests).to.deep.equal([])
    expect(eventsOf(fixture.home, 'gone')).to.deep.equal([])
  })

  it('keys that are refused: the exit code of credentials, and nothing is taken for gone', async () => {
    for (const id of ['11', '12']) oddTasks[id] = refuse(401, 1002, 'unknown key')
    write({id: '11', daysOld: 20}, {id: '12', daysOld: 20})
    const error = expectError(await archive(), 'invalid_api_key')
    expect(error.details.failed).to.have.length(2)
    expect(eventsOf(fixture.home, 'gone')).to.deep.equal([])
  })

  it('a file that is there already is noted, not fetched again', async () => {
    write({id: '11', daysOld: 20})
    mkdirSync(own('out'))
    writeFileSync(own('out', `${day(20)}-11.mp4`), 'film 11')
    const {skipped} = expectSuccess(await archive())
    expect(skipped).to.deep.equal([{task_id: '11', reason: 'present', file: own('out', `${day(20)}-11.mp4`)}])
    expect(fixture.api.requests).to.deep.equal([])
    expect(eventsOf(fixture.home, 'downloaded')[0]).to.include({task_id: '11', bytes: 7})
  })

  describe('a file that got its name just before a kill', () => {
    let film: string
    /** The lock of a process, and the note of its part. */
    const leave = (pid: number): void => {
      write({id: '11', daysOld: 20})
      mkdirSync(own('out'))
      film = `${day(20)}-11.mp4`
      writeFileSync(own('out', film), 'film 11')
      writeFileSync(own('out', `${film}.part.json`), '{}')
      writeFileSync(own('out', `${film}.part.lock`), JSON.stringify({pid, token: 'its own'}))
    }
    const deadPid = (): number => spawnSync(process.execPath, ['--version']).pid

    it('what the kill left beside it is removed', async () => {
      leave(deadPid())
      linkSync(own('out', film), own('out', `${film}.part`))
      expectSuccess(await archive('--dry-run'))
      expect(list()).to.have.length(4)
      expect(expectSuccess(await archive()).skipped).to.have.length(1)
      expect(list()).to.deep.equal([film])
      expect(readFileSync(own('out', film), 'utf8')).to.equal('film 11')
    })

    it('also where the part was gone already', async () => {
      leave(deadPid())
      expect(expectSuccess(await archive()).skipped).to.have.length(1)
      expect(list()).to.deep.equal([film])
    })

    it('a part with bytes of its own stays', async () => {
      leave(deadPid())
      writeFileSync(own('out', `${film}.part`), 'film')
      expect(expectSuccess(await archive()).skipped).to.have.length(1)
      expect(list()).to.deep.equal([film, `${film}.part`, `${film}.part.json`])
    })

    it('what a live process holds stays', async () => {
      leave(process.pid)
      linkSync(own('out', film), own('out', `${film}.part`))
      expect(expectSuccess(await archive()).skipped).to.have.length(1)
      expect(list()).to.have.length(4)
    })
  })

  it('an id that would lead out of the folder stays in it', async () => {
    const id = '../../11'
    oddTasks['11'] = () =>
      ok({task_id: id, task_status: 'succeed', task_result: {videos: [{url: `${files.url}/11.mp4`}]}})
    write({id, daysOld: 1})
    expectSuccess(await archive())
    expect(list()).to.deep.equal([`${day(1)}-______11.mp4`])
  })

  it('four files at once, and no more', async () => {
    const waiting: (() => void)[] = []
    const most: number[] = []
    const ids = Array.from({length: 12}, (_, index) => String(100 + index))
    for (const id of ids) {
      odd[id] = (_request, response) => {
        waiting.push(() => response.end(mp4('film')))
        // A fifth one would come before these are answered.
        if (waiting.length === 4) setTimeout(() => most.push(waiting.splice(0).map(end => end()).length), 50)
      }
    }
    write(...ids.map(id => ({id, daysOld: 5})))
    expect(expectSuccess(await archive()).count).to.equal(12)
    expect(most).to.deep.equal([4, 4, 4])
  })

  for (const signal of ['SIGKILL', 'SIGINT'] as const) {
    it(`${signal} while it downloads: the next run goes on`, async () => {
      let pid = 0
      const film = mp4('film '.repeat(20_000))
      const ranges: (string | undefined)[] = []
      odd['12'] = ({headers}, response) => {
        ranges.push(headers.range)
        const from = Number(/bytes=(\d+)-/.exec(headers.range ?? '')?.[1] ?? 0)
        const length = {'content-length': String(film.length - from), etag: '"12"'}
        const range = {'content-range': `bytes ${from}-${film.length - 1}/${film.length}`}
        response.writeHead(from > 0 ? 206 : 200, from > 0 ? {...length, ...range} : length)
        if (ranges.length > 1) return void response.end(film.subarray(from))
        response.write(film.subarray(0, film.length / 2))
        // When the other one is there and this one half.
        const half = own('out', `${day(8)}-12.mp4.part`)
        const timer = setInterval(() => {
          const bytes = statSync(half, {throwIfNoEntry: false})?.size ?? 0
          if (bytes < film.length / 2 || !existsSync(own('out', `${day(9)}-11.mp4`))) return
          clearInterval(timer)
          process.kill(pid, signal)
        }, 10)
      }
      write({id: '11', daysOld: 9}, {id: '12', daysOld: 8})
      const first = await fixture.kling(['task', 'archive', '-o', 'out'], {
        onStart: started => (pid = started),
      })
      if (signal === 'SIGINT') {
        const error = expectError(first, 'interrupted')
        expect(error.hint).to.equal('Run the same command again to continue.')
      }
      const {archived, skipped} = expectSuccess(await archive())
      expect([...archived, ...skipped].map((row: {task_id: string}) => row.task_id)).to.include('12')
      expect(ranges).to.deep.equal([undefined, `bytes=${film.length / 2}-`])
      expect(readFileSync(own('out', `${day(8)}-12.mp4`)).equals(film)).to.equal(true)
      expect(list()).to.deep.equal([`${day(9)}-11.mp4`, `${day(8)}-12.mp4`])
      expect(eventsOf(fixture.home, 'downloaded').map(({task_id: id}) => id)).to.have.members(['11', '12'])
    })
  }

  it('on the sandbox: real films', async () => {
    const env = {KLING_REGION: 'sandbox', KLING_SANDBOX_SPEED: '50', KLING_BASE_URL: undefined, ...smallFilms}
    const argv = ['video', 'create-from-text', '雨夜', '--wait']
    const {task_id: id} = expectSuccess(await fixture.kling(argv, {env}))
    const {archived} = expectSuccess(await fixture.kling(['task', 'archive', '-o', 'out'], {env}))
    expect(archived[0].file).to.equal(own('out', `${day(0)}-${id as string}-雨夜.mp4`))
    expect(readFileSync(archived[0].file).subarray(4, 8).toString()).to.equal('ftyp')
  })

  it('on a terminal it tells what was archived and what was not', async function () {
    if (!hasScript) return this.skip()
    oddTasks['12'] = () => ok({task_id: '12', task_status: 'processing'})
    write({id: '11', daysOld: 20}, {id: '12', daysOld: 1})
    const env = {
      KLING_BASE_URL: fixture.api.url,
      KLING_ACCESS_KEY: accessKey,
      KLING_SECRET_KEY: secretKey,
      KLING_PLAIN: '1',
    }
    const {code, screen} = await runOnTerminal(['task', 'archive', '-o', 'out'], {home: fixture.home, env})
    expect(code).to.equal(0)
    expect(screen).to.match(
      new RegExp(`out/${day(20)}-11\\.mp4 +151 B +11\n1 archived, 1 not finished yet\n$`),
    )
    const empty = await runOnTerminal(['task', 'archive', '-o', 'out', '--type', 'avatar'], {
      home: fixture.home,
      env,
    })
    expect(empty.screen).to.equal('Nothing to archive.\n')
  })
})
