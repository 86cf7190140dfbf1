import {expect} from 'chai'
import {type FaultRule, parseFault, takeFault} from '../src/faults.js'
import {closeSandboxes, omniBody, sandbox} from './fixtures/sandbox.js'

const path = '/v1/videos/omni-video'

describe('fault rules', () => {
  const rules: [string, FaultRule][] = [
    [
      '429/1303 x2',
      {target: 'create', effect: {kind: 'status', status: 429, code: 1303}, left: 2, after: false},
    ],
    ['500 x1', {target: 'create', effect: {kind: 'status', status: 500}, left: 1, after: false}],
    ['latency 300ms', {target: 'any', effect: {kind: 'latency', ms: 300}, left: Infinity, after: false}],
    ['query: latency 1.5s x3', {target: 'query', effect: {kind: 'latency', ms: 1500}, left: 3, after: false}],
    ['cut 50%', {target: 'download', effect: {kind: 'cut', share: 0.5}, left: Infinity, after: false}],
    [
      'list:503/5001',
      {target: 'list', effect: {kind: 'status', status: 503, code: 5001}, left: Infinity, after: false},
    ],
    ['reset after x1', {target: 'create', effect: {kind: 'reset'}, left: 1, after: true}],
    ['  any:html   x1 ', {target: 'any', effect: {kind: 'html'}, left: 1, after: false}],
    ['hang', {target: 'create', effect: {kind: 'hang'}, left: Infinity, after: false}],
  ]
  for (const [text, rule] of rules) {
    it(`reads "${text}"`, () => {
      expect(parseFault(text)).to.deep.equal(rule)
    })
  }

  for (const text of [
    '',
    'x2',
    '429/1303 x0',
    '99',
    'latency',
    'cut 150%',
    'create:cut 50%',
    'nobody:500',
    'boom',
  ]) {
    it(`refuses "${text}" and says how rules are written`, () => {
      expect(() => parseFault(text)).to.throw(`"${text}" is not a fault rule`)
    })
  }

  it('adds up latencies, takes one effect a request and counts down', () => {
    const faults = ['latency 10ms', 'latency 5ms x1', '500 x1', '429/1303 x1'].map(parseFault)
    expect(takeFault(faults, 'create')).to.deep.equal({
      latencyMs: 15,
      effect: {kind: 'status', status: 500},
      after: false,
    })
    expect(takeFault(faults, 'query')).to.deep.equal({latencyMs: 10, after: false})
    expect(takeFault(faults, 'create').effect).to.deep.equal({kind: 'status', status: 429, code: 1303})
    expect(takeFault(faults, 'create')).to.deep.equal({latencyMs: 10, after: false})
  })
})

describe('faults of a server', () => {
  afterEach(closeSandboxes)

  it('answers the next creates with a status and a code', async () => {
    const {call} = await sandbox({faults: ['429/1303 x2']})
    for (let time = 0; time < 2; time++) {
      const {status, body} = await call('POST', path, omniBody)
      expect([status, body.code]).to.deep.equal([429, 1303])
    }
    expect((await call('POST', path, omniBody)).status).to.equal(200)
    expect((await call('GET', path)).body.data).to.have.length(1)
  })

  it('finds the code that goes with a status', async () => {
    const {call} = await sandbox({faults: ['list:500 x1', 'list:418 x1']})
    const first = await call('GET', path)
    expect([first.status, first.body.code]).to.deep.equal([500, 5000])
    const second = await call('GET', path)
    expect(second.status).to.equal(418)
    expect(second.body).not.to.have.property('code')
  })

  it('sends a web page', async () => {
    const {call} = await sandbox({faults: ['html x1']})
    const {status, headers, body} = await call('POST', path, omniBody)
    expect(status).to.equal(502)
    expect(headers.get('content-type')).to.match(/^text\/html/)
    expect(body).to.contain('<html>')
  })

  it('breaks the connection before or after the task is made', async () => {
    const {call} = await sandbox({faults: ['reset x1', 'reset after x1']})
    const broken = async () =>
      call('POST', path, omniBody).then(
        () => false,
        () => true,
      )
    expect(await broken()).to.equal(true)
    expect((await call('GET', path)).body.data).to.have.length(0)
    expect(await broken()).to.equal(true)
    expect((await call('GET', path)).body.data).to.have.length(1)
  })

  it('lets a client hang until the server closes', async () => {
    const server = await sandbox({faults: ['query:hang']})
    const answer = server.call('GET', `${path}/1`).then(
      () => 'answered',
      () => 'broken off',
    )
    await server.close()
    expect(await answer).to.equal('broken off')
  })

  it('refuses a rule that it cannot read', async () => {
    const failed = await sandbox({faults: ['boom']}).catch((error: Error) => error.message)
    expect(failed).to.contain('"boom" is not a fault rule')
  })
})
