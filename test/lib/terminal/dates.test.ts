import {expect} from 'chai'
import {localTime, formatAgo} from '../../../src/lib/terminal/dates.js'

describe('times', () => {
  const now = Date.parse('2026-11-23T12:00:00Z')
  const before = (seconds: number): string => new Date(now - seconds * 1000).toISOString()
  const cases: [number, string][] = [
    [0, 'just now'],
    [-30, 'just now'],
    [9, 'just now'],
    [10, '10 s ago'],
    [59, '59 s ago'],
    [60, '1 min ago'],
    [3599, '59 min ago'],
    [3600, '1 h ago'],
    [86_399, '23 h ago'],
    [86_400, '1 day ago'],
    [2 * 86_400, '2 days ago'],
    [29 * 86_400, '29 days ago'],
  ]
  for (const [seconds, words] of cases)
    it(`${seconds} s before now: ${words}`, () => expect(formatAgo(before(seconds), now)).to.equal(words))

  it('long ago: the day; in the future: the time', () => {
    expect(formatAgo(before(60 * 86_400), now)).to.match(/^2026-09-2[345]$/)
    expect(formatAgo(before(-3600), now)).to.match(/^2026-11-2\d \d\d:00:00$/)
  })

  it('what is no time stays as it is', () => {
    expect([formatAgo('soon', now), localTime('soon')]).to.deep.equal(['soon', 'soon'])
  })
})
