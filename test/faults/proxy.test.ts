import {expect} from 'chai'
import {mkdtempSync, rmSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {expectError, expectSuccess} from '../support/outcome.js'
import {type Certificates, makeCertificates} from './certificates.js'
import {create, inWorld} from './fault-world.js'
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
    inWorld({}, async world => {
      const {host} = new URL(proxy.url)
      const result = await world.kling(argv, {env: {HTTP_PROXY: `http://user:word@${host}`}})
      expectSuccess(result)
      expect(seen()[0]).to.equal(`POST ${world.server.url}/v1/videos/omni-video`)
      expect(seen().at(-1)).to.include(`GET ${world.server.url}/files/`)
      expect(seen()).to.have.length(world.server.service.requests.length)
      const basic = `Basic ${Buffer.from('user:word').toString('base64')}`
      expect(new Set(proxy.seen.map(({authorization}) => authorization))).to.deep.equal(new Set([basic]))
      expectNothingLost(world, [result])
    }))

  for (const [what, value] of [
    ['a host', '127.0.0.1'],
    ['everything', '*'],
    ['a list', 'example.com, 127.0.0.1'],
  ] as const) {
    it(`NO_PROXY with ${what}: the proxy is passed by`, () =>
      inWorld({}, async world => {
        const env = {HTTP_PROXY: proxy.url, HTTPS_PROXY: proxy.url, NO_PROXY: value}
        expectSuccess(await world.kling(argv, {env}))
        expect(seen()).to.deep.equal([])
      }))
  }

  it('a proxy that cuts a create: one task, named', () =>
    inWorld({}, async world => {
      proxy.cut = 1
      const result = await world.kling(create(), {env: {HTTP_PROXY: proxy.url}})
      expectSuccess(result)
      expectNothingLost(world, [result])
    }))

  it('a proxy that is not there: nothing was sent, nothing is charged', () =>
    inWorld({}, async world => {
      await proxy.close()
      const error = expectError(
        await world.kling(create(), {env: {HTTP_PROXY: proxy.url}}),
        'connection_error',
      )
      expect(error.billed).to.equal('no')
      expect(world.server.service.requests).to.deep.equal([])
      proxy = await startProxy()
    }))

  describe('with TLS', () => {
    // Needs openssl, which makes the certificates.
    before(function () {
      if (!certificates) this.skip()
    })
    const trusting = (): Record<string, string> => ({NODE_EXTRA_CA_CERTS: certificates!.caFile})

    it('NODE_EXTRA_CA_CERTS: an authority of one’s own is believed', () =>
      inWorld({tls: certificates!.tls}, async world => {
        const result = await world.kling(argv, {env: trusting()})
        expectSuccess(result)
        expect(world.hash('cat.mp4')).to.equal(world.server.service.hashes[0])
      }))

    it('without it nothing is sent, that is said at once, and nothing is charged', () =>
      inWorld({tls: certificates!.tls}, async world => {
        const start = Date.now()
        const error = expectError(await world.kling(argv, {slow: true}), 'connection_error')
        expect(error.billed).to.equal('no')
        expect(error.hint).to.include('NODE_EXTRA_CA_CERTS')
        expect(world.server.service.requests).to.deep.equal([])
        expect(Date.now() - start).to.be.below(15_000)
        expect((await world.kling(['task', 'list'])).json.unsettled).to.equal(0)
      }))

    it('HTTPS_PROXY: all goes through tunnels, the proxy sees no request', () =>
      inWorld({tls: certificates!.tls}, async world => {
        const env = {...trusting(), HTTPS_PROXY: proxy.url}
        const result = await world.kling(argv, {env})
        expectSuccess(result)
        expect(new Set(seen())).to.deep.equal(new Set([`CONNECT ${new URL(world.server.url).host}`]))
        expect(JSON.stringify(proxy.seen)).to.not.include('Bearer')
        expect(world.hash('cat.mp4')).to.equal(world.server.service.hashes[0])
      }))

    it('HTTPS_PROXY: a tunnel that is cut is made again', () =>
      inWorld({tls: certificates!.tls}, async world => {
        proxy.cut = 1
        const result = await world.kling(argv, {env: {...trusting(), HTTPS_PROXY: proxy.url}})
        expectSuccess(result)
        expectNothingLost(world, [result])
      }))

    it('HTTPS_PROXY and NO_PROXY: localhost is reached directly', () =>
      inWorld({tls: certificates!.tls}, async world => {
        const env = {...trusting(), HTTPS_PROXY: proxy.url, NO_PROXY: 'localhost'}
        expectSuccess(await world.kling(argv, {env}))
        expect(seen()).to.deep.equal([])
      }))
  })
})
