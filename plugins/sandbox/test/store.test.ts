import {expect} from 'chai'
import {execFile} from 'node:child_process'
import {mkdir, readdir, stat, utimes, writeFile} from 'node:fs/promises'
import {join} from 'node:path'
import {promisify} from 'node:util'
import {loadKeys} from '../src/keys.js'
import {tryLock, withLock} from 'kling-cli/plugin'
import {TaskStore} from '../src/state/store.js'
import {closeSandboxes, fixtureEntry, temporaryFolder} from './fixtures/sandbox.js'

const run = promisify(execFile)

interface Report {
  made: string[]
  refused: string[]
}

async function submitFromProcesses(
  stateDir: string,
  {processes, count, slots}: {processes: number; count: number; slots: number},
) {
  const args = [...fixtureEntry('submit-many.ts'), stateDir, String(count), String(slots)]
  const runs = Array.from({length: processes}, () => run(process.execPath, args))
  return (await Promise.all(runs)).map(({stdout}) => JSON.parse(stdout) as Report)
}

const draft = {kind: 'omni-video', createdAt: 1000, submittedMs: 1, processingMs: 1, body: {}, baseUrl: ''}

describe('store', () => {
  afterEach(closeSandboxes)

  it('makes each external id once, whatever number of processes try', async () => {
    const stateDir = await temporaryFolder()
    const reports = await submitFromProcesses(stateDir, {processes: 10, count: 4, slots: 1000})
    const made = reports.flatMap(report => report.made)
    const refused = reports.flatMap(report => report.refused)
    expect(made).to.have.length(4 + 40)
    expect(new Set(made).size).to.equal(44)
    expect(refused).to.have.length(36)
    expect(new Set(refused)).to.deep.equal(new Set(['duplicate']))
    const store = new TaskStore(stateDir)
    expect(await store.list('omni-video', {page: 1, size: 500})).to.have.length(44)
    expect(await readdir(stateDir)).to.deep.equal(['sandbox-v1'])
  })

  it('never has more tasks under way than slots', async () => {
    const stateDir = await temporaryFolder()
    const reports = await submitFromProcesses(stateDir, {processes: 10, count: 2, slots: 7})
    expect(reports.flatMap(report => report.made)).to.have.length(7)
    expect(await new TaskStore(stateDir).active()).to.have.length(7)
  })

  it('gives ids that grow, even when the clock goes back', async () => {
    const store = new TaskStore(await temporaryFolder())
    const ids: string[] = []
    for (const now of [1_763_841_000_000, 1_763_841_000_000, 1_663_841_000_000]) {
      const result = await store.submit(draft, {slots: 10, now})
      if ('record' in result) ids.push(result.record.id, result.record.videoId)
    }
    expect(ids).to.have.length(6)
    expect(ids.every(id => /^\d{18}$/.test(id))).to.equal(true)
    expect([...ids].sort()).to.deep.equal(ids)
    expect(new Set(ids).size).to.equal(6)
  })

  it('writes what only its owner can read', async () => {
    const stateDir = join(await temporaryFolder(), 'state')
    await loadKeys(stateDir)
    const store = new TaskStore(stateDir)
    await store.submit({...draft, externalId: 'a'}, {slots: 1, now: 1000})
    await store.keepInput(Buffer.from('x'), 'png')
    const modes = new Map<string, number>()
    for (const name of await readdir(stateDir, {recursive: true})) {
      const facts = await stat(join(stateDir, name))
      modes.set(name, facts.mode & 0o777)
      expect(facts.mode & 0o777, name).to.equal(facts.isDirectory() ? 0o700 : 0o600)
    }
    expect(modes.has('keys.json')).to.equal(true)
    expect((await stat(stateDir)).mode & 0o777).to.equal(0o700)
  })

  it('leaves the mode of a folder that was there alone', async () => {
    const stateDir = await temporaryFolder()
    await mkdir(join(stateDir, 'own'), {mode: 0o755})
    await new TaskStore(join(stateDir, 'own')).prepare()
    expect((await stat(join(stateDir, 'own'))).mode & 0o777).to.equal(0o755)
  })

  it('is emptied of tasks but not of its keys, nor of what is not its own', async () => {
    const stateDir = await temporaryFolder()
    const keys = await loadKeys(stateDir)
    const store = new TaskStore(stateDir)
    await store.submit(draft, {slots: 1, now: 1000})
    await writeFile(join(stateDir, 'notes.txt'), 'mine')
    await store.clear()
    expect((await readdir(stateDir)).sort()).to.deep.equal(['keys.json', 'notes.txt'])
    expect(await store.list('omni-video', {page: 1, size: 10})).to.deep.equal([])
    expect(await loadKeys(stateDir)).to.deep.equal(keys)
    expect(await store.submit(draft, {slots: 1, now: 2000})).to.have.property('record')
  })
})

describe('lock', () => {
  afterEach(closeSandboxes)
  const gone = 2 ** 22 + 12_345

  it('is held by one at a time', async () => {
    const path = join(await temporaryFolder(), 'lock')
    let inside = 0
    const results = await Promise.all(
      Array.from({length: 8}, async (_, index) =>
        withLock(path, async () => {
          expect(++inside).to.equal(1)
          await new Promise(done => setImmediate(done))
          inside--
          return index
        }),
      ),
    )
    expect(results).to.deep.equal([0, 1, 2, 3, 4, 5, 6, 7])
  })

  it('is free again when its holder is gone', async () => {
    const path = join(await temporaryFolder(), 'lock')
    await writeFile(path, JSON.stringify({pid: gone, token: 'x'}))
    const lock = await tryLock(path, {staleMs: 60_000})
    expect(await lock?.stillHeld()).to.equal(true)
    expect(await tryLock(path, {staleMs: 60_000})).to.equal(undefined)
    await lock?.release()
    expect(await tryLock(path, {staleMs: 60_000})).not.to.equal(undefined)
  })

  it('is taken from a holder that has not shown itself for too long, who then knows', async () => {
    const path = join(await temporaryFolder(), 'lock')
    const old = await tryLock(path, {staleMs: 60_000})
    const hourAgo = new Date(Date.now() - 3_600_000)
    await utimes(path, hourAgo, hourAgo)
    const young = await tryLock(path, {staleMs: 60_000})
    expect(await old?.stillHeld()).to.equal(false)
    await old?.release()
    expect(await young?.stillHeld()).to.equal(true)
  })

  it('of which only a part was written is free after a while', async () => {
    const path = join(await temporaryFolder(), 'lock')
    await writeFile(path, '')
    expect(await tryLock(path, {staleMs: 60_000})).to.equal(undefined)
    const minuteAgo = new Date(Date.now() - 60_000)
    await utimes(path, minuteAgo, minuteAgo)
    expect(await tryLock(path, {staleMs: 60_000})).not.to.equal(undefined)
  })
})
