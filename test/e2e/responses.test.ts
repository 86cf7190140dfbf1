import {expect} from 'chai'
import {existsSync, readFileSync} from 'node:fs'
import {join} from 'node:path'
import {type Handler, ok} from '../support/api-server.js'
import {expectError, expectSuccess} from '../support/outcome.js'
import {taskApi, taskData, taskId} from '../support/task-api.js'
import {useRuns, useFixture} from '../support/fixture.js'
import {mp4} from '../support/results.js'

const create = ['video', 'create', 'A cat']

describe('what the API answers', () => {
  const fixture = useFixture()

  describe('a task id that is none', () => {
    const odd: unknown[] = [{}, {id: 1}, [], ['1'], true, false, '', ' ', null, 1.5, -1, 'a\nb', '\u0000']
    /** Creates are answered with it, and nobody knows the task afterwards. */
    const runs = useRuns(odd, (own, id) => {
      own.answer(() => ok({task_id: id, task_status: 'submitted'}))
      return own.klingWithFastPolling(create)
    })
    for (const id of odd) {
      it(`${JSON.stringify(id)}: a bad response, and it is not known whether there is a task`, () => {
        const {result, fixture: own} = runs(id)
        const error = expectError(result, 'server_error')
        expect(error.billed).to.equal('maybe')
        expect(error.hint).to.include('kling task resume')
        expect(own.journal().map(({event}) => event))
          .to.include('unknown')
          .and.not.include('accepted')
      })
    }

    it('a number is turned into text, in the output and in the journal', async () => {
      fixture.answer(() => ok({task_id: 12345, task_status: 'submitted'}))
      expect(expectSuccess(await fixture.kling(create)).task_id).to.equal('12345')
      expect(fixture.journal().find(({event}) => event === 'accepted')).to.include({task_id: '12345'})
      fixture.answer(() => ok({task_id: 12345, task_status: 7, task_status_msg: {}, final_unit_deduction: 4}))
      await fixture.kling(['video', 'status', '12345'])
      const list = expectSuccess(await fixture.kling(['task', 'list']))
      expect(list.tasks[0]).to.include({task_id: '12345', state: 'submitted'})
    })

    it('an entry of a list that is no task costs itself alone', async () => {
      fixture.answer(() => ok([null, 7, {task_id: {}}, taskData('succeed'), [], {task_id: true}]))
      const {tasks} = expectSuccess(await fixture.kling(['video', 'list']))
      expect(tasks.map(({task_id}: {task_id: string}) => task_id)).to.deep.equal([taskId])
    })

    const fields = [
      'task_status',
      'task_status_msg',
      'created_at',
      'updated_at',
      'task_info',
      'task_result',
      'final_unit_deduction',
    ]
    const values = [7, null, true, {}, [], 1e99, 'x', {videos: [null, 7, {url: 7, duration: {}, id: []}]}]
    const poisoned = fields.flatMap(field => values.map(value => ({field, value})))
    const runsOf = useRuns(poisoned, (own, {field, value}) => {
      const task = taskData('succeed', {videoUrl: 'https://x.example/a.mp4'}) as object
      own.answer(() => ok({...task, [field]: value}))
      return own.kling(['video', 'status', taskId, '--type', 'create', '--verbose'], {
        env: {KLING_OUTPUT: 'text'},
      })
    })
    for (const one of poisoned) {
      it(`${one.field} ${JSON.stringify(one.value)}: the rest is told`, () => {
        const {stdout, stderr} = runsOf(one).result
        expect(stderr).to.not.match(/unexpected_error|\n {4}at /)
        expect(stdout).to.include(taskId)
      })
    }
  })

  it('after a 500, a task with another external id is not ours', async () => {
    fixture.answer(({method}, response) => {
      if (method !== 'POST')
        return ok({...(taskData('succeed') as object), task_info: {external_task_id: 'of-somebody-else'}})
      response.writeHead(500, {'content-type': 'application/json'})
      response.end(JSON.stringify({code: 5000, message: 'Internal error', request_id: 'r'}))
      return undefined
    })
    const error = expectError(await fixture.klingWithFastPolling(create), 'server_error')
    expect(error.billed).to.equal('maybe')
    expect(fixture.journal().map(({event}) => event)).to.not.include('accepted')
    const resumed = await fixture.klingWithFastPolling(['task', 'resume'])
    expect(resumed.code).to.not.equal(0)
    expect(fixture.journal().map(({event}) => event)).to.not.include('accepted')
  })

  describe('a path stays below the base URL', () => {
    for (const id of ['.', '..']) {
      it(`no request for the id ${id}`, async () => {
        const env = {KLING_BASE_URL: `${fixture.api.url}/proxy/kling`}
        expectError(
          await fixture.kling(['video', 'status', id, '--type', 'create'], {env}),
          'invalid_argument',
        )
        expect(fixture.api.requests).to.deep.equal([])
      })
    }
    for (const id of ['%2e%2e', 'job 1/ü', 'a.b', '...', '../x', 'a/../../b', '..\\x']) {
      it(`the id ${id} is asked for below it`, async () => {
        const env = {KLING_BASE_URL: `${fixture.api.url}/proxy/kling/`}
        fixture.answer(taskApi())
        expectSuccess(await fixture.kling(['video', 'status', id, '--type', 'create'], {env}))
        expect(fixture.api.requests[0]!.url).to.equal(
          `/proxy/kling/v1/videos/omni-video/${encodeURIComponent(id)}`,
        )
      })
    }
  })

  describe('a base URL with more than an address', () => {
    for (const rest of ['?', '#', '?key=1', '#part', '/v1?x=1#y']) {
      it(`${rest}: refused before any request, by the environment and by config set`, async () => {
        const url = `${fixture.api.url}${rest}`
        const runs = [
          await fixture.kling(create, {env: {KLING_BASE_URL: url}}),
          await fixture.kling(['config', 'set', 'kling_base_url', url]),
        ]
        for (const run of runs) {
          const {message, hint} = expectError(run, 'invalid_base_url')
          expect(message).to.match(/\? or #.*would be lost/)
          expect(hint).to.match(/^Remove /)
        }
        expect(fixture.api.requests).to.deep.equal([])
      })
    }

    it('credentials: refused, with what to do', async () => {
      const url = fixture.api.url.replace('//', '//user:word@')
      const {message, hint} = expectError(
        await fixture.kling(create, {env: {KLING_BASE_URL: url}}),
        'invalid_base_url',
      )
      expect(message).to.not.include('word@')
      expect(hint).to.match(/^Remove /)
    })
  })

  describe('downloads', () => {
    const download = (file = 'a.mp4'): string[] => [
      'video',
      'download',
      taskId,
      '--type',
      'create',
      '-o',
      file,
    ]
    const file = (): string => join(fixture.home.folder, 'a.mp4')

    for (const url of [
      'data:video/mp4;base64,AAAA',
      'file:///etc/passwd',
      'blob:https://x.example/1',
      'javascript:1',
      'ftp://x.example/a',
      'a.mp4',
    ]) {
      it(`${url}: refused at once`, async () => {
        fixture.answer(() => ok(taskData('succeed', {videoUrl: url})))
        const error = expectError(await fixture.kling(download()), 'download_error')
        expect(error.retryable).to.equal(false)
        expect(error.message).to.match(/not an http\(s\) URL/)
        expect(existsSync(file()) || existsSync(`${file()}.part`)).to.equal(false)
        expect(fixture.api.requests).to.have.length(1)
      })
    }

    it('a redirect to another scheme is refused at once', async () => {
      const host = await fixture.serve(
        (_request, response) => void response.writeHead(302, {location: 'data:video/mp4,x'}).end(),
      )
      fixture.answer(() => ok(taskData('succeed', {videoUrl: `${host.url}/a.mp4`})))
      expectError(await fixture.kling(download()), 'download_error')
      expect(host.requests).to.have.length(1)
    })

    /** Stands for the internet: what it is asked for has a name of its own. */
    const internet =
      (location: string): Handler =>
      ({url}, response) => {
        if (url.endsWith('/target')) response.writeHead(200, {'content-type': 'video/mp4'}).end(mp4('film'))
        else response.writeHead(302, {location}).end()
      }
    const local = [
      '127.0.0.1',
      'localhost',
      'x.localhost',
      '[::1]',
      '[::ffff:127.0.0.1]',
      '2130706433',
      '0',
      '10.1.2.3',
      '172.16.0.1',
      '192.168.1.1',
      '169.254.169.254',
      '100.64.0.1',
      '[fe80::1]',
      '[fd00::1]',
      '[64:ff9b::7f00:1]',
      'printer.local',
    ]
    for (const host of local) {
      it(`a redirect from the internet to ${host} is refused at once`, async () => {
        const proxy = await fixture.serve(internet(`http://${host}/target`))
        const env = {HTTP_PROXY: proxy.url, NO_PROXY: '127.0.0.1'}
        fixture.answer(() => ok(taskData('succeed', {videoUrl: 'http://files.example/a.mp4'})))
        const error = expectError(await fixture.kling(download(), {env}), 'download_error')
        expect(error.message).to.match(/address on this network/)
        expect(error.retryable).to.equal(false)
        expect(proxy.requests).to.have.length(1)
        expect(existsSync(file())).to.equal(false)
      })
    }

    it('redirects on the internet, and from loopback to loopback, are followed', async () => {
      const proxy = await fixture.serve(internet('http://other.example/target'))
      const env = {HTTP_PROXY: proxy.url, NO_PROXY: '127.0.0.1'}
      fixture.answer(() => ok(taskData('succeed', {videoUrl: 'http://files.example/a.mp4'})))
      expectSuccess(await fixture.kling(download(), {env}))
      expect(readFileSync(file()).equals(mp4('film'))).to.equal(true)
      const host = await fixture.serve(internet('/target'))
      fixture.answer(() => ok(taskData('succeed', {videoUrl: `${host.url}/a.mp4`})))
      expectSuccess(await fixture.kling(download('b.mp4')))
    })
  })
})
