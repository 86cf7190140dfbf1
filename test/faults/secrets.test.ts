import {expect} from 'chai'
import {readFileSync, readdirSync, statSync} from 'node:fs'
import {join} from 'node:path'
import type {RunResult} from '../support/run-kling.js'
import {startFaults} from './fault-server.js'
import {type FaultFixture, accessKey, create, withFixture, secretKey} from './fault-fixture.js'
import {itConcurrent} from './concurrent.js'

const apiKey = 'api-key-of-the-faults-0123456789'

/** All text below a folder. */
function textBelow(folder: string): string {
  return readdirSync(folder)
    .map(name => join(folder, name))
    .map(path => (statSync(path).isDirectory() ? textBelow(path) : readFileSync(path, 'latin1')))
    .join('\n')
}

/** No secret is in what the program said and wrote; nor is a token that the server saw. */
function expectNoSecret(fixture: FaultFixture, results: RunResult[]): void {
  const tokens = fixture.server.service.requests
    .map(({headers}) => String(headers.authorization ?? '').split(' ')[1])
    .filter(token => token !== undefined)
  expect(tokens).to.not.be.empty
  const said = results.map(({stdout, stderr}) => stdout + stderr).join('\n') + textBelow(fixture.home.folder)
  for (const secret of [secretKey, apiKey, 'password-of-the-proxy', ...tokens]) {
    expect(said.includes(secret), `${secret.slice(0, 8)}… is in what was said or written`).to.equal(false)
  }
}

describe('faults: secrets', () => {
  const loud = ['--debug']
  const everything = {DEBUG: '*', NODE_ENV: 'production'}

  itConcurrent(
    [
      ['that goes well', {}],
      [
        'that is refused',
        {creates: [{shows: 'refusal', status: 401, code: 1000, message: 'wrong'} as const]},
      ],
      ['whose connection breaks', {creates: [{shows: 'reset', does: 'nothing'} as const]}],
      ['answered with a page', {creates: [{shows: 'html', does: 'task'} as const]}],
    ] as const,
    faults =>
      withFixture(faults as object, async fixture => {
        const argv = create('-o', 'cat.mp4', ...loud)
        const pair = await fixture.kling(argv, {env: everything})
        const key = await fixture.kling(create('--wait', ...loud), {
          env: {
            ...everything,
            KLING_API_KEY: apiKey,
            KLING_ACCESS_KEY: undefined,
            KLING_SECRET_KEY: undefined,
          },
        })
        const list = await fixture.kling(['task', 'list', ...loud], {env: everything})
        expect(pair.stderr).to.match(/POST .* → /)
        expectNoSecret(fixture, [pair, key, list])
      }),
  )

  it('a server that tells the token in its message does not make the program tell it', () => {
    const refusal = (authorization: string): string =>
      JSON.stringify({code: 1000, message: `bad header ${authorization}`, request_id: 'r'})
    return withFixture(
      {
        intercept: ({headers}) => ({
          status: 401,
          headers: {'content-type': 'application/json'},
          body: Buffer.from(refusal(String(headers.authorization))),
          end: 'well',
        }),
      },
      async fixture => {
        const seen: string[] = []
        const results = [
          await fixture.kling(create(...loud)),
          await fixture.kling(create(...loud), {env: {KLING_API_KEY: apiKey}}),
        ]
        seen.push(...results.map(({stderr}) => stderr))
        expect(seen.join('')).to.include('bad header')
        expect(seen.join('')).to.not.match(/Bearer ey|api-key-of-the-faults/)
      },
    )
  })

  it('a redirect of the API is not followed, to a file host no Authorization goes', () =>
    withFixture({}, async fixture => {
      const other = await startFaults({})
      try {
        fixture.server.service.creates = [
          {
            shows: 'html',
            status: 307,
            does: 'task',
            headers: {location: `${other.url}/v1/videos/omni-video`},
          },
        ]
        const result = await fixture.kling(create('-o', 'cat.mp4'))
        expect(result.code, result.stderr).to.equal(0)
        expect(other.service.requests).to.deep.equal([])
        const [file] = fixture.server.service.requestsOf('GET', '/files/')
        expect(file!.headers).to.not.have.property('authorization')
        expect(JSON.stringify(file!.headers)).to.not.include(accessKey)
      } finally {
        await other.close()
      }
    }))

  it('a redirect of the file host is followed, without an Authorization', () =>
    withFixture({}, async fixture => {
      const other = await startFaults({})
      try {
        const {service} = fixture.server
        const handle = service.handle.bind(service)
        service.handle = request =>
          request.url.startsWith('/files/')
            ? {
                status: 302,
                headers: {location: `${other.url}/files/1.mp4?v=1`},
                body: Buffer.alloc(0),
                end: 'well',
              }
            : handle(request)
        const result = await fixture.kling(create('-o', 'cat.mp4'))
        expect(result.code, result.stderr).to.equal(0)
        expect(other.service.requests[0]!.headers).to.not.have.property('authorization')
        expect(fixture.hash('cat.mp4')).to.equal(other.service.hashes[0])
      } finally {
        await other.close()
      }
    }))

  it('the password of a proxy is told by nobody', () =>
    withFixture({}, async fixture => {
      const env = {...everything, HTTP_PROXY: 'http://user:password-of-the-proxy@127.0.0.1:9'}
      const result = await fixture.kling(create(...loud), {env})
      expect(result.code).to.equal(7)
      expect(result.stderr).to.not.include('password-of-the-proxy')
      expect(textBelow(fixture.home.folder)).to.not.include('password-of-the-proxy')
    }))
})
