import {expect} from 'chai'
import {existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync} from 'node:fs'
import {createTransport} from '../../../src/lib/http/transport.js'
import {download} from '../../../src/lib/downloads/download.js'
import {checkTarget} from '../../../src/lib/downloads/target.js'
import type {DownloadOptions} from '../../../src/lib/downloads/types.js'
import {type ApiServer, type Handler, type SeenRequest, startApi} from '../../support/api-server.js'
import {rejectionOf} from '../../support/failure.js'
import {useFolder} from '../../support/folder.js'

const bytes = Buffer.from(Array.from({length: 300_000}, (_, index) => (index * 7) % 256))

/** Where a request wants to begin. */
const offsetOf = ({headers}: SeenRequest): number =>
  Number(/^bytes=(\d+)-$/.exec(headers.range ?? '')?.[1] ?? 0)

/** The whole file, or the rest of it, as a host that knows ranges. */
const host =
  (etag = '"1"', content = bytes): Handler =>
  (request, response) => {
    response.setHeader('etag', etag)
    const offset = request.headers['if-range'] === etag ? offsetOf(request) : 0
    if (offset === 0) return void response.end(content)
    response.writeHead(206, {'content-range': `bytes ${offset}-${content.length - 1}/${content.length}`})
    response.end(content.subarray(offset))
  }

/** Cuts the connection of `cutAfter` once these bytes are on the disk. */
let cut: (done: number) => void = () => {}

/** Sends so many bytes of a whole file; when they have arrived the connection is cut. */
const cutAfter =
  (count: number, headers: Record<string, string> = {etag: '"1"'}): Handler =>
  (_request, response) => {
    response.writeHead(200, {'content-length': bytes.length, ...headers})
    response.write(bytes.subarray(0, count))
    cut = done => void (done >= count && response.socket?.destroy())
    return new Promise(() => {})
  }

const status =
  (code: number, headers = {}): Handler =>
  (_request, response) =>
    void response.writeHead(code, headers).end()

describe('download', () => {
  const inFolder = useFolder()
  let server: ApiServer | undefined

  afterEach(async () => {
    await server?.close()
    server = undefined
    cut = () => {}
  })

  /** Starts a host that answers one request after another; the last answer stays. */
  async function serve(...handlers: Handler[]): Promise<ApiServer> {
    let turn = 0
    server = await startApi((request, response) =>
      handlers[Math.min(turn++, handlers.length - 1)]!(request, response),
    )
    return server
  }

  async function run(options: Partial<DownloadOptions> = {}): Promise<number> {
    return download({
      url: `${server!.url}/v.mp4`,
      file: inFolder('cat.mp4'),
      source: '1 video',
      fetch: await createTransport({env: {}}),
      delay: async () => {},
      random: () => 0,
      ...options,
      onProgress(progress) {
        cut(progress.done)
        options.onProgress?.(progress)
      },
    })
  }
  const ranges = () => server!.requests.map(({headers}) => headers.range)
  const left = () => readdirSync(inFolder()).sort()

  it('writes the whole file and nothing else', async () => {
    await serve(host())
    const progress: number[] = []
    expect(
      await run({onProgress: ({done, total}) => void (total === bytes.length && progress.push(done))}),
    ).to.equal(bytes.length)
    expect(readFileSync(inFolder('cat.mp4')).equals(bytes)).to.equal(true)
    expect(left()).to.deep.equal(['cat.mp4'])
    expect(progress.at(-1)).to.equal(bytes.length)
    expect(progress).to.deep.equal([...progress].sort((a, b) => a - b))
  })

  it('goes on where a transfer broke, with Range and If-Range', async () => {
    await serve(cutAfter(100_000), host())
    expect(await run()).to.equal(bytes.length)
    expect(readFileSync(inFolder('cat.mp4')).equals(bytes)).to.equal(true)
    expect(server!.requests.map(({headers}) => headers['if-range'])).to.deep.equal([undefined, '"1"'])
    expect(ranges()[1]).to.match(/^bytes=\d+-$/)
    expect(offsetOf(server!.requests[1]!)).to.equal(100_000)
  })

  it('goes on by the date where there is no strong ETag', async () => {
    const date = 'Thu, 01 Jan 2026 00:00:00 GMT'
    await serve(cutAfter(100_000, {etag: 'W/"1"', 'last-modified': date}), host(date))
    expect(await run()).to.equal(bytes.length)
    expect(server!.requests[1]!.headers['if-range']).to.equal(date)
  })

  const restarts: [string, Handler, Handler][] = [
    ['the file has changed', cutAfter(100_000), host('"2"', Buffer.from('another film'))],
    [
      'the host knows no ranges',
      cutAfter(100_000),
      (_request, response) => void response.end('another film'),
    ],
    [
      'nothing promises the same bytes',
      cutAfter(100_000, {}),
      (_request, response) => void response.end('another film'),
    ],
  ]
  for (const [what, first, second] of restarts) {
    it(`starts again when ${what}`, async () => {
      await serve(first, second)
      expect(await run()).to.equal(12)
      expect(readFileSync(inFolder('cat.mp4'), 'utf8')).to.equal('another film')
      expect(left()).to.deep.equal(['cat.mp4'])
    })
  }

  it('starts again when the host sends another range, or refuses it', async () => {
    const wrong: Handler = (_request, response) => {
      response.writeHead(206, {'content-range': `bytes 5-9/${bytes.length}`, etag: '"1"'})
      response.end('wrong')
    }
    await serve(cutAfter(100_000), wrong, cutAfter(50_000), status(416), host())
    expect(await run()).to.equal(bytes.length)
    expect(readFileSync(inFolder('cat.mp4')).equals(bytes)).to.equal(true)
    expect(ranges().map(range => range !== undefined)).to.deep.equal([false, true, false, true, false])
  })

  it('asks anew for an address that has expired, once', async () => {
    await serve(status(403), host())
    let renewals = 0
    const renewUrl = async () => {
      renewals++
      return `${server!.url}/new.mp4`
    }
    expect(await run({renewUrl})).to.equal(bytes.length)
    expect(server!.requests.map(({url}) => url)).to.deep.equal(['/v.mp4', '/new.mp4'])
    await server!.close()
    await serve(status(403))
    const error = await rejectionOf(run({renewUrl, file: inFolder('other.mp4')}))
    expect([error.code, error.fields.http_status]).to.deep.equal(['download_error', 403])
    expect(renewals).to.equal(2)
    expect(server!.requests).to.have.length(2)
  })

  it('a connection on which nothing comes is given up and made again', async () => {
    const stall: Handler = (_request, response) => {
      response.writeHead(200, {'content-length': bytes.length, etag: '"1"'})
      response.write(bytes.subarray(0, 1000))
      return new Promise(() => {})
    }
    await serve(() => new Promise(() => {}), stall, host())
    expect(await run({stallSeconds: 0.1})).to.equal(bytes.length)
    expect(readFileSync(inFolder('cat.mp4')).equals(bytes)).to.equal(true)
    expect(server!.requests).to.have.length(3)
  })

  const failures: [string, Handler][] = [
    ['a length that is never reached', cutAfter(1000, {})],
    ['a connection that breaks at once', (_request, response) => void response.socket!.destroy()],
    ['errors of the host', status(500)],
    ['pages of another status', status(204)],
  ]
  for (const [what, handler] of failures) {
    it(`${what}: download_error after eight tries`, async () => {
      await serve(handler)
      const error = await rejectionOf(run())
      expect([error.code, error.fields.retryable]).to.deep.equal(['download_error', true])
      expect(server!.requests.length).to.be.within(8, 9)
      expect(existsSync(inFolder('cat.mp4'))).to.equal(false)
    })
  }

  for (const code of [404, 410]) {
    it(`HTTP ${code}: download_error at once`, async () => {
      await serve(status(code))
      expect((await rejectionOf(run())).fields.http_status).to.equal(code)
      expect(server!.requests).to.have.length(1)
      expect(left()).to.deep.equal([])
    })
  }

  it('never replaces what is there, unless asked to', async () => {
    await serve(host())
    writeFileSync(inFolder('cat.mp4'), 'old')
    expect((await rejectionOf(run())).code).to.equal('output_exists')
    expect(readFileSync(inFolder('cat.mp4'), 'utf8')).to.equal('old')
    expect(await run({force: true})).to.equal(bytes.length)
    expect(left().filter(name => !name.startsWith('cat.mp4.part'))).to.deep.equal(['cat.mp4'])
  })

  it('a folder that is not there: write_error', async () => {
    await serve(host())
    expect((await rejectionOf(run({file: inFolder('none', 'cat.mp4')}))).code).to.equal('write_error')
  })

  it('goes on with what an earlier run left, if it is of the same result', async () => {
    await serve(cutAfter(100_000), status(404))
    await rejectionOf(run())
    expect(left()).to.include('cat.mp4.part')
    await server!.close()
    await serve(host())
    expect(await run()).to.equal(bytes.length)
    expect(offsetOf(server!.requests[0]!)).to.equal(100_000)
    expect(readFileSync(inFolder('cat.mp4')).equals(bytes)).to.equal(true)
    expect(left()).to.deep.equal(['cat.mp4'])
  })

  it('begins anew with what an earlier run left of something else', async () => {
    await serve(cutAfter(100_000), status(404))
    await rejectionOf(run())
    await server!.close()
    await serve(host('"1"', Buffer.from('another film')))
    expect(await run({source: '2 video'})).to.equal(12)
    expect(ranges()).to.deep.equal([undefined])
    expect(readFileSync(inFolder('cat.mp4'), 'utf8')).to.equal('another film')
  })

  it('two downloads of one file at once do not spoil each other', async () => {
    await serve(host())
    const ends = await Promise.allSettled([run(), run()])
    expect(ends.some(({status}) => status === 'fulfilled')).to.equal(true)
    expect(readFileSync(inFolder('cat.mp4')).equals(bytes)).to.equal(true)
  })

  it('an abort ends it', async () => {
    const controller = new AbortController()
    await serve((_request, response) => {
      response.write('some', () => controller.abort(new Error('stop')))
      return new Promise(() => {})
    })
    expect(await run({signal: controller.signal}).catch((error: Error) => error.message)).to.equal('stop')
    expect(existsSync(inFolder('cat.mp4'))).to.equal(false)
  })

  it('checks a target before anything else', async () => {
    writeFileSync(inFolder('there.mp4'), '')
    mkdirSync(inFolder('folder.mp4'))
    const codeOf = async (...target: Parameters<typeof checkTarget>) =>
      (await rejectionOf(checkTarget(...target))).code
    const [keep, force] = [{force: false}, {force: true}]
    expect(await checkTarget(inFolder('new.MP4'), 'video', keep)).to.equal(undefined)
    expect(await checkTarget(inFolder('there.mp4'), 'video', force)).to.equal(undefined)
    expect(await codeOf(inFolder('new.mp4'), 'mp3', keep)).to.equal('invalid_format')
    expect(await codeOf(inFolder('new'), 'video', keep)).to.equal('invalid_format')
    expect(await codeOf(inFolder('there.mp4'), 'video', keep)).to.equal('output_exists')
    expect(await codeOf(inFolder('folder.mp4'), 'video', force)).to.equal('write_error')
    expect(await codeOf(inFolder('there.mp4', 'new.mp4'), 'video', keep)).to.equal('write_error')
    expect(left()).to.deep.equal(['folder.mp4', 'there.mp4'])
  })
})
