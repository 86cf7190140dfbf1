import {expect} from 'chai'
import nock from 'nock'
import {createBearer} from '../../../src/lib/api/auth.js'
import {type ClientOptions, KlingClient, type RequestLog, retryAfterOf} from '../../../src/lib/api/client.js'
import {createTransport} from '../../../src/lib/http/transport.js'
import {rejectionOf} from '../../support/failure.js'

// It listens from its import on, and other tests in this process talk to real servers.
nock.restore()

const host = 'https://api-singapore.klingai.com'
const path = '/v1/videos/omni-video/1'

describe('KlingClient', () => {
  let pauses: number[]

  const client = (options: Partial<ClientOptions> = {}) =>
    new KlingClient({
      baseUrl: host,
      bearer: async () => createBearer({apiKey: 'key'}),
      timeoutSeconds: 5,
      userAgent: 'kling-test',
      fetch: () => createTransport({env: {}}),
      delay: async ms => void pauses.push(ms),
      random: () => 1,
      ...options,
    })

  beforeEach(() => {
    pauses = []
    nock.activate()
    nock.disableNetConnect()
  })
  afterEach(() => {
    const left = nock.pendingMocks()
    nock.cleanAll()
    nock.enableNetConnect()
    nock.restore()
    expect(left).to.deep.equal([])
  })

  it('reads the envelope and says who it is', async () => {
    const headers = {accept: 'application/json', authorization: 'Bearer key', 'user-agent': 'kling-test'}
    nock(host, {reqheaders: headers})
      .get(path)
      .reply(200, {code: 0, request_id: 'r-1', data: {task_id: '1'}})
    expect(await client().get(path)).to.deep.equal({data: {task_id: '1'}, requestId: 'r-1'})
  })

  it('posts JSON of a known length', async () => {
    nock(host, {reqheaders: {'content-type': 'application/json', 'content-length': '18'}})
      .post('/v1/x', {prompt: 'A cat'})
      .reply(200, {code: 0, data: 1})
    expect((await client().post('/v1/x', {prompt: 'A cat'})).data).to.equal(1)
  })

  it('retries reads with growing pauses, or those that the server asks for', async () => {
    nock(host).get(path).reply(500, '{}')
    nock(host).get(path).reply(429, {code: 1302, message: 'busy'}, {'retry-after': '7'})
    nock(host)
      .get(path)
      .replyWithError(Object.assign(new Error('reset'), {code: 'ECONNRESET'}))
    nock(host).get(path).reply(200, {code: 0, data: 'at last'})
    expect((await client().get(path)).data).to.equal('at last')
    expect(pauses).to.deep.equal([1000, 7000, 4000])
  })

  it('gives up after eight tries, or one when the caller retries', async () => {
    nock(host).get(path).times(8).reply(503, 'busy')
    expect((await rejectionOf(client().get(path))).code).to.equal('server_overloaded')
    expect(pauses).to.have.length(7)
    nock(host).get(path).reply(503, 'busy')
    expect((await rejectionOf(client().get(path, {tries: 1}))).code).to.equal('server_overloaded')
  })

  it('gives up when the pauses would take longer than 90 s', async () => {
    nock(host).get(path).reply(503, 'busy', {'retry-after': '91'})
    await rejectionOf(client().get(path))
    expect(pauses).to.deep.equal([])
  })

  it('does not retry refusals, nor posts at all', async () => {
    nock(host).get(path).reply(400, {code: 1200, message: 'no'})
    expect((await rejectionOf(client().get(path))).code).to.equal('invalid_request')
    nock(host).post(path).reply(500, {code: 5000, message: 'oh'})
    expect((await rejectionOf(client().post(path, {}))).fields.billed).to.equal('maybe')
    nock(host).post(path).reply(429, {code: 1303, message: 'full'}, {'retry-after': '3'})
    const busy = await rejectionOf(client().post(path, {}))
    expect([busy.fields.billed, retryAfterOf(busy)]).to.deep.equal(['no', 3000])
    expect(pauses).to.deep.equal([])
  })

  it('tells what failed of a connection, and whether a create may have been taken', async () => {
    const cases: [string, 'no' | 'maybe'][] = [
      ['ECONNREFUSED', 'no'],
      ['ENOTFOUND', 'no'],
      ['ECONNRESET', 'maybe'],
      ['EPIPE', 'maybe'],
    ]
    for (const [code, billed] of cases) {
      nock(host)
        .post(path)
        .replyWithError(Object.assign(new Error(code), {code}))
      const error = await rejectionOf(client().post(path, {}))
      expect([error.code, error.fields.billed]).to.deep.equal(['connection_error', billed])
      expect(error.message).to.include(code)
    }
  })

  it('asks a host that it never reached three times, and one that has answered eight times', async () => {
    const refuse = (times: number) =>
      nock(host)
        .get(path)
        .times(times)
        .replyWithError(Object.assign(new Error('no'), {code: 'ECONNREFUSED'}))
    refuse(3)
    const first = await rejectionOf(client().get(path))
    expect([first.code, first.fields.billed]).to.deep.equal(['connection_error', undefined])
    expect(pauses.reduce((sum, ms) => sum + ms, 0)).to.equal(3000)
    refuse(5)
    await rejectionOf(client().get(path, {tries: 5}))
    const known = client()
    nock(host).get(path).reply(400, {code: 1200})
    await rejectionOf(known.get(path))
    refuse(8)
    await rejectionOf(known.get(path))
  })

  for (const [status, billed] of [
    [400, 'no'],
    [404, 'no'],
    [408, 'maybe'],
    [500, 'maybe'],
    [504, 'maybe'],
  ] as const)
    it(`a create that is answered ${status} without a code: billed ${billed}`, async () => {
      nock(host).post(path).reply(status, 'what a proxy says')
      expect((await rejectionOf(client().post(path, {}))).fields.billed).to.equal(billed)
    })

  it('ends at its limit of time: timeout', async () => {
    nock(host).post(path).delay(60_000).reply(200, {code: 0})
    const error = await rejectionOf(client({timeoutSeconds: 0.05}).post(path, {}))
    expect([error.code, error.fields.billed]).to.deep.equal(['timeout', 'maybe'])
    nock.abortPendingRequests()
  })

  it('follows no redirect: credentials stay where they belong', async () => {
    nock(host).get(path).times(8).reply(302, '', {location: 'https://elsewhere.example.com/'})
    expect((await rejectionOf(client().get(path))).fields.http_status).to.equal(302)
  })

  it("signs once more by the server's clock for 1003 and 1004", async () => {
    const corrected: number[] = []
    const settled: boolean[] = []
    const bearer = async () => ({
      token: async () => `token-${corrected.length}`,
      correct: (time: number) => corrected.push(time) > 0,
      settle: (hasHelped: boolean) => void settled.push(hasHelped),
    })
    const date = 'Thu, 01 Jan 2026 00:00:00 GMT'
    nock(host, {reqheaders: {authorization: 'Bearer token-0'}})
      .post(path)
      .reply(401, {code: 1004}, {date})
    nock(host, {reqheaders: {authorization: 'Bearer token-1'}})
      .post(path)
      .reply(200, {code: 0, data: 1})
    expect((await client({bearer}).post(path, {})).data).to.equal(1)
    expect(corrected).to.deep.equal([Date.parse(date)])
    expect(settled).to.deep.equal([true])
  })

  it('logs requests without headers and bodies', async () => {
    const logs: RequestLog[] = []
    nock(host).get(path).reply(200, {code: 0, request_id: 'r-1', data: {}})
    await client({onRequest: log => logs.push(log), clock: () => 5}).get(path)
    expect(logs).to.deep.equal([{method: 'GET', url: host + path, status: 200, requestId: 'r-1', ms: 0}])
  })

  it('an aborted signal ends it with its reason', async () => {
    const controller = new AbortController()
    controller.abort(new Error('stop'))
    const failure = await client({signal: controller.signal})
      .get(path)
      .catch((error: Error) => error.message)
    expect(failure).to.equal('stop')
  })
})
