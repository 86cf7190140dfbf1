import {expect} from 'chai'
import {parseRange} from '../../../src/lib/http/serve-file.js'

describe('ranges', () => {
  const cases: [string | undefined, ReturnType<typeof parseRange>][] = [
    [undefined, undefined],
    ['bytes=0-9', {start: 0, end: 9}],
    ['bytes=990-', {start: 990, end: 999}],
    ['bytes=-10', {start: 990, end: 999}],
    ['bytes=-5000', {start: 0, end: 999}],
    ['bytes=0-5000', {start: 0, end: 999}],
    ['bytes=1000-', null],
    ['bytes=-0', null],
    ['bytes=9-0', undefined],
    ['bytes=0-1,4-5', undefined],
    ['lines=0-1', undefined],
    ['bytes=-', undefined],
  ]
  for (const [header, range] of cases) {
    it(`${header} of 1000 bytes is ${JSON.stringify(range)}`, () => {
      expect(parseRange(header, 1000)).to.deep.equal(range)
    })
  }
})
