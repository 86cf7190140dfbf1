import {expect} from 'chai'
import {join} from 'node:path'
import {type Handler, ok} from '../support/api-server.js'
import {expectError, expectSuccess} from '../support/outcome.js'
import {notFound, taskApi, taskData, taskId} from '../support/task-api.js'
import {useRuns, useFixture} from '../support/fixture.js'
import {mp3, mp4, wav} from '../support/results.js'

/** A small file of the format that an address names. */
const bytesOf = (url: string): Buffer =>
  (({mp3, wav}) as Record<string, typeof mp4>)[url.split('.').at(-1)!]?.(`bytes of ${url}`) ??
  mp4(`bytes of ${url}`)

const host: Handler = ({url}, response) => void response.end(bytesOf(url))

describe('video download', () => {
  const fixture = useFixture()
  const download = (...argv: string[]) => fixture.kling(['video', 'download', ...argv])

  it('writes the video', async () => {
    const files = await fixture.serve(host)
    fixture.answer(taskApi({videoUrl: `${files.url}/v.mp4`, watermarkUrl: `${files.url}/w.mp4`}))
    const result = expectSuccess(await download(taskId, '--output', 'CAT.MP4', '--type', 'create'))
    expect(result).to.deep.equal({
      task_id: taskId,
      output: 'CAT.MP4',
      file: join(fixture.home.folder, 'CAT.MP4'),
      bytes: bytesOf('/v.mp4').length,
    })
    expect(fixture.read('CAT.MP4').equals(bytesOf('/v.mp4'))).to.equal(true)
    expectSuccess(await download(taskId, '-o', 'w.mp4', '--watermark', '-t', 'create'))
    expect(fixture.read('w.mp4').equals(bytesOf('/w.mp4'))).to.equal(true)
    expect(files.requests.every(({headers}) => headers.authorization === undefined)).to.equal(true)
  })

  it('writes the sound of add-sound', async () => {
    const files = await fixture.serve(host)
    const audios = [{id: '7', url_mp3: `${files.url}/a.mp3`, url_wav: `${files.url}/a.wav`}]
    fixture.answer(() => ok({...(taskData('succeed') as object), task_result: {audios}}))
    for (const format of ['mp3', 'wav']) {
      expectSuccess(await download(taskId, '-o', `a.${format}`, '--format', format, '-t', 'add-sound'))
      expect(fixture.read(`a.${format}`).equals(bytesOf(`/a.${format}`))).to.equal(true)
    }
  })

  it('keeps what is there unless --force is given', async () => {
    const files = await fixture.serve(host)
    fixture.answer(taskApi({videoUrl: `${files.url}/v.mp4`}))
    fixture.write('cat.mp4', 'old')
    expectError(await download(taskId, '-o', 'cat.mp4'), 'output_exists')
    expect(fixture.api.requests).to.deep.equal([])
    expect(fixture.read('cat.mp4').toString()).to.equal('old')
    expectSuccess(await download(taskId, '-o', 'cat.mp4', '--force', '-t', 'create'))
    expect(fixture.read('cat.mp4').equals(bytesOf('/v.mp4'))).to.equal(true)
  })

  it('asks anew for an address that has expired', async () => {
    const files = await fixture.serve((request, response) => {
      if (request.url === '/old') return void response.writeHead(403).end()
      return host(request, response)
    })
    let queries = 0
    fixture.answer((request, response) => {
      const videoUrl = `${files.url}/${queries++ === 0 ? 'old' : 'new'}`
      return taskApi({videoUrl})(request, response)
    })
    expectSuccess(await download(taskId, '-o', 'cat.mp4', '-t', 'create'))
    expect(fixture.read('cat.mp4').equals(bytesOf('/new'))).to.equal(true)
    expect(queries).to.equal(2)
  })

  it('--timeout also limits how long a file host may be silent, which is never more than 30 s', async () => {
    const files = await fixture.serve(() => new Promise(() => {}))
    fixture.answer(taskApi({videoUrl: `${files.url}/v.mp4`}))
    for (const [timeout, seconds] of [
      ['2', 2],
      ['120', 30],
    ] as const) {
      const argv = ['video', 'download', taskId, '-o', 'cat.mp4', '-t', 'create', '--timeout', timeout]
      const error = expectError(await fixture.klingWithFastPolling(argv), 'download_error')
      expect(error.message).to.include(`no data for ${seconds} s`)
    }
  })

  const states: [string, string, Record<string, unknown>][] = [
    ['submitted', 'task_not_finished', {retryable: true}],
    ['processing', 'task_not_finished', {retryable: true}],
    ['failed', 'task_failed', {billed: 'no'}],
  ]
  for (const [state, code, fields] of states) {
    it(`a task that is ${state}: ${code}`, async () => {
      fixture.answer(taskApi({states: [state], reason: 'broken'}))
      const error = expectError(await download(taskId, '-o', 'cat.mp4', '-t', 'create'), code)
      expect(error).to.include({task_id: taskId, ...fields})
    })
  }

  it('a watermarked version that was not made: download_error', async () => {
    fixture.answer(taskApi({videoUrl: 'http://127.0.0.1:1/v.mp4', watermarkUrl: ''}))
    const error = expectError(
      await download(taskId, '-o', 'w.mp4', '--watermark', '-t', 'create'),
      'download_error',
    )
    expect(error.hint).to.match(/--watermark/)
    expect(error.task_id).to.equal(taskId)
  })

  it('an unknown task: task_not_found', async () => {
    fixture.answer(notFound)
    expectError(await download(taskId, '-o', 'cat.mp4'), 'task_not_found')
  })

  it('a sound of a task that turns out to be a video: invalid_format', async () => {
    fixture.answer(taskApi())
    expectError(await download(taskId, '-o', 'a.mp3', '--format', 'mp3'), 'invalid_format')
  })

  const wrong: [string[], string][] = [
    [[], 'missing_task_id'],
    [['-o', 'cat.mp4'], 'missing_task_id'],
    [[taskId], 'missing_output'],
    [[taskId, '-o', ''], 'missing_output'],
    [[taskId, '-o', 'cat.mp4', '--format', 'avi'], 'invalid_format'],
    [[taskId, '-o', 'cat.mp3'], 'invalid_format'],
    [[taskId, '-o', 'cat.mp4', '--format', 'wav'], 'invalid_format'],
    [[taskId, '-o', 'a.mp3', '--format', 'mp3', '--type', 'avatar'], 'invalid_format'],
    [[taskId, '-o', 'cat.mp4', '--type', 'film'], 'invalid_type'],
  ]
  const ends = useRuns(wrong, (own, [argv]) => own.kling(['video', 'download', ...argv]))
  for (const one of wrong) {
    it(`${one[0].join(' ') || 'nothing'}: ${one[1]}`, () => {
      expectError(ends(one).result, one[1])
      expect(ends(one).fixture.api.requests).to.deep.equal([])
    })
  }
})
