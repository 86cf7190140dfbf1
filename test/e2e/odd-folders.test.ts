import {expect} from 'chai'
import {existsSync, mkdirSync, readdirSync} from 'node:fs'
import {userInfo} from 'node:os'
import {join} from 'node:path'
import {expectError, expectSuccess} from '../support/outcome.js'
import {type FixtureOptions, useFixture} from '../support/fixture.js'
import {writePlugin} from '../support/plugin-folder.js'
import {mp4} from '../support/results.js'
import {launch} from '../support/run-kling.js'
import {taskApi, taskId} from '../support/task-api.js'

const isWindows = process.platform === 'win32'

describe('a folder that is gone while a command stands in it', function () {
  const fixture = useFixture()
  before(function () {
    if (isWindows) this.skip()
  })

  async function run(argv: string[], options: FixtureOptions = {}) {
    const gone = join(fixture.home.folder, 'gone')
    mkdirSync(gone, {recursive: true})
    const result = await fixture.klingWithFastPolling(
      ['-c', 'cd "$0" && rmdir "$0" && exec "$@"', gone, ...launch, ...argv],
      {node: '/bin/sh', program: undefined, ...options},
    )
    // Node itself has a word about it.
    return Object.assign(result, {stderr: result.stderr.replace(/^WARNING: current directory.*\n/, '')})
  }

  it('is not needed', async () => {
    const files = await fixture.serve((_request, response) => void response.end(mp4('a film')))
    fixture.answer(taskApi({videoUrl: `${files.url}/v.mp4`}))
    expect((await run(['--help'])).code).to.equal(0)
    expectSuccess(await run(['task', 'list']))
    const output = join(fixture.home.folder, 'cat.mp4')
    const created = expectSuccess(await run(['video', 'create', 'A cat', '-o', output]))
    expect([created.task_id, created.file]).to.deep.equal([taskId, output])
    expectSuccess(await run(['gallery', '--export', join(fixture.home.folder, 'gallery')]))
    const {checks} = JSON.parse((await run(['doctor', '--offline'])).stdout) as {
      checks: {id: string; message: string}[]
    }
    expect(checks.find(({id}) => id === 'disk.room.here')!.message).to.include('no longer exists')
  })

  it('is named where it is needed, before anything is sent', async () => {
    for (const argv of [
      ['video', 'create', 'A cat', '-o', 'cat.mp4'],
      ['gallery', '--export', 'gallery'],
      ['plugins', 'link', '.'],
    ])
      expect(expectError(await run(argv), 'invalid_argument').message).to.include('current folder')
    expect(fixture.api.requests).to.deep.equal([])
  })

  it('is not what a plugin may read below it', async () => {
    const folder = writePlugin(join(fixture.home.folder, 'plugin'), {
      commands: {'odd:say': 'return {said: "something"}'},
      permissions: {read: ['$CWD/etc']},
    })
    expectSuccess(await fixture.kling(['plugins', 'link', folder, '--yes']))
    expect(expectSuccess(await fixture.kling(['odd', 'say'])).said).to.equal('something')
    expectError(await run(['odd', 'say']), 'invalid_argument')
  })
})

describe('odd homes', function () {
  const fixture = useFixture()
  before(function () {
    if (isWindows) this.skip()
  })
  const configPath = async (env: Record<string, string | undefined>) =>
    expectSuccess(await fixture.kling(['config', 'path'], {env})).path as string

  it('relative folders of XDG are ignored', async () => {
    fixture.answer(taskApi())
    const env = {XDG_DATA_HOME: 'data', XDG_CONFIG_HOME: './config', XDG_CACHE_HOME: 'cache'}
    expectSuccess(await fixture.kling(['video', 'create', 'A cat'], {env}))
    expectSuccess(await fixture.kling(['config', 'set', 'output', 'json'], {env}))
    expect(fixture.journal()).to.have.length(2)
    expect(await configPath(env)).to.equal(await configPath({}))
    expect(readdirSync(fixture.home.folder).filter(name => !name.startsWith('.'))).to.deep.equal([])
    const absolute = join(fixture.home.folder, 'x')
    expect(await configPath({XDG_CONFIG_HOME: absolute})).to.equal(join(absolute, 'kling-cli/config.json'))
  })

  for (const [what, HOME] of Object.entries({relative: 'home', empty: '', unset: undefined}))
    it(`a home that is ${what} is that of the account`, async () => {
      // What the account really has is not looked at.
      const own = {KLING_DATA_DIR: fixture.home.folder, KLING_CACHE_DIR: fixture.home.folder}
      expect(await configPath({HOME, KLING_OUTPUT: 'json', ...own})).to.equal(
        join(userInfo().homedir, '.config/kling-cli/config.json'),
      )
      expect(existsSync(join(fixture.home.folder, 'home'))).to.equal(false)
    })

  it('a home that nobody can make is told of at once', async function () {
    if (!existsSync('/proc/self')) this.skip()
    const env = {HOME: '/proc/x', KLING_CODE_CACHE: undefined}
    expectSuccess(await fixture.kling(['task', 'list'], {env}))
    expectError(await fixture.kling(['config', 'set', 'output', 'json'], {env}), 'config_error')
    const error = expectError(await fixture.kling(['video', 'create', 'A cat'], {env}), 'write_error')
    expect([error.billed, fixture.api.requests.length]).to.deep.equal(['no', 0])
  })
})
