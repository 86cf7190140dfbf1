import {expect} from 'chai'
import {decodeJwt, decodeProtectedHeader, jwtVerify} from 'jose'
import {createBearer} from '../../../src/lib/api/auth.js'

const credentials = {accessKey: 'AK', secretKey: 'the-secret-key'}
const second = 1_800_000_000

describe('createBearer', () => {
  it('signs HS256 with issuer, end and start', async () => {
    const bearer = createBearer(credentials, {clock: () => second * 1000 + 999})
    const token = await bearer.token()
    expect(decodeProtectedHeader(token)).to.deep.equal({alg: 'HS256', typ: 'JWT'})
    expect(decodeJwt(token)).to.deep.equal({iss: 'AK', exp: second + 1800, nbf: second - 5})
    const key = new TextEncoder().encode('the-secret-key')
    await jwtVerify(token, key, {currentDate: new Date(second * 1000)})
  })

  it('gives one token until shortly before its end, then a new one', async () => {
    let now = second * 1000
    const bearer = createBearer(credentials, {clock: () => now})
    const first = await bearer.token()
    now += 1_739_000
    expect(await bearer.token()).to.equal(first)
    now += 2000
    const next = await bearer.token()
    expect(decodeJwt(next).exp).to.equal(second + 1741 + 1800)
  })

  it("signs anew by the server's clock, now and later", async () => {
    let now = second * 1000
    const told: number[] = []
    const bearer = createBearer(credentials, {clock: () => now, onSkew: ms => told.push(ms)})
    await bearer.token()
    expect(bearer.correct((second + 3600) * 1000)).to.equal(true)
    expect(decodeJwt(await bearer.token()).nbf).to.equal(second + 3595)
    expect(told).to.deep.equal([])
    bearer.settle(true)
    now += 10_000_000
    expect(decodeJwt(await bearer.token()).nbf).to.equal(second + 13_595)
    expect(told).to.deep.equal([3_600_000])
  })

  it('forgets a difference that has not helped', async () => {
    const told: number[] = []
    const bearer = createBearer(credentials, {
      clock: () => second * 1000,
      skew: 7000,
      onSkew: ms => told.push(ms),
    })
    bearer.correct((second + 3600) * 1000)
    bearer.settle(false)
    expect(decodeJwt(await bearer.token()).nbf).to.equal(second + 2)
    expect(told).to.deep.equal([])
  })

  it('starts with a skew that is known', async () => {
    const bearer = createBearer(credentials, {clock: () => second * 1000, skew: -60_000})
    expect(decodeJwt(await bearer.token()).nbf).to.equal(second - 65)
  })

  it('an API key is sent as it is and has no clock', async () => {
    const bearer = createBearer({apiKey: 'key'})
    expect(await bearer.token()).to.equal('key')
    expect(bearer.correct(0)).to.equal(false)
  })
})
