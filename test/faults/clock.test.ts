import {expect} from 'chai'
import {jwtVerify} from 'jose'
import {expectError, expectSuccess} from '../support/outcome.js'
import type {FaultServerOptions} from './fault-server.js'
import {fastTimersFile, preload} from '../support/preload.js'
import {create, withFixture, secretKey} from './fault-fixture.js'
import type {Fault} from './fault-service.js'
import {existsSync, readFileSync, statSync} from 'node:fs'

/** A server whose clock is ahead of this machine's by so many seconds; it checks tokens by it. */
function clockAhead(seconds: number): FaultServerOptions & {verify(): Promise<void>; tokens: string[]} {
  const tokens: string[] = []
  const now = (): Date => new Date(Date.now() + seconds * 1000)
  const claims = (token: string): {exp: number; nbf: number} =>
    JSON.parse(Buffer.from(token.split('.')[1]!, 'base64url').toString()) as {exp: number; nbf: number}
  return {
    tokens,
    /** All tokens were signed with the key, whatever their time. */
    async verify() {
      for (const token of tokens) {
        const {nbf} = claims(token)
        await jwtVerify(token, new TextEncoder().encode(secretKey), {
          currentDate: new Date(nbf * 1000 + 10_000),
        })
      }
    },
    intercept({headers}) {
      const token = String(headers.authorization).split(' ')[1]!
      tokens.push(token)
      const {exp, nbf} = claims(token)
      const at = now().getTime() / 1000
      const code = at < nbf ? 1003 : at > exp ? 1004 : 0
      if (code === 0) return undefined
      return {
        status: 401,
        headers: {'content-type': 'application/json', date: now().toUTCString()},
        body: Buffer.from(JSON.stringify({code, message: 'token', request_id: 'r'})),
        end: 'well',
      }
    },
  }
}

describe('faults: clocks that differ', () => {
  for (const [what, seconds] of [
    ['two hours ahead: the token has expired', 7200],
    ['two hours behind: the token is not valid yet', -7200],
  ] as const) {
    it(`a server ${what}: signed again once, and the next process needs no second try`, async () => {
      const server = clockAhead(seconds)
      await withFixture(server, async fixture => {
        expectSuccess(await fixture.kling(create()))
        expect(server.tokens).to.have.length(2)
        expect(fixture.server.service.tasks.size).to.equal(1)
        for (let turn = 0; turn < 3; turn++) expectSuccess(await fixture.kling(create()))
        expect(server.tokens).to.have.length(5)
        await server.verify()
        const note = fixture.path('.cache/kling-cli/clock-skew.json')
        expect((statSync(note).mode & 0o777).toString(8)).to.equal('600')
        expect(readFileSync(note, 'utf8')).to.not.include(secretKey)
      })
    })
  }

  it('a clock that is set right afterwards is noticed', async () => {
    await withFixture(clockAhead(7200), async fixture => {
      expectSuccess(await fixture.kling(create()))
      const right = clockAhead(0)
      await withFixture(right, async other => {
        // The same host for the program, whose note is about the port, too.
        const {writeFileSync} = await import('node:fs')
        const note = fixture.path('.cache/kling-cli/clock-skew.json')
        const noted = JSON.parse(readFileSync(note, 'utf8')) as object
        writeFileSync(note, JSON.stringify({...noted, host: new URL(other.server.url).host}))
        const env = {KLING_BASE_URL: other.server.url}
        expectSuccess(await fixture.kling(create(), {env}))
        expectSuccess(await fixture.kling(create(), {env}))
        expect(right.tokens).to.have.length(3)
      })
    })
  })

  it('a difference that did not help is not kept for the next process', () => {
    const dates: string[] = []
    const wrong = new Date(Date.now() + 7_200_000).toUTCString()
    return withFixture(
      {
        intercept: ({headers}) => {
          const [, payload] = String(headers.authorization).split('.')
          dates.push(Buffer.from(payload!, 'base64url').toString())
          const body = Buffer.from(JSON.stringify({code: 1003, message: 'not yet', request_id: 'r'}))
          // Of a proxy whose clock is wrong.
          return {status: 401, headers: {date: wrong}, body, end: 'well'}
        },
      },
      async fixture => {
        expectError(await fixture.kling(create()), 'invalid_api_key')
        expectError(await fixture.kling(create()), 'invalid_api_key')
        const [first, , second] = dates.map(text => (JSON.parse(text) as {exp: number}).exp)
        expect(second! - first!).to.be.within(0, 60)
        expect(existsSync(fixture.path('.cache/kling-cli/clock-skew.json'))).to.equal(false)
      },
    )
  })

  it('a token that is refused again is not signed a third time', () => {
    let requests = 0
    return withFixture(
      {
        intercept: () => {
          requests++
          const body = Buffer.from(JSON.stringify({code: 1003, message: 'not yet', request_id: 'r'}))
          return {status: 401, headers: {}, body, end: 'well'}
        },
      },
      async fixture => {
        expectError(await fixture.kling(create()), 'invalid_api_key')
        expect(requests).to.equal(2)
      },
    )
  })
})

describe('faults: a clock that jumps', () => {
  const jumping = preload(new URL('jumping-clock.mjs', import.meta.url))

  it('a wait takes as long as --wait-timeout says', () =>
    withFixture({queriesToEnd: 1000}, async fixture => {
      const start = performance.now()
      const argv = create('--wait', '--wait-timeout', '4')
      const error = expectError(await fixture.kling(argv, {env: jumping, slow: true}), 'wait_timeout')
      expect(performance.now() - start).to.be.above(4000)
      // On a slow machine the last look may take longer, but not an hour.
      expect(Number(/after (\d+) s/.exec(error.message)![1])).to.be.within(4, 40)
      expect(fixture.server.service.requestsOf('GET').length).to.be.within(2, 20)
    }))

  it('a slot is waited for as long as --wait-timeout says, and tried for at the end', () =>
    withFixture({}, async fixture => {
      const busy: Fault = {shows: 'refusal', status: 429, code: 1303, headers: {'retry-after': '120'}}
      fixture.server.service.creates = Array.from({length: 500}, () => busy)
      const start = performance.now()
      const argv = create('--wait', '--wait-timeout', '3')
      const result = await fixture.kling(argv, {env: jumping, slow: true})
      expect(result.code, result.stderr).to.equal(4)
      expect(performance.now() - start).to.be.above(3000)
      expect(fixture.server.service.requestsOf('POST')).to.have.length(2)
    }))

  it('a create that is repeated, waited for and downloaded is all right', () =>
    withFixture({creates: [{shows: 'reset', does: 'task'}]}, async fixture => {
      const env = preload(fastTimersFile, new URL('jumping-clock.mjs', import.meta.url))
      expectSuccess(await fixture.kling(create('-o', 'cat.mp4'), {env}))
      expect(fixture.hash('cat.mp4')).to.equal(fixture.server.service.hashes[0])
    }))
})
