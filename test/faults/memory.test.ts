import {expect} from 'chai'
import {createHash} from 'node:crypto'
import {spawn} from 'node:child_process'
import {once} from 'node:events'
import {readFileSync, statSync, statfsSync, truncateSync, writeFileSync} from 'node:fs'
import {type IncomingMessage, type ServerResponse, createServer} from 'node:http'
import type {AddressInfo} from 'node:net'
import {expectSuccess} from '../support/outcome.js'
import {preload} from '../support/preload.js'
import {launch, singleFile} from '../support/run-kling.js'
import {png} from '../support/pictures.js'
import {
  type FaultFixture,
  accessKey,
  create,
  longestRunMs,
  pointAt,
  secretKey,
  withFixture,
} from './fault-fixture.js'
import {film, sha256OfFile} from './film.js'

const mebi = 1024 * 1024
const piece = film(1, mebi)
/** Most memory that the program may ever take, in MiB. Bun keeps for longer what was freed. */
const limit = singleFile ? 200 : 100

/** Sends so many bytes, from `offset` on, of a file that repeats one piece for ever. */
async function sendFilm(response: ServerResponse, offset: number, end: number): Promise<void> {
  const left = once(response, 'close')
  for (let at = offset; at < end;) {
    const from = at % mebi
    const bytes = piece.subarray(from, Math.min(mebi, from + end - at))
    at += bytes.length
    if (response.destroyed) return
    if (!response.write(bytes)) await Promise.race([once(response, 'drain'), left])
  }
}

/** A host of one large file, which it cuts once after `cutAt` bytes. */
async function largeFile(size: number, cutAt: number) {
  const ranges: (string | undefined)[] = []
  const answer = async ({headers: {range}}: IncomingMessage, response: ServerResponse): Promise<void> => {
    ranges.push(range)
    const offset = Number(/\d+/.exec(range ?? '')?.[0] ?? 0)
    response.writeHead(range ? 206 : 200, {
      'content-length': size - offset,
      etag: '"large"',
      ...(range ? {'content-range': `bytes ${offset}-${size - 1}/${size}`} : {}),
    })
    await sendFilm(response, offset, ranges.length === 1 ? cutAt : size)
    if (ranges.length === 1 && cutAt < size) response.socket?.destroySoon()
    else response.end()
  }
  const server = createServer((request, response) => {
    answer(request, response).catch(() => response.socket?.destroy())
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/large.mp4`,
    ranges,
    close: () =>
      new Promise<void>(resolve => {
        server.closeAllConnections()
        server.close(() => resolve())
      }),
  }
}

function hashOfFilm(size: number): string {
  const hash = createHash('sha256')
  for (let at = 0; at < size; at += mebi) hash.update(piece.subarray(0, Math.min(mebi, size - at)))
  return hash.digest('hex')
}

const watcher = preload(new URL('peak-memory.mjs', import.meta.url))

/** Peak memory of the last run in MiB. */
function peakOf(fixture: FaultFixture, what: string): number {
  const peak = Number(readFileSync(fixture.path('peak'), 'utf8')) / 1024
  // eslint-disable-next-line no-console -- a figure of docs/reliability.md
  if (process.env.SHOW_FIGURES) console.log(`peak memory, ${what}: ${Math.round(peak)} MiB`)
  return peak
}

describe('faults: memory', () => {
  it('a file of 1 GiB, cut at half, takes little memory and is right', async function () {
    this.timeout(120_000)
    const size = 1024 * mebi
    await withFixture({}, async fixture => {
      const {bavail, bsize} = statfsSync(fixture.home.folder)
      if (bavail * bsize < 3 * size) this.skip() // no room for it on this disk
      const host = await largeFile(size, size / 2)
      try {
        pointAt(fixture, host.url)
        const env = {...watcher, PEAK_MEMORY: fixture.path('peak')}
        expectSuccess(await fixture.kling(create('-o', 'cat.mp4'), {env, slow: true}))
        expect(host.ranges[1]).to.match(/^bytes=\d+-$/)
        expect(await sha256OfFile(fixture.path('cat.mp4'))).to.equal(hashOfFilm(size))
        expect(peakOf(fixture, '1 GiB to a file')).to.be.below(limit)
      } finally {
        await host.close()
      }
    })
  })

  it('a file of 4 GiB is gone on with behind its 4th GiB', async () => {
    const size = 4 * 1024 * mebi + 12_345
    await withFixture({queriesToEnd: 1}, async fixture => {
      const host = await largeFile(size, size)
      try {
        pointAt(fixture, host.url)
        const {task_id} = expectSuccess(await fixture.kling(create()))
        // What an earlier run left; where the disk knows holes it takes no room.
        const there = 4 * 1024 * mebi + 5
        writeFileSync(fixture.path('cat.mp4.part'), piece.subarray(0, 4096))
        truncateSync(fixture.path('cat.mp4.part'), there)
        const note = {source: `${task_id} video`, validator: '"large"', synced: there}
        writeFileSync(fixture.path('cat.mp4.part.json'), JSON.stringify(note))
        const env = {...watcher, PEAK_MEMORY: fixture.path('peak')}
        expectSuccess(await fixture.kling(['video', 'download', task_id, '-o', 'cat.mp4'], {env, slow: true}))
        expect(host.ranges).to.deep.equal([`bytes=${there}-`])
        expect(statSync(fixture.path('cat.mp4')).size).to.equal(size)
        expect(peakOf(fixture, 'the end of 4 GiB')).to.be.below(limit)
      } finally {
        await host.close()
      }
    })
  })

  it('a file of 512 MiB to stdout, cut at half, is right, and takes little memory before a slow reader', async function () {
    this.timeout(120_000)
    const size = 512 * mebi
    await withFixture({}, async fixture => {
      const host = await largeFile(size, size / 2)
      try {
        pointAt(fixture, host.url)
        const [command, ...first] = launch
        const child = spawn(command, [...first, ...create('-o', '-')], {
          cwd: fixture.home.folder,
          env: {
            ...fixture.home.env,
            KLING_BASE_URL: fixture.server.url,
            KLING_ACCESS_KEY: accessKey,
            KLING_SECRET_KEY: secretKey,
            ...watcher,
            PEAK_MEMORY: fixture.path('peak'),
          },
          stdio: ['ignore', 'pipe', 'inherit'],
        })
        const timer = setTimeout(() => child.kill('SIGKILL'), longestRunMs)
        const hash = createHash('sha256')
        let bytes = 0
        const ended = new Promise(resolve => child.on('close', resolve))
        for await (const chunk of child.stdout) {
          hash.update(chunk as Buffer)
          // A reader that is busy with something else now and then.
          if (
            Math.floor(bytes / (64 * mebi)) !== Math.floor((bytes += (chunk as Buffer).length) / (64 * mebi))
          )
            await new Promise(resolve => setTimeout(resolve, 50))
        }
        const code = await ended
        clearTimeout(timer)
        expect(code).to.equal(0)
        expect([bytes, hash.digest('hex')]).to.deep.equal([size, hashOfFilm(size)])
        expect(peakOf(fixture, '512 MiB to stdout')).to.be.below(limit)
      } finally {
        await host.close()
      }
    })
  })

  it('seven images of 10 MB go out without being held in memory', () =>
    withFixture({}, async fixture => {
      const names = Array.from({length: 7}, (_, index) => `${index}.png`)
      for (const name of names) writeFileSync(fixture.path(name), png(400, 400, 9_900_000))
      const env = {...watcher, PEAK_MEMORY: fixture.path('peak')}
      const images = names.flatMap(name => ['--ref-image', name])
      expectSuccess(await fixture.kling(create('--timeout', '30', ...images), {env, slow: true}))
      const [post] = fixture.server.service.requestsOf('POST')
      expect(post!.body.length).to.be.above(92_000_000)
      expect(peakOf(fixture, '7 images of 10 MB')).to.be.below(limit)
    }))
})
