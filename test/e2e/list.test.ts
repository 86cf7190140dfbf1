import {expect} from 'chai'
import {ok, refuse} from '../support/api-server.js'
import {expectError, expectSuccess} from '../support/outcome.js'
import {taskApi, taskData, taskId} from '../support/task-api.js'
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
    const common = {task_id: taskId, created_at: '2026-01-01T00:00:00.000Z', kind: 'create'}
    expect(expectSuccess(await list('--kind', 'create'))).to.deep.equal({
      tasks: [
        {...common, status: 'succeed', duration: 5, video_url: 'https://x.example/v.mp4'},
        {...common, status: 'processing'},
        {...common, status: 'failed', reason: 'ContentRiskDetected'},
      ],
      count: 3,
    })
  })

  const all = [
    'videos/omni-video',
    'videos/text2video',
    'videos/image2video',
    'videos/motion-control',
    'videos/avatar/image2video',
    'videos/video-extend',
    'audio/video-to-audio',
  ]
  const pages = (query: string): string[] => all.map(path => `/v1/${path}?${query}`)
  const queries: [string[], string[]][] = [
    [[], pages('pageNum=1&pageSize=30')],
    [['--limit', '10', '--page', '3'], pages('pageNum=1&pageSize=30')],
    [
      ['--kind', 'create', '--limit', '500', '--page', '1000'],
      ['/v1/videos/omni-video?pageNum=1000&pageSize=500'],
    ],
    [['-l', '1', '-p', '2', '-t', 'text2video'], ['/v1/videos/text2video?pageNum=2&pageSize=1']],
    [['--type', 'add-sound'], ['/v1/audio/video-to-audio?pageNum=1&pageSize=30']],
    [['--kind', 'avatar'], ['/v1/videos/avatar/image2video?pageNum=1&pageSize=30']],
  ]
  const ends = useRuns(queries, (own, [argv]) => {
    own.answer(() => ok([]))
    return own.kling(['video', 'list', ...argv])
  })
  for (const one of queries) {
    it(`${one[0].join(' ') || 'without flags'}: ${one[1].length} requests`, () => {
      expect(expectSuccess(ends(one).result)).to.deep.equal({tasks: [], count: 0})
      expect(ends(one).fixture.api.requests.map(({url}) => url)).to.have.members(one[1])
    })
  }

  describe('of all kinds', () => {
    /** Task n of a kind, made at n seconds. */
    const made = (kind: string, second: number) =>
      taskData('succeed', {
        more: {task_id: `${kind}-${second}`, created_at: 1_700_000_000_000 + second * 1000},
      })
    const tasksOf: Record<string, number[]> = {'omni-video': [9, 5, 1], text2video: [8, 7], avatar: [6]}
    const answer = (): void =>
      fixture.answer((request, response) => {
        const {pathname, searchParams} = new URL(request.url, fixture.api.url)
        const kind = pathname.split('/')[3]!
        if (kind === 'video-extend') return refuse(400, 1200, 'gone')(request, response)
        const size = Number(searchParams.get('pageSize'))
        const start = (Number(searchParams.get('pageNum')) - 1) * size
        return ok((tasksOf[kind] ?? []).slice(start, start + size).map(second => made(kind, second)))
      })
    const ids = async (...argv: string[]): Promise<string[]> =>
      ((await list(...argv)).json.tasks as {task_id: string}[]).map(({task_id: id}) => id)

    it('newest first, page after page, without the kinds that the service does not have', async () => {
      answer()
      expect(await ids('--limit', '2')).to.deep.equal(['omni-video-9', 'text2video-8'])
      expect(await ids('--limit', '2', '--page', '2')).to.deep.equal(['text2video-7', 'avatar-6'])
      expect(await ids('--limit', '4', '--page', '2')).to.deep.equal(['omni-video-5', 'omni-video-1'])
      expect(await ids('--all')).to.have.length(6)
    })

    it('says which kinds are missing, on stderr', async () => {
      answer()
      const {stderr} = await list()
      expect(stderr).to.match(/^Warning: tasks of kind extend are not listed: .*gone.*\n$/)
    })

    it('joins prompt and model from the journal', async () => {
      fixture.answer(taskApi())
      expectSuccess(await fixture.kling(['video', 'create', 'A cat playing piano']))
      fixture.answer(({url}) => ok(url.includes('omni-video') ? [taskData('processing')] : []))
      expect(expectSuccess(await list()).tasks).to.deep.equal([
        {
          task_id: taskId,
          status: 'processing',
          created_at: '2026-01-01T00:00:00.000Z',
          kind: 'create',
          model: 'kling-video-o1',
          prompt: 'A cat playing piano',
        },
      ])
    })
  })

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
    [['--kind', 'film'], 'invalid_type'],
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
