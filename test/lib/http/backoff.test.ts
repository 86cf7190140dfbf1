import {expect} from 'chai'
import {backoff, delay, retryAfter} from '../../../src/lib/http/backoff.js'

describe('back-off', () => {
  it('doubles up to 20 s, each between half and whole', () => {
    const bounds = (random: number) => [0, 1, 2, 3, 4, 5, 20].map(attempt => backoff(attempt, () => random))
    expect(bounds(0)).to.deep.equal([500, 1000, 2000, 4000, 8000, 10_000, 10_000])
    expect(bounds(1)).to.deep.equal([1000, 2000, 4000, 8000, 16_000, 20_000, 20_000])
  })

  const now = Date.parse('2026-01-01T00:00:00Z')
  const headers: [string | null | undefined, number | undefined][] = [
    [null, undefined],
    [undefined, undefined],
    ['', undefined],
    ['soon', undefined],
    ['0', 0],
    ['7', 7000],
    ['0.5', 500],
    ['-3', 0],
    ['3600', 120_000],
    ['Thu, 01 Jan 2026 00:00:10 GMT', 10_000],
    ['Wed, 31 Dec 2025 23:59:00 GMT', 0],
    ['Thu, 01 Jan 2026 09:00:00 GMT', 120_000],
  ]
  for (const [header, ms] of headers) {
    it(`Retry-After: ${header} → ${ms}`, () => {
      expect(retryAfter(header, now)).to.equal(ms)
    })
  }

  it('a delay ends at once when its signal is aborted, before or meanwhile', async () => {
    const controller = new AbortController()
    const waiting = delay(600_000, controller.signal).catch((error: Error) => error.message)
    controller.abort(new Error('stop'))
    expect(await waiting).to.equal('stop')
    expect(await delay(600_000, controller.signal).catch((error: Error) => error.message)).to.equal('stop')
    expect(await delay(1)).to.equal(undefined)
  })
})
