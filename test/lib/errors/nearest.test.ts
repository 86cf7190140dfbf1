import {expect} from 'chai'
import {didYouMean, nearest} from '../../../src/lib/errors/nearest.js'

describe('nearest', () => {
  const words = ['create', 'status', 'download', 'list']
  const cases: [string, string | undefined][] = [
    ['create', 'create'],
    ['craete', 'create'],
    ['STATUS', 'status'],
    ['downlaod', 'download'],
    ['down-loads', 'download'],
    ['lst', 'list'],
    ['xyz', undefined],
    ['extremely-different', undefined],
    ['', undefined],
  ]
  for (const [typed, meant] of cases) {
    it(`${typed || '(nothing)'} → ${meant}`, () => {
      expect(nearest(typed, words)).to.equal(meant)
    })
  }

  it('takes the nearest of several, the first of equals', () => {
    expect(nearest('mode', ['model', 'mode'])).to.equal('mode')
    expect(nearest('ab', ['ac', 'ad'])).to.equal('ac')
    expect(nearest('word', [])).to.equal(undefined)
  })

  it('is put behind a sentence', () => {
    expect(didYouMean('craete', words)).to.equal(' (did you mean create?)')
    expect(didYouMean('xyz', words)).to.equal('')
  })
})
