import {expect} from 'chai'
import {linkSync, readFileSync, readdirSync, statSync, symlinkSync, utimesSync, writeFileSync} from 'node:fs'
import {createTransport} from '../../src/lib/http/transport.js'
import {download} from '../../src/lib/downloads/download.js'
import {openPart} from '../../src/lib/downloads/part-file.js'
import type {DownloadOptions} from '../../src/lib/downloads/types.js'
import {rejectionOf} from '../support/failure.js'
import {useFolder} from '../support/folder.js'
import {type FaultServer, startFaults} from './fault-server.js'
import type {FileFault} from './fault-service.js'
import {film, sha256} from './film.js'
import {type HeldTimers, holdTimers} from './held-timers.js'

const size = 300_000
/** A silence that no machine is slow enough for: it ends when the server says that it has fallen silent. */
const stallSeconds = 7777
const cut = (after: number): FileFault => ({shows: 'cut', after})

describe('faults: download', () => {
  const inFolder = useFolder()
  let server: FaultServer
  let stalls: HeldTimers

  beforeEach(async () => {
    stalls = holdTimers(stallSeconds * 1000)
    server = await startFaults({size})
    server.target = inFolder('cat.mp4')
    server.onStep = step => {
      if (step === 'file: fallen silent') stalls.fire()
    }
  })
  afterEach(async () => {
    stalls.release()
    await server.close()
  })

  const run = async (faults: FileFault[], options: Partial<DownloadOptions> = {}): Promise<number> => {
    server.service.files = faults
    return download({
      url: `${server.url}/files/1.mp4?v=1`,
      file: inFolder('cat.mp4'),
      source: '1 video',
      fetch: await createTransport({env: {}}),
      renewUrl: async () => `${server.url}/files/1.mp4?v=2`,
      delay: async () => {},
      stallSeconds,
      ...options,
    })
  }
  const hash = (name = 'cat.mp4'): string => sha256(readFileSync(inFolder(name)))
  const left = (): string[] => readdirSync(inFolder()).sort()
  const ranges = (): (string | undefined)[] =>
    server.service.requestsOf('GET', '/files/').map(({headers}) => headers.range as string | undefined)

  /** What goes wrong in turn → requests needed, and the version of the film that is there in the end. */
  const passing: [string, FileFault[], number, number][] = [
    ['nothing', [], 1, 1],
    ['a cut', [cut(0.5)], 2, 1],
    ['a cut before the first byte', [cut(0)], 2, 1],
    ['a cut before the last byte', [cut(0.999_999)], 2, 1],
    ['ten cuts', Array.from({length: 10}, () => cut(0.3)), 11, 1],
    ['a stall at half', [{shows: 'stall', after: 0.5}], 2, 1],
    ['no answer at all', [{shows: 'stall', after: 0}], 2, 1],
    ['a length that is never reached', [{shows: 'too long'}], 2, 1],
    ['a host without ranges', [{shows: 'cut whole', after: 0.5}, {shows: 'no range'}], 2, 1],
    ['a host that promises nothing', [{shows: 'no validator'}], 1, 1],
    ['another range than asked for', [cut(0.5), {shows: 'other range'}], 3, 1],
    ['an error of the host', [cut(0.5), {shows: 'status', status: 503}], 3, 1],
    ['an address that expired', [{shows: 'expired'}], 2, 1],
    ['an address that expired at half', [cut(0.5), {shows: 'expired'}], 3, 1],
    ['another file after a cut', [cut(0.5), {shows: 'changed'}], 2, 2],
    ['another file, whose rest is sent for that of the old', [cut(0.5), {shows: 'mixed'}], 3, 2],
    ['a web page', [{shows: 'html'}], 2, 1],
    ['a web page after a cut', [cut(0.5), {shows: 'html'}], 3, 1],
  ]
  for (const [what, faults, requests, version] of passing) {
    it(`${what}: the file is whole`, async () => {
      expect(await run(faults)).to.equal(size)
      expect(hash()).to.equal(sha256(film(version, size)))
      expect(ranges()).to.have.length(requests)
      expect(left()).to.deep.equal(['cat.mp4'])
    })
  }

  it('a web page after a cut does not cost the bytes that are there', async () => {
    await run([cut(0.5), {shows: 'html'}])
    expect(ranges()[2]).to.equal(`bytes=${size / 2}-`)
  })

  it('a host without ranges that cuts here and there is given up', async () => {
    const faults = Array.from({length: 60}, (_, index) => ({
      shows: 'cut whole' as const,
      after: index % 2 === 0 ? 0.5 : 0.4,
    }))
    expect((await rejectionOf(run(faults))).code).to.equal('download_error')
    expect(ranges().length).to.be.below(20)
    expect(left()).to.not.include('cat.mp4')
  })

  it('goes on in a later run, and in one more after that', async () => {
    const refused: FileFault = {shows: 'status', status: 404}
    for (const end of [0, 1]) {
      await rejectionOf(run([cut(0.5), refused]))
      expect(left(), String(end)).to.include('cat.mp4.part')
    }
    expect(await run([])).to.equal(size)
    expect(hash()).to.equal(sha256(film(1, size)))
    expect(ranges().at(-1)).to.equal(`bytes=${size * 0.75}-`)
    expect(left()).to.deep.equal(['cat.mp4'])
  })

  /** The disk after a kill between the name's being given and the part's being removed. */
  async function killAfterNaming(): Promise<void> {
    const part = await openPart(inFolder('cat.mp4'), '1 video')
    await part.write(film(1, size))
    await part.remember('"film-1"')
    await part.abandon(true)
    linkSync(inFolder('cat.mp4.part'), inFolder('cat.mp4'))
  }

  it('a file that got its name just before a kill is not spoilt by the next run', async () => {
    await killAfterNaming()
    await rejectionOf(run([{shows: 'cut whole', after: 0.5}, ...Array.from({length: 9}, () => cut(0))]))
    expect(hash()).to.equal(sha256(film(1, size)))
    expect(await run([])).to.equal(size)
    expect(hash()).to.equal(sha256(film(1, size)))
    expect(left()).to.deep.equal(['cat.mp4'])
  })

  it('the same for a file that has changed since: what has its name is not written to', async () => {
    await killAfterNaming()
    const inode = statSync(inFolder('cat.mp4')).ino
    await run([{shows: 'changed'}]).catch(() => {})
    expect(statSync(inFolder('cat.mp4')).ino).to.equal(inode)
    expect(hash()).to.equal(sha256(film(1, size)))
  })

  it('a file that is there already with the same bytes is no error', async () => {
    await run([])
    expect(await run([])).to.equal(size)
    expect(left()).to.deep.equal(['cat.mp4'])
  })

  it('a file that is there already with other bytes is kept', async () => {
    for (const other of [film(2, size), film(1, size - 1), Buffer.alloc(0)]) {
      writeFileSync(inFolder('cat.mp4'), other)
      expect((await rejectionOf(run([]))).code).to.equal('output_exists')
      expect(hash()).to.equal(sha256(other))
    }
  })

  it('a link in place of the part is not followed', async () => {
    writeFileSync(inFolder('precious'), 'kept')
    symlinkSync('precious', inFolder('cat.mp4.part'))
    expect((await rejectionOf(run([]))).code).to.equal('write_error')
    expect(readFileSync(inFolder('precious'), 'utf8')).to.equal('kept')
  })

  it('a process that slept while another took its part over does not touch it again', async () => {
    const file = inFolder('cat.mp4')
    const sleeper = await openPart(file, '1 video')
    await sleeper.remember('"film-1"')
    await sleeper.write(film(1, 1000))
    const longAgo = new Date(Date.now() - 3600_000)
    utimesSync(`${file}.part.lock`, longAgo, longAgo)
    expect(await run([{shows: 'changed'}])).to.equal(size)
    for (const touch of [() => sleeper.restart(), () => sleeper.finish(true)]) {
      expect((await rejectionOf(touch())).code).to.equal('download_error')
    }
    const {now} = Date
    try {
      Date.now = () => now() + 3600_000
      expect((await rejectionOf(Promise.resolve(sleeper.write(film(1, 1000))))).code).to.equal(
        'download_error',
      )
    } finally {
      Date.now = now
    }
    await sleeper.abandon(true)
    expect(hash()).to.equal(sha256(film(2, size)))
    expect(left()).to.deep.equal(['cat.mp4'])
  })

  it('two at once to one target: both end, the file is whole', async () => {
    const ends = await Promise.allSettled([run([cut(0.5), cut(0.5)]), run([cut(0.3)])])
    expect(ends.map(({status}) => status)).to.deep.equal(['fulfilled', 'fulfilled'])
    expect(hash()).to.equal(sha256(film(1, size)))
    expect(left()).to.deep.equal(['cat.mp4'])
  })
})
