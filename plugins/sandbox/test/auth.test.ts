import {expect} from 'chai'
import {SignJWT} from 'jose'
import {closeSandboxes, sandbox, type TestSandbox} from './fixtures/sandbox.js'

const path = '/v1/videos/omni-video'

interface Claims {
  iss?: string
  exp?: number
  nbf?: number
}

async function sign(claims: Claims, secret: string, alg = 'HS256'): Promise<string> {
  return new SignJWT({...claims}).setProtectedHeader({alg, typ: 'JWT'}).sign(new TextEncoder().encode(secret))
}

describe('authentication', () => {
  let server: TestSandbox
  const now = () => Math.floor(Date.now() / 1000)
  before(async () => {
    server = await sandbox()
  })
  after(closeSandboxes)

  const tokens: {what: string; code: number; header: () => Promise<string> | string}[] = [
    {what: 'no header', code: 1001, header: () => ''},
    {what: 'another scheme', code: 1002, header: () => 'Basic YTpi'},
    {what: 'garbage', code: 1002, header: () => 'Bearer garbage'},
    {what: 'three parts of garbage', code: 1002, header: () => 'Bearer a.b.c'},
    {what: 'an unknown api key', code: 1002, header: () => 'Bearer api-key-kling-sandbox-0'},
    {
      what: 'an unknown iss',
      code: 1002,
      header: async () => `Bearer ${await sign({iss: 'other', exp: now() + 60}, server.keys.secretKey)}`,
    },
    {
      what: 'no exp',
      code: 1002,
      header: async () => `Bearer ${await sign({iss: server.keys.accessKey}, server.keys.secretKey)}`,
    },
    {
      what: 'another algorithm',
      code: 1002,
      header: async () =>
        `Bearer ${await sign({iss: server.keys.accessKey, exp: now() + 60}, server.keys.secretKey.repeat(2), 'HS512')}`,
    },
    {
      what: 'a wrong signature',
      code: 1000,
      header: async () =>
        `Bearer ${await sign({iss: server.keys.accessKey, exp: now() + 60}, 'x'.repeat(32))}`,
    },
    {
      what: 'nbf in the future',
      code: 1003,
      header: async () =>
        `Bearer ${await sign({iss: server.keys.accessKey, exp: now() + 900, nbf: now() + 600}, server.keys.secretKey)}`,
    },
    {
      what: 'an expired token',
      code: 1004,
      header: async () =>
        `Bearer ${await sign({iss: server.keys.accessKey, exp: now() - 60}, server.keys.secretKey)}`,
    },
  ]
  for (const {what, code, header} of tokens) {
    it(`refuses ${what} with 401/${code}`, async () => {
      const {status, body} = await server.call('GET', path, undefined, {Authorization: await header()})
      expect(status).to.equal(401)
      expect(body.code).to.equal(code)
      expect(body.request_id).to.match(/^[0-9a-f-]{36}$/)
      expect(body).not.to.have.property('data')
    })
  }

  it('lets a signed token pass', async () => {
    const claims = {iss: server.keys.accessKey, exp: now() + 1800, nbf: now() - 5}
    const token = await sign(claims, server.keys.secretKey)
    const {status, body} = await server.call('GET', path, undefined, {Authorization: `Bearer ${token}`})
    expect(status).to.equal(200)
    expect(body).to.include({code: 0, message: 'SUCCEED'})
  })

  it('lets the static key pass', async () => {
    const {status} = await server.call('GET', path)
    expect(status).to.equal(200)
  })

  it('gives all servers of a folder the same keys, and none else', async () => {
    const second = await sandbox({stateDir: server.stateDir})
    const stranger = await sandbox()
    expect(second.keys).to.deep.equal(server.keys)
    expect(stranger.keys.secretKey).not.to.equal(server.keys.secretKey)
  })
})
