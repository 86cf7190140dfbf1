import {expect} from 'chai'
import {join} from 'node:path'
import {refuse} from '../support/api-server.js'
import {type NotedTask, eventsOf, writeJournal} from '../support/journal-lines.js'
import {noon} from '../support/noon.js'
import {expectError, expectSuccess} from '../support/outcome.js'
import {taskApi, taskId} from '../support/task-api.js'
import {hasScript, runOnTerminal} from '../support/terminal.js'
import {accessKey, secretKey, useFixture} from '../support/fixture.js'

/** A create costs 4 units. */
const create = ['video', 'create', 'A cat']

describe('limits on what is spent', () => {
  const fixture = useFixture()
  beforeEach(() => fixture.answer(taskApi()))

  const run = (argv: string[] = [], env: Record<string, string | undefined> = {}) =>
    fixture.kling([...create, ...argv], {env})
  const creates = (): number => fixture.api.requests.filter(({method}) => method === 'POST').length
  const note = (...tasks: NotedTask[]): void =>
    writeJournal(join(fixture.home.folder, '.local/share/kling-cli'), tasks.flatMap(eventsOf))
  const ago = (ms: number): string => new Date(Date.now() - ms).toISOString()

  it('a limit of the settings: cost_limit off a terminal, unless --yes', async () => {
    const env = {KLING_MAX_COST: '3'}
    const {message, hint, billed} = expectError(await run([], env), 'cost_limit')
    expect([message, billed]).to.deep.equal(['This would cost about 4 units; the limit is 3.', 'no'])
    expect(hint).to.include('--yes').and.include('max_cost')
    expect(creates()).to.equal(0)
    expectSuccess(await run(['--yes'], env))
    expectSuccess(await run(['-y'], env))
    expect(creates()).to.equal(2)
  })

  it('--max-cost is refused whatever is agreed to', async () => {
    expect(expectError(await run(['--max-cost', '3', '--yes']), 'cost_limit').hint).to.include('--max-cost')
    expect(creates()).to.equal(0)
  })

  it('of an edit counts the most that it can cost', async () => {
    const edit = ['--base-video', 'https://example.com/in.mp4']
    expect(expectError(await run(edit, {KLING_MAX_COST_DAY: '11.9'}), 'cost_limit').message).to.match(
      /about 12 units/,
    )
    expectSuccess(await run(edit, {KLING_MAX_COST_DAY: '12'}))
    const next = expectError(await run(edit, {KLING_MAX_COST_DAY: '12'}), 'cost_limit')
    expect(next.message).to.match(/12 units spent today/)
  })

  it('a price that is not known is above every limit', async () => {
    const unknown = ['--set', 'weather=rain']
    expect(expectError(await run(unknown, {KLING_MAX_COST_DAY: '100'}), 'cost_limit').message).to.match(
      /unknown/,
    )
    expectSuccess(await run([...unknown, '--yes'], {KLING_MAX_COST_DAY: '100'}))
    expectSuccess(await run(unknown))
  })

  it('a limit that is no number is told', async () => {
    expectError(await run([], {KLING_MAX_COST_DAY: 'much'}), 'invalid_argument')
  })

  describe('for a day', () => {
    const day = (limit: number, more: Record<string, string> = {}) => ({
      KLING_MAX_COST_DAY: String(limit),
      TZ: noon(),
      ...more,
    })

    it('counts the tasks that it makes itself', async () => {
      for (const expected of [1, 2]) {
        expectSuccess(await run([], day(10)))
        expect(creates()).to.equal(expected)
      }
      const {message} = expectError(await run([], day(10)), 'cost_limit')
      expect(message).to.equal('This would cost about 4 units. 8 units spent today; the daily limit is 10.')
      expectSuccess(await run([], day(12)))
    })

    it('takes what was charged for what was estimated; what failed or was refused is free', async () => {
      note(
        {id: 'a', at: ago(60), units: 10, end: 'succeed', charged: '1.5'},
        {id: 'b', at: ago(50), units: 20, end: 'failed'},
        {id: 'c', at: ago(40), units: 30, end: 'refused'},
        {id: 'd', at: ago(30), units: 40, end: 'not_taken'},
        {id: 'e', at: ago(20), units: 2, end: 'succeed'},
        {id: 'f', at: ago(10), units: 3},
        {id: 'g', at: ago(5)},
      )
      const {message} = expectError(await run([], day(10)), 'cost_limit')
      expect(message).to.include(' 6.5 units spent today; the daily limit is 10')
      expectSuccess(await run([], day(10.5)))
    })

    it('is rounded to two places for people, and whole for programs', async () => {
      note({id: 'a', at: ago(60), units: 40.468})
      const {message, details} = expectError(await run([], day(10)), 'cost_limit')
      expect(message).to.equal(
        'This would cost about 4 units. 40.47 units spent today; the daily limit is 10.',
      )
      expect(details).to.deep.equal({estimated_units: 4, limit: 10, spent_today: 40.468})
    })

    it('a charge that becomes known later counts from then on, a task that is forgotten still does', async () => {
      note({id: 'a', at: ago(60), units: 9, end: 'succeed'})
      expectError(await run([], day(10)), 'cost_limit')
      const [intent, accepted] = eventsOf({id: 'a', at: ago(60), units: 9})
      const state = {at: ago(30), event: 'state', task_id: 'task-of-a', status: 'succeed'}
      const forgotten = {at: ago(10), event: 'forgotten', id: 'a'}
      writeJournal(join(fixture.home.folder, '.local/share/kling-cli'), [
        intent!,
        accepted!,
        state,
        {...state, units: '7'},
        forgotten,
      ])
      expect(expectError(await run([], day(10)), 'cost_limit').message).to.include(
        ' 7 units spent today; the daily limit is 10',
      )
      expectSuccess(await run([], day(11)))
    })

    for (const zone of ['UTC', 'Asia/Shanghai', 'America/Los_Angeles', 'Pacific/Kiritimati']) {
      it(`begins at midnight in ${zone}`, async () => {
        const midnight = midnightIn(zone, Date.now())
        note(
          {id: 'late', at: new Date(midnight - 1000).toISOString(), units: 50},
          {id: 'early', at: new Date(midnight).toISOString(), units: 8},
        )
        const {message} = expectError(await run([], day(10, {TZ: zone})), 'cost_limit')
        expect(message).to.include(' 8 units spent today; the daily limit is 10')
      })
    }

    it('of a profile counts the tasks of the profile, that of the file all', async () => {
      const env = {TZ: noon()}
      for (const [key, value, ...more] of [
        ['max_cost_day', '20'],
        ['max_cost_day', '10', '--profile', 'work'],
        ['kling_api_key', 'key-of-work-0123', '--profile', 'work'],
      ])
        expectSuccess(await fixture.kling(['config', 'set', key!, value!, ...more]))
      note({id: 'a', at: ago(60), units: 7, profile: 'work'}, {id: 'b', at: ago(50), units: 8})
      const {message} = expectError(await run(['--profile', 'work'], env), 'cost_limit')
      expect(message).to.include(' 7 units spent today; the daily limit is 10').and.include('profile work')
      expectSuccess(await run([], env))
      expect(expectError(await run([], env), 'cost_limit').message).to.include(
        ' 19 units spent today; the daily limit is 20',
      )
    })

    it('of a profile holds for one task, too', async () => {
      expectSuccess(await fixture.kling(['config', 'set', 'max_cost', '3', '--profile', 'work']))
      expectError(await run(['--profile', 'work']), 'cost_limit')
      expectSuccess(await run([]))
    })

    it('what the sandbox makes is counted by itself', async () => {
      note({id: 'a', at: ago(60), units: 7, region: 'sandbox'}, {id: 'b', at: ago(50), units: 5})
      expectSuccess(await run([], day(9)))
      const there = ['video', 'create', 'A cat', '--region', 'sandbox', '--dry-run']
      const env = {...day(10), KLING_BASE_URL: undefined}
      expect(expectError(await fixture.kling(there, {env}), 'cost_limit').message).to.include(
        ' 7 units spent today; the daily limit is 10',
      )
    })

    it('holds for creates that run at once', async () => {
      const results = await Promise.all(Array.from({length: 6}, () => run([], day(10))))
      expect(results.filter(({code}) => code === 0)).to.have.length(2)
      for (const result of results.filter(({code}) => code !== 0)) expectError(result, 'cost_limit')
      expect(creates()).to.equal(2)
    })

    it('what the API refuses costs nothing', async () => {
      fixture.answer(refuse(400, 1201, 'no'))
      for (const _ of [1, 2, 3]) expectError(await run([], day(5)), 'invalid_request')
    })
  })

  describe('on a terminal', () => {
    before(function () {
      if (!hasScript) this.skip()
    })
    const onTerminal = (
      argv: string[],
      options: {env?: Record<string, string>; typed?: string; redirect?: string} = {},
    ) =>
      runOnTerminal([...create, ...argv], {
        ...options,
        home: fixture.home,
        env: {
          KLING_BASE_URL: fixture.api.url,
          KLING_ACCESS_KEY: accessKey,
          KLING_SECRET_KEY: secretKey,
          NO_COLOR: '1',
          ...options.env,
        },
      })

    it('the estimate is shown before a create', async () => {
      const {code, screen} = await onTerminal([])
      expect(code).to.equal(0)
      expect(screen).to.match(/^Estimated cost: 4 units \(\$0\.56\)\n/)
      const unknown = await onTerminal(['--base-video', 'https://example.com/in.mp4'])
      expect(unknown.screen).to.match(
        /(?:^|\n)Estimated cost: 1\.2 units \(\$0\.17\) per second of video, at most 12 units\n/,
      )
      const free = await onTerminal(['--region', 'sandbox'])
      expect(free.screen).to.match(
        /^Sandbox: nothing is charged \(with a real key about 4 units, \$0\.56\)\n/,
      )
      const json = await onTerminal(['--json'])
      expect(json.screen).to.not.include('Estimated')
    })

    it('above a limit it asks: yes goes on', async () => {
      const {code, screen} = await onTerminal([], {env: {KLING_MAX_COST: '3'}, typed: 'y'})
      expect(screen).to.include('the limit is 3. Continue? [y/N] ').and.include(taskId)
      expect(code).to.equal(0)
      expect(creates()).to.equal(1)
    })

    for (const typed of ['n', '', 'perhaps']) {
      it(`above a limit it asks: ${JSON.stringify(typed)} is no`, async () => {
        const {code, screen} = await onTerminal([], {env: {KLING_MAX_COST_DAY: '3'}, typed})
        expect(screen)
          .to.include('0 units spent today; the daily limit is 3. Continue? [y/N] ')
          .and.match(/^Cancelled\. Nothing was sent or charged\.$/m)
          .and.not.include('Error')
        expect(code).to.equal(9)
        expect(creates()).to.equal(0)
      })
    }

    it('Ctrl-C at the question ends it with 130', async () => {
      const {code, screen} = await onTerminal([], {env: {KLING_MAX_COST: '3'}, typed: '\u0003'})
      expect(code).to.equal(130)
      expect(screen)
        .to.match(/^Cancelled\. Nothing was sent or charged\.\n {2}interrupted$/m)
        .and.not.include('Error')
      expect(creates()).to.equal(0)
    })

    it('--yes is not asked, --max-cost refuses without a question, a dry run says what would be asked', async () => {
      const env = {KLING_MAX_COST: '3'}
      expect((await onTerminal(['--yes'], {env})).screen).to.not.include('Continue?')
      const refused = await onTerminal(['--max-cost', '3'], {env})
      expect(refused.screen).to.include('cost_limit').and.not.include('Continue?')
      const tried = await onTerminal(['--dry-run'], {env})
      expect(tried.code).to.equal(0)
      expect(tried.screen).to.include('You would be asked').and.include('POST ')
      expect(creates()).to.equal(1)
    })

    it('is not asked where stdin or stderr is no terminal', async () => {
      const env = {KLING_MAX_COST: '3'}
      expect((await onTerminal([], {env, redirect: ' </dev/null'})).code).to.equal(9)
      expect((await onTerminal([], {env, redirect: ' 2>err.txt'})).code).to.equal(9)
    })
  })
})

/** The last midnight by the clock of a place, in ms. */
function midnightIn(zone: string, now: number): number {
  const parts = new Intl.DateTimeFormat('en-GB', {
    timeZone: zone,
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  })
  const [hours, minutes, seconds] = parts.format(now).split(':').map(Number)
  return Math.floor(now / 1000) * 1000 - ((hours! % 24) * 3600 + minutes! * 60 + seconds!) * 1000
}
