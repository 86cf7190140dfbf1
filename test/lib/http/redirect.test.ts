import {expect} from 'chai'
import {followRedirects, isLocalAddress, isLocalHost, redirectTarget} from '../../../src/lib/http/redirect.js'

describe('redirects of downloads', () => {
  const own = [
    ...[
      '127.0.0.1',
      '127.9.9.9',
      '0.0.0.0',
      '10.0.0.1',
      '172.31.255.255',
      '192.168.0.1',
      '169.254.169.254',
      '100.100.1.1',
    ],
    ...[
      '::',
      '::1',
      'fe80::1%eth0',
      'febf::1',
      'fd12::1',
      'ff02::1',
      '::ffff:10.0.0.1',
      '::7f00:1',
      '64:ff9b::a00:1',
      '2002:7f00:1::',
    ],
  ]
  for (const address of own)
    it(`${address} is of this network`, () => expect(isLocalAddress(address)).to.equal(true))

  for (const address of [
    '8.8.8.8',
    '172.32.0.1',
    '100.128.0.1',
    '193.168.0.1',
    '2606:4700::1111',
    '::ffff:8.8.8.8',
    '64:ff9b::808:808',
  ])
    it(`${address} is of the internet`, () => expect(isLocalAddress(address)).to.equal(false))

  for (const host of [
    'localhost',
    'LOCALHOST.',
    'a.localhost',
    '[::1]',
    'nas.local',
    'x.internal',
    '127.0.0.1',
  ])
    it(`${host} names a machine of this network`, () => expect(isLocalHost(host)).to.equal(true))
  for (const host of ['example.com', 'local.example', 'notlocalhost', '1.1.1.1'])
    it(`${host} names one of the internet`, () => expect(isLocalHost(host)).to.equal(false))

  const names: Record<string, string[]> = {
    'files.example': ['8.8.8.8'],
    'inside.example': ['8.8.8.8', '10.0.0.7'],
  }
  const resolve = async (name: string): Promise<string[]> => names[name] ?? []

  it('a name that stands for an address of this network is one', async () => {
    const from = new URL('https://cdn.example/a')
    expect((await redirectTarget(from, 'https://files.example/b', {resolve})).host).to.equal('files.example')
    expect((await redirectTarget(from, '/c', {resolve})).href).to.equal('https://cdn.example/c')
    const refusal = await redirectTarget(from, 'https://inside.example/b', {resolve}).then(
      () => undefined,
      (error: Error) => error.message,
    )
    expect(refusal).to.include('inside.example')
    const byProxy = {resolve, isProxied: () => true}
    expect((await redirectTarget(from, 'https://inside.example/b', byProxy)).host).to.equal('inside.example')
  })

  it('is followed twenty times, and the last one is the answer', async () => {
    const sent: string[] = []
    const response = await followRedirects(
      {url: new URL('https://cdn.example/0'), headers: {}},
      async ({url}) => {
        const count = sent.push(url.pathname)
        const location = count > 50 ? undefined : `/${count}`
        return {response: url.pathname, status: 302, location, drop: () => {}}
      },
      {resolve},
    )
    expect(response).to.equal('/20')
    expect(sent).to.have.length(21)
  })

  it('tells no other host who sends', async () => {
    const seen: object[] = []
    const headers = {authorization: 'Bearer x', cookie: 'a=b', range: 'bytes=0-'}
    await followRedirects(
      {url: new URL('https://cdn.example/a'), headers},
      async ({url, headers: sent}) => {
        seen.push(sent)
        const location =
          url.pathname === '/a' ? '/b' : url.pathname === '/b' ? 'https://files.example/c' : null
        return {response: 1, status: location === null ? 200 : 307, location, drop: () => {}}
      },
      {resolve},
    )
    expect(seen).to.deep.equal([headers, headers, {range: 'bytes=0-'}])
  })

  it('what begins on this machine may stay', async () => {
    const from = new URL('http://127.0.0.1:8080/a')
    expect((await redirectTarget(from, 'http://localhost:9/b', {resolve})).port).to.equal('9')
  })
})
