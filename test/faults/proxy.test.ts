import {expect} from 'chai'
import {mkdtempSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {expectError, expectSuccess} from '../support/outcome.js'
import {type Certificates, makeCertificates} from './certificates.js'
import {create, withFixture} from './fault-fixture.js'
import {expectNothingLost} from './invariants.js'
import {png} from '../support/pictures.js'
import {type Proxy, startProxy} from './proxy.js'
import {type SocksProxy, startSocksProxy} from './socks-proxy.js'

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
    ['a network', '10.0.0.0/8 127.0.0.0/8'],
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

  it('a proxy that is not there is named: nothing was sent, nothing is charged', () =>
    withFixture({}, async fixture => {
      await proxy.close()
      const {host} = new URL(proxy.url)
      const result = await fixture.kling(create(), {env: {HTTP_PROXY: `http://user:pass-word@${host}`}})
      const error = expectError(result, 'connection_error')
      expect(error.message).to.include(`http://${host} (HTTP_PROXY)`)
      expect(JSON.stringify(result)).to.not.include('pass-word')
      expect(error.billed).to.equal('no')
      expect(fixture.server.service.requests).to.deep.equal([])
      proxy = await startProxy()
    }))

  for (const value of ['http://', 'htp://user:pass-word@127.0.0.1:1', 'http://user:%pass-word@127.0.0.1:1'])
    it(`HTTP_PROXY=${value} is no proxy, which is told without a try`, () =>
      withFixture({}, async fixture => {
        const result = await fixture.kling(create('--debug'), {env: {HTTP_PROXY: value}})
        expect(JSON.stringify(result)).to.not.include('pass-word')
        const line = result.stderr.trimEnd().split('\n').at(-1)
        const error = expectError({...result, stderr: `${line}\n`}, 'connection_error')
        expect(error.message).to.equal('HTTP_PROXY is not a proxy URL.')
        expect([error.billed, error.retryable]).to.deep.equal(['no', false])
        expect(fixture.server.service.requests).to.deep.equal([])
        expect(fixture.journal().map(({event}) => event)).to.deep.equal(['intent', 'not_taken'])
      }))

  it('a proxy that wants a login says how to give it', () =>
    withFixture({}, async fixture => {
      proxy.status = 407
      const {host} = new URL(proxy.url)
      for (const [login, word] of [
        ['', 'requires a login'],
        ['user:pass-word@', 'rejects the user name or the password'],
      ]) {
        const env = {http_proxy: `http://${login}${host}`}
        for (const command of [create(), ['video', 'status', '1', '-t', 'create']]) {
          const before = proxy.seen.length
          const result = await fixture.kling(command, {env})
          const error = expectError(result, 'connection_error')
          expect(error.message).to.include(word).and.to.include(`http://${host} (http_proxy)`)
          expect(error.hint).to.include(`http_proxy=http://USER:PASSWORD@${host}`)
          expect(error.billed).to.equal(
            command.includes('create') && command[1] === 'create' ? 'no' : undefined,
          )
          expect(JSON.stringify(result)).to.not.include('pass-word')
          expect(proxy.seen).to.have.length(before + 1)
        }
      }
      expect(fixture.server.service.requests).to.deep.equal([])
    }))

  describe('SOCKS', () => {
    let socks: SocksProxy
    beforeEach(async () => void (socks = await startSocksProxy()))
    afterEach(() => socks.close())

    for (const scheme of ['socks4', 'socks4a', 'socks5', 'socks5h', 'socks'])
      it(`${scheme}: creates, queries and downloads go through it`, () =>
        withFixture({}, async fixture => {
          const {port} = new URL(fixture.server.url)
          const env = {ALL_PROXY: `${scheme}://${socks.host}`}
          const result = await fixture.kling(argv, {env})
          expectSuccess(result)
          const version = scheme.includes('4') ? 4 : 5
          expect(new Set(socks.seen.map(({what}) => what))).to.deep.equal(
            new Set([`${version} 127.0.0.1:${port}`]),
          )
          expect(fixture.hash('cat.mp4')).to.equal(fixture.server.service.hashes[0])
          expectNothingLost(fixture, [result])
        }))

    it('a login is given, and a wrong one is told of', () =>
      withFixture({}, async fixture => {
        socks.login = 'user:p@ss-word'
        const withLogin = (login: string) =>
          fixture.kling(create(), {env: {HTTP_PROXY: `socks5://${login}${socks.host}`}})
        expectSuccess(await withLogin('user:p%40ss-word@'))
        expect(socks.seen[0]!.login).to.equal(socks.login)
        const wrong = await withLogin('user:pass-word@')
        expect(expectError(wrong, 'connection_error').message).to.include('rejects')
        expect(JSON.stringify(wrong)).to.not.include('pass-word')
        const none = expectError(await withLogin(''), 'connection_error')
        expect([none.billed, none.hint]).to.deep.equal([
          'no',
          `Put it into the variable: HTTP_PROXY=socks5://USER:PASSWORD@${socks.host}`,
        ])
      }))

    it('one that is not there is named', () =>
      withFixture({}, async fixture => {
        await socks.close()
        const error = expectError(
          await fixture.kling(create(), {env: {HTTP_PROXY: `socks5h://${socks.host}`}}),
          'connection_error',
        )
        expect(error.message).to.include(`Cannot reach the proxy socks5h://${socks.host} (HTTP_PROXY)`)
        expect(error.billed).to.equal('no')
        socks = await startSocksProxy()
      }))
  })

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

    for (const [status, words] of [
      [407, 'requires a login'],
      [403, 'refuses to connect to localhost (HTTP 403)'],
    ] as const)
      it(`HTTPS_PROXY: ${status} instead of a tunnel is the proxy's word`, () =>
        withFixture({tls: certificates!.tls}, async fixture => {
          proxy.status = status
          for (const command of [create(), ['video', 'status', '1', '-t', 'create']]) {
            const env = {...trusting(), HTTPS_PROXY: proxy.url}
            const error = expectError(await fixture.kling(command, {env}), 'connection_error')
            expect(error.message).to.include(words).and.include('HTTPS_PROXY')
          }
          expect(proxy.seen).to.have.length(2)
          expect(fixture.server.service.requests).to.deep.equal([])
        }))

    it('HTTPS_PROXY: a tunnel that is cut during a create of 70 MB is made again', function () {
      this.timeout(60_000)
      return withFixture({tls: certificates!.tls}, async fixture => {
        proxy.cutAfter = 40_000_000
        const image = png(512, 512, 7_600_000)
        const images = Array.from({length: 7}, (_, at) => {
          writeFileSync(fixture.path(`${at}.png`), image)
          return ['--ref-image', `${at}.png`]
        }).flat()
        const result = await fixture.kling(create(...images), {env: {...trusting(), HTTPS_PROXY: proxy.url}})
        expectSuccess(result)
        expect(proxy.seen.length).to.be.greaterThan(1)
        expectNothingLost(fixture, [result])
      })
    })

    it('HTTPS_PROXY: SOCKS goes to TLS hosts as well', () =>
      withFixture({tls: certificates!.tls}, async fixture => {
        const socks = await startSocksProxy()
        const env = {...trusting(), HTTPS_PROXY: `socks5h://${socks.host}`}
        expectSuccess(await fixture.kling(argv, {env}))
        const {host} = new URL(fixture.server.url)
        expect(new Set(socks.seen.map(({what}) => what))).to.deep.equal(new Set([`5 ${host}`]))
        await socks.close()
      }))

    it('HTTPS_PROXY and NO_PROXY: localhost is reached directly', () =>
      withFixture({tls: certificates!.tls}, async fixture => {
        const env = {...trusting(), HTTPS_PROXY: proxy.url, NO_PROXY: 'localhost'}
        expectSuccess(await fixture.kling(argv, {env}))
        expect(seen()).to.deep.equal([])
      }))
  })
})
