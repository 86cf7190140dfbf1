import {expect} from 'chai'
import {spawn} from 'node:child_process'
import {readdirSync} from 'node:fs'
import type {Handler} from '../support/api-server.js'
import {expectError} from '../support/outcome.js'
import {launch, nodes} from '../support/run-kling.js'
import {taskApi, taskId} from '../support/task-api.js'
import {accessKey, secretKey, useFixture} from '../support/fixture.js'

const endings = [
  ['SIGINT', 'interrupted', 130],
  ['SIGTERM', 'terminated', 143],
] as const

describe('signals', () => {
  const fixture = useFixture()

  /** Runs a create and sends it the signal when a request comes that `when` picks. */
  function interrupted(
    signal: NodeJS.Signals,
    argv: string[],
    when: (method: string) => boolean,
    node?: string,
  ) {
    let pid = 0
    const api = taskApi({states: ['processing']})
    fixture.answer((request, response) => {
      if (when(request.method)) setImmediate(() => process.kill(pid, signal))
      return api(request, response)
    })
    return fixture.kling(['video', 'create', 'A cat', ...argv], {node, onStart: started => (pid = started)})
  }

  for (const {name, path} of nodes) {
    for (const [signal, code, exit] of endings) {
      it(`${signal} while waiting, on the ${name} Node: exit ${exit}, the task and the next command are told`, async () => {
        const result = await interrupted(signal, ['--wait'], method => method === 'GET', path)
        const error = expectError(result, code)
        expect(result.code).to.equal(exit)
        expect(error.task_id).to.equal(taskId)
        expect(error.hint).to.match(new RegExp(`kling .* ${taskId}`))
        expect(error.message).to.not.match(/cancel/i)
      })
    }
  }

  it('SIGINT while waiting is not called an error', async () => {
    let pid = 0
    const api = taskApi({states: ['processing']})
    fixture.answer((request, response) => {
      if (request.method === 'GET') setImmediate(() => process.kill(pid, 'SIGINT'))
      return api(request, response)
    })
    const {code, stderr} = await fixture.kling(['video', 'create', 'A cat', '--wait'], {
      env: {KLING_OUTPUT: 'text'},
      onStart: started => (pid = started),
    })
    expect(code).to.equal(130)
    expect(stderr)
      .to.include(`Stopped waiting; task ${taskId} goes on.\n→ Resume with: kling task wait ${taskId}, or `)
      .and.not.include('Error')
  })

  it('SIGINT while downloading leaves no part behind', async () => {
    let pid = 0
    const files = await fixture.serve((_request, response) => {
      response.writeHead(200, {'content-length': 1000})
      response.write('some bytes', () => process.kill(pid, 'SIGINT'))
    })
    fixture.answer(taskApi({videoUrl: `${files.url}/cat.mp4`}))
    const argv = ['video', 'create', 'A cat', '-o', 'cat.mp4']
    const result = await fixture.kling(argv, {onStart: started => (pid = started)})
    expect(expectError(result, 'interrupted').task_id).to.equal(taskId)
    expect(readdirSync(fixture.home.folder).filter(name => name.includes('cat.mp4'))).to.deep.equal([])
  })

  it('SIGINT while the create is under way: the external id is told', async () => {
    let pid = 0
    const hang: Handler = () => {
      process.kill(pid, 'SIGINT')
      return new Promise(() => {})
    }
    fixture.answer(hang)
    const argv = ['video', 'create', 'A cat', '--external-task-id', 'job-1']
    const result = await fixture.kling(argv, {onStart: started => (pid = started)})
    const error = expectError(result, 'interrupted')
    expect(error.billed).to.equal('maybe')
    expect(error.hint).to.include('job-1')
    expect(fixture.api.requests).to.have.length(1)
    expect(fixture.journal().map(({event}) => event)).to.include('intent')
  })

  it('a killed create leaves its intent, which status settles by the external id', async () => {
    let pid = 0
    fixture.answer(() => {
      process.kill(pid, 'SIGKILL')
      return new Promise(() => {})
    })
    const argv = ['video', 'create', 'A cat', '--external-task-id', 'job-1']
    const killed = await fixture.kling(argv, {onStart: started => (pid = started)})
    expect(killed.signal).to.equal('SIGKILL')
    expect(fixture.journal()).to.have.length(1)
    fixture.answer(taskApi({states: ['processing']}))
    const result = await fixture.kling(['video', 'status', 'job-1'])
    expect(result.json).to.include({task_id: taskId, status: 'processing'})
    expect(fixture.api.requests.at(-1)!.url).to.equal('/v1/videos/omni-video/job-1')
  })

  for (const stream of ['stdout', 'stderr'] as const) {
    it(`a reader of ${stream} that goes away is no crash`, async () => {
      fixture.answer(taskApi())
      const argv = ['video', 'create', 'A cat', ...(stream === 'stdout' ? [] : ['--mode', 'best'])]
      const child = spawn(launch[0], [...launch.slice(1), ...argv], {
        cwd: fixture.home.folder,
        env: {
          ...fixture.home.env,
          KLING_BASE_URL: fixture.api.url,
          KLING_ACCESS_KEY: accessKey,
          KLING_SECRET_KEY: secretKey,
        },
        stdio: ['ignore', 'pipe', 'pipe'],
      })
      child[stream].destroy()
      let other = ''
      child[stream === 'stdout' ? 'stderr' : 'stdout'].setEncoding('utf8').on('data', text => (other += text))
      const code = await new Promise(resolve => child.on('close', resolve))
      expect(other).to.equal('')
      expect(code).to.equal(stream === 'stdout' ? 0 : 2)
      expect(fixture.api.requests).to.have.length(stream === 'stdout' ? 1 : 0)
    })
  }
})
