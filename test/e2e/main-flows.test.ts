import {expect} from 'chai'
import {join} from 'node:path'
import {expectError, expectSuccess} from '../support/outcome.js'
import {nodes} from '../support/run-kling.js'
import {taskApi, taskId} from '../support/task-api.js'
import {useFixture, verifyToken} from '../support/fixture.js'
import {mp4} from '../support/results.js'

const video = mp4('not really a video, but bytes are bytes')

/** The ways that everybody goes, on each Node that the program must run on. */
for (const node of nodes) {
  describe(`main flows on the ${node.name} Node`, () => {
    const fixture = useFixture()
    const kling = (argv: string[], options = {}) => fixture.kling(argv, {node: node.path, ...options})

    it('creates a task', async () => {
      fixture.answer(taskApi())
      const before = Math.floor(Date.now() / 1000)
      const result = await kling(['video', 'create', 'A cat playing piano'])
      const after = Math.floor(Date.now() / 1000)

      const {external_task_id, ...rest} = expectSuccess(result)
      expect(rest).to.deep.equal({task_id: taskId, status: 'submitted', estimated_units: 4})
      const [request, ...others] = fixture.api.requests
      expect(others).to.deep.equal([])
      expect([request!.method, request!.url]).to.deep.equal(['POST', '/v1/videos/omni-video'])
      expect(request!.headers['content-type']).to.equal('application/json')
      expect(request!.headers['content-length']).to.equal(String(Buffer.byteLength(request!.body)))
      expect(JSON.parse(request!.body)).to.deep.equal({
        model_name: 'kling-video-o1',
        prompt: 'A cat playing piano',
        mode: 'pro',
        duration: '5',
        aspect_ratio: '16:9',
        external_task_id,
      })
      const {exp, nbf, ...token} = (await verifyToken(request!)) as {exp: number; nbf: number}
      expect(token).to.deep.equal({alg: 'HS256', iss: 'access-key-of-the-tests'})
      expect(exp - nbf).to.equal(1805)
      expect(exp).to.be.within(before + 1800, after + 1800)
    })

    it('waits and downloads', async () => {
      const files = await fixture.serve((_request, response) => void response.end(video))
      fixture.answer(taskApi({videoUrl: `${files.url}/cat.mp4`}))
      const result = await kling(['video', 'create', 'A cat', '--wait', '-o', 'cat.mp4'])

      const {external_task_id, ...rest} = expectSuccess(result)
      expect(external_task_id).to.match(/^kling-/)
      expect(rest).to.deep.equal({
        task_id: taskId,
        status: 'succeed',
        video_id: '847487393472614444',
        duration: 5,
        video_url: `${files.url}/cat.mp4`,
        units_charged: '4',
        created_at: '2026-01-01T00:00:00.000Z',
        updated_at: '2026-01-01T00:01:00.000Z',
        output: 'cat.mp4',
        file: join(fixture.home.folder, 'cat.mp4'),
        bytes: video.length,
      })
      expect(fixture.read('cat.mp4').equals(video)).to.equal(true)
    })

    it('takes the prompt from stdin', async () => {
      fixture.answer(taskApi())
      expectSuccess(await kling(['video', 'create'], {stdin: '  A cat\nplaying piano \n'}))
      expect(JSON.parse(fixture.api.requests[0]!.body).prompt).to.equal('A cat\nplaying piano')
    })

    it('shows, lists and stores', async () => {
      fixture.answer((request, response) => {
        const page = {code: 0, message: 'SUCCEED', data: []}
        return request.url.includes('?') ? page : taskApi()(request, response)
      })
      expect(expectSuccess(await kling(['video', 'status', taskId]))).to.include({
        task_id: taskId,
        status: 'succeed',
        video_id: '847487393472614444',
        duration: 5,
      })
      expect(expectSuccess(await kling(['video', 'list']))).to.deep.equal({tasks: [], count: 0})
      expectSuccess(await kling(['config', 'set', 'region', 'global']))
      expect(expectSuccess(await kling(['config', 'get', 'region'])).value).to.equal('global')
    })

    it('tells errors in one line, and warns of nothing', async () => {
      expectError(await kling(['video', 'create', 'A cat', '--mode', 'best']), 'invalid_mode')
      expect(fixture.api.requests).to.deep.equal([])
    })
  })
}
