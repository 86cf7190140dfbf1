import {expect} from 'chai'
import {readFileSync} from 'node:fs'
import {join} from 'node:path'
import {stripVTControlCharacters} from 'node:util'
import {ok, refuse} from '../support/api-server.js'
import {taskApi, taskData, taskId} from '../support/task-api.js'
import {hasScript, runOnTerminal} from '../support/terminal.js'
import {accessKey, fastTimers, secretKey, useFixture} from '../support/fixture.js'
import {mp4} from '../support/results.js'

const escape = '\u001B'
/** Text that would colour, ring, hide itself behind a C1 code, or turn the line round. */
const hostile = `evil${escape}[31m red\u0007 \u009B32m \u202E turned`

describe('on a terminal', () => {
  const fixture = useFixture()

  before(function () {
    // Without it there is no pseudo-terminal to be had from Node: apt-get install bsdutils
    if (!hasScript) this.skip()
  })

  const kling = (
    argv: string[],
    options: {env?: Record<string, string>; redirect?: string; typed?: string} = {},
  ) =>
    runOnTerminal(argv, {
      ...options,
      home: fixture.home,
      env: {
        KLING_BASE_URL: fixture.api.url,
        KLING_ACCESS_KEY: accessKey,
        KLING_SECRET_KEY: secretKey,
        ...options.env,
      },
    })

  it('a create shows the task and the next command', async () => {
    fixture.answer(taskApi())
    const {code, screen} = await kling(['video', 'create', 'A cat'], {env: {NO_COLOR: '1'}})
    expect(code).to.equal(0)
    expect(screen).to.include(`kling video status ${taskId}`)
    expect(screen).to.match(new RegExp(`task ID +${taskId}\n`))
    expect(screen).to.not.include('{')
  })

  it('an error says what, why and what next, in colours', async () => {
    const {code, screen} = await kling(['video', 'create', 'A cat', '--mode', 'best'])
    expect(code).to.equal(2)
    expect(screen).to.include(`${escape}[31mError:`)
    expect(screen).to.match(/--mode must be std, pro or 4k/)
    expect(screen).to.match(/→.* Supported modes/)
    expect(screen).to.include('invalid_mode')
    expect(screen).to.not.match(/\n\s+at /)
  })

  for (const env of [{NO_COLOR: '1'}, {TERM: 'dumb'}] as Record<string, string>[]) {
    it(`${JSON.stringify(env)}: no colours and no spinner codes`, async () => {
      fixture.answer(taskApi())
      const failed = await kling(['video', 'create', 'A cat', '--mode', 'best'], {env})
      expect(failed.screen).to.match(/^Error: /)
      expect(failed.screen).to.not.include(escape)
      const listed = await kling(['config', 'list'], {env})
      expect(listed.screen).to.not.include(escape)
    })
  }

  it('no prompt: an error, no hanging', async () => {
    const {code, screen} = await kling(['video', 'create'], {env: {NO_COLOR: '1'}})
    expect(code).to.equal(2)
    expect(screen).to.match(/missing_prompt/)
    expect(screen).to.match(/--prompt-file/)
  })

  it('--json and KLING_OUTPUT=json print JSON', async () => {
    fixture.answer(taskApi())
    const byFlag = await kling(['video', 'status', taskId, '--type', 'create', '--json'])
    expect(JSON.parse(byFlag.screen)).to.include({success: true, task_id: taskId})
    const byEnv = await kling(['video', 'create', ' '], {env: {KLING_OUTPUT: 'json'}})
    expect(JSON.parse(byEnv.screen).error.code).to.equal('missing_prompt')
  })

  it('each stream is looked at by itself: JSON goes into a file', async () => {
    fixture.answer(taskApi())
    const {screen} = await kling(['video', 'create', 'A cat'], {redirect: ' >out.json'})
    expect(screen).to.not.include(taskId)
    expect(JSON.parse(fixture.read('out.json').toString())).to.include({success: true, task_id: taskId})
  })

  it('lists tasks as a table', async () => {
    fixture.answer(() => ok([taskData('succeed'), taskData('processing')]))
    const {screen} = await kling(['video', 'list', '--kind', 'create'], {env: {NO_COLOR: '1'}})
    const [head, ...rows] = screen
      .trim()
      .split('\n')
      .map(line => line.trim().split(/ {2,}/))
    expect(head).to.deep.equal(['task ID', 'status', 'created', 'duration', 'kind'])
    expect(rows.map(row => row[1])).to.deep.equal(['succeed', 'processing'])
    fixture.answer(() => ok([]))
    expect((await kling(['video', 'list'])).screen).to.match(/^No tasks\.\n.*kling task list\n$/)
  })

  it('waits with a spinner and tells the file', async () => {
    const files = await fixture.serve((_request, response) => void response.end(mp4('bytes')))
    fixture.answer(taskApi({states: ['processing', 'succeed'], videoUrl: `${files.url}/v.mp4`}))
    const {code, screen} = await kling(['video', 'create', 'A cat', '-o', 'cat.mp4'], {env: fastTimers})
    expect(code).to.equal(0)
    expect(stripVTControlCharacters(screen)).to.match(/✓ Saved cat\.mp4 {2}149 B/)
    expect(screen).to.include(`${escape}[K`)
    expect(fixture.read('cat.mp4').equals(mp4('bytes'))).to.equal(true)
  })

  it('says once why nothing comes, while it tries again', async () => {
    const {port} = new URL(fixture.api.url)
    await fixture.api.close()
    const told = `Cannot reach 127.0.0.1:${port} (ECONNREFUSED). Retrying; press Ctrl-C to stop.`
    const list = await kling(['video', 'list'], {env: {...fastTimers, NO_COLOR: '1'}})
    expect(list.code).to.equal(7)
    expect(list.screen.split(told)).to.have.lengthOf(2)
    // With its own pauses: the line is drawn at its turns.
    const create = await kling(['video', 'create', 'A cat'], {env: {NO_COLOR: '1'}})
    expect(create.code).to.equal(7)
    expect(stripVTControlCharacters(create.screen)).to.include(told)
    const json = await kling(['video', 'list', '--json'], {env: fastTimers})
    expect(json.screen).to.not.include('Retrying')
  })

  it('shows nothing of the control characters of an answer', async () => {
    const env = {NO_COLOR: '1', TERM: 'dumb'}
    const clean = (screen: string): void => {
      // eslint-disable-next-line no-control-regex -- what must not be there
      expect(screen).to.not.match(/[\u0000-\u0008\u000B-\u001F\u007F-\u009F\u202A-\u202E]/)
    }
    fixture.answer(refuse(400, 1200, hostile))
    const refused = await kling(['video', 'create', 'A cat'], {env})
    expect(refused.screen).to.include('evil')
    clean(refused.screen)

    fixture.answer(taskApi({states: ['failed'], reason: hostile}))
    clean((await kling(['video', 'status', taskId, '-t', 'create'], {env})).screen)

    fixture.answer(() => ok([{...(taskData('succeed') as object), task_id: hostile, task_status: hostile}]))
    const list = await kling(['video', 'list'], {env})
    expect(list.screen).to.include('evil')
    clean(list.screen)

    const files = await fixture.serve((_request, response) => void response.end(mp4('bytes')))
    const video = {url: `${files.url}/v.mp4`, id: hostile, duration: hostile}
    fixture.answer(({method}) =>
      ok({
        ...(taskData(method === 'POST' ? 'submitted' : 'succeed') as object),
        task_result: {videos: [video]},
      }),
    )
    clean((await kling(['video', 'create', 'A cat', '-o', 'cat.mp4'], {env})).screen)
    clean((await kling(['video', 'status', taskId, '-v', '-t', 'create'], {env})).screen)
    clean((await kling(['video', 'create', hostile, '--dry-run'], {env})).screen)
  })

  it('asks for a secret without showing it', async () => {
    const {code, screen} = await kling(['config', 'set', 'kling_api_key'], {typed: 'typed-secret-0123'})
    expect(code).to.equal(0)
    // The terminal itself echoes what is typed before the program is ready, not what is typed when it has asked.
    expect(screen).to.not.include('typed-secret-0123')
    const stored = readFileSync(join(fixture.home.folder, '.config/kling-cli/config.json'), 'utf8')
    expect(JSON.parse(stored)).to.include({kling_api_key: 'typed-secret-0123'})
  })
})
