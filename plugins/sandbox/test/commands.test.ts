import {expect} from 'chai'
import {type ChildProcess, spawn} from 'node:child_process'
import {once} from 'node:events'
import {join} from 'node:path'
import {smallFilms} from '../../../test/support/preload.js'
import {type Home, makeHome, launch, runKling} from '../../../test/support/run-kling.js'
import {stopRenderer} from '../src/renderer/launcher.js'
import {rendererOf} from '../src/renderer/render-queue.js'
import {isAlive} from 'kling-cli/plugin'
import {textBody} from './fixtures/sandbox.js'
import {until} from './fixtures/until.js'

const path = '/v1/videos/text2video'

/** A `kling sandbox start` under way. */
interface Running {
  child: ChildProcess
  stdout: () => string
  stderr: () => string
}

describe('sandbox commands', () => {
  let home: Home
  let stateDir: string
  let running: Running[]

  beforeEach(() => {
    home = makeHome()
    stateDir = join(home.folder, 'sandbox')
    home.env.KLING_SANDBOX_STATE = stateDir
    running = []
  })
  afterEach(async () => {
    for (const {child} of running) {
      if (child.exitCode !== null || child.signalCode !== null) continue
      child.kill('SIGKILL')
      await once(child, 'exit')
    }
    await stopRenderer(stateDir)
    home.remove()
  })

  async function start(...flags: string[]): Promise<Running> {
    const child = spawn(launch[0], [...launch.slice(1), 'sandbox', 'start', ...flags], {
      env: home.env,
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    let stdout = ''
    let stderr = ''
    child.stdout.on('data', text => (stdout += String(text)))
    child.stderr.on('data', text => (stderr += String(text)))
    const started = {child, stdout: () => stdout, stderr: () => stderr}
    running.push(started)
    await until(() => stdout.includes('\n') || child.exitCode !== null, 'the start of the server')
    return started
  }

  async function end({child}: Running, signal: NodeJS.Signals): Promise<number | null> {
    const exit = once(child, 'exit')
    child.kill(signal)
    return (await exit)[0] as number | null
  }

  it('start serves until it is told to stop, and takes its renderer along', async () => {
    const server = await start('--speed', '0.001', '--slots', '1')
    const line = JSON.parse(server.stdout())
    expect(line).to.have.all.keys('success', 'base_url', 'access_key', 'secret_key', 'api_key', 'pid')
    expect(line).to.include({success: true, pid: server.child.pid})
    const headers = {Authorization: `Bearer ${line.api_key}`}
    const post = (body: object) =>
      fetch(`${line.base_url}${path}`, {method: 'POST', headers, body: JSON.stringify(body)})
    const callback = {...textBody, prompt: '[sandbox:fail]', callback_url: 'http://127.0.0.1:1/'}
    expect((await post(callback)).status).to.equal(200)
    expect((await post(textBody)).status).to.equal(429)
    const renderer = await until(() => rendererOf(stateDir), 'the renderer')
    await until(() => server.stderr().split('\n').length > 2, 'the log')
    expect(server.stderr()).to.match(
      /^POST \/v1\/videos\/text2video 200 \d+ ms\nPOST \/v1\/videos\/text2video 429/,
    )
    expect(server.stderr()).not.to.contain(line.secret_key)
    expect(await end(server, 'SIGTERM')).to.equal(143)
    await until(() => !isAlive(renderer), 'the end of the renderer')
    expect(server.stdout().trim().split('\n')).to.have.length(1)
  })

  it('start --env prints lines for a shell', async () => {
    const server = await start('--env')
    const lines = server.stdout().trim().split('\n')
    expect(lines[0]).to.match(/^export KLING_BASE_URL='http:\/\/127\.0\.0\.1:\d+'$/)
    expect(lines.map(line => line.split('=')[0])).to.deep.equal([
      'export KLING_BASE_URL',
      'export KLING_ACCESS_KEY',
      'export KLING_SECRET_KEY',
      'export KLING_API_KEY',
    ])
    expect(await end(server, 'SIGINT')).to.equal(130)
  })

  it('start refuses a port that is taken and rules that it cannot read', async () => {
    const server = await start()
    const {port} = new URL(JSON.parse(server.stdout()).base_url)
    const cases: [string[], RegExp][] = [
      [['--port', port], /^Port \d+ is already in use\.$/],
      [['--port', 'x'], /port/],
      [['--fault', 'boom'], /^"boom" is not a fault rule/],
      [['--speed', '0'], /^--speed must be a positive number/],
    ]
    for (const [flags, message] of cases) {
      const {code, error, stdout} = await runKling(['sandbox', 'start', ...flags], {home})
      expect([code, error.code, stdout], flags.join(' ')).to.deep.equal([2, 'invalid_argument', ''])
      expect(error.message).to.match(message)
    }
  })

  it('reset empties the state and stops the renderer', async () => {
    const server = await start('--speed', '0.001')
    const {base_url: baseUrl, api_key: apiKey} = JSON.parse(server.stdout())
    const headers = {Authorization: `Bearer ${apiKey}`}
    const body = JSON.stringify({...textBody, prompt: '[sandbox:fail]', callback_url: 'http://127.0.0.1:1/'})
    await fetch(`${baseUrl}${path}`, {method: 'POST', headers, body})
    const renderer = await until(() => rendererOf(stateDir), 'the renderer')
    const {code, json} = await runKling(['sandbox', 'reset'], {home})
    expect(code).to.equal(0)
    expect(json).to.deep.equal({success: true, state: 'empty', state_dir: stateDir})
    await until(() => !isAlive(renderer), 'the end of the renderer')
    const list = (await (await fetch(`${baseUrl}${path}`, {headers})).json()) as {data: unknown[]}
    expect(list.data).to.deep.equal([])
  })

  it('--region sandbox makes a video that a later command finds, with nothing running in between', async () => {
    Object.assign(home.env, {KLING_SANDBOX_SPEED: '20', ...smallFilms})
    const create = ['video', 'create', 'a cat', '--mode', 'std', '--region', 'sandbox']
    const made = await runKling(create, {home})
    expect(made.code, made.stderr).to.equal(0)
    const id: string = made.json.task_id
    const status = await until(async () => {
      const {json} = await runKling(['video', 'status', id, '--region', 'sandbox'], {home})
      return json.status === 'succeed' && json
    }, 'the end of the task')
    expect(status).to.include({task_id: id, duration: 5})
    const output = join(home.folder, 'cat.mp4')
    const saved = await runKling(['video', 'download', id, '-o', output, '--region', 'sandbox'], {home})
    expect(saved.code, saved.stderr).to.equal(0)
  })

  it('--region sandbox refuses a speed that is none', async () => {
    const {code, error} = await runKling(['video', 'list', '--region', 'sandbox'], {
      home,
      env: {KLING_SANDBOX_SPEED: 'fast'},
    })
    expect([code, error.code]).to.deep.equal([2, 'invalid_argument'])
  })
})
