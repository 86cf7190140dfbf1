import {expect} from 'chai'
import {checkBaseUrl, isKlingHost, isLoopback} from '../../../src/lib/config/regions.js'
import {errorOf} from '../../support/failure.js'

describe('base URLs', () => {
  const good: [string, string][] = [
    ['https://api-singapore.klingai.com', 'https://api-singapore.klingai.com'],
    ['https://proxy.example.com/kling//', 'https://proxy.example.com/kling'],
    ['HTTP://LOCALHOST:80/', 'http://localhost'],
    ['http://127.1:99', 'http://127.0.0.1:99'],
    ['http://[::1]:3000/', 'http://[::1]:3000'],
  ]
  for (const [text, url] of good) it(`${text} → ${url}`, () => expect(checkBaseUrl(text)).to.equal(url))

  const bad = [
    '',
    'example.com',
    'ftp://localhost',
    'http://example.com',
    'http://localhost.evil.example',
    'https://a@b.example',
    'http://10.0.0.1',
    'http://0.0.0.0',
  ]
  for (const text of bad) {
    it(`${text || 'nothing'}: invalid_base_url`, () => {
      const error = errorOf(() => checkBaseUrl(text))
      expect(error.code).to.equal('invalid_base_url')
    })
  }

  it('tells loopback names and the hosts of the service', () => {
    expect(['localhost', '127.0.0.1', '127.255.0.9', '[::1]'].every(isLoopback)).to.equal(true)
    expect(['127.0.0.1.example', '128.0.0.1', 'xlocalhost', '::1.example'].some(isLoopback)).to.equal(false)
    expect(isKlingHost('https://api-beijing.klingai.com')).to.equal(true)
    expect(isKlingHost('https://klingai.com.evil.example')).to.equal(false)
    expect(isKlingHost('https://evilklingai.com')).to.equal(false)
  })
})
