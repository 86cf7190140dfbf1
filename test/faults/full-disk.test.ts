import {expect} from 'chai'
import {appendFileSync, existsSync, mkdirSync, readFileSync, statSync, writeFileSync} from 'node:fs'
import {createTransport} from '../../src/lib/http/transport.js'
import {Journal} from '../../src/lib/journal/journal.js'
import {download} from '../../src/lib/downloads/download.js'
import {rejectionOf} from '../support/failure.js'
import {expectError, expectSuccess} from '../support/outcome.js'
import {create, withFixture} from './fault-fixture.js'
import {startFaults} from './fault-server.js'
import {film, sha256} from './film.js'
import {type SmallDisk, mountSmallDisk} from './small-disk.js'

// Skipped where no tmpfs may be mounted: it takes a Linux and root.
describe('faults: a full disk', () => {
  let disk: SmallDisk
  beforeEach(function () {
    const mounted = mountSmallDisk()
    if (!mounted) this.skip()
    disk = mounted
  })
  afterEach(() => disk?.remove())

  /** Leaves so many bytes of the last page of this month's journal. */
  function journalWithRoom(bytes: number): void {
    const folder = disk.path('data/journal')
    mkdirSync(folder, {recursive: true, mode: 0o700})
    const file = `${folder}/${new Date().toISOString().slice(0, 7)}.jsonl`
    if (!existsSync(file)) writeFileSync(file, '')
    const {size} = statSync(file)
    const pad = 4096 * Math.ceil((size + bytes + 100) / 4096) - bytes - size
    appendFileSync(file, `{"event":"pad","text":"${'x'.repeat(pad - 26)}"}\n`)
    expect(statSync(file).size % 4096).to.equal((4096 - bytes) % 4096)
  }

  for (const room of [0, 50]) {
    it(`with room for ${room} bytes of the intent nothing is sent`, () =>
      withFixture({}, async fixture => {
        journalWithRoom(room)
        disk.fill(0)
        const result = await fixture.kling(create(), {env: {KLING_DATA_DIR: disk.path('data')}})
        const error = expectError(result, 'write_error')
        expect([result.code, error.billed]).to.deep.equal([10, 'no'])
        expect(fixture.server.service.requests).to.deep.equal([])
      }))
  }

  it('that fills up after the intent loses neither the task nor the journal', () =>
    withFixture({}, async fixture => {
      mkdirSync(disk.path('data'))
      const env = {KLING_DATA_DIR: disk.path('data')}
      fixture.server.onStep = step => {
        if (step !== 'create: headers received') return
        journalWithRoom(20)
        disk.fill(0)
      }
      const made = expectSuccess(await fixture.kling(create(), {env}))
      expect(made.task_id).to.equal(fixture.server.service.onlyTask!.taskId)
      disk.clear()
      fixture.server.onStep = () => {}
      const resumed = expectSuccess(await fixture.kling(['task', 'resume'], {env}))
      expect(resumed.tasks[0].task_id).to.equal(made.task_id)
    }))

  it('a line of the journal that fits only in part is an error, and healed by the next', async () => {
    journalWithRoom(50)
    disk.fill(0)
    const journal = new Journal(disk.path('data/journal'))
    const event = {event: 'accepted', id: 'a'.repeat(100), task_id: '7'} as const
    expect((await rejectionOf(journal.append(event))).code).to.equal('write_error')
    disk.clear()
    await journal.append({...event, id: 'b'})
    const ids: unknown[] = []
    for await (const line of journal.lines()) if ('id' in line) ids.push(line.id)
    expect(ids).to.deep.equal(['b'])
  })

  // 73 pages and a bit: of the last one only 1 KB is used.
  const size = 73 * 4096 + 1000
  for (const pages of [40, 72, 73, 74]) {
    it(`with room for ${pages} pages of 74 there is no torn file, and with room it is whole`, async () => {
      const server = await startFaults({size})
      try {
        disk.fill(pages)
        const options = {
          url: `${server.url}/files/1.mp4?v=1`,
          file: disk.path('cat.mp4'),
          source: '1 video',
          fetch: await createTransport({env: {}}),
          delay: async () => {},
        }
        const error = await download(options).then(
          () => undefined,
          (thrown: unknown) => thrown,
        )
        if (error !== undefined) {
          expect((await rejectionOf(Promise.reject(error))).code).to.equal('write_error')
          expect(existsSync(options.file)).to.equal(false)
          disk.clear()
          await download(options)
        }
        expect(sha256(readFileSync(options.file))).to.equal(sha256(film(1, size)))
      } finally {
        await server.close()
      }
    })
  }

  it('a download of the program: exit 10, the task is named, and a later one succeeds', () =>
    withFixture({size: 200_000}, async fixture => {
      disk.fill(20)
      const file = disk.path('cat.mp4')
      const result = await fixture.kling(create('-o', file))
      const error = expectError(result, 'write_error')
      expect([result.code, error.task_id]).to.deep.equal([10, fixture.server.service.onlyTask!.taskId])
      expect(error.message).to.include('the disk is full')
      expect(existsSync(file)).to.equal(false)
      disk.clear()
      expectSuccess(await fixture.kling(['task', 'resume']))
      expect(sha256(readFileSync(file))).to.equal(sha256(film(1, 200_000)))
      expect(fixture.server.service.tasks.size).to.equal(1)
    }))
})
