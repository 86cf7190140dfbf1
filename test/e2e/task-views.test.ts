import {expect} from 'chai'
import {join} from 'node:path'
import {eventsOf, writeJournal} from '../support/journal-lines.js'
import {expectError, expectSuccess} from '../support/outcome.js'
import {taskApi, taskId} from '../support/task-api.js'
import {ok} from '../support/api-server.js'
import {mp4} from '../support/results.js'
import {hasScript, runOnTerminal} from '../support/terminal.js'
import {accessKey, fastTimers, secretKey, useFixture} from '../support/fixture.js'

const day = 24 * 3600_000

describe('what tasks look like', () => {
  const fixture = useFixture()
  const ago = (days: number): string => new Date(Date.now() - days * day).toISOString()
  const note = (): void =>
    writeJournal(
      join(fixture.home.folder, '.local/share/kling-cli'),
      [
        eventsOf({id: 'charged', at: ago(3), units: 4, end: 'succeed', charged: '3.218'}),
        eventsOf({id: 'open', at: ago(2), units: 6}),
        eventsOf({id: 'bad', at: ago(1), units: 8, end: 'failed'}),
        eventsOf({id: 'play', at: ago(0.5), units: 5, region: 'sandbox', end: 'succeed'}),
      ].flat(),
    )
  const list = async (...argv: string[]): Promise<string[]> =>
    (expectSuccess(await fixture.kling(['task', 'list', ...argv])).tasks as {id: string}[]).map(({id}) => id)

  it('task list filters by state, kind and time', async () => {
    note()
    expect(await list('--state', 'succeed')).to.have.members(['charged', 'play'])
    expect(await list('--since', '36h')).to.have.members(['bad', 'play'])
    expect(await list('--state', 'succeed', '--since', '36h')).to.deep.equal(['play'])
    expect(await list('--kind', 'create', '--limit', '1')).to.have.length(1)
    expect(await list('--type', 'avatar')).to.deep.equal([])
    expectError(await fixture.kling(['task', 'list', '--kind', 'film']), 'invalid_type')
    expectError(await fixture.kling(['task', 'list', '--state', 'done']), 'invalid_argument')
    expectError(await fixture.kling(['task', 'list', '--since', 'soon']), 'invalid_argument')
  })

  it('doctor says what is not downloaded, in the sandbox too', async () => {
    const results = async (): Promise<string> => {
      const {checks} = (await fixture.kling(['doctor', '--offline'])).json
      return (checks as {id: string; message: string}[]).find(({id}) => id === 'journal.results')!.message
    }
    note()
    expect(await results()).to.match(/^2 results are not downloaded/)
    writeJournal(
      join(fixture.home.folder, '.local/share/kling-cli'),
      eventsOf({id: 'play', at: ago(0.5), region: 'sandbox', end: 'succeed'}),
    )
    expect(await results()).to.equal('1 results of the sandbox are not downloaded')
  })

  it('kling plugins says what is built in', async () => {
    const {stdout} = await fixture.kling(['plugins'], {env: {KLING_OUTPUT: 'text'}})
    expect(stdout).to.match(/^No plugins installed\.\nBuilt in: sandbox, voice\.\n$/)
  })

  describe('on a terminal', () => {
    before(function () {
      if (!hasScript) this.skip()
    })
    const show = async (argv: string[], {columns = 120, env = {}} = {}): Promise<string> => {
      const keys = {KLING_ACCESS_KEY: accessKey, KLING_SECRET_KEY: secretKey, KLING_BASE_URL: fixture.api.url}
      const all = {NO_COLOR: '1', ...keys, ...env}
      return (await runOnTerminal(argv, {home: fixture.home, env: all, columns})).screen
    }

    it('task list has words as heads, and what each task cost', async () => {
      note()
      const screen = await show(['task', 'list'])
      expect(screen).to.match(/^task ID +state +created +units +model +kind$/m)
      expect(screen).to.match(/^task-of-charged +succeed +3 days ago +3\.22 +kling-video-o1/m)
      expect(screen).to.match(/^task-of-open +submitted +2 days ago +~6 /m)
      expect(screen).to.match(/^task-of-bad +failed +1 day ago +0 /m)
      expect(screen).to.match(/^task-of-play +succeed +12 h ago +0 /m)
    })

    it('task resume says which files were saved', async () => {
      const host = await fixture.serve((_request, response) => response.end(mp4()))
      fixture.answer(taskApi({states: ['processing'], videoUrl: `${host.url}/v.mp4`}))
      const waiting = ['video', 'create', 'A boat', '-o', 'boat.mp4', '--wait-timeout', '1']
      expectError(await fixture.klingWithFastPolling(waiting), 'wait_timeout')
      fixture.answer(taskApi({states: ['succeed'], videoUrl: `${host.url}/v.mp4`}))
      const screen = await show(['task', 'resume', taskId, '--no-preview'], {env: fastTimers})
      expect(screen).to.match(/✓ Saved \S*boat\.mp4 {2}\S+ \S+, 5 s long\n$/)
    })

    it('a price is not shown before an error that needs none', async () => {
      const env = {KLING_ACCESS_KEY: '', KLING_SECRET_KEY: ''}
      const screen = await show(['video', 'create', 'A cat'], {env})
      expect(screen).to.match(/^Error: No key found\.\n/)
      expect(fixture.api.requests).to.deep.equal([])
    })

    it('kling video list wastes no room on addresses', async () => {
      fixture.answer(() => ok([]))
      expect(await show(['video', 'list'])).to.match(/^No tasks\.\n/)
    })
  })
})
