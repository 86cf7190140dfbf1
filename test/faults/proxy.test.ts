import {expect} from 'chai'
import {mkdtempSync, rmSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {expectError, expectSuccess} from '../support/outcome.js'
import {type Certificates, makeCertificates} from './certificates.js'
import {create, withFixture} from './fault-fixture.js'
import {expectNothingLost} from './invariants.js'
import {type Proxy, startProxy} from './proxy.js'

describe('faults: proxies and certificates', () => {
  let proxy: Proxy
  let folder: string
  let certificates: Certificates | undefined

  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'kling-test-'))
    certificates = makeCertificates(folder)
  })
  after(() => rmSync(folder, {recursive: true, force: true}))
  beforeEach(async () => void (proxy = await startProxy()))
  afterEach(() => proxy.close())
  const seen = (): string[] => proxy.seen.map(({what}) => what)
  const argv = create('-o', 'cat.mp4')

  it('HTTP_PROXY: the API and the file host are reached through it', () =>
    withFixture({}, async fixture => {
      const {host} = new URL(proxy.url)
      const result = await fixture.kling(argv, {env: {HTTP_PROXY: `http://user:word@${host}`}})
      expectSuccess(result)
      expect(seen()[0]).to.equal(`POST ${fixture.server.url}/v1/videos/omni-video`)
      expect(seen().at(-1)).to.include(`GET ${fixture.server.url}/files/`)
      expect(seen()).to.have.length(fixture.server.service.requests.length)
      const basic = `Basic ${Buffer.from('user:word').toString('base64')}`
      expect(new Set(proxy.seen.map(({authorization}) => authorization))).to.deep.equal(new Set([basic]))
      expectNothingLost(fixture, [result])
    }))

  for (const [what, value] of [
    ['a host', '127.0.0.1'],
    ['everything', '*'],
    ['a list', 'example.com, 127.0.0.1'],
  ] as const) {
    it(`NO_PROXY with ${what}: the proxy is passed by`, () =>
      withFixture({}, async fixture => {
        const env = {HTTP_PROXY: proxy.url, HTTPS_PROXY: proxy.url, NO_PROXY: value}
        expectSuccess(await fixture.kling(argv, {env}))
        expect(seen()).to.deep.equal([])
      }))
  }

  it('a proxy that cuts a create: one task, named', () =>
    withFixture({}, async fixture => {
      proxy.cut = 1
      const result = await fixture.kling(create(), {env: {HTTP_PROXY: proxy.url}})
      expectSuccess(result)
      expectNothingLost(fixture, [result])
    }))

  it('a proxy that is not there: nothing was sent, nothing is charged', () =>
    withFixture({}, async fixture => {
      await proxy.close()
      const error = expectError(
        await fixture.kling(create(), {env: {HTTP_PROXY: proxy.url}}),
        'connection_error',
      )
      expect(error.billed).to.equal('no')
      expect(fixture.server.service.requests).to.deep.equal([])
      proxy = await startProxy()
    }))

  describe('with TLS', () => {
    // Needs openssl, which makes the certificates.
    before(function () {
      if (!certificates) this.skip()
    })
    const trusting = (): Record<string, string> => ({NODE_EXTRA_CA_CERTS: certificates!.caFile})

    it('NODE_EXTRA_CA_CERTS: an authority of one’s own is believed', () =>
      withFixture({tls: certificates!.tls}, async fixture => {
        const result = await fixture.kling(argv, {env: trusting()})
        expectSuccess(result)
        expect(fixture.hash('cat.mp4')).to.equal(fixture.server.service.hashes[0])
      }))

    it('without it nothing is sent, that is said at once, and nothing is charged', () =>
      withFixture({tls: certificates!.tls}, async fixture => {
        let connections = 0
        fixture.server.onStep = step => void (step === 'connection accepted' && connections++)
        const error = expectError(await fixture.kling(argv, {slow: true}), 'connection_error')
        expect(error.billed).to.equal('no')
        expect(error.hint).to.include('NODE_EXTRA_CA_CERTS')
        expect(fixture.server.service.requests).to.deep.equal([])
        expect(connections).to.equal(1)
        expect((await fixture.kling(['task', 'list'])).json.unsettled).to.equal(0)
      }))

    it('HTTPS_PROXY: all goes through tunnels, the proxy sees no request', () =>
      withFixture({tls: certificates!.tls}, async fixture => {
        const env = {...trusting(), HTTPS_PROXY: proxy.url}
        const result = await fixture.kling(argv, {env})
        expectSuccess(result)
        expect(new Set(seen())).to.deep.equal(new Set([`CONNECT ${new URL(fixture.server.url).host}`]))
        expect(JSON.stringify(proxy.seen)).to.not.include('Bearer')
        expect(fixture.hash('cat.mp4')).to.equal(fixture.server.service.hashes[0])
      }))

    it('HTTPS_PROXY: a tunnel that is cut is made again', () =>
      withFixture({tls: certificates!.tls}, async fixture => {
        proxy.cut = 1
        const result = await fixture.kling(argv, {env: {...trusting(), HTTPS_PROXY: proxy.url}})
        expectSuccess(result)
        expectNothingLost(fixture, [result])
      }))

    it('HTTPS_PROXY and NO_PROXY: localhost is reached directly', () =>
      withFixture({tls: certificates!.tls}, async fixture => {
        const env = {...trusting(), HTTPS_PROXY: proxy.url, NO_PROXY: 'localhost'}
        expectSuccess(await fixture.kling(argv, {env}))
        expect(seen()).to.deep.equal([])
      }))
  })
})
