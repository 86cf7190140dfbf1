import {expect} from 'chai'
import {existsSync, mkdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {type OldTask, dayMs, writeOldTasks} from '../support/old-tasks.js'
import {hasScript, runOnTerminal} from '../support/terminal.js'
import {useFixture} from '../support/fixture.js'

describe('the warning that results are deleted soon', () => {
  const fixture = useFixture()
  const stamp = (): string => join(fixture.home.folder, '.cache/kling-cli/expiry.json')
  const next = (): number => (JSON.parse(readFileSync(stamp(), 'utf8')) as {next: number}).next
  /** What a command shows: the settings, and perhaps the warning. */
  const run = async (env: Record<string, string> = {}, redirect = ''): Promise<string> => {
    const {screen} = await runOnTerminal(['config', 'list'], {
      home: fixture.home,
      env: {NO_COLOR: '1', ...env},
      redirect,
    })
    expect(screen).to.include('max_cost_day')
    return screen
  }
  const days = (ms: number): number => Math.round(((ms - Date.now()) / dayMs) * 10) / 10

  before(function () {
    if (!hasScript) this.skip()
  })

  it('comes once a day, after what was asked for, with the command to type', async () => {
    writeOldTasks(fixture.home, [
      {id: '1', daysOld: 28},
      {id: '2', daysOld: 27.5, state: 'submitted'},
      {id: '3', daysOld: 20},
    ])
    const first = await run()
    expect(first).to.match(
      /\nWarning: 2 results are not downloaded; Kling deletes them soon,\s+the\s+first\s+on\s+\d{4}-\d\d-\d\d\s+\d\d:\d\d\.\n→ kling task archive --expiring 3d -o kling-archive\n$/,
    )
    expect(days(next())).to.equal(1)
    expect(await run()).to.not.include('Warning')
    writeFileSync(stamp(), JSON.stringify({next: Date.now() - 1}))
    expect(await run()).to.include('Warning: 2 results')
  })

  for (const [what, task] of [
    ['the sandbox', {region: 'sandbox'}],
    ['a failed task', {state: 'failed'}],
    ['a task without something to download', {kind: 'voice'}],
    ['what is past it', {daysOld: 31}],
  ] as [string, Partial<OldTask>][]) {
    it(`does not come for ${what}`, async () => {
      writeOldTasks(fixture.home, [{id: '1', daysOld: 28, ...task}])
      expect(await run()).to.not.include('Warning')
      expect(days(next())).to.equal(1)
    })
  }

  it('does not come for what is downloaded, gone or forgotten', async () => {
    const events = [
      {event: 'downloaded', task_id: '1', file: '/x', bytes: 1},
      {event: 'gone', task_id: '1', reason: 'task_not_found'},
      {event: 'forgotten', id: 'kling-1'},
    ]
    for (const event of events) {
      rmSync(stamp(), {force: true})
      writeOldTasks(fixture.home, [{id: '1', daysOld: 28}])
      const month = new Date().toISOString().slice(0, 7)
      const path = join(fixture.home.folder, `.local/share/kling-cli/journal/${month}.jsonl`)
      const line = JSON.stringify({at: new Date().toISOString(), ...event}) + '\n'
      writeFileSync(path, (existsSync(path) ? readFileSync(path, 'utf8') : '') + line)
      expect(await run()).to.not.include('Warning')
    }
  })

  it('looks again after a day, or when the note of it makes no sense', async () => {
    writeOldTasks(fixture.home, [{id: '1', daysOld: 5}])
    expect(await run()).to.not.include('Warning')
    writeOldTasks(fixture.home, [{id: '2', daysOld: 28}])
    expect(await run()).to.not.include('Warning')
    for (const text of ['', '{', JSON.stringify({next: Date.now() + 30 * dayMs})]) {
      writeFileSync(stamp(), text)
      expect(await run()).to.include('Warning: 1 result')
      expect(days(next())).to.equal(1)
    }
  })

  it('is for people only: nothing of it where stdout or stderr is no terminal, or with --json', async () => {
    writeOldTasks(fixture.home, [{id: '1', daysOld: 28}])
    const piped = await fixture.kling(['config', 'list'])
    expect(piped.stderr).to.equal('')
    expect(await run({KLING_OUTPUT: 'json'})).to.not.include('Warning')
    expect(await run({}, ' 2>/dev/null')).to.not.include('Warning')
    expect(existsSync(stamp())).to.equal(false)
  })

  it('nothing submitted: no file is made; no place for the file: no warning', async () => {
    await run()
    expect(existsSync(stamp())).to.equal(false)
    writeOldTasks(fixture.home, [{id: '1', daysOld: 28}])
    mkdirSync(stamp(), {recursive: true})
    expect(await run()).to.not.include('Warning')
  })
})
