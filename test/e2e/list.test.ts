import {expect} from 'chai'
import {ok, refuse} from '../support/api-server.js'
import {expectError, expectSuccess} from '../support/outcome.js'
import {taskData, taskId} from '../support/task-api.js'
import {useRuns, useFixture} from '../support/fixture.js'

describe('video list', () => {
  const fixture = useFixture()
  const list = (...argv: string[]) => fixture.kling(['video', 'list', ...argv])

  it('prints the tasks of a page', async () => {
    fixture.answer(() =>
      ok([
        taskData('succeed', {videoUrl: 'https://x.example/v.mp4'}),
        taskData('processing'),
        taskData('failed', {reason: 'ContentRiskDetected'}),
      ]),
    )
    const common = {task_id: taskId, created_at: '2026-01-01T00:00:00.000Z'}
    expect(expectSuccess(await list())).to.deep.equal({
      tasks: [
        {...common, status: 'succeed', duration: '5', video_url: 'https://x.example/v.mp4'},
        {...common, status: 'processing'},
        {...common, status: 'failed', reason: 'ContentRiskDetected'},
      ],
      count: 3,
    })
  })

  const queries: [string[], string][] = [
    [[], '/v1/videos/omni-video?pageNum=1&pageSize=30'],
    [['--limit', '500', '--page', '1000'], '/v1/videos/omni-video?pageNum=1000&pageSize=500'],
    [['-l', '1', '-p', '2', '-t', 'text2video'], '/v1/videos/text2video?pageNum=2&pageSize=1'],
    [['--type', 'add-sound'], '/v1/audio/video-to-audio?pageNum=1&pageSize=30'],
    [['--type', 'avatar'], '/v1/videos/avatar/image2video?pageNum=1&pageSize=30'],
  ]
  const ends = useRuns(queries, (own, [argv]) => {
    own.answer(() => ok([]))
    return own.kling(['video', 'list', ...argv])
  })
  for (const one of queries) {
    it(`${one[0].join(' ') || 'without flags'}: ${one[1]}`, () => {
      expect(expectSuccess(ends(one).result)).to.deep.equal({tasks: [], count: 0})
      expect(ends(one).fixture.api.requests.map(({url}) => url)).to.deep.equal([one[1]])
    })
  }

  it('a page without data is an empty page', async () => {
    fixture.answer(() => ok(undefined))
    expect(expectSuccess(await list())).to.deep.equal({tasks: [], count: 0})
  })

  it('an answer that is no list: server_error', async () => {
    fixture.answer(() => ok({tasks: []}))
    expect(expectError(await list(), 'server_error').request_id).to.equal('req-1')
  })

  it('1201 on a list is no unknown task', async () => {
    fixture.answer(refuse(400, 1201, 'pageSize is wrong'))
    expectError(await list(), 'invalid_request')
  })

  const wrong: [string[], string][] = [
    [['--limit', '0'], 'invalid_limit'],
    [['--limit', '501'], 'invalid_limit'],
    [['-l', 'many'], 'invalid_limit'],
    [['-l', '1.5'], 'invalid_limit'],
    [['-l'], 'invalid_limit'],
    [['--page', '0'], 'invalid_page'],
    [['--page', '1001'], 'invalid_page'],
    [['-p', '-1'], 'invalid_page'],
    [['--type', 'film'], 'invalid_type'],
  ]
  const wrongEnds = useRuns(wrong, (own, [argv]) => own.kling(['video', 'list', ...argv]))
  for (const one of wrong) {
    it(`${one[0].join(' ')}: ${one[1]}`, () => {
      expectError(wrongEnds(one).result, one[1])
      expect(wrongEnds(one).fixture.api.requests).to.deep.equal([])
    })
  }

  it('needs keys', async () => {
    expectError(
      await fixture.kling(['video', 'list'], {env: {KLING_ACCESS_KEY: undefined}}),
      'missing_api_key',
    )
  })
})
