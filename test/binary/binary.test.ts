import {expect} from 'chai'
import {existsSync, readFileSync} from 'node:fs'
import {join} from 'node:path'
import {fileURLToPath} from 'node:url'
import {writePlugin} from '../support/plugin-folder.js'
import {expectError, expectSuccess} from '../support/outcome.js'
import {runKling} from '../support/run-kling.js'
import {taskApi, taskId} from '../support/task-api.js'
import {accessKey, useFixture, verifyToken} from '../support/fixture.js'

const root = fileURLToPath(new URL('../..', import.meta.url))
const binary = join(root, 'build', process.platform === 'win32' ? 'kling.exe' : 'kling')

/** Once it is made, with `npm run build:binary`; `npm run test:binary` runs all end-to-end tests against it. */
describe('the single file (skipped until npm run build:binary has made it)', function () {
  const fixture = useFixture()
  before(function () {
    if (!existsSync(binary)) this.skip()
  })

  // PATH is empty: it needs neither Node nor npm.
  const kling = (argv: string[], env: Record<string, string> = {}) =>
    fixture.kling(argv, {node: binary, program: undefined, env: {PATH: '', ...env}})
  const both = async (argv: string[], env: Record<string, string> = {}) => [
    await kling(argv, env),
    await fixture.kling(argv, {env}),
  ]

  it('tells its version and what runs it', async () => {
    const {version} = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {version: string}
    expect((await kling(['--version'])).stdout).to.match(new RegExp(`^kling-cli/${version} \\S+ bun-\\d`))
  })

  const same: Record<string, string[][]> = {
    help: [
      ['video', 'create', '--help'],
      ['help', 'voice', 'create'],
      ['sandbox', 'start', '--help'],
      ['config', '--help'],
    ],
    'wrong usage': [
      ['video', 'create', 'A cat', '--duration', '99'],
      ['video', 'create', 'A cat', '--mdoe', 'pro'],
      ['video', 'create', 'A cat', '--model', 'kling-v99'],
      ['vidoe', 'create', 'A cat'],
    ],
    'a request that is not sent': [
      ['video', 'create', 'A cat', '--dry-run', '--external-id', 'cat-1'],
      ['video', 'create-from-text', 'A cat', '--estimate'],
    ],
    'a press of Tab': [
      ['__complete', '1', 'video', 'cr'],
      ['__complete', '3', 'video', 'create', '--mode', ''],
      ['__complete', '1', 'voice', ''],
    ],
    'a script for the Tab key': [['autocomplete', 'zsh']],
    'another language': [
      ['video', 'create', '--help', '--lang', 'zh'],
      ['video', 'create', '--lang', 'zh'],
    ],
  }
  for (const [what, lines] of Object.entries(same)) {
    it(`says the same as under Node: ${what}`, async () => {
      for (const argv of lines) {
        const [ours, theirs] = await both(argv)
        expect(ours).to.deep.include({code: theirs!.code, stdout: theirs!.stdout, stderr: theirs!.stderr})
      }
    })
  }

  it('makes a task with a signed request, once, and knows of it', async () => {
    fixture.answer(taskApi())
    expect(expectSuccess(await kling(['video', 'create', 'A cat']))).to.include({task_id: taskId})
    const [request, ...others] = fixture.api.requests
    expect(others).to.be.empty
    expect(request).to.include({method: 'POST', url: '/v1/videos/omni-video'})
    expect(await verifyToken(request!)).to.include({iss: accessKey})
    const {tasks} = expectSuccess(await kling(['task', 'list']))
    expect(tasks).to.have.lengthOf(1)
    expect(tasks[0]).to.include({task_id: taskId, state: 'submitted', prompt: 'A cat'})
  })

  it('has the sandbox in it, which makes the video and its sound', async () => {
    const env = {KLING_BASE_URL: '', KLING_ACCESS_KEY: '', KLING_SECRET_KEY: '', KLING_SANDBOX_SPEED: '50'}
    const argv = ['video', 'create', '一只猫', '--mode', 'std', '--region', 'sandbox']
    const {task_id, video_id} = expectSuccess(await kling([...argv, '--wait', '-o', 'cat.mp4'], env))
    expect(fixture.read('cat.mp4').subarray(4, 8).toString()).to.equal('ftyp')
    const {status} = expectSuccess(await kling(['video', 'status', task_id, '--region', 'sandbox'], env))
    expect(status).to.equal('succeed')
    const sound = ['video', 'add-sound', String(video_id), '--sound', 'purring', '--region', 'sandbox']
    expectSuccess(await kling([...sound, '--wait', '-o', 'purr.mp4'], env))
    expect(fixture.read('purr.mp4').includes('mp4a')).to.equal(true)
    expectSuccess(await kling(['voice', 'list', '--region', 'sandbox'], env))
    expectSuccess(await kling(['sandbox', 'reset'], env))
  })

  it('has the page of the gallery in it', async () => {
    expectSuccess(await kling(['gallery', '--export', 'page']))
    for (const name of ['page.js', 'page.css', 'icon.svg'])
      expect(fixture.read(`page/${name}`)).to.deep.equal(readFileSync(join(root, 'dist/gallery', name)))
  })

  it('has the licences of all that is in it', async () => {
    const {stdout} = await kling(['licenses'])
    expect(stdout).to.equal(readFileSync(join(root, 'build/THIRD-PARTY.md'), 'utf8'))
    for (const what of [
      'JavaScriptCore',
      'GNU LIBRARY GENERAL PUBLIC LICENSE',
      '### mediabunny',
      '### @oclif/core',
    ])
      expect(stdout).to.include(what)
  })

  it('takes nothing from the folder where it is run', async () => {
    fixture.write('.env', `KLING_BASE_URL=${fixture.api.url}\nKLING_API_KEY=from-the-folder\n`)
    fixture.write('bunfig.toml', 'preload = ["./nothing.js"]\n')
    const {settings} = expectSuccess(
      await runKling(['config', 'list'], {home: fixture.home, node: binary, program: undefined}),
    )
    const set = (settings as {value: unknown}[]).filter(({value}) => value !== null)
    expect(set).to.deep.equal([])
  })

  it('refuses plugins and says what runs them', async () => {
    const folder = writePlugin(join(fixture.home.folder, 'odd'), {commands: {'odd:try': 'return {}'}})
    for (const argv of [
      ['plugins', 'install', 'kling-plugin-odd'],
      ['plugins', 'link', folder],
    ]) {
      const error = expectError(await kling(argv), 'plugin_incompatible')
      expect(error.hint).to.include('npm install --global kling-cli')
    }
    expectSuccess(await fixture.kling(['plugins', 'link', folder, '--yes']))
    expectError(await kling(['odd', 'try']), 'plugin_incompatible')
    expectSuccess(await fixture.kling(['odd', 'try']))
  })
})
