import {expect} from 'chai'
import {mkdirSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {type SeenRequest, ok, refuse} from '../support/api-server.js'
import {expectError, expectSuccess} from '../support/outcome.js'
import {notFound, taskApi, taskData, taskId} from '../support/task-api.js'
import {useRuns, useFixture} from '../support/fixture.js'

const paths: Record<string, string> = {
  create: '/v1/videos/omni-video',
  text2video: '/v1/videos/text2video',
  image2video: '/v1/videos/image2video',
  'motion-control': '/v1/videos/motion-control',
  avatar: '/v1/videos/avatar/image2video',
  extend: '/v1/videos/video-extend',
  'add-sound': '/v1/audio/video-to-audio',
}

describe('video status', () => {
  const fixture = useFixture()
  const status = (...argv: string[]) => fixture.kling(['video', 'status', ...argv])
  const urls = () => fixture.api.requests.map(({url}) => url)

  const types = Object.keys(paths)
  const endOf = useRuns(types, (own, type) => {
    own.answer(taskApi({states: ['processing']}))
    return own.kling(['video', 'status', taskId, '--type', type])
  })
  for (const type of types) {
    it(`--type ${type} asks at ${paths[type]}`, () => {
      expect(expectSuccess(endOf(type).result)).to.include({task_id: taskId, status: 'processing'})
      expect(endOf(type).fixture.api.requests.map(({url}) => url)).to.deep.equal([`${paths[type]}/${taskId}`])
    })
  }

  it('prints the addresses of the results, with --verbose and without', async () => {
    const urls = {videoUrl: 'https://x.example/v.mp4', watermarkUrl: 'https://x.example/w.mp4'}
    fixture.answer(taskApi(urls))
    const plain = expectSuccess(await status(taskId, '-t', 'create'))
    expect(plain).to.deep.equal(expectSuccess(await status(taskId, '-v', '-t', 'create')))
    expect(plain).to.deep.equal({
      task_id: taskId,
      status: 'succeed',
      video_id: '847487393472614444',
      duration: 5,
      video_url: urls.videoUrl,
      watermark_url: urls.watermarkUrl,
      external_task_id: 'my-own-id',
      units_charged: '4',
      created_at: '2026-01-01T00:00:00.000Z',
      updated_at: '2026-01-01T00:01:00.000Z',
    })
    const audios = [{id: '7', url_mp3: 'https://x.example/a.mp3', url_wav: 'https://x.example/a.wav'}]
    fixture.answer(() => ok({...(taskData('succeed') as object), task_result: {audios}}))
    const sound = expectSuccess(await status(taskId, '--verbose', '--type', 'add-sound'))
    expect(sound).to.include({
      audio_mp3_url: 'https://x.example/a.mp3',
      audio_wav_url: 'https://x.example/a.wav',
    })
  })

  it('tries the kinds for an unknown id once, and remembers what it found', async () => {
    const here = `${paths['motion-control']}/${taskId}`
    const api = taskApi({states: ['processing']})
    fixture.answer((request, response) => (request.url === here ? api : notFound)(request, response))
    expectSuccess(await status(taskId))
    const tried = Object.values(paths).slice(0, 4)
    expect(urls()).to.deep.equal(tried.map(path => `${path}/${taskId}`))
    expectSuccess(await status(taskId))
    expect(urls().slice(4)).to.deep.equal([here])
  })

  it('knows the kind of a task that this machine made, by both of its ids', async () => {
    fixture.answer(taskApi())
    const {external_task_id: id} = expectSuccess(await fixture.kling(['video', 'create', 'A cat']))
    expectSuccess(await status(taskId))
    expectSuccess(await status(id))
    expect(urls().slice(1)).to.deep.equal([`${paths.create}/${taskId}`, `${paths.create}/${id}`])
  })

  it('an id that no kind knows: task_not_found, after one query of each', async () => {
    fixture.answer(notFound)
    expect(expectError(await status('nobody/../knows?'), 'task_not_found').task_id).to.equal(
      'nobody/../knows?',
    )
    const id = encodeURIComponent('nobody/../knows?')
    expect(urls()).to.deep.equal(Object.values(paths).map(path => `${path}/${id}`))
  })

  it('goes past endpoints that this account may not use, but not past broken keys', async () => {
    const api = taskApi()
    fixture.answer((request: SeenRequest, response) => {
      if (request.url.startsWith(paths.create!)) return refuse(403, 1103, 'not allowed')(request, response)
      return api(request, response)
    })
    expectSuccess(await status(taskId))
    fixture.answer(refuse(401, 1000, 'bad keys'))
    expectError(await status('other'), 'invalid_api_key')
    expect(urls()).to.have.length(3)
  })

  it('keeps ids past 2^53 that come as numbers, and all digits of others', async () => {
    fixture.answer((_request, response) => {
      response.setHeader('content-type', 'application/json')
      response.end(
        `{"code":0,"message":"SUCCEED","data":{"task_id":${taskId},"task_status":"succeed","weight":0.30000000000000004,` +
          `"task_result":{"videos":[{"id":829836802793406551,"url":"https://x.example/1234567890123456789","duration":"5.041"}]}}}`,
      )
    })
    const result = await status(taskId, '--type', 'create', '-v')
    expect(expectSuccess(result)).to.deep.equal({
      task_id: taskId,
      status: 'succeed',
      video_id: '829836802793406551',
      duration: 5.041,
      video_url: 'https://x.example/1234567890123456789',
    })
  })

  for (const [reason, code] of [
    ['ContentRiskDetected', 'content_policy'],
    ['Something broke', 'task_failed'],
  ] as const) {
    it(`a task that failed with ${reason}: ${code}`, async () => {
      fixture.answer(taskApi({states: ['failed'], reason}))
      const error = expectError(await status(taskId, '--type', 'create'), code)
      expect(error.message).to.include(reason)
      expect(error).to.include({task_id: taskId, billed: 'no'})
    })
  }

  it('retries reads: 500 twice, then fine', async () => {
    const faults = [refuse(500, 5000, 'internal'), refuse(503, 5001, 'busy')]
    const api = taskApi()
    fixture.answer((request, response) => (faults.shift() ?? api)(request, response))
    expectSuccess(await fixture.klingWithFastPolling(['video', 'status', taskId, '--type', 'create']))
    expect(urls()).to.have.length(3)
  })

  it('reads are tried again after passing errors, whatever pause is named', async () => {
    let faults = 7
    const api = taskApi()
    fixture.answer((request, response) => {
      if (faults-- <= 0) return api(request, response)
      response.setHeader('retry-after', faults % 2 ? '0' : new Date(0).toUTCString())
      return refuse(429, 1302, 'too fast')(request, response)
    })
    const argv = ['video', 'status', taskId, '--type', 'create']
    expectSuccess(await fixture.klingWithFastPolling(argv))
    expect(urls()).to.have.length(8)
  })

  it('no answer in time: timeout, after all tries', async () => {
    fixture.answer(() => new Promise(() => {}))
    const argv = ['video', 'status', taskId, '--type', 'create', '--timeout', '0.1']
    const error = expectError(await fixture.klingWithFastPolling(argv), 'timeout')
    expect(error).to.include({retryable: true})
    expect(error).to.not.have.property('billed')
    expect(urls()).to.have.length(8)
  })

  it('an answer without a task: server_error', async () => {
    fixture.answer(() => ({code: 0, message: 'SUCCEED', request_id: 'req-1', data: null}))
    expect(expectError(await status(taskId, '--type', 'create'), 'server_error').request_id).to.equal('req-1')
  })

  it('needs no journal', async () => {
    const folder = join(fixture.home.folder, '.local/share/kling-cli')
    mkdirSync(folder, {recursive: true})
    writeFileSync(join(folder, 'journal'), 'a file where a folder should be')
    fixture.answer(taskApi())
    expectSuccess(await status(taskId))
  })

  const wrong: [string[], string][] = [
    [[], 'missing_task_id'],
    [[''], 'missing_task_id'],
    [[taskId, '--type', 'video'], 'invalid_type'],
    [[taskId, '--type'], 'invalid_type'],
    [[taskId, 'other'], 'invalid_argument'],
    [[taskId, '--tpye', 'create'], 'invalid_flag'],
    [[taskId, '--timeout', 'x'], 'invalid_argument'],
  ]
  const ends = useRuns(wrong, (own, [argv]) => own.kling(['video', 'status', ...argv]))
  for (const one of wrong) {
    it(`${one[0].join(' ') || 'no id'}: ${one[1]}`, () => {
      expectError(ends(one).result, one[1])
      expect(ends(one).fixture.api.requests).to.deep.equal([])
    })
  }
})
