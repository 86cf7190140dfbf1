import {expect} from 'chai'
import {type Handler, refuse} from '../support/api-server.js'
import {type Outcome, expectError} from '../support/outcome.js'
import type {RunResult} from '../support/run-kling.js'
import {notFound} from '../support/task-api.js'
import {useRuns, useFixture} from '../support/fixture.js'

/** Business code → HTTP status that comes with it, our code, requests of a create that waits for no free slot. */
const refusals: [number, number, string][] = [
  [1000, 401, 'invalid_api_key'],
  [1001, 401, 'invalid_api_key'],
  [1002, 401, 'invalid_api_key'],
  [1100, 429, 'quota_exceeded'],
  [1101, 429, 'quota_exceeded'],
  [1102, 429, 'quota_exceeded'],
  [1103, 403, 'permission_denied'],
  [1200, 400, 'invalid_request'],
  [1201, 400, 'invalid_request'],
  [1202, 404, 'invalid_request'],
  [1203, 404, 'task_not_found'],
  [1300, 400, 'content_policy'],
  [1301, 400, 'content_policy'],
  [1304, 429, 'permission_denied'],
]

/** Passing failures; a create asks whether it was taken, which these refuse, too. */
const failures: [number, number, string][] = [
  [5000, 500, 'server_error'],
  [5001, 503, 'server_overloaded'],
  [5002, 504, 'server_error'],
]

/** The same run without the line that says that it waits for a slot. */
function withoutNote({stdout, stderr, code}: RunResult): Outcome {
  return {stdout, stderr: stderr.replace(/^All task slots are busy.*\n/, ''), code}
}

/** An answer that asks for no pause before the next try. */
function plain(status: number, body: string, type = 'application/json'): Handler {
  return (_request, response) => {
    response.writeHead(status, {'content-type': type, 'retry-after': '0'})
    response.end(body)
  }
}

const envelope = (code: number): string =>
  JSON.stringify({code, message: `the reason for ${code}`, request_id: 'req-7', data: null})

describe('errors of the API', () => {
  const fixture = useFixture()
  const create = (...argv: string[]) => fixture.klingWithFastPolling(['video', 'create', 'A cat', ...argv])
  const status = () => fixture.klingWithFastPolling(['video', 'status', '1', '--type', 'create'])
  const methods = () => fixture.api.requests.map(({method}) => method)

  const refused = useRuns(refusals, (own, [apiCode, http]) => {
    own.answer(refuse(http, apiCode, `the reason for ${apiCode}`))
    return own.kling(['video', 'create', 'A cat'])
  })
  for (const one of refusals) {
    const [apiCode, http, code] = one
    it(`${apiCode}: ${code}, once`, () => {
      const error = expectError(refused(one).result, code)
      const facts = {api_code: apiCode, http_status: http, request_id: 'req-refused', billed: 'no'}
      expect(error).to.include(facts)
      expect(error.message).to.include(`the reason for ${apiCode}`)
      expect(refused(one).fixture.api.requests.map(({method}) => method)).to.deep.equal(['POST'])
    })
  }

  const failed = useRuns(failures, (own, [apiCode, http]) => {
    own.answer(plain(http, envelope(apiCode)))
    return own.klingWithFastPolling(['video', 'create', 'A cat'])
  })
  for (const one of failures) {
    const [apiCode, http, code] = one
    it(`${apiCode}: ${code}; a create that may have been taken is not repeated`, () => {
      const error = expectError(failed(one).result, code)
      expect(error).to.include({api_code: apiCode, http_status: http, request_id: 'req-7', billed: 'maybe'})
      expect(error.hint).to.include(error.details.external_task_id)
      const methods = failed(one).fixture.api.requests.map(({method}) => method)
      expect(methods).to.deep.equal(['POST', ...Array(8).fill('GET')])
    })
  }

  it('1302: rate_limit after eight tries', async () => {
    fixture.answer(plain(429, envelope(1302)))
    expect(expectError(await create(), 'rate_limit')).to.include({
      api_code: 1302,
      billed: 'no',
      retryable: true,
    })
    expect(methods()).to.deep.equal(Array(8).fill('POST'))
  })

  it('1303: rate_limit when no slot gets free', async () => {
    fixture.answer(refuse(429, 1303, 'parallel task over resource pack limit'))
    const error = expectError(withoutNote(await create()), 'rate_limit')
    expect(error).to.include({api_code: 1303, billed: 'no', retryable: true})
    expect(methods()).to.deep.equal(Array(8).fill('POST'))
  })

  it('a busy server that names no pause is not hammered', async () => {
    let busy = 40
    fixture.answer((request, response) => {
      if (busy-- > 0) return plain(429, envelope(1303))(request, response)
      return refuse(400, 1201, 'enough')(request, response)
    })
    const argv = ['video', 'create', 'A cat', '--wait', '--wait-timeout', '2']
    expectError(withoutNote(await fixture.kling(argv)), 'rate_limit')
    expect(methods().length).to.be.below(5)
  })

  it('reads the code whatever the HTTP status', async () => {
    fixture.answer(plain(200, envelope(1101)))
    expect(expectError(await create(), 'quota_exceeded')).to.include({http_status: 200, api_code: 1101})
    fixture.answer(plain(500, envelope(1301)))
    expectError(await status(), 'content_policy')
    fixture.answer(plain(400, envelope(5001)))
    expectError(await status(), 'server_overloaded')
    expect(methods()).to.deep.equal(['POST', 'GET', ...Array(8).fill('GET')])
  })

  const answers: [string, number, string, string][] = [
    ['HTTP 400 without a code', 400, '{"message":"no"}', 'invalid_request'],
    ['HTTP 401 without a code', 401, '', 'invalid_api_key'],
    ['HTTP 403 without a code', 403, '{}', 'permission_denied'],
    ['HTTP 404 without a code', 404, '<html>', 'invalid_request'],
    ['HTTP 422 without a code', 422, '[]', 'invalid_request'],
    ['an unknown code', 400, '{"code":1999,"message":"new"}', 'invalid_request'],
    ['an unknown code of the server', 500, '{"code":7777,"message":"new"}', 'server_error'],
    ['HTTP 429 without a code', 429, 'slow down', 'rate_limit'],
    ['HTTP 503 without a code', 503, 'busy', 'server_overloaded'],
    ['HTTP 502, a page', 502, '<html>Bad gateway</html>', 'server_error'],
    ['HTTP 200, a page', 200, '<html>Log in to the hotel</html>', 'server_error'],
    ['HTTP 200, JSON of another kind', 200, '{"hello":1}', 'server_error'],
    ['HTTP 302', 302, '', 'server_error'],
  ]
  const answered = useRuns(answers, (own, [, http, body]) => {
    own.answer(plain(http, body))
    return own.klingWithFastPolling(['video', 'status', '1', '--type', 'create'])
  })
  for (const one of answers) {
    const [what, http, , code] = one
    it(`${what}: ${code}`, () => {
      expect(expectError(answered(one).result, code).http_status).to.equal(http)
    })
  }

  it('1201 on a query of an unknown id is task_not_found', async () => {
    fixture.answer(refuse(400, 1201, 'Task not found'))
    expectError(await status(), 'task_not_found')
    fixture.answer(refuse(400, 1201, 'invalid id'))
    expectError(await status(), 'task_not_found')
  })

  it('a create that was taken without a task id in the answer is looked up', async () => {
    fixture.answer((request, response) => {
      if (request.method === 'POST') return {code: 0, message: 'SUCCEED', request_id: 'req-1'}
      return notFound(request, response)
    })
    const error = expectError(await create(), 'server_error')
    expect(error.billed).to.equal('maybe')
    expect(methods().slice(0, 3)).to.deep.equal(['POST', 'GET', 'GET'])
  })
})
