import {expect} from 'chai'
import {parseLossless} from '../src/http/lossless-json.js'

describe('JSON with long ids', () => {
  const cases: [string, unknown][] = [
    ['{"element_id":829836123456789012}', {element_id: '829836123456789012'}],
    [
      '{"element_list":[{"element_id": 829836123456789012 },{"element_id":12}]}',
      {element_list: [{element_id: '829836123456789012'}, {element_id: 12}]},
    ],
    ['{"a\\"id":"x\\\\","id":9007199254740993}', {'a"id': 'x\\', id: '9007199254740993'}],
    [
      '{"prompt":"\\"element_id\\": 829836123456789012","element_id":1}',
      {prompt: '"element_id": 829836123456789012', element_id: 1},
    ],
    [
      '{"id":12345678901234567.5,"n":12345678901234567890}',
      {id: Number('12345678901234567.5'), n: Number('12345678901234567890')},
    ],
    ['[]', []],
  ]
  for (const [text, value] of cases) {
    it(`reads ${text}`, () => {
      expect(parseLossless(text)).to.deep.equal(value)
    })
  }

  it('refuses what is no JSON', () => {
    expect(() => parseLossless('{"element_id":829836123456789012')).to.throw(SyntaxError)
  })

  it('reads a long text beside a long id', () => {
    const image = 'A'.repeat(8_000_000)
    const value = parseLossless(`{"image":"${image}","element_id":829836123456789012}`) as Record<
      string,
      string
    >
    expect(value.image).to.have.length(image.length)
    expect(value.element_id).to.equal('829836123456789012')
  })
})
