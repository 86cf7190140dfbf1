import {expect} from 'chai'
import {type RequestListener, createServer} from 'node:http'
import {createServer as createTlsServer} from 'node:https'
import {type AddressInfo, createServer as createTcpServer} from 'node:net'
import {setTimeout as delay} from 'node:timers/promises'
import type {StreamedResponse} from '../../src/lib/http/types.js'
import {createTransport} from '../../src/lib/http/transport.js'
import {useFolder} from '../support/folder.js'
import {expectSuccess} from '../support/outcome.js'
import {makeCertificates} from './certificates.js'
import {create, pointAt, withFixture} from './fault-fixture.js'
import {fastTimers} from '../support/fixture.js'
import {film, sha256} from './film.js'
import {startProxy} from './proxy.js'

const signal = (): AbortSignal => AbortSignal.timeout(100_000)

const failureOf = (promise: Promise<unknown>): Promise<NodeJS.ErrnoException | undefined> =>
  promise.then(
    () => undefined,
    (error: unknown) => error as NodeJS.ErrnoException,
  )

describe('faults: a streamed download', () => {
  const inFolder = useFolder()
  const servers: {close(): void}[] = []
  afterEach(() => servers.splice(0).forEach(server => server.close()))

  async function listen(server: ReturnType<typeof createTcpServer>): Promise<number> {
    servers.push(server)
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
    return (server.address() as AddressInfo).port
  }
  const serve = async (listener: RequestListener): Promise<string> =>
    `http://127.0.0.1:${await listen(createServer(listener))}/`
  /** A server that answers each request with these very bytes. */
  const answer = async (...texts: string[]): Promise<string> => {
    const port = await listen(
      createTcpServer(socket => {
        socket.on('error', () => {})
        socket.once('data', async () => {
          for (const text of texts) {
            socket.write(text, 'latin1')
            await delay(5)
          }
          socket.end()
        })
      }),
    )
    return `http://127.0.0.1:${port}/`
  }
  async function open(url: string, env = {}, headers = {}): Promise<StreamedResponse> {
    const {stream} = await createTransport({env})
    return stream!(url, {headers, signal: signal()})
  }
  async function textOf(answer: StreamedResponse, isSlow = false): Promise<string> {
    let text = ''
    const take = (piece: Buffer): false => {
      text += piece.toString('latin1')
      return false
    }
    await answer.receive(isSlow ? piece => delay(1).then(() => take(piece)) : take)
    return text
  }

  const head = 'HTTP/1.1 200 OK\r\n'
  const bodies: [string, string[]][] = [
    ['with a length', [`${head}Content-Length: 5\r\n\r\nhello`]],
    ['with more than its length', [`${head}Content-Length: 5\r\n\r\nhello?`]],
    ['in pieces, the head too', [...`${head}content-length:5\r\n\r\nhello`]],
    ['in chunks', [`${head}Transfer-Encoding: chunked\r\n\r\n2\r\nhe\r\n3;x=y\r\nllo\r\n0\r\n\r\n`]],
    [
      'in chunks that are torn',
      [...`${head}Transfer-Encoding: chunked\r\n\r\n2\r\nhe\r\n03\r\nllo\r\n0\r\nEnd: 1\r\n\r\n`],
    ],
    ['until the end of the connection', [`${head}\r\nhe`, 'llo']],
    [
      'after an interim answer',
      [`HTTP/1.1 103 Early Hints\r\nlink: x\r\n\r\n${head}Content-Length: 5\r\n\r\nhello`],
    ],
  ]
  for (const [what, texts] of bodies) {
    for (const isSlow of [false, true]) {
      it(`${what}${isSlow ? ', slowly taken' : ''}`, async () => {
        expect(await textOf(await open(await answer(...texts)), isSlow)).to.equal('hello')
      })
    }
  }

  const broken: [string, string[]][] = [
    ['a length that is not reached', [`${head}Content-Length: 6\r\n\r\nhello`]],
    ['two lengths', [`${head}Content-Length: 4\r\nContent-Length: 5\r\n\r\nhello`]],
    ['chunks without an end', [`${head}Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n`]],
    ['a chunk of no size', [`${head}Transfer-Encoding: chunked\r\n\r\nx\r\nhello\r\n0\r\n\r\n`]],
    ['another coding', [`${head}Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n`]],
    ['something else than HTTP', ['SSH-2.0-OpenSSH\r\n\r\n']],
    ['a head without an end', [`${head}a: ${'x'.repeat(70_000)}`]],
    ['nothing', ['']],
  ]
  for (const [what, texts] of broken) {
    it(`${what}: an error`, async () => {
      const url = await answer(...texts)
      const failure = await failureOf(open(url).then(response => textOf(response)))
      expect(failure?.code).to.match(/^(?:ECONNRESET|HPE_\w+)$/)
    })
  }

  it('redirects are followed', async () => {
    const url = await serve((request, response) => {
      if (request.url === '/') response.writeHead(302, {location: '/a'}).end()
      else if (request.url === '/a')
        response.writeHead(307, {location: `http://${request.headers.host}/b?c=%20`}).end()
      else response.end(request.url)
    })
    expect(await textOf(await open(url))).to.equal('/b?c=%20')
  })

  it('a redirect without an end is an answer like others; one to nowhere is refused', async () => {
    const redirecting = (location: string): Promise<string> =>
      serve((_, response) => response.writeHead(302, {location}).end())
    expect((await open(await redirecting('/'))).status).to.equal(302)
    for (const location of ['ftp://127.0.0.1/', 'http://'])
      expect((await failureOf(open(await redirecting(location))))?.code).to.equal('download_error')
  })

  it('a name and a password in an address go nowhere', async () => {
    const url = await serve(({headers}, response) => response.end(String(headers.authorization)))
    expect(await textOf(await open(url.replace('//', '//user:word@')))).to.equal('undefined')
  })

  it('a header that would be two is refused', async () => {
    const url = await serve((_request, response) => response.end())
    expect((await failureOf(open(url, {}, {'if-range': '"1"\r\nx: y'})))?.code).to.equal('ERR_INVALID_CHAR')
  })

  it('who takes a piece keeps it until the promise ends, and gets no other before', async () => {
    const bytes = film(1, 3_000_001)
    const answer = await open(await serve((_request, response) => response.end(bytes)))
    let [at, isTaking] = [0, false]
    await answer.receive(async piece => {
      expect(isTaking).to.equal(false)
      isTaking = true
      await delay(2)
      expect(piece.equals(bytes.subarray(at, at + piece.length))).to.equal(true)
      at += piece.length
      isTaking = false
      return false
    })
    expect(at).to.equal(bytes.length)
  })

  it('what came before a cut is taken before the cut is told', async () => {
    const answer = await open(
      await serve((_request, response) => {
        response.writeHead(200, {'content-length': 10}).write('hello', () => response.socket?.destroySoon())
      }),
    )
    let text = ''
    const failure = await failureOf(
      answer.receive(async piece => {
        await delay(100)
        text += String(piece)
        return false
      }),
    )
    expect([failure?.code, text]).to.deep.equal(['ECONNRESET', 'hello'])
  })

  it('an interruption does not wait for the taker', async () => {
    const stop = new AbortController()
    const {stream} = await createTransport({env: {}})
    const url = await serve((_request, response) => response.write('hello'))
    const answer = await stream!(url, {headers: {}, signal: stop.signal})
    const received = failureOf(
      answer.receive(() => {
        stop.abort(new Error('stop'))
        return new Promise(() => {})
      }),
    )
    expect((await received)?.message).to.equal('stop')
  })

  for (const isLate of [false, true]) {
    it(`what the taker throws ends it${isLate ? ', also later' : ''}`, async () => {
      const answer = await open(await serve((_request, response) => response.end(film(1, 3_000_000))))
      const failure = await failureOf(
        answer.receive(() => {
          if (isLate) return delay(1).then(() => Promise.reject(new Error('full')))
          throw new Error('full')
        }),
      )
      expect(failure?.message).to.equal('full')
    })

    it(`a taker that has enough gets no more${isLate ? ', also later' : ''}`, async () => {
      const answer = await open(await serve((_request, response) => response.end(film(1, 3_000_000))))
      let pieces = 0
      await answer.receive(() => {
        pieces++
        return isLate ? delay(1).then(() => true) : true
      })
      expect(pieces).to.equal(1)
    })
  }

  it('other requests in between are right, and both kinds keep their connection', async () => {
    const bytes = film(1, 3_000_001)
    let connections = 0
    const server = createServer((request, response) =>
      response.end(request.url === '/film' ? bytes : 'small'),
    )
    const url = `http://127.0.0.1:${await listen(server.on('connection', () => connections++))}`
    const fetch = await createTransport({env: {}})
    for (let round = 0; round < 3; round++) {
      const answer = await fetch.stream!(`${url}/film`, {headers: {}, signal: signal()})
      expect(sha256(Buffer.from(await textOf(answer), 'latin1'))).to.equal(sha256(bytes))
      expect(await (await fetch(url, {headers: {}, signal: signal()})).text()).to.equal('small')
    }
    expect(connections).to.equal(2)
  })

  it('it goes through a proxy, too', async () => {
    const proxy = await startProxy()
    servers.push(proxy)
    const bytes = film(1, 3_000_001)
    const url = await serve((_request, response) => response.end(bytes))
    process.env.HTTP_PROXY = proxy.url
    try {
      const answer = await open(url, process.env)
      expect(sha256(Buffer.from(await textOf(answer), 'latin1'))).to.equal(sha256(bytes))
    } finally {
      delete process.env.HTTP_PROXY
    }
    expect(proxy.seen.map(({what}) => what)).to.deep.equal([`GET ${url}`])
  })

  it('a film of 24 MB over TLS is right', async function () {
    const certificates = makeCertificates(inFolder())
    if (!certificates) this.skip()
    const bytes = film(1, 24_000_001)
    let connections = 0
    const server = createTlsServer(certificates.tls, (_request, response) => {
      response.writeHead(200, {'content-length': bytes.length, etag: '"1"'}).end(bytes)
    }).on('connection', () => connections++)
    const port = await listen(server)
    await withFixture({}, async fixture => {
      pointAt(fixture, `https://localhost:${port}/v.mp4`)
      const env = {...fastTimers, NODE_EXTRA_CA_CERTS: certificates.caFile}
      // A connection that is slow for a moment is not given up.
      expectSuccess(await fixture.kling(create('-o', 'cat.mp4', '--timeout', '60'), {env}))
      expect(fixture.hash('cat.mp4')).to.equal(sha256(bytes))
    })
    expect(connections).to.equal(1)
  })
})
