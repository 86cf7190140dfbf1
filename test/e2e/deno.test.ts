import {expect} from 'chai'
import {spawn, spawnSync} from 'node:child_process'
import {readFileSync} from 'node:fs'
import {delimiter, join} from 'node:path'
import {fileURLToPath} from 'node:url'
import {ok} from '../support/api-server.js'
import {type Outcome, expectError, expectSuccess} from '../support/outcome.js'
import {taskApi, taskData, taskId} from '../support/task-api.js'
import {accessKey, secretKey, useFixture, verifyToken} from '../support/fixture.js'
import {mp4} from '../support/results.js'

const root = fileURLToPath(new URL('../..', import.meta.url))
const bins = join(root, 'node_modules/.bin')

/** Whether Deno's npm package has a program for this platform. */
const hasDeno = spawnSync(join(bins, 'deno'), ['--version']).status === 0

/** The lines of the README that run the program under Deno. */
const block = /```sh\n([^`]*deno run[^`]*)```/.exec(readFileSync(join(root, 'README.md'), 'utf8'))![1]!

/** Its permissions, as they are written there. */
const permissions = [...block.matchAll(/ (-[NERWS]=\S+|--ignore-\w+)/g)].map(([, permission]) => permission!)

describe('under deno run, with the permissions of the README', function () {
  const fixture = useFixture()
  before(function () {
    // There is none for musl, for example.
    if (!hasDeno) this.skip()
  })

  interface Change {
    /** Host that the process may reach. */
    host?: string
    /** A part of the line, and what stands there instead. */
    replace?: [string, string]
    /** Words after the line. */
    more?: string
  }

  /** Runs the block in the checkout, as a user would, with a home of its own and nobody to answer a question. */
  function run({
    host = new URL(fixture.api.url).host,
    replace = ['', ''],
    more = '',
  }: Change = {}): Promise<Outcome> {
    const script = block
      .replace(...replace)
      .replace('api-beijing.klingai.com', host)
      .replace(/\n$/, ` ${more}\n`)
    const env = {
      ...fixture.home.env,
      PATH: `${bins}${delimiter}${process.env.PATH}`,
      SHELL: '/bin/sh',
      NO_COLOR: '1',
      KLING_BASE_URL: fixture.api.url,
      KLING_ACCESS_KEY: accessKey,
      KLING_SECRET_KEY: secretKey,
    }
    return new Promise((resolve, reject) => {
      const child = spawn('sh', ['-c', script], {cwd: root, env, stdio: ['ignore', 'pipe', 'pipe']})
      let stdout = ''
      let stderr = ''
      child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text))
      child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text))
      child.on('error', reject)
      child.on('close', code => resolve({code, stdout, stderr}))
    })
  }

  it('video create makes a task', async () => {
    fixture.answer(() => ok(taskData('submitted')))
    expect(expectSuccess(await run())).to.include({task_id: taskId, status: 'submitted'})
    const [request, ...others] = fixture.api.requests
    expect(others).to.be.empty
    expect(request).to.include({method: 'POST', url: '/v1/videos/omni-video'})
    expect(JSON.parse(request!.body)).to.include({model_name: 'kling-video-o1', duration: '5'})
    expect(await verifyToken(request!)).to.include({iss: accessKey})
    expect(fixture.journal().map(({event}) => event)).to.deep.equal(['intent', 'accepted'])
  })

  it('the result is put where it may write, and nowhere else', async () => {
    const film = mp4('film'.repeat(25_000))
    const task = taskApi({states: ['succeed'], videoUrl: `${fixture.api.url}/cat.mp4`})
    fixture.answer((request, response) =>
      request.url === '/cat.mp4' ? void response.end(film) : task(request, response),
    )
    const more = `--wait --output ${join(fixture.home.folder, 'cat.mp4')}`
    expectError(await run({more}), 'write_error')
    expect(fixture.api.requests).to.be.empty
    const saved = await run({
      more,
      replace: [' -W=', ` -R=${fixture.home.folder} -W=${fixture.home.folder},`],
    })
    expect(expectSuccess(saved).status).to.equal('succeed')
    expect(fixture.read('cat.mp4').equals(film)).to.equal(true)
  })

  it('no other host is reached, and nothing is sent', async () => {
    const error = expectError(await run({host: '127.0.0.1:9'}), 'connection_error')
    expect(error.message).to.include('not allowed to connect to')
    expect(error).to.include({billed: 'no', retryable: false})
    expect(fixture.api.requests).to.be.empty
  })

  it('refuses to install a plugin', async () => {
    const error = expectError(
      await run({replace: [/video create .*/.exec(block)![0], 'plugins install x --yes']}),
      'plugin_incompatible',
    )
    expect(error.hint).to.include('Node')
  })

  it('has all permissions in mind', () => expect(permissions).to.have.lengthOf(5))

  for (const permission of permissions) {
    it(`none can be spared: ${permission}`, async () => {
      const {code, stdout} = await run({replace: [` ${permission}`, '']})
      expect(code).to.not.equal(0)
      expect(stdout).to.equal('')
      expect(fixture.api.requests).to.be.empty
    })
  }
})
