import {expect} from 'chai'
import fc from 'fast-check'
import {requestUrl} from '../../../src/lib/api/request-url.js'

describe('the address of a request', () => {
  const base = 'https://proxy.example.com/kling'

  for (const path of ['/v1/x', '/v1/x?a=../b', '/v1/a%2Fb', '/v1/..a', '/v1/%252e%252e/x', '/v1/é'])
    it(`${path} is below the base URL`, () => expect(requestUrl(base, path)).to.equal(base + path))

  const elsewhere = [
    ...[
      '/../x',
      '/v1/../../x',
      '/%2e%2e/x',
      '/%2E./x',
      '/.%2e',
      '/./x',
      '/v1/..',
      '/..\\x',
      '/v1/.\t./.\n./x',
    ],
    ...['//evil.example/x', '/\\evil.example', 'x', '', '@evil.example/', ':80/', '/a#b', '/a b', '/\u0000'],
  ]
  for (const path of elsewhere)
    it(`${JSON.stringify(path)} is refused`, () => {
      expect(() => requestUrl(base, path)).to.throw('not allowed')
      expect(() => requestUrl('https://proxy.example.com', path)).to.throw('not allowed')
    })

  it('no path leads out, whatever it is made of', () => {
    const part = fc.oneof(
      fc.constantFrom(
        '..',
        '%2e',
        '.',
        '%2E%2e',
        '/',
        '\\',
        '%5c',
        '%2f',
        '\t',
        '\n',
        '@',
        ':',
        '?',
        '#',
        'a',
        '[',
        '%',
      ),
      fc.string({unit: 'binary', maxLength: 3}),
    )
    fc.assert(
      fc.property(fc.array(part, {maxLength: 8}), parts => {
        let address: string
        try {
          address = requestUrl(base, parts.join(''))
        } catch {
          return
        }
        const url = new URL(address)
        expect(url.origin).to.equal('https://proxy.example.com')
        expect(url.pathname).to.match(/^\/kling\//)
      }),
      {numRuns: 5000, seed: 20_260_101},
    )
  })
})
