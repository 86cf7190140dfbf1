import {expect} from 'chai'
import {appendFileSync, rmSync} from 'node:fs'
import {createServer} from 'node:net'
import type {AddressInfo} from 'node:net'
import {join} from 'node:path'
import {type Handler, type SeenRequest, ok, refuse} from '../support/api-server.js'
import {expectError, expectSuccess} from '../support/outcome.js'
import {png} from '../support/pictures.js'
import {notFound, taskApi, taskData, taskId} from '../support/task-api.js'
import {useFixture, verifyToken} from '../support/fixture.js'

const idOf = ({body}: SeenRequest): string => JSON.parse(body).external_task_id

describe('creates are never lost and never made twice', () => {
  const fixture = useFixture()
  const create = (...argv: string[]) => fixture.klingWithFastPolling(['video', 'create', 'A cat', ...argv])
  const seen = () => fixture.api.requests.map(({method}) => method)

  /** Answers one request after another. */
  function inTurn(...handlers: Handler[]): void {
    let turn = 0
    fixture.answer((request, response) => handlers[turn++]!(request, response))
  }
  const reset: Handler = (_request, response) => void response.socket!.destroy()
  const accepted: Handler = request => {
    const id = request.method === 'POST' ? idOf(request) : request.url.split('/').at(-1)
    return ok(taskData('submitted', {more: {task_info: {external_task_id: id}}}))
  }
  const html: Handler = (_request, response) => {
    response.writeHead(502, {'content-type': 'text/html', 'retry-after': '0'})
    response.end('<html>Bad gateway</html>')
  }

  for (const [what, fault] of [
    ['an error of the server', refuse(500, 5000, 'internal')],
    ['a page of a gateway', html],
    ['a broken connection', reset],
  ] as [string, Handler][]) {
    it(`after ${what} the external id is looked up, and the task that is found is ours`, async () => {
      inTurn(fault, accepted)
      const {task_id, external_task_id} = expectSuccess(await create())
      expect(task_id).to.equal(taskId)
      expect(fixture.api.requests.map(({method, url}) => `${method} ${url}`)).to.deep.equal([
        'POST /v1/videos/omni-video',
        `GET /v1/videos/omni-video/${external_task_id}`,
      ])
    })

    it(`after ${what} an unknown id is asked for twice, then the same body is sent again`, async () => {
      inTurn(fault, notFound, notFound, accepted)
      expectSuccess(await create())
      expect(seen()).to.deep.equal(['POST', 'GET', 'GET', 'POST'])
      expect(fixture.api.requests[3]!.body).to.equal(fixture.api.requests[0]!.body)
    })
  }

  it('an id that exists on the second try is that of the first', async () => {
    const exists = refuse(400, 1201, 'external_task_id already exists')
    inTurn(reset, notFound, notFound, exists, accepted)
    expect(expectSuccess(await create()).task_id).to.equal(taskId)
    expect(seen()).to.deep.equal(['POST', 'GET', 'GET', 'POST', 'GET'])
  })

  it("an id that exists on the first try is somebody else's", async () => {
    fixture.answer(refuse(400, 1201, 'external_task_id already exists'))
    const error = expectError(await create('--external-task-id', 'job-1'), 'invalid_request')
    expect(error.message).to.include('job-1')
    expect(error.billed).to.equal('no')
    expect(seen()).to.deep.equal(['POST'])
  })

  it('waits while all slots are busy, then goes on with the same body', async () => {
    const busy = refuse(429, 1303, 'parallel task over resource pack limit')
    inTurn(busy, refuse(429, 1302, 'too fast'), busy, accepted)
    const result = await create()
    expect(result.stderr).to.equal('All task slots are busy. Waiting for a free one.\n')
    expect(result.json).to.include({success: true, task_id: taskId})
    expect(seen()).to.deep.equal(['POST', 'POST', 'POST', 'POST'])
    expect(new Set(fixture.api.requests.map(idOf)).size).to.equal(1)
  })

  for (const [what, change] of [
    ['replaced', () => fixture.write('cat.png', png(400, 400, 300_000).fill(7, 1000))],
    ['written to', () => appendFileSync(join(fixture.home.folder, 'cat.png'), 'more')],
    ['removed', () => rmSync(join(fixture.home.folder, 'cat.png'))],
  ] as [string, () => void][]) {
    it(`a file that was ${what} while a slot was waited for is not sent`, async () => {
      fixture.write('cat.png', png(400, 400, 300_000))
      fixture.answer((request, response) => {
        change()
        return refuse(429, 1303, 'parallel task over resource pack limit')(request, response)
      })
      const {code, stderr} = await create('-i', 'cat.png')
      const {error} = JSON.parse(stderr.trim().split('\n').at(-1)!) as {error: Record<string, unknown>}
      expect(error.code).to.equal('image_read_error')
      expect(code).to.equal(2)
      expect(error).to.include({billed: 'no', retryable: false})
      expect(error.message).to.include('cat.png')
      expect(seen()).to.deep.equal(['POST'])
      expect(fixture.journal().at(-1)).to.include({event: 'not_taken'})
    })
  }

  it('a server that names no pause, or one that is over, is not asked without one', async () => {
    for (const pause of ['0', '-5', new Date(0).toUTCString()]) {
      const times: number[] = []
      fixture.answer((_request, response) => {
        times.push(performance.now())
        response.writeHead(429, {'retry-after': pause})
        response.end(JSON.stringify({code: 1302, message: 'too fast'}))
      })
      expectError(await create(), 'rate_limit')
      // A timer never ends early; these are fifty times as fast.
      expect(times[3]! - times[2]!, pause).to.be.at.least(20)
    }
  })

  it('each create goes over a connection of its own', async () => {
    const used = new Set<unknown>()
    const handlers = [html, notFound, notFound, accepted]
    fixture.answer((request, response) => {
      // A server, or what stands before it, that has given the connection up.
      if (request.method === 'POST' && used.has(response.socket)) return reset(request, response)
      used.add(response.socket)
      return handlers.shift()!(request, response)
    })
    expectSuccess(await create())
    expect(seen()).to.deep.equal(['POST', 'GET', 'GET', 'POST'])
  })

  it('sends files again, whole, when a create is repeated', async () => {
    const picture = png(400, 400, 300_000)
    fixture.write('cat.png', picture)
    inTurn(refuse(429, 1302, 'too fast'), accepted)
    expectSuccess(await create('-i', 'cat.png'))
    const [first, second] = fixture.api.requests
    expect(second!.body).to.equal(first!.body)
    expect(JSON.parse(second!.body).image_list[0].image_url).to.equal(picture.toString('base64'))
  })

  it('no connection: not taken, tried again, then connection_error', async () => {
    const closed = createServer()
    await new Promise<void>(resolve => closed.listen(0, '127.0.0.1', resolve))
    const url = `http://127.0.0.1:${(closed.address() as AddressInfo).port}`
    await new Promise(resolve => closed.close(resolve))
    const env = {KLING_BASE_URL: url}
    const error = expectError(
      await fixture.klingWithFastPolling(['video', 'create', 'A cat'], {env}),
      'connection_error',
    )
    expect(error).to.include({billed: 'no', retryable: true})
    expect(error.message).to.match(/ECONNREFUSED/)
    expect(fixture.journal().map(({event}) => event)).to.deep.equal(['intent', 'not_taken'])
  })

  it('no answer in time: timeout, and it is not certain whether it was taken', async () => {
    const refused = refuse(403, 1103, 'no')
    inTurn(() => new Promise(() => {}), refused)
    const error = expectError(await create('--timeout', '1'), 'timeout')
    expect(error.billed).to.equal('maybe')
    expect(error.hint).to.include(error.details.external_task_id)
    expect(seen()).to.deep.equal(['POST', 'GET'])
  })

  it('notes everything in a private journal, without the keys', async () => {
    inTurn(reset, notFound, notFound, accepted)
    const prompt = `A cat ${'walks '.repeat(30)}home`
    const result = await fixture.klingWithFastPolling(['video', 'create', prompt, '-d', '10'])
    const {external_task_id: id} = expectSuccess(result)
    const [intent, ...events] = fixture.journal().map(({at, ...event}) => {
      expect(Date.parse(String(at))).to.be.a('number').that.is.not.NaN
      return event
    })
    expect(intent).to.include({
      event: 'intent',
      id,
      kind: 'create',
      base_url: fixture.api.url,
      model: 'kling-video-o1',
      units: 8,
    })
    expect(String(intent!.prompt).length).to.be.below(60)
    expect(events).to.deep.equal([
      {event: 'unknown', id, code: 'connection_error'},
      {event: 'accepted', id, task_id: taskId, request_id: 'req-1'},
    ])
    expect(JSON.stringify(fixture.journal())).to.not.include('secret-key')
  })

  it('prints a task that was taken although the journal could not note it', async () => {
    const folder = `${fixture.home.folder}/.local/share/kling-cli/journal`
    const {renameSync, writeFileSync} = await import('node:fs')
    fixture.answer(() => {
      renameSync(folder, `${folder}.gone`)
      writeFileSync(folder, 'a file where the folder was')
      return ok(taskData('submitted'))
    })
    expect(expectSuccess(await create()).task_id).to.equal(taskId)
  })

  describe('with a clock that the server does not share', () => {
    for (const apiCode of [1003, 1004]) {
      it(`${apiCode}: signs once more by the server's clock`, async () => {
        const date = new Date(Date.now() + 7_200_000)
        inTurn((request, response) => {
          response.setHeader('date', date.toUTCString())
          return refuse(401, apiCode, 'token')(request, response)
        }, taskApi())
        expectSuccess(await create())
        const [first, second] = await Promise.all(fixture.api.requests.map(async request => claims(request)))
        expect(second!.exp - first!.exp).to.be.within(7_140, 7_260)
        expect(second!.nbf).to.equal(second!.exp - 1805)
        expect(fixture.api.requests[1]!.body).to.equal(fixture.api.requests[0]!.body)
      })
    }

    it('gives up when the second token is refused, too', async () => {
      fixture.answer(refuse(401, 1004, 'token expired'))
      expect(expectError(await create(), 'invalid_api_key').api_code).to.equal(1004)
      expect(seen()).to.deep.equal(['POST', 'POST'])
    })

    it('does not repeat with an API key, which has no clock', async () => {
      fixture.answer(refuse(401, 1004, 'token expired'))
      const env = {KLING_API_KEY: 'static', KLING_ACCESS_KEY: undefined}
      expectError(await fixture.kling(['video', 'create', 'A cat'], {env}), 'invalid_api_key')
      expect(seen()).to.deep.equal(['POST'])
    })
  })

  /** Times of a token, which need not be valid now. */
  function claims({headers}: SeenRequest): {exp: number; nbf: number} {
    const [, payload] = headers.authorization!.split('.')
    return JSON.parse(Buffer.from(payload!, 'base64url').toString()) as {exp: number; nbf: number}
  }

  it('signs with the keys of the environment', async () => {
    fixture.answer(taskApi())
    expectSuccess(await create())
    expect(await verifyToken(fixture.api.requests[0]!)).to.include({
      iss: 'access-key-of-the-tests',
      alg: 'HS256',
    })
  })
})
