import type {Fetch} from '../../src/lib/http/types.js'
import {expect} from 'chai'
import {type RequestListener, createServer} from 'node:http'
import {createServer as createTlsServer} from 'node:https'
import {type AddressInfo, createServer as createTcpServer} from 'node:net'
import {setTimeout as delay} from 'node:timers/promises'
import {createTransport} from '../../src/lib/http/transport.js'
import {useFolder} from '../support/folder.js'
import {expectSuccess} from '../support/outcome.js'
import {makeCertificates} from './certificates.js'
import {create, fast, inWorld} from './fault-world.js'
import {film, sha256} from './film.js'

const signal = (): AbortSignal => AbortSignal.timeout(20_000)

describe('faults: a body that is poured', () => {
  const inFolder = useFolder()
  const open: {close(): void}[] = []
  afterEach(() => open.splice(0).forEach(server => server.close()))

  async function listen(server: ReturnType<typeof createTcpServer>): Promise<number> {
    open.push(server)
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
  async function textOf(url: string, pour?: Fetch['pour'], isSlow = false): Promise<string> {
    const get = pour ?? (await createTransport({env: {}})).pour!
    const answered = (await get(url, {headers: {}, signal: signal()}))!
    const chunks: Buffer[] = []
    await answered.pour(piece => {
      chunks.push(Buffer.from(piece))
      return isSlow ? delay(1).then(() => false) : false
    })
    return Buffer.concat(chunks).toString('latin1')
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
        expect(await textOf(await answer(...texts), undefined, isSlow)).to.equal('hello')
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
      const error = await textOf(url).then(
        () => undefined,
        (thrown: unknown) => thrown as NodeJS.ErrnoException,
      )
      expect(error?.code).to.be.oneOf(['ECONNRESET', 'HPE_INVALID_CONSTANT'])
    })
  }

  it('redirects are followed, with no end an answer like others', async () => {
    const url = await serve((request, response) => {
      if (request.url === '/') response.writeHead(302, {location: '/a'}).end()
      else if (request.url === '/a')
        response.writeHead(307, {location: `http://${request.headers.host}/b?c=%20`}).end()
      else response.end(request.url)
    })
    expect(await textOf(url)).to.equal('/b?c=%20')
  })

  it('a header that would be two is refused', async () => {
    const {pour} = await createTransport({env: {}})
    const headers = {'if-range': '"1"\r\nx: y'}
    const error = await pour!(await serve((_request, response) => response.end()), {
      headers,
      signal: signal(),
    }).then(
      () => undefined,
      (thrown: unknown) => thrown as NodeJS.ErrnoException,
    )
    expect(error?.code).to.equal('ERR_INVALID_CHAR')
  })

  it('through a proxy it is not done', async () => {
    const {pour} = await createTransport({env: {HTTP_PROXY: 'http://127.0.0.1:9'}})
    const url = await serve((_request, response) => response.end())
    process.env.HTTP_PROXY = 'http://127.0.0.1:9'
    try {
      expect(await pour!(url, {headers: {}, signal: signal()})).to.equal(undefined)
    } finally {
      delete process.env.HTTP_PROXY
    }
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
    await inWorld({}, async world => {
      const {service} = world.server
      const handle = service.handle.bind(service)
      const url = `https://localhost:${port}/v.mp4`
      service.handle = request => {
        const reply = handle(request)
        const text = reply.body.toString().replace(/"http:[^"]*\/files\/[^"]*"/, JSON.stringify(url))
        return {...reply, body: Buffer.from(text)}
      }
      const env = {...fast, NODE_EXTRA_CA_CERTS: certificates.caFile}
      expectSuccess(await world.kling(create('-o', 'cat.mp4'), {env}))
      expect(world.hash('cat.mp4')).to.equal(sha256(bytes))
    })
    expect(connections).to.equal(1)
  })
})
