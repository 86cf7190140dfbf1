import {expect} from 'chai'
import {type ChildProcess, spawn} from 'node:child_process'
import {once} from 'node:events'
import {readFileSync} from 'node:fs'
import {uptime} from 'node:os'
import {type Owner, asOwner, presenceOf, thisOwner} from '../../../src/lib/fs/owner.js'

/** A process id that nobody has. */
const deadPid = 2 ** 30

describe('the owner of a lock or an intent', () => {
  const isLinux = process.platform === 'linux'
  const here = thisOwner()
  const child: {process?: ChildProcess} = {}
  before(async () => {
    child.process = spawn(process.execPath, ['-e', 'process.stdin.resume()'], {
      stdio: ['pipe', 'ignore', 'ignore'],
    })
    await once(child.process, 'spawn')
  })
  after(() => child.process!.kill('SIGKILL'))

  const other = (): Owner => ({...here, pid: child.process!.pid!, start: startOf(child.process!.pid!)})
  const startOf = (pid: number): number =>
    Number(readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').pop()!.split(' ')[19])

  it('is this process', () => {
    expect(here.pid).to.equal(process.pid)
    expect(presenceOf(here, 0)).to.equal('this')
    if (isLinux) expect(here).to.have.all.keys('pid', 'start', 'boot', 'pid_ns', 'host')
  })

  it('is gone when nobody has the id', () => {
    expect(presenceOf({...here, pid: deadPid}, 0)).to.equal('gone')
    expect(presenceOf({pid: deadPid}, 0)).to.equal('gone')
  })

  const tables: [string, () => Owner, number, string][] = [
    ['another process that runs', other, 0, 'other'],
    ['one whose id another process has by now', () => ({...other(), start: 1}), 0, 'gone'],
    ['one whose id this process has by now', () => ({...here, start: 1}), 0, 'gone'],
    ['one of another container', () => ({...other(), pid_ns: '1'}), 0, 'unknown'],
    [
      'one of another container with an id that nobody has here',
      () => ({...here, pid: deadPid, pid_ns: '1'}),
      0,
      'unknown',
    ],
    ['one of another container with this very id', () => ({...here, pid_ns: '1'}), 0, 'unknown'],
    [
      'one of an earlier start of this machine',
      () => ({...other(), boot: 'other'}),
      uptime() * 1000 + 60_000,
      'gone',
    ],
    ['one of another machine of the same name', () => ({...other(), boot: 'other'}), 1000, 'unknown'],
    [
      'one of another machine',
      () => ({...other(), boot: 'other', host: 'other'}),
      uptime() * 1000 + 60_000,
      'unknown',
    ],
    ['by an id alone, one that runs', () => ({pid: child.process!.pid!}), 0, 'other'],
    [
      'by an id alone, one from before the machine was started',
      () => ({pid: child.process!.pid!}),
      uptime() * 1000 + 60_000,
      'gone',
    ],
    ['by an id alone, one with this very id', () => ({pid: process.pid}), 0, 'unknown'],
  ]
  for (const [what, owner, age, presence] of tables) {
    it(`${what}: ${presence}`, function () {
      if (!isLinux) this.skip()
      expect(presenceOf(owner(), age)).to.equal(presence)
    })
  }

  it('is gone when it has ended and only its parent has not noticed', async function () {
    if (!isLinux) this.skip()
    // The shell starts a child, and becomes a program that never looks after it.
    const parent = spawn('sh', ['-c', 'sleep 0.2 & echo $!; exec sleep 60'], {
      stdio: ['ignore', 'pipe', 'ignore'],
    })
    try {
      const [line] = (await once(parent.stdout, 'data')) as [Buffer]
      const pid = Number(line.toString())
      while (!/\) Z /.test(readFileSync(`/proc/${pid}/stat`, 'utf8')))
        await new Promise(resolve => setTimeout(resolve, 5))
      expect(process.kill(pid, 0)).to.equal(true)
      expect(presenceOf({...here, pid, start: startOf(pid)}, 0)).to.equal('gone')
    } finally {
      parent.kill('SIGKILL')
    }
  })

  it('is read from whatever was written down', () => {
    expect(asOwner({...here, token: 'x', more: {}})).to.deep.equal(here)
    expect(asOwner({pid: 7, boot: 3, start: 'x', host: ''})).to.deep.equal({pid: 7})
    for (const none of [null, undefined, 'text', {}, {pid: '7'}, {pid: 0}, {pid: -1}, {pid: 1.5}])
      expect(asOwner(none), JSON.stringify(none)).to.equal(undefined)
  })
})
