import {expect} from 'chai'
import {lstatSync, readdirSync, rmSync, symlinkSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {type Handler, ok, refuse} from '../support/api-server.js'
import {expectError, expectSuccess} from '../support/outcome.js'
import {type FakeTask, notFound, taskApi, taskData, taskId} from '../support/task-api.js'
import {useFixture} from '../support/fixture.js'
import {mp4} from '../support/results.js'

const video = Buffer.concat([mp4(), Buffer.from(Array.from({length: 100_000}, (_, index) => index % 256))])

describe('video create --wait and --output', () => {
  const fixture = useFixture()
  const create = (...argv: string[]) => fixture.klingWithFastPolling(['video', 'create', 'A cat', ...argv])
  const queries = () => fixture.api.requests.filter(({method}) => method === 'GET')
  const parts = () => readdirSync(fixture.home.folder).filter(name => name.endsWith('.part'))

  /** An API whose task ends with a video on another server. */
  async function withVideo(
    task: FakeTask = {},
    host: Handler = (_request, response) => void response.end(video),
  ) {
    const files = await fixture.serve(host)
    fixture.answer(taskApi({videoUrl: `${files.url}/cat.mp4`, ...task}))
    return files
  }

  it('polls until the task has succeeded', async () => {
    fixture.answer(
      taskApi({states: ['submitted', 'submitted', 'processing', 'succeed'], videoUrl: 'https://x.example/v'}),
    )
    const result = expectSuccess(await create('--wait'))
    expect(result).to.include({
      task_id: taskId,
      status: 'succeed',
      duration: 5,
      video_url: 'https://x.example/v',
    })
    expect(queries().map(({url}) => url)).to.deep.equal(Array(4).fill(`/v1/videos/omni-video/${taskId}`))
    const states = fixture.journal().filter(({event}) => event === 'state')
    expect(states.map(({status}) => status)).to.deep.equal(['processing', 'succeed'])
  })

  it('survives passing faults of queries', async () => {
    const faults: Handler[] = [
      refuse(500, 5000, 'internal'),
      (_request, response) => void response.socket!.destroy(),
      (_request, response) => void response.writeHead(502).end('<html>'),
      refuse(429, 1302, 'too fast'),
    ]
    const api = taskApi()
    fixture.answer((request, response) => {
      const fault = request.method === 'GET' ? faults.shift() : undefined
      return (fault ?? api)(request, response)
    })
    expect(expectSuccess(await create('--wait')).status).to.equal('succeed')
  })

  it('downloads to --output without giving the file host the keys', async () => {
    const files = await withVideo({states: ['processing', 'succeed']})
    expect(expectSuccess(await create('-o', 'cat.mp4'))).to.include({output: 'cat.mp4', bytes: video.length})
    expect(fixture.read('cat.mp4').equals(video)).to.equal(true)
    expect(parts()).to.deep.equal([])
    expect(files.requests.map(({method, url}) => `${method} ${url}`)).to.deep.equal(['GET /cat.mp4'])
    expect(files.requests[0]!.headers).to.not.have.property('authorization')
    expect(JSON.stringify(files.requests[0]!.headers)).to.not.include('key-of-the-tests')
    const {event, file, bytes} = fixture.journal().at(-1)!
    expect({event, file, bytes}).to.deep.equal({
      event: 'downloaded',
      file: join(fixture.home.folder, 'cat.mp4'),
      bytes: video.length,
    })
  })

  it('replaces a file with --force: of a link what it leads to', async () => {
    await withVideo()
    writeFileSync(join(fixture.home.folder, 'precious'), 'old')
    symlinkSync('precious', join(fixture.home.folder, 'cat.mp4'))
    expectSuccess(await create('-o', 'cat.mp4', '--force'))
    expect(fixture.read('cat.mp4').equals(video)).to.equal(true)
    expect(fixture.read('precious').equals(video)).to.equal(true)
    expect(lstatSync(join(fixture.home.folder, 'cat.mp4')).isSymbolicLink()).to.equal(true)
  })

  it('never replaces a file that appeared meanwhile', async () => {
    await withVideo({}, (_request, response) => {
      writeFileSync(join(fixture.home.folder, 'cat.mp4'), 'somebody was faster')
      response.end(video)
    })
    expectError(await create('-o', 'cat.mp4'), 'output_exists')
    expect(fixture.read('cat.mp4').toString()).to.equal('somebody was faster')
    expect(parts()).to.deep.equal([])
  })

  it('goes on with a transfer that broke, and tells a host that has no file', async () => {
    let cut = true
    const files = await withVideo({}, (request, response) => {
      response.setHeader('etag', '"1"')
      const from = Number(/bytes=(\d+)-/.exec(request.headers.range ?? '')?.[1] ?? 0)
      if (cut) {
        cut = false
        response.writeHead(200, {'content-length': video.length})
        response.write(video.subarray(0, 60_000), () => response.socket!.destroy())
        return
      }
      response.writeHead(206, {'content-range': `bytes ${from}-${video.length - 1}/${video.length}`})
      response.end(video.subarray(from))
    })
    expectSuccess(await create('-o', 'cat.mp4'))
    expect(fixture.read('cat.mp4').equals(video)).to.equal(true)
    expect(files.requests).to.have.length(2)

    await withVideo({}, (_request, response) => void response.writeHead(404).end())
    const error = expectError(await create('-o', 'other.mp4'), 'download_error')
    expect(error).to.include({task_id: taskId, http_status: 404})
    expect(parts()).to.deep.equal([])
  })

  it('tells a folder in whose place a file is: write_error', async () => {
    const {mkdirSync} = await import('node:fs')
    const folder = join(fixture.home.folder, 'out')
    mkdirSync(folder)
    await withVideo()
    const api = taskApi({videoUrl: 'http://127.0.0.1:1/'})
    fixture.answer((request, response) => {
      rmSync(folder, {recursive: true, force: true})
      writeFileSync(folder, '')
      return api(request, response)
    })
    const error = expectError(await create('-o', 'out/cat.mp4'), 'write_error')
    expect(error.task_id).to.equal(taskId)
  })

  const failed: [string, string, string][] = [
    ['ContentRiskDetected', 'content_policy', 'ContentRiskDetected'],
    ['Failure to pass the risk control system', 'content_policy', 'Failure to pass the risk control system'],
    ['内容违规', 'content_policy', '内容违规'],
    ['The input image could not be read', 'task_failed', 'The input image could not be read'],
    ['', 'task_failed', 'no reason'],
  ]
  for (const [reason, code, words] of failed) {
    it(`a task that failed with "${reason}": ${code}`, async () => {
      fixture.answer(taskApi({states: ['failed'], reason}))
      const error = expectError(await create('--wait'), code)
      expect(error.message).to.include(words)
      expect(error).to.include({task_id: taskId, billed: 'no'})
      expect(error.details).to.deep.equal({task_status_msg: reason})
    })
  }

  it('stops waiting at the deadline and names the task', async () => {
    fixture.answer(taskApi({states: ['processing']}))
    const error = expectError(await create('--wait', '--wait-timeout', '1'), 'wait_timeout')
    expect(error).to.include({task_id: taskId, retryable: true})
    expect(error.hint).to.include(taskId)
    expect(error.details).to.deep.equal({status: 'processing'})
    // One at once, and the last one at the deadline.
    expect(queries().length).to.be.at.least(2)
  })

  it('stops waiting at the deadline although no query works', async () => {
    const api = taskApi()
    fixture.answer((request, response) =>
      request.method === 'POST' ? api(request, response) : refuse(500, 5000, 'internal')(request, response),
    )
    expect(expectError(await create('--wait', '--wait-timeout', '1'), 'wait_timeout').task_id).to.equal(
      taskId,
    )
    expect(queries().length).to.be.at.least(2)
  })

  it('names the task when waiting fails for another reason', async () => {
    const api = taskApi()
    fixture.answer((request, response) =>
      request.method === 'POST' ? api(request, response) : refuse(401, 1000, 'gone')(request, response),
    )
    expect(expectError(await create('--wait'), 'invalid_api_key').task_id).to.equal(taskId)
  })

  it('bears that a read lags behind the create', async () => {
    let misses = 1
    const api = taskApi()
    fixture.answer((request, response) => {
      if (request.method === 'GET' && misses-- > 0) return notFound(request, response)
      return api(request, response)
    })
    expect(expectSuccess(await create('--wait')).status).to.equal('succeed')
  })

  it('tells a task without a video: download_error', async () => {
    fixture.answer(({method}) =>
      ok({...(taskData('succeed') as object), ...(method === 'GET' && {task_result: {}})}),
    )
    expect(expectError(await create('-o', 'cat.mp4'), 'download_error').task_id).to.equal(taskId)
  })
})
