import {expect} from 'chai'
import {join} from 'node:path'
import {type NotedTask, eventsOf, writeJournal} from '../support/journal-lines.js'
import {expectError, expectSuccess} from '../support/outcome.js'
import {taskApi, taskData, taskId} from '../support/task-api.js'
import {ok} from '../support/api-server.js'
import {hasScript, runOnTerminal} from '../support/terminal.js'
import {useFixture} from '../support/fixture.js'
import {mp4} from '../support/results.js'

const hour = 3600_000

describe('what tasks cost', () => {
  const fixture = useFixture()
  const now = Date.now()
  const ago = (hours: number): string => new Date(now - hours * hour).toISOString()
  const dataDir = (): string => join(fixture.home.folder, '.local/share/kling-cli')
  const note = (...tasks: NotedTask[]): void => writeJournal(dataDir(), tasks.flatMap(eventsOf))
  const cost = async (...argv: string[]) => expectSuccess(await fixture.kling(['cost', ...argv]))

  /** Four tasks of one model: charged less, charged more, failed, still running; one of another, without a price. */
  const tasks: NotedTask[] = [
    {id: 'old', at: ago(9 * 24), units: 100, end: 'succeed', charged: '100'},
    {id: 'less', at: ago(50), units: 4, end: 'succeed', charged: '3.9'},
    {id: 'more', at: ago(30), units: 4, end: 'succeed', charged: '4.2', profile: 'work'},
    {id: 'failed', at: ago(20), units: 8, end: 'failed'},
    {id: 'refused', at: ago(19), units: 50, end: 'refused'},
    {id: 'lost', at: ago(18), units: 50, end: 'not_taken'},
    {id: 'open', at: ago(3), units: 6},
    {id: 'unpriced', at: ago(2), model: 'kling-v9', end: 'succeed', charged: '0.1'},
    {id: 'unsaid', at: ago(1), units: 0.2, model: 'kling-v9', end: 'succeed'},
    {id: 'play', at: ago(1), units: 1000, region: 'sandbox', end: 'succeed', charged: '1000'},
  ]

  it('adds up by model: estimated, charged, and what is not known', async () => {
    note(...tasks)
    const {since, ...report} = await cost()
    expect(Date.parse(since)).to.be.within(now - 7 * 24 * hour - 1000, Date.now() - 7 * 24 * hour)
    expect(report).to.deep.equal({
      by: 'model',
      money: {USD: 1.148},
      rows: [
        {
          model: 'kling-video-o1',
          count: 4,
          failed: 1,
          estimated: 22,
          charged: 8.1,
          difference: -7.9,
          unknown: 1,
          unknown_estimated: 6,
          unestimated: 0,
          unestimated_charged: 0,
        },
        {
          model: 'kling-v9',
          count: 2,
          failed: 0,
          estimated: 0.2,
          charged: 0.1,
          difference: 0,
          unknown: 1,
          unknown_estimated: 0.2,
          unestimated: 1,
          unestimated_charged: 0.1,
        },
      ],
      total: {
        count: 6,
        failed: 1,
        estimated: 22.2,
        charged: 8.2,
        difference: -7.9,
        unknown: 2,
        unknown_estimated: 6.2,
        unestimated: 1,
        unestimated_charged: 0.1,
      },
      sandbox_tasks: 1,
    })
  })

  it('--since takes a length, a date or a time', async () => {
    note(...tasks)
    expect((await cost('--since', '2w')).total.count).to.equal(7)
    expect((await cost('--since', '24h')).total.count).to.equal(4)
    expect((await cost('--since', '1d')).total.count).to.equal(4)
    expect((await cost('--since', ago(9 * 24 + 1).slice(0, 10))).total.count).to.equal(7)
    expect(await cost('--since', ago(25))).to.deep.include({since: ago(25)})
    expect((await cost('--since', '2026-01-31')).since).to.equal('2026-01-31T00:00:00.000Z')
    for (const wrong of ['soon', '7', '7m', '-1d', '2026-02-30', '2026-13-01', '2026-1-1', ''])
      expectError(await fixture.kling(['cost', '--since', wrong]), 'invalid_argument')
    expectError(await fixture.kling(['cost', '--by', 'colour']), 'invalid_argument')
  })

  it('--since a date begins at midnight by the clock of this machine', async () => {
    const env = {TZ: 'Asia/Shanghai'}
    const report = expectSuccess(await fixture.kling(['cost', '--since', '2026-01-31'], {env}))
    expect(report.since).to.equal('2026-01-30T16:00:00.000Z')
  })

  it('--by day and profile; --profile and --region choose', async () => {
    note(
      {id: 'a', at: '2026-03-01T15:59:59.000Z', units: 1},
      {id: 'b', at: '2026-03-01T16:00:00.000Z', units: 2, profile: 'work'},
      {id: 'c', at: '2026-02-27T16:00:00.000Z', units: 3, region: 'sandbox'},
    )
    const env = {TZ: 'Asia/Shanghai'}
    const report = async (...argv: string[]) =>
      expectSuccess(await fixture.kling(['cost', '--since', '2026-01-01', ...argv], {env}))
    const days = (await report('--by', 'day')).rows as {day: string; estimated: number}[]
    expect(days.map(({day, estimated}) => [day, estimated])).to.deep.equal([
      ['2026-03-01', 1],
      ['2026-03-02', 2],
    ])
    const profiles = (await report('--by', 'profile')).rows as {profile: string | null}[]
    expect(profiles.map(({profile}) => profile)).to.deep.equal(['work', null])
    expect((await report('--region', 'sandbox')).total).to.include({estimated: 3, charged: 0})
    expectSuccess(
      await fixture.kling(['config', 'set', 'kling_api_key', 'key-of-work-0123', '--profile', 'work']),
    )
    expect((await report('--profile', 'work')).total.estimated).to.equal(2)
  })

  it('without a journal: nothing', async () => {
    expect(await cost()).to.deep.include({rows: [], by: 'model'})
  })

  it('--fields chooses', async () => {
    note(...tasks)
    const {stdout} = await fixture.kling(['cost', '--fields', 'model,charged'])
    expect(stdout).to.equal('kling-video-o1\t8.1\nkling-v9\t0.1\n')
  })

  describe('the charge is noted wherever a task is seen finished', () => {
    const create = async (): Promise<void> => {
      fixture.answer(taskApi({states: ['processing']}))
      expectSuccess(await fixture.kling(['video', 'create', 'A cat']))
      expect((await cost()).total).to.include({unknown: 1, charged: 0})
    }
    const ways: Record<string, string[]> = {
      'video status': ['video', 'status', taskId],
      'video list': ['video', 'list'],
      'video download': ['video', 'download', taskId, '-o', 'cat.mp4'],
      'task wait': ['task', 'wait', taskId],
    }
    for (const [name, argv] of Object.entries(ways)) {
      it(name, async () => {
        await create()
        const files = await fixture.serve((_request, response) => void response.end(mp4('bytes')))
        const task = taskApi({videoUrl: `${files.url}/v.mp4`})
        fixture.answer((request, response) =>
          request.url.includes('pageNum') ? ok([taskData('succeed')]) : task(request, response),
        )
        for (const _ of [1, 2]) {
          expectSuccess(
            await fixture.klingWithFastPolling([...argv, ...(name === 'video download' ? ['--force'] : [])]),
          )
          expect((await cost()).total).to.include({unknown: 0, charged: 4, estimated: 4})
        }
        const states = fixture.journal().filter(({event}) => event === 'state')
        expect(states.filter(({status}) => status === 'succeed')).to.have.length(1)
      })
    }

    it('a create that waits', async () => {
      fixture.answer(taskApi({states: ['processing', 'succeed']}))
      expectSuccess(await fixture.klingWithFastPolling(['video', 'create', 'A cat', '--wait']))
      expect((await cost()).total).to.include({unknown: 0, charged: 4})
    })

    it('a failure', async () => {
      await create()
      fixture.answer(taskApi({states: ['failed'], reason: 'no'}))
      expectError(await fixture.kling(['video', 'status', taskId]), 'task_failed')
      expect((await cost()).total).to.include({unknown: 0, charged: 0, failed: 1})
    })

    it('a charge that is told after the end', async () => {
      await create()
      fixture.answer(taskApi({more: {final_unit_deduction: undefined}}))
      expectSuccess(await fixture.kling(['video', 'status', taskId]))
      expect((await cost()).total).to.include({unknown: 1})
      fixture.answer(taskApi())
      expectSuccess(await fixture.kling(['task', 'wait', taskId]))
      expect((await cost()).total).to.include({unknown: 0, charged: 4})
    })

    it('nothing is noted of tasks of elsewhere', async () => {
      fixture.answer(() => ok([taskData('succeed')]))
      expectSuccess(await fixture.kling(['video', 'list']))
      expect(fixture.journal()).to.deep.equal([])
    })
  })

  describe('on a terminal', () => {
    before(function () {
      if (!hasScript) this.skip()
    })
    const show = async (env: Record<string, string>, columns = 80): Promise<string> => {
      const {code, screen} = await runOnTerminal(['cost'], {home: fixture.home, env, columns})
      expect(code).to.equal(0)
      return screen
    }

    for (const columns of [100, 40]) {
      it(`bars fit ${columns} columns, wide characters too`, async () => {
        note(...tasks, {
          id: 'wide',
          at: ago(1),
          units: 5,
          model: '可灵视频大师模型',
          end: 'succeed',
          charged: '5',
        })
        const screen = await show({NO_COLOR: '1'}, columns)
        const [, ...lines] = screen.split('\n').filter(Boolean)
        const bars = lines.filter(line => /[█-▏░]/.test(line) && !line.includes('charged'))
        expect(bars).to.have.length(3)
        for (const line of lines.filter(line => !/ units/.test(line) && !line.includes('region'))) {
          const width = [...line].reduce((sum, char) => sum + (/[一-鿿]/.test(char) ? 2 : 1), 0)
          expect(width, line).to.be.at.most(columns)
        }
        const starts = bars.map(line => line.slice(0, line.search(/[█-▏░]/)))
        expect(
          new Set(
            starts.map(text => [...text].reduce((sum, char) => sum + (/[一-鿿]/.test(char) ? 2 : 1), 0)),
          ).size,
        ).to.equal(1)
        expect(screen).to.not.include('\u001B')
        expect(screen).to.include('kling cost --region sandbox')
      })
    }

    it('KLING_PLAIN draws no bars', async () => {
      note(...tasks)
      const screen = await show({KLING_PLAIN: '1', NO_COLOR: '1'})
      expect(screen).to.not.match(/[█-▏░]/)
      const [, ...table] = screen
        .split('\n')
        .filter(line => line.startsWith('kling-') || line.startsWith('model'))
      // Charged is estimated, the difference and what had no estimate; the bar is charged and not known yet.
      expect(screen).to.match(/^model +charged +estimated +difference +no estimate +not known yet +tasks$/m)
      expect(table[0]).to.match(/^kling-video-o1 +8\.1 +16 +-7\.9 +0 +6 +4$/)
      expect(table[1]).to.match(/^kling-v9 +0\.1 +0 +0 +0\.1 +0\.2 +2$/)
      expect(screen).to.include('tasks without an estimate: 1, charged 0.1 units')
    })

    it('nothing: says so', async () => {
      expect(await show({NO_COLOR: '1'})).to.match(/^No tasks were created since /)
    })
  })
})
