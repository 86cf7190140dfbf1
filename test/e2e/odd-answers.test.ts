import {expect} from 'chai'
import {expectError, expectSuccess} from '../support/outcome.js'
import {ok} from '../support/api-server.js'
import {useFixture} from '../support/fixture.js'
import {taskApi, taskData, taskId} from '../support/task-api.js'

describe('odd answers', () => {
  const fixture = useFixture()
  const status = (id = taskId, ...argv: string[]) =>
    fixture.kling(['video', 'status', id, '-t', 'create', ...argv])

  const gateways: [words: string, body: unknown][] = [
    ['the key is not known', {error: {message: 'the key is not known', type: 'auth'}}],
    ['the key is not known', {error: 'the key is not known'}],
    ['no such model', {detail: 'no such model'}],
    ['field required', {detail: [{loc: ['body'], msg: 'field required', type: 'missing'}]}],
    ['too many', {errors: [{code: 'x', message: 'too many'}]}],
    ['wrong plan', {msg: 'wrong plan'}],
    ['the API', {message: 'from the API', error: {message: 'from a gateway'}}],
  ]
  for (const [words, body] of gateways)
    it(`the words of ${JSON.stringify(body)} are told`, async () => {
      fixture.answer((_request, response) => void response.writeHead(400).end(JSON.stringify(body)))
      const error = expectError(await fixture.kling(['video', 'create', 'A cat']), 'invalid_request')
      expect(error.message).to.include(words)
      expect(error.billed).to.equal('no')
    })

  it('413 says that the request is too large', async () => {
    fixture.answer(
      (_request, response) => void response.writeHead(413).end('<html>Request Entity Too Large</html>'),
    )
    const error = expectError(await fixture.kling(['video', 'create', 'A cat']), 'invalid_request')
    expect([error.http_status, error.billed]).to.deep.equal([413, 'no'])
    expect(error.hint).to.match(/too large.*smaller images/)
  })

  for (const [reason, words] of [
    [{code: 7, message: 'a face was found'}, 'a face was found'],
    [{why: ['face', 'hand']}, '{"why":["face","hand"]}'],
  ] as const)
    it(`a reason that is ${JSON.stringify(reason)} is told`, async () => {
      fixture.answer(() => ok({...(taskData('failed') as object), task_status_msg: reason}))
      const error = expectError(await fixture.kling(['task', 'wait', taskId]), 'task_not_found')
      expect(error.hint).to.include('kling')
      const failed = expectError(
        await fixture.klingWithFastPolling(['video', 'create', 'A cat', '--wait']),
        'task_failed',
      )
      expect(failed.message).to.include(words)
    })

  it('times in seconds, and as text, are those that were meant', async () => {
    for (const created_at of [1_767_225_600, 1_767_225_600_000, '1767225600', '1767225600000']) {
      fixture.answer(taskApi({more: {created_at}}))
      expect(expectSuccess(await status(taskId, '--verbose')).created_at).to.equal('2026-01-01T00:00:00.000Z')
    }
  })

  it('an answer about another task is none', async () => {
    fixture.answer(() => ok(taskData('succeed', {videoUrl: 'https://x.example/v.mp4'})))
    const other = '111111111111111111'
    for (const id of [other, 'not-my-own-id']) {
      const result = await fixture.klingWithFastPolling(['video', 'status', id, '-t', 'create'])
      expect(expectError(result, 'server_error').message).to.include(id).and.include('my-own-id')
    }
    const argv = ['video', 'download', other, '-t', 'create', '-o', 'cat.mp4']
    expectError(await fixture.klingWithFastPolling(argv), 'server_error')
    for (const id of [taskId, 'my-own-id']) expectSuccess(await status(id))
  })
})
