import type {Response} from '../../../src/lib/http/types.js'
import {expect} from 'chai'
import {randomBytes} from 'node:crypto'
import {writeFileSync} from 'node:fs'
import {type RequestListener, createServer} from 'node:http'
import type {AddressInfo} from 'node:net'
import {networkInterfaces} from 'node:os'
import {brotliCompressSync, deflateRawSync, deflateSync, gzipSync} from 'node:zlib'
import {setTimeout as delay} from 'node:timers/promises'
import {FileRef, encodeBody} from '../../../src/lib/http/streaming-body.js'
import {createTransport} from '../../../src/lib/http/transport.js'
import {useFolder} from '../../support/folder.js'

const failureOf = (promise: Promise<unknown>): Promise<NodeJS.ErrnoException | undefined> =>
  promise.then(
    () => undefined,
    (error: unknown) => error as NodeJS.ErrnoException,
  )

describe('a body that is sent in pieces', () => {
  const inFolder = useFolder()

  /** Sends `body`, with a file in it, to a server for as long as `work` takes. */
  async function sent(
    listener: RequestListener,
    work: (answer: (signal?: AbortSignal) => Promise<Response>, sockets: () => number) => Promise<void>,
    bytes = randomBytes(3_000_001),
    host = '127.0.0.1',
  ): Promise<void> {
    writeFileSync(inFolder('file'), bytes)
    let sockets = 0
    const server = createServer(listener).on('connection', () => sockets++)
    await new Promise<void>(resolve => server.listen(0, host, resolve))
    const fetch = await createTransport({env: {}})
    const encoded = encodeBody({text: 'Grüße', list: [new FileRef(inFolder('file'), bytes.length)], end: 1})
    try {
      await work(
        (signal = AbortSignal.timeout(100_000)) =>
          fetch(
            `http://${host.includes(':') ? `[${host}]` : host}:${(server.address() as AddressInfo).port}/`,
            {
              method: 'POST',
              headers: {'content-length': String(encoded.contentLength)},
              body: encoded.stream(),
              write: encoded.write,
              signal,
            },
          ),
        () => sockets,
      )
    } finally {
      server.closeAllConnections()
      server.close()
    }
  }

  it('arrives as it is at a server that reads slowly, each time over a connection of its own', async () => {
    const bytes = randomBytes(3_000_001)
    const wanted = JSON.stringify({text: 'Grüße', list: [bytes.toString('base64')], end: 1})
    const isRight: boolean[] = []
    await sent(
      async (request, response) => {
        const chunks: Buffer[] = []
        for await (const chunk of request) {
          chunks.push(chunk as Buffer)
          if (chunks.length % 8 === 0) await delay(2)
        }
        isRight.push(Buffer.concat(chunks).toString() === wanted)
        response.end('ok')
      },
      async (answer, sockets) => {
        for (const _ of [1, 2]) expect(await (await answer()).text()).to.equal('ok')
        expect(sockets()).to.equal(2)
      },
      bytes,
    )
    expect(isRight).to.deep.equal([true, true])
  })

  it('an answer before the end of it counts, and the rest is not sent', () =>
    sent(
      (_request, response) => response.writeHead(413, {'x-why': 'large'}).end('too large'),
      async answer => {
        const response = await answer()
        expect([response.status, response.headers.get('X-Why'), response.headers.get('no')]).to.deep.equal([
          413,
          'large',
          null,
        ])
        expect(await response.text()).to.equal('too large')
      },
      randomBytes(30_000_000),
    ))

  for (const end of ['destroy', 'resetAndDestroy'] as const) {
    it(`an answer before the end of it is read although the connection breaks (${end})`, () =>
      sent(
        (request, response) => {
          let bytes = 0
          request
            .on('error', () => {})
            .on('data', (piece: Buffer) => {
              bytes += piece.length
              if (bytes < 1_000_000 || response.writableEnded) return
              response.writeHead(401, {'content-length': 2}).end('no', () => request.socket[end]())
            })
        },
        async answer => {
          // What the system does first is a matter of chance.
          for (let turn = 0; turn < 10; turn++) {
            const response = await answer()
            expect([response.status, await response.text()]).to.deep.equal([401, 'no'])
          }
        },
        randomBytes(9_000_000),
      ))
  }

  it('a coded answer is decoded, whatever was asked for', async () => {
    const codings: [string, Buffer][] = [
      ['gzip', gzipSync('Grüße')],
      ['x-gzip', gzipSync('Grüße')],
      ['deflate', deflateSync('Grüße')],
      ['deflate', deflateRawSync('Grüße')],
      ['br', brotliCompressSync('Grüße')],
      ['gzip, br', brotliCompressSync(gzipSync('Grüße'))],
      ['identity', Buffer.from('Grüße')],
      ['unknown', Buffer.from('Grüße')],
      ['gzip', Buffer.from('Grüße')],
    ]
    for (const [coding, bytes] of codings)
      await sent(
        (request, response) =>
          request.resume().on('end', () => response.writeHead(200, {'content-encoding': coding}).end(bytes)),
        async answer => void expect(await (await answer()).text(), coding).to.equal('Grüße'),
        randomBytes(10),
      )
  })

  it('over IPv6, too, it has a connection of its own', function () {
    const addresses = Object.values(networkInterfaces()).flatMap(list => list ?? [])
    if (!addresses.some(({address}) => address === '::1')) this.skip()
    return sent(
      (request, response) => request.resume().on('end', () => response.end('ok')),
      async (answer, sockets) => {
        for (const _ of [1, 2]) expect(await (await answer()).text()).to.equal('ok')
        expect(sockets()).to.equal(2)
      },
      randomBytes(10),
      '::1',
    )
  })

  it('a redirect is an answer', () =>
    sent(
      (request, response) =>
        request.resume().on('end', () => response.writeHead(307, {location: '/other'}).end()),
      async answer => {
        expect((await answer()).status).to.equal(307)
      },
    ))

  it('an interruption ends it, also before a server that reads nothing', () =>
    sent(
      () => {},
      async answer => {
        const stop = new AbortController()
        setTimeout(() => stop.abort(), 50)
        expect((await failureOf(answer(stop.signal)))?.name).to.equal('AbortError')
      },
      randomBytes(30_000_000),
    ))

  it('a connection that breaks is an error with its code', () =>
    sent(
      request => request.once('data', () => request.socket.resetAndDestroy()),
      async answer => {
        expect((await failureOf(answer()))?.code).to.be.oneOf(['ECONNRESET', 'EPIPE'])
      },
      randomBytes(30_000_000),
    ))
})
