import {expect} from 'chai'
import {parseLossless} from '../../../src/lib/api/lossless-json.js'

describe('parseLossless', () => {
  const cases: [string, unknown][] = [
    ['{"id":829836802793406551}', {id: '829836802793406551'}],
    ['[-829836802793406551, 1234567890123456]', ['-829836802793406551', '1234567890123456']],
    ['{"a" : 9223372036854775807 , "b":1}', {a: '9223372036854775807', b: 1}],
    ['829836802793406551', '829836802793406551'],
    ['{"n":123456789012345}', {n: 123_456_789_012_345}],
    ['{"x":0.30000000000000004}', {x: 0.30000000000000004}],
    ['{"x":-1.2345678901234567e-5}', {x: Number('-1.2345678901234567e-5')}],
    ['{"x":1234567890123456.5}', {x: 1_234_567_890_123_456.5}],
    ['{"x":1234567890123456e2}', {x: 123_456_789_012_345_600}],
    [
      '{"text":"829836802793406551 and \\"829836802793406551\\""}',
      {text: '829836802793406551 and "829836802793406551"'},
    ],
    ['{"url":"https://x.example/829836802793406551/\\\\"}', {url: 'https://x.example/829836802793406551/\\'}],
    ['{"829836802793406551":1}', {'829836802793406551': 1}],
    [
      '{"element_list":[{"element_id": 829836123456789012 },{"element_id":12}]}',
      {element_list: [{element_id: '829836123456789012'}, {element_id: 12}]},
    ],
    ['{"a\\"id":"x\\\\","id":9007199254740993}', {'a"id': 'x\\', id: '9007199254740993'}],
    ['null', null],
    ['[]', []],
  ]
  for (const [text, value] of cases) {
    it(text, () => {
      expect(parseLossless(text)).to.deep.equal(value)
    })
  }

  it('what is no JSON is an error', () => {
    for (const text of [
      '',
      '<html>',
      '{"a":}',
      '829836802793406551x',
      '{829836802793406551:1}',
      '{"id":829836802793406551',
    ])
      expect(() => parseLossless(text)).to.throw()
  })

  it('reads a text of 45 MB beside a long id', () => {
    const image = 'A'.repeat(45_000_000)
    const value = parseLossless(`{"image":"${image}","element_id":829836123456789012}`) as Record<
      string,
      string
    >
    expect(value.image === image).to.equal(true)
    expect(value.element_id).to.equal('829836123456789012')
  })
})
