import {expect} from 'chai'
import {existsSync, readFileSync, utimesSync, writeFileSync} from 'node:fs'
import {holderOf, tryLock, tryLockPatiently, withLock} from '../../../src/lib/fs/lock.js'
import {thisOwner} from '../../../src/lib/fs/owner.js'
import {rejectionOf} from '../../support/failure.js'
import {useFolder} from '../../support/folder.js'

const hourMs = 3600_000

describe('a lock', () => {
  const inFolder = useFolder()
  const path = (): string => inFolder('lock')
  /** The lock of a process in another container. */
  const unknown = {...thisOwner(), pid_ns: '1'}

  function leave(content: object, ageMs = 0): void {
    writeFileSync(path(), JSON.stringify({...content, token: 'theirs'}))
    const time = new Date(Date.now() - ageMs)
    utimesSync(path(), time, time)
  }

  it('names its holder in full', async () => {
    const lock = await tryLock(path(), {staleMs: 1000})
    const {token, ...owner} = JSON.parse(readFileSync(path(), 'utf8')) as {token: string}
    expect(owner).to.deep.equal(thisOwner())
    expect(token).to.be.a('string')
    await lock!.release()
    expect(existsSync(path())).to.equal(false)
  })

  it('whose process is gone, though its id is in use, is free at once', async () => {
    leave({...thisOwner(), start: 1})
    expect(await holderOf(path(), {staleMs: hourMs})).to.equal(undefined)
    expect(await withLock(path(), async () => 'done', {staleMs: hourMs})).to.equal('done')
  })

  it('of another container is free when it has been silent for too long, and not before', async () => {
    leave(unknown, 500)
    expect(await tryLock(path(), {staleMs: hourMs, unknownMs: 60_000})).to.equal(undefined)
    leave(unknown, 61_000)
    expect(await tryLock(path(), {staleMs: hourMs, unknownMs: 60_000})).not.to.equal(undefined)
  })

  it('whose time lies in the future is free in the end', async () => {
    leave(unknown, -2 * hourMs)
    expect(await tryLock(path(), {staleMs: hourMs})).not.to.equal(undefined)
    // What the clock says of it changes nothing while it is watched.
    leave(unknown, -0.5 * hourMs)
    expect(await withLock(path(), async () => 'done', {staleMs: 60, timeoutMs: 10_000})).to.equal('done')
  })

  it('is not taken because the clock was set while it is waited for: only silence counts', async () => {
    leave(unknown, 10 * hourMs)
    const waiting = withLock(path(), async () => {}, {staleMs: hourMs, timeoutMs: 100})
    expect((await rejectionOf(waiting)).code).to.equal('write_error')
  })

  it('that was left without its content is free soon', async () => {
    writeFileSync(path(), Buffer.alloc(40))
    const future = new Date(Date.now() + hourMs)
    utimesSync(path(), future, future)
    expect(await tryLock(path(), {staleMs: hourMs})).not.to.equal(undefined)
  })

  it('that is not given back is an error that says which, and that nothing was billed', async () => {
    const held = await tryLock(path(), {staleMs: hourMs})
    const error = await rejectionOf(withLock(path(), async () => {}, {staleMs: hourMs, timeoutMs: 20}))
    expect(error.message).to.equal(`${path()} is locked by process ${process.pid}; waited 0 s.`)
    expect(error.toJSON()).to.deep.include({code: 'write_error', billed: 'no', retryable: true})
    expect(error.fields.hint).to.include('delete this file')
    await held!.release()
  })

  it('is waited for longer than a silent holder counts', async () => {
    leave(unknown)
    expect(await withLock(path(), async () => 'done', {staleMs: 100})).to.equal('done')
  })

  describe('that is taken patiently', () => {
    it('is free when the other container stays silent', async () => {
      leave(unknown)
      expect(await tryLockPatiently(path(), {staleMs: hourMs, unknownMs: 200})).not.to.equal(undefined)
    })

    it('is left to a container that shows itself', async () => {
      leave(unknown)
      const waiting = tryLockPatiently(path(), {staleMs: hourMs, unknownMs: 60_000})
      const beating = setInterval(() => leave(unknown, Math.random() * 10_000), 20)
      expect(await waiting).to.equal(undefined)
      clearInterval(beating)
    })

    it('is left at once to a process that runs here', async () => {
      const held = await tryLock(path(), {staleMs: hourMs})
      expect(await tryLockPatiently(path(), {staleMs: hourMs, unknownMs: hourMs})).to.equal(undefined)
      await held!.release()
    })

    it('is not waited for after Ctrl-C', async () => {
      leave(unknown)
      const stop = new AbortController()
      const waiting = tryLockPatiently(path(), {staleMs: hourMs, unknownMs: hourMs, signal: stop.signal})
      stop.abort(new Error('stopped'))
      const error = await waiting.catch((thrown: unknown) => thrown)
      expect((error as Error).message).to.equal('stopped')
    })
  })
})
