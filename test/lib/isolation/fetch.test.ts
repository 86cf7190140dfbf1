import {expect} from 'chai'
import {coversHost, createBrokeredFetch} from '../../../src/lib/isolation/broker/fetch.js'
import type {InstalledPlugin} from '../../../src/lib/plugins/installed-index.js'
import {noPermissions} from '../../../src/lib/plugins/permissions.js'
import {type ApiServer, startApi} from '../../support/api-server.js'
import {rejectionOf} from '../../support/failure.js'

describe('what a net grant covers', () => {
  const covered: [string, string][] = [
    ['api.example.com', 'https://api.example.com/x'],
    ['api.example.com', 'http://api.example.com:8080/'],
    ['API.Example.com', 'https://api.example.com/'],
    ['*.example.com', 'https://a.example.com/'],
    ['*.example.com', 'https://a.b.example.com/'],
    ['localhost:8188', 'http://localhost:8188/'],
  ]
  const others: [string, string][] = [
    ['*.example.com', 'https://evilexample.com/'],
    ['*.example.com', 'https://example.com/'],
    ['*.example.com', 'https://a.example.com.evil.net/'],
    ['api.example.com', 'https://x.api.example.com/'],
    ['api.example.com', 'https://api.example.com.evil.net/'],
    ['api.example.com', 'https://api.example.com@evil.net/'],
    ['localhost:8188', 'http://localhost:8189/'],
    ['localhost:8188', 'http://localhost/'],
  ]
  for (const [pattern, url] of covered)
    it(`${pattern}: ${url}`, () => expect(coversHost(pattern, new URL(url))).to.equal(true))
  for (const [pattern, url] of others)
    it(`${pattern}: not ${url}`, () => expect(coversHost(pattern, new URL(url))).to.equal(false))
})

describe('redirects of a plugin’s request', () => {
  let server: ApiServer
  afterEach(() => server.close())

  const brokered = (net: string[]): ReturnType<typeof createBrokeredFetch> =>
    createBrokeredFetch({
      plugin: {name: 'odd', granted: {...noPermissions, net}} as unknown as InstalledPlugin,
      signal: new AbortController().signal,
    })

  it('are followed five times', async () => {
    server = await startApi((_request, response) => {
      if (server.requests.length > 20) return void response.end()
      response.writeHead(302, {location: '/again'}).end()
    })
    const {status} = await brokered(['127.0.0.1']).fetch(server.url, {})
    expect(status).to.equal(302)
    expect(server.requests).to.have.length(6)
  })

  it('lead nowhere that is not granted', async () => {
    server = await startApi((_request, response) => {
      response.writeHead(302, {location: server.url.replace('127.0.0.1', 'localhost')}).end()
    })
    const error = await rejectionOf(brokered(['127.0.0.1']).fetch(server.url, {}))
    expect(error.code).to.equal('plugin_denied')
    expect(server.requests).to.have.length(1)
  })
})
