import {expect} from 'chai'
import {readdirSync} from 'node:fs'
import {gzipSync} from 'node:zlib'
import type {Handler} from '../support/api-server.js'
import {useFixture} from '../support/fixture.js'
import {expectError, expectSuccess} from '../support/outcome.js'
import {box, ftyp, jpeg, moov, mp3, mp4, png, wav} from '../support/results.js'
import {taskApi, taskData, taskId} from '../support/task-api.js'
import {ok} from '../support/api-server.js'

/** Answers with bytes, whatever is asked for. */
const sends =
  (body: Uint8Array | string, type = 'video/mp4', headers: Record<string, string> = {}): Handler =>
  (_request, response) =>
    void response
      .writeHead(200, {'content-type': type, 'content-length': Buffer.byteLength(body), ...headers})
      .end(body)

const movie = mp4('pictures'.repeat(1_000_000))

/** A host that knows ranges, which answers with something else where `odd` says so. */
const ranges =
  (odd: (from: number, to: number | undefined) => Handler | undefined): Handler =>
  (request, response) => {
    const [, first, last] = /^bytes=(\d+)-(\d+)?$/.exec(request.headers.range ?? '') ?? []
    const [from, to] = [Number(first ?? 0), last === undefined ? undefined : Number(last) + 1]
    const other = odd(from, to)
    if (other) return other(request, response)
    const bytes = movie.subarray(from, to)
    const place = {'content-range': `bytes ${from}-${from + bytes.length - 1}/${movie.length}`}
    return response
      .writeHead(first === undefined ? 200 : 206, {
        etag: '"movie"',
        'content-length': bytes.length,
        ...(first === undefined ? {} : place),
      })
      .end(bytes)
  }

describe('what comes in place of a result', () => {
  const fixture = useFixture()
  const left = (): string[] => readdirSync(fixture.home.folder).filter(name => name.startsWith('cat'))
  const downloaded = (): unknown[] => fixture.journal().filter(({event}) => event === 'downloaded')
  const download = (...argv: string[]) =>
    fixture.kling(['video', 'download', taskId, '-t', 'create', ...argv])

  /** A task whose result is at this host, each time under another address. */
  async function resultAt(handler: Handler): Promise<{urls: () => string[]}> {
    const host = await fixture.serve(handler)
    let asked = 0
    fixture.answer((request, response) =>
      taskApi({videoUrl: `${host.url}/${++asked}.mp4`})(request, response),
    )
    return {urls: () => host.requests.map(({url}) => url)}
  }

  const others: [string, Handler, RegExp][] = [
    ['JSON', sends('{"code":1000,"message":"no \u001b[31msuch"}', 'application/json'), /JSON: \{"code":1000,"message":"no \[31msuch"\}/],
    ['JSON of another type', sends(`{"a":"${'x'.repeat(300)}"}`), /sent JSON: \{"a":"x{94}… instead/],
    ['XML', sends('<?xml version="1.0"?><Error/>', 'application/xml'), /XML: <\?xml version="1.0"\?><Error\/>/],
    ['a web page', sends('<!DOCTYPE html><html>log in', 'text/html'), /an HTML page/],
    ['a web page of another type', sends('<html>log in', 'application/octet-stream'), /an HTML page/],
    ['text', sends('not here', 'text/plain'), /text: not here/],
    ['a PNG picture', sends(png), /a PNG picture/],
    ['a JPEG picture', sends(jpeg), /a JPEG picture/],
    ['an MP3 file', sends(mp3()), /an MP3 file/],
    ['gzip', sends(gzipSync(movie), 'video/mp4', {'content-encoding': 'gzip'}), /gzip data/],
    ['nothing', sends(''), /an empty file/],
    ['zeros', sends(Buffer.alloc(1000)), /unknown data \(0{16}…\)/],
    ['an MP4 without its index', sends(Buffer.concat([ftyp, box('mdat', 'pictures')])), /an MP4 without its index/],
    ['an MP4 with an empty index', sends(Buffer.concat([ftyp, box('moov'), box('mdat', 'x')])), /without its index/],
    ['an MP4 whose index is cut', sends(Buffer.concat([ftyp, box('mdat', 'x'), moov.subarray(0, 50)])), /ends too early/],
    ['an MP4 whose pictures are cut', sends(Buffer.concat([ftyp, moov, box('mdat', 'x', 1000)])), /ends too early/],
    ['an MP4 of an index alone', sends(Buffer.concat([ftyp, moov])), /an MP4 without pictures/],
  ] // prettier-ignore
  for (const [what, handler, pattern] of others) {
    it(`${what}: a new address is asked for, then it is an error`, async () => {
      const host = await resultAt(handler)
      const error = expectError(await download('-o', 'cat.mp4'), 'download_error')
      expect(error.message).to.match(pattern)
      expect(error.message).to.not.include('\u001b')
      expect(error).to.include({task_id: taskId, retryable: true})
      expect(host.urls()).to.deep.equal(['/1.mp4', '/2.mp4'])
      expect(left()).to.deep.equal([])
      expect(downloaded()).to.deep.equal([])
    })
  }

  it('the result under the new address is taken', async () => {
    await resultAt((request, response) =>
      (request.url === '/1.mp4' ? sends('{}', 'application/json') : sends(movie))(request, response),
    )
    expectSuccess(await download('-o', 'cat.mp4'))
    expect(fixture.read('cat.mp4').equals(movie)).to.equal(true)
    expect(left()).to.deep.equal(['cat.mp4'])
  })

  it('a result is taken whatever its type says', async () => {
    await resultAt(sends(movie, 'application/json'))
    expectSuccess(await download('-o', 'cat.mp4'))
    expect(fixture.read('cat.mp4').equals(movie)).to.equal(true)
  })

  it('films with their index at the end, in long boxes and in pieces are taken', async () => {
    const long = Buffer.concat([box('mdat', '', 1), Buffer.from([0, 0, 0, 0, 0, 0, 0, 17]), Buffer.from('x')])
    const films = [
      [ftyp, box('mdat', 'x'), moov],
      [ftyp, long, moov],
      [ftyp, moov, box('moof', 'x'), box('mdat', 'x')],
      [box('wide'), box('mdat', 'x'), moov, Buffer.alloc(3)],
    ].map(parts => Buffer.concat(parts))
    for (const [index, film] of films.entries()) {
      await resultAt(sends(film))
      expectSuccess(await download('-o', `cat-${index}.mp4`))
    }
  })

  it('sound is looked at, too', async () => {
    const files: Record<string, Buffer> = {
      '/ok.mp3': Buffer.from([0xff, 0xfb, 0x90, 0, 1, 2, 3]),
      '/ok.wav': wav('fmt '),
      '/no.mp3': wav(),
      '/no.wav': mp4(),
    }
    const host = await fixture.serve(({url}, response) => void response.end(files[url]))
    const sound = (name: string, format: string) => {
      const audios = [{id: '7', [`url_${format}`]: `${host.url}/${name}.${format}`}]
      fixture.answer(() => ok({...(taskData('succeed') as object), task_result: {audios}}))
      const argv = [
        'video',
        'download',
        taskId,
        '-t',
        'add-sound',
        '--format',
        format,
        '-o',
        `cat-${name}.${format}`,
      ]
      return fixture.kling(argv)
    }
    for (const format of ['mp3', 'wav']) expectSuccess(await sound('ok', format))
    expect(expectError(await sound('no', 'mp3'), 'download_error').message).to.include('a WAV file')
    expect(expectError(await sound('no', 'wav'), 'download_error').message).to.include('an MP4 file')
    expect(left().sort()).to.deep.equal(['cat-ok.mp3', 'cat-ok.wav'])
  })

  it('nothing of it reaches stdout', async () => {
    const host = await resultAt(sends('{"code":1000}', 'application/json'))
    const {code, stdout, stderr} = await download('-o', '-')
    expect([code, stdout]).to.deep.equal([10, ''])
    expect(stderr).to.include('JSON: {')
    expect(host.urls()).to.deep.equal(['/1.mp4', '/2.mp4'])
  })

  it('stdout gets the result of the new address, from its first byte on', async () => {
    await resultAt((request, response) =>
      (request.url === '/1.mp4' ? sends('<html>', 'text/html') : sends(mp4('text')))(request, response),
    )
    const {code, stdout} = await download('-o', '-')
    expect(code).to.equal(0)
    expect(stdout).to.equal(mp4('text').toString())
  })

  for (const page of [sends('{"code":1000}', 'application/json'), sends('<html>', 'text/html')]) {
    it('a page in place of one range: the others are kept, and it is asked for again', async () => {
      let pages = 0
      const host = await resultAt(ranges(from => (from > 0 && pages++ === 0 ? page : undefined)))
      expectSuccess(await download('-o', 'cat.mp4', '--connections', '4'))
      expect(fixture.read('cat.mp4').equals(movie)).to.equal(true)
      expect(host.urls().filter(url => url === '/1.mp4').length).to.be.at.least(1)
      expect(host.urls()).to.include('/2.mp4')
    })
  }

  it('pages in place of a range for ever: an error, and nothing wrong under the name', async () => {
    await resultAt(ranges(from => (from > 0 ? sends('{"code":1000}', 'application/json') : undefined)))
    const error = expectError(await download('-o', 'cat.mp4', '--connections', '4'), 'download_error')
    expect(error.message).to.include('JSON: {"code":1000}')
    expect(left()).to.not.include('cat.mp4')
  })

  it('a page in place of the rest of a part does not cost what is there', async () => {
    const half = movie.length / 2
    fixture.write('cat.mp4.part', movie.subarray(0, half))
    const note = {source: `${taskId} video`, validator: '"movie"', synced: half}
    fixture.write('cat.mp4.part.json', JSON.stringify(note))
    await resultAt(ranges(from => (from > 0 ? sends('{}', 'application/json') : undefined)))
    expectError(await download('-o', 'cat.mp4'), 'download_error')
    const host = await resultAt(ranges(() => undefined))
    expectSuccess(await download('-o', 'cat.mp4'))
    expect(host.urls()).to.have.length(1)
    expect(fixture.read('cat.mp4').equals(movie)).to.equal(true)
  })

  it('a part of an earlier run that is no result is thrown away', async () => {
    const page = '{"code":1000}'
    fixture.write('cat.mp4.part', page)
    const note = {source: `${taskId} video`, validator: '"page"', synced: page.length}
    fixture.write('cat.mp4.part.json', JSON.stringify(note))
    await resultAt((request, response) => {
      if (request.headers['if-range'] !== '"page"') return sends(movie)(request, response)
      return response.writeHead(416, {'content-range': `bytes */${page.length}`}).end()
    })
    expectSuccess(await download('-o', 'cat.mp4'))
    expect(fixture.read('cat.mp4').equals(movie)).to.equal(true)
  })

  it('a create, resume and archive do not take it for the result either', async () => {
    await resultAt(sends('{"code":1000}', 'application/json'))
    const argv = ['video', 'create', 'A cat', '-o', 'cat.mp4']
    expect(expectError(await fixture.klingWithFastPolling(argv), 'download_error').message).to.include(
      'JSON: {',
    )
    expectError(await fixture.kling(['task', 'resume']), 'download_error')
    expectError(await fixture.kling(['task', 'archive', '-o', 'out']), 'download_error')
    expect([left(), readdirSync(`${fixture.home.folder}/out`), downloaded()]).to.deep.equal([[], [], []])
    await resultAt(sends(movie))
    expectSuccess(await fixture.kling(['task', 'archive', '-o', 'out']))
    expect(readdirSync(`${fixture.home.folder}/out`)).to.have.length(1)
  })
})
