import {expect} from 'chai'
import {isExcepted, parseProxy, proxyFor} from '../../../src/lib/http/proxy-settings.js'

describe('NO_PROXY', () => {
  const cases: [list: string, excepted: string[], proxied: string[]][] = [
    ['', [], ['https://a.example']],
    ['*', ['https://a.example', 'http://10.1.2.3'], []],
    [
      'example.com',
      ['https://example.com', 'https://api.example.com', 'https://EXAMPLE.com.'],
      ['https://notexample.com'],
    ],
    ['.example.com', ['https://api.example.com', 'https://example.com'], ['https://example.com.evil.test']],
    ['*.example.com', ['https://api.example.com'], ['https://other.test']],
    ['a.example:8443', ['https://a.example:8443'], ['https://a.example']],
    ['a.example:443', ['https://a.example'], ['http://a.example']],
    ['a.test, b.test c.test', ['https://a.test', 'https://b.test', 'https://c.test'], ['https://d.test']],
    ['10.0.0.0/8', ['http://10.1.2.3:99'], ['http://11.1.2.3', 'http://host10.example']],
    ['10.0.0.0/8:99', ['http://10.1.2.3:99'], ['http://10.1.2.3:98']],
    ['192.168.7.0/24,127.0.0.1', ['http://192.168.7.9', 'http://127.0.0.1'], ['http://192.168.8.1']],
    ['[::1]', ['http://[::1]:3000'], ['http://[::2]']],
    ['::1', ['http://[::1]:3000'], ['http://[::2]']],
    ['[::1]:3000', ['http://[::1]:3000'], ['http://[::1]']],
    ['fd00::/8', ['http://[fd12::1]'], ['http://[fe80::1]']],
    ['[fd00::/8]', ['http://[fd12::1]'], ['http://[fe80::1]']],
    ['10.0.0.0/99, 10.0.0.0/x, /8, :80, [, .', [], ['http://10.0.0.1', 'http://a.test']],
  ]
  for (const [list, excepted, proxied] of cases)
    it(JSON.stringify(list), () => {
      for (const url of excepted) expect(isExcepted(new URL(url), list), url).to.equal(true)
      for (const url of proxied) expect(isExcepted(new URL(url), list), url).to.equal(false)
    })
})

describe('variables of proxies', () => {
  const url = new URL('https://api.example')

  it('the small spelling wins, and the one for the scheme before ALL_PROXY', () => {
    const env = {HTTPS_PROXY: 'http://big', https_proxy: 'http://small', ALL_PROXY: 'http://all'}
    expect(proxyFor(url, env)?.variable).to.equal('https_proxy')
    expect(proxyFor(url, {ALL_PROXY: 'all', HTTP_PROXY: 'x'})).to.deep.include({variable: 'ALL_PROXY'})
    expect(proxyFor(url, {HTTP_PROXY: 'x'})).to.equal(undefined)
  })

  it('without a scheme it is http; what is none is none', () => {
    expect(parseProxy('proxy.example:8080')?.href).to.equal('http://proxy.example:8080/')
    expect(parseProxy(' socks5h://127.0.0.1 ')?.protocol).to.equal('socks5h:')
    for (const value of ['http://', 'ftp://a', 'http://a:b:c', 'http://u:%@a', 'file:///x'])
      expect(parseProxy(value), value).to.equal(undefined)
  })
})
