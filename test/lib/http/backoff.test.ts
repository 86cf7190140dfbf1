import {expect} from 'chai'
import fc from 'fast-check'
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
    ['1e3', undefined],
    ['0x10', undefined],
    ['2026', 120_000],
    [' 7 ', 7000],
    ['0', 0],
    ['7', 7000],
    ['0.5', 500],
    ['-3', 0],
    ['3600', 120_000],
    ['Thu, 01 Jan 2026 00:00:10 GMT', 10_000],
    ['Wed, 31 Dec 2025 23:59:00 GMT', 0],
    ['Thu, 01 Jan 2026 09:00:00 GMT', 120_000],
    ['Thursday, 01-Jan-26 00:00:10 GMT', 10_000],
    ['Thu Jan  1 00:00:10 2026', 10_000],
  ]
  for (const [header, ms] of headers) {
    it(`Retry-After: ${header} → ${ms}`, () => {
      expect(retryAfter(header, now)).to.equal(ms)
    })
  }

  it('Retry-After says the same in each form of HTTP, whatever the clocks and the time zone are', () => {
    const days = ['Sun', 'Mon', 'Tues', 'Wednes', 'Thurs', 'Fri', 'Satur']
    const times = fc.tuple(
      fc.date({min: new Date('2026-01-01'), max: new Date('2035-12-31'), noInvalidDate: true}),
      fc.nat(120),
    )
    fc.assert(
      fc.property(
        times,
        fc.constantFrom('UTC', 'Asia/Shanghai', 'America/New_York'),
        ([date, seconds], zone) => {
          const {TZ} = process.env
          process.env.TZ = zone
          try {
            const start = Math.floor(date.getTime() / 1000) * 1000
            const at = new Date(start + seconds * 1000)
            const [day, dd, mon, year, time] = at.toUTCString().split(/,? /) as [
              string,
              string,
              string,
              string,
              string,
            ]
            const long = days.find(name => name.startsWith(day))
            const forms = [
              String(seconds),
              `${day}, ${dd} ${mon} ${year} ${time} GMT`,
              `${long}day, ${dd}-${mon}-${year.slice(2)} ${time} GMT`,
              `${day} ${mon} ${dd.replace(/^0/, ' ')} ${time} ${year}`,
            ]
            for (const form of forms) expect(retryAfter(form, start), form).to.equal(seconds * 1000)
          } finally {
            if (TZ === undefined) delete process.env.TZ
            else process.env.TZ = TZ
          }
        },
      ),
    )
  })

  it('a delay ends at once when its signal is aborted, before or meanwhile', async () => {
    const controller = new AbortController()
    const waiting = delay(600_000, controller.signal).catch((error: Error) => error.message)
    controller.abort(new Error('stop'))
    expect(await waiting).to.equal('stop')
    expect(await delay(600_000, controller.signal).catch((error: Error) => error.message)).to.equal('stop')
    expect(await delay(1)).to.equal(undefined)
  })
})
