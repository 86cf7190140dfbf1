import {expect} from 'chai'
import {existsSync, readFileSync, readdirSync, statSync, writeFileSync} from 'node:fs'
import {createTransport} from '../../src/lib/http/transport.js'
import {KlingError} from '../../src/lib/errors/kling-error.js'
import {download} from '../../src/lib/downloads/download.js'
import {openPart} from '../../src/lib/downloads/part-file.js'
import type {DownloadOptions} from '../../src/lib/downloads/types.js'
import {type Range, bytesOf, readRangeNote, splitRanges} from '../../src/lib/downloads/ranges.js'
import {rejectionOf} from '../support/failure.js'
import {useFolder} from '../support/folder.js'
import {expectError, expectSuccess} from '../support/outcome.js'
import {create, pointAt, withFixture} from './fault-fixture.js'
import {film, sha256} from './film.js'
import {type Ask, RangeHost, type Turn, size} from './range-host.js'
import {mountSmallDisk} from './small-disk.js'

describe('faults: several ranges at once', () => {
  const inFolder = useFolder()
  let host: RangeHost
  beforeEach(async () => {
    host = await new RangeHost().start()
  })
  afterEach(() => host.close())

  const run = async (options: Partial<DownloadOptions> = {}): Promise<number> =>
    download({
      url: host.url,
      file: inFolder('cat.mp4'),
      source: '1 video',
      fetch: await createTransport({env: {}}),
      delay: async () => {},
      connections: 4,
      ...options,
    })
  const expectFilm = (version = 1): void => {
    expect(sha256(readFileSync(inFolder('cat.mp4')))).to.equal(sha256(film(version, size)))
    expect(readdirSync(inFolder())).to.deep.equal(['cat.mp4'])
  }
  /** Sends the first `share` of a range, and breaks the connection. */
  const cutAt = ({from, to, response}: Ask, share: number): true => {
    response.writeHead(206, host.headers(from, to))
    const bytes = film(host.version, size).subarray(from, from + Math.floor((to - from) * share))
    response.write(bytes, () => response.socket?.destroySoon())
    return true
  }

  it('four connections bring what one does', async () => {
    expect(await run()).to.equal(size)
    expectFilm()
    expect(host.asked).to.have.length(4)
    expect(host.asked[0]).to.equal('bytes=0-')
  })

  it('a small file takes one', async () => {
    host.turn = ({response}) => {
      response.writeHead(206, {'content-range': 'bytes 0-999/1000', etag: '"small"'}).end(film(1, 1000))
      return true
    }
    expect(await run()).to.equal(1000)
    expect(host.asked).to.deep.equal(['bytes=0-'])
  })

  it('each range goes on where its connection was cut', async () => {
    host.turn = ask => ask.index < 10 && cutAt(ask, 0.4)
    await run()
    expectFilm()
    expect(new Set(host.asked).size).to.equal(host.asked.length)
  })

  for (const status of [200, 206, 403, 503])
    it(`an error page (${status}) instead of one range: that one is asked for again`, async () => {
      let pages = 0
      host.turn = ({from, to, index, response}) => {
        if (index !== 2) return false
        pages++
        const range = status === 206 ? {'content-range': `bytes ${from}-${to - 1}/${size}`} : {}
        response
          .writeHead(status, {'content-type': 'text/html', ...range})
          .end('<html>Log in to this network</html>')
        return true
      }
      await run(status === 403 ? {renewUrl: async () => host.url} : {})
      expectFilm()
      expect([pages, host.asked.length]).to.deep.equal([1, 5])
    })

  for (const connections of [1, 4])
    it(`an error page where a part goes on (connections: ${connections}) leaves the part as it is`, async () => {
      host.turn = ask => {
        if (ask.index < connections) return cutAt(ask, 0.4)
        ask.response.writeHead(404).end()
        return true
      }
      await rejectionOf(run({connections}))
      const part = inFolder('cat.mp4.part')
      const before = readFileSync(part)
      host.turn = ({response}) => {
        response.writeHead(200, {'content-type': 'text/html'}).end('<html>Log in to this network</html>')
        return true
      }
      const asked = host.asked.length
      const error = await rejectionOf(run({connections}))
      expect((error as KlingError).code).to.equal('download_error')
      expect(readFileSync(part).equals(before)).to.equal(true)
      host.turn = () => {}
      const paged = host.asked.length
      await run({connections})
      expectFilm()
      expect(
        host.asked.slice(asked).filter(range => range === undefined || range === 'bytes=0-'),
      ).to.deep.equal([])
      expect(paged).to.be.greaterThan(asked)
    })

  it('a range on which nothing comes is asked for again', async () => {
    host.turn = ({index, from, to, response}) => {
      if (index !== 2) return false
      response.writeHead(206, host.headers(from, to)).write(film(1, size).subarray(from, from + 1000))
      return true
    }
    await run({stallSeconds: 0.5})
    expectFilm()
  })

  const single: [string, Turn][] = [
    [
      'knows no ranges',
      ({response}) => {
        response.writeHead(200, {etag: '"film-1"', 'content-length': size}).end(film(1, size))
        return true
      },
    ],
    [
      'promises nothing about the bytes',
      ({from, to, response}) => {
        const {etag: _etag, ...headers} = host.headers(from, to)
        response.writeHead(206, headers).end(film(1, size).subarray(from, to))
        return true
      },
    ],
    [
      'has a weak ETag only',
      ({from, to, response}) => {
        response
          .writeHead(206, {...host.headers(from, to), etag: 'W/"film-1"'})
          .end(film(1, size).subarray(from, to))
        return true
      },
    ],
  ]
  for (const [what, turn] of single) {
    it(`a host that ${what}: one connection`, async () => {
      host.turn = turn
      expect(await run()).to.equal(size)
      expectFilm()
      expect(host.asked).to.have.length(1)
    })
  }

  it('a host that takes two connections and no more', async () => {
    let open = 0
    host.turn = ({response}) => {
      response.on('close', () => open--)
      if (++open <= 2) return false
      response.writeHead(503).end()
      return true
    }
    await run()
    expectFilm()
  })

  it('another file under the same address while its ranges come: it begins again', async () => {
    host.turn = ({index}) => {
      if (index === 2) host.version = 2
    }
    await run()
    expectFilm(2)
  })

  it('machines of a host that name the same file differently: one connection', async () => {
    let count = 0
    host.etag = () => `"machine-${count++ % 3}"`
    await run()
    expectFilm()
  })

  it('an address that expires under four connections is asked for once', async () => {
    let renewals = 0
    host.turn = ({request, response, index}) => {
      if (index === 0 || request.url!.includes('new')) return false
      response.writeHead(403).end()
      return true
    }
    const renewUrl = async (): Promise<string> => {
      renewals++
      return `${host.url}?new`
    }
    await run({renewUrl})
    expectFilm()
    expect(renewals).to.equal(1)
  })

  /** Leaves a part of which most has come, and something of two ranges has not. */
  async function interrupted(): Promise<void> {
    const stop = new AbortController()
    host.turn = ask => ask.index >= 2 && cutAt(ask, 0.5)
    const onProgress = ({done}: {done: number}): void => {
      if (done > size * 0.7) stop.abort(new KlingError('interrupted', 'stopped'))
    }
    expect((await rejectionOf(run({signal: stop.signal, onProgress}))).code).to.equal('interrupted')
    host.turn = () => {}
    host.asked.length = 0
  }

  /** Bytes that a part says are missing. */
  const missingBytes = (part: string): number => {
    const {ranges} = JSON.parse(readFileSync(`${part}.json`, 'utf8')) as {ranges?: {missing: Range[]}}
    return ranges ? bytesOf(ranges.missing) : size
  }
  /** Bytes that were asked for, by ranges with both ends. */
  const askedBytes = (asked: RangeHost['asked']): number =>
    bytesOf(
      asked.map(range => {
        const [, from, last] = /^bytes=(\d+)-(\d+)$/.exec(range!)!
        return {from: Number(from), to: Number(last) + 1}
      }),
    )

  it('an interruption leaves a part; later runs fetch only what is missing', async () => {
    for (const connections of [4, 1, 9]) {
      await interrupted()
      expect(readdirSync(inFolder())).to.include.members(['cat.mp4.part', 'cat.mp4.part.json'])
      const missing = missingBytes(inFolder('cat.mp4.part'))
      expect(missing).to.be.below(size / 2)
      await run({connections, force: true})
      expectFilm()
      expect(askedBytes(host.asked)).to.equal(missing)
    }
  })

  it('a part of one connection is gone on with by several', async () => {
    host.turn = ask => {
      if (ask.index === 0) return cutAt(ask, 0.25)
      ask.response.writeHead(404).end()
      return true
    }
    await rejectionOf(run({connections: 1}))
    host.turn = () => {}
    host.asked.length = 0
    await run()
    expectFilm()
    expect(host.asked[0]).to.match(/^bytes=2\d+-$/)
    expect(host.asked).to.have.length(4)
  })

  it('a later run that finds another file begins again', async () => {
    await interrupted()
    host.version = 2
    await run()
    expectFilm(2)
  })

  it('a note that tells of bytes which are not there is not believed', async () => {
    await interrupted()
    writeFileSync(inFolder('cat.mp4.part'), film(2, 1000))
    await run()
    expectFilm()
  })

  it('an older program that reads only its own notes throws such a part away', async () => {
    await interrupted()
    expect(JSON.parse(readFileSync(inFolder('cat.mp4.part.json'), 'utf8'))).to.not.have.property('validator')
  })

  it('a part that another source has left is not used', async () => {
    await interrupted()
    const part = await openPart(inFolder('cat.mp4'), '2 video')
    expect([part.size, part.ranges]).to.deep.equal([0, undefined])
    await part.abandon(false)
  })

  it('ranges are cut so that all get alike, and none is tiny', () => {
    const mebi = 1024 * 1024
    const bytes = splitRanges([{from: 5, to: 5 + 12 * mebi}], 4).map(({from, to}) => to - from)
    expect(bytes).to.deep.equal([3 * mebi, 3 * mebi, 3 * mebi, 3 * mebi])
    expect(splitRanges([{from: 0, to: 3 * mebi - 1}], 16)).to.have.length(2)
    expect(
      splitRanges(
        [
          {from: 0, to: 10},
          {from: 20, to: 20},
        ],
        16,
      ),
    ).to.deep.equal([{from: 0, to: 10}])
  })

  it('only notes that make sense are read', () => {
    const note = {validator: '"1"', total: 100, missing: [{from: 10, to: 20}]}
    expect(readRangeNote(note, 100)).to.deep.equal(note)
    const wrong = [
      {...note, missing: [{from: 20, to: 10}]},
      {...note, missing: [{from: 10, to: 101}]},
      {
        ...note,
        missing: [
          {from: 10, to: 20},
          {from: 15, to: 30},
        ],
      },
      {...note, missing: [null]},
      {...note, total: '100'},
      {...note, validator: undefined},
    ]
    for (const value of [...wrong, null, 7, undefined]) expect(readRangeNote(value, 100)).to.equal(undefined)
    expect(readRangeNote(note, 99)).to.equal(undefined)
  })

  it('a disk that fills up leaves no torn file', async function () {
    const disk = mountSmallDisk()
    if (!disk) this.skip()
    try {
      const file = disk.path('cat.mp4')
      expect((await rejectionOf(run({file}))).code).to.equal('write_error')
      expect(existsSync(file)).to.equal(false)
      expect(existsSync(`${file}.part`)).to.equal(false)
    } finally {
      disk.remove()
    }
  })

  describe('in the program', () => {
    /** A finished task whose result is at the host. */
    const withTask = (
      work: (
        kling: (...more: string[]) => ReturnType<Parameters<Parameters<typeof withFixture>[1]>[0]['kling']>,
        path: (name: string) => string,
        onStart: (use: (pid: number) => void) => void,
      ) => Promise<void>,
    ): Promise<void> =>
      withFixture({queriesToEnd: 1}, async fixture => {
        const {task_id} = expectSuccess(await fixture.kling(create()))
        pointAt(fixture, host.url)
        let use: ((pid: number) => void) | undefined
        await work(
          (...more) => {
            const onStart = use
            use = undefined
            return fixture.kling(['video', 'download', String(task_id), '-o', 'cat.mp4', ...more], {
              slow: true,
              ...(onStart ? {onStart} : {}),
            })
          },
          name => fixture.path(name),
          given => void (use = given),
        )
      })

    it('a number that is none: invalid_argument', () =>
      withTask(async kling => {
        for (const value of ['0', '17', '-1', '1.5', 'x', ''])
          expectError(await kling(`--connections=${value}`), 'invalid_argument')
      }))

    it('killed again and again, it goes on with what is there', () =>
      withTask(async (kling, path, onStart) => {
        const bytes = film(1, size)
        host.turn = host.trickle
        let missing = size
        for (let round = 0; round < 3; round++) {
          let looking: NodeJS.Timeout | undefined
          onStart(pid => {
            looking = setInterval(() => {
              if (!existsSync(path('cat.mp4.part.json'))) return
              if (missingBytes(path('cat.mp4.part')) > missing * 0.9) return
              clearInterval(looking)
              process.kill(pid, 'SIGKILL')
            }, 10)
          })
          const {signal} = await kling('--connections', '4')
          clearInterval(looking)
          expect(signal).to.equal('SIGKILL')
          expect(existsSync(path('cat.mp4'))).to.equal(false)
          missing = missingBytes(path('cat.mp4.part'))
        }
        host.turn = () => {}
        const before = host.asked.length
        expectSuccess(await kling('--connections', '3'))
        expect(sha256(readFileSync(path('cat.mp4')))).to.equal(sha256(bytes))
        expect(statSync(path('cat.mp4')).size).to.equal(size)
        expect(askedBytes(host.asked.slice(before))).to.equal(missing)
      }))
  })
})
