import {expect} from 'chai'
import {type Check, runChecks, shellWord} from '../../../src/lib/doctor/check.js'
import {diskChecks} from '../../../src/lib/doctor/disk.js'
import {networkChecks} from '../../../src/lib/doctor/network.js'
import {programChecks} from '../../../src/lib/doctor/program.js'
import type {DoctorContext} from '../../../src/lib/doctor/context.js'
import {KlingError} from '../../../src/lib/errors/kling-error.js'
import {rejectionOf} from '../../support/failure.js'
import {useFolder} from '../../support/folder.js'

const check = (id: string, look: Check['run'], more: Partial<Check> = {}): Check => ({
  id,
  name: () => id,
  run: look,
  ...more,
})

describe('checks', () => {
  const own = useFolder()
  const surroundings = (more: Partial<DoctorContext> = {}): DoctorContext =>
    ({
      env: {},
      platform: 'linux',
      cwd: own(),
      folders: {configDir: own('config'), dataDir: own('data'), cacheDir: own('cache')},
      signal: new AbortController().signal,
      ...more,
    }) as DoctorContext
  const fine: Check['run'] = () => ({status: 'ok', message: 'fine'})

  it('one that throws or hangs is a failure of its own, in its place', async () => {
    const checks = [
      check('a.plain', () => {
        throw new Error('a bug')
      }),
      check('a.system', async () => {
        throw Object.assign(new Error('EACCES: no'), {code: 'EACCES'})
      }),
      check('a.kling', async () => {
        throw new KlingError('config_error', 'The file is broken.')
      }),
      check('a.hanging', () => new Promise(() => {})),
      check('a.none', () => []),
      check('a.two', () => [
        {status: 'ok', message: 'one', of: 'first'},
        {status: 'warn', message: 'two', of: 'second', name: 'Second', fix: 'mend it', details: {count: 2}},
      ]),
      check('a.fine', fine),
    ]
    const results = await runChecks(checks, surroundings(), {offline: false, limitMs: 20})
    const failed = (name: string, why: string, code: string | undefined) => ({
      id: `a.${name}`,
      name: `a.${name}`,
      status: 'fail',
      message: `This check failed to run: ${why}`,
      details: {code},
    })
    expect(results).to.deep.equal([
      failed('plain', 'a bug', undefined),
      failed('system', 'EACCES: no', 'EACCES'),
      failed('kling', 'The file is broken.', 'config_error'),
      failed('hanging', 'no result after 0.02 s', 'timeout'),
      {id: 'a.two.first', name: 'a.two', status: 'ok', message: 'one'},
      {
        id: 'a.two.second',
        name: 'Second',
        status: 'warn',
        message: 'two',
        fix: 'mend it',
        details: {count: 2},
      },
      {id: 'a.fine', name: 'a.fine', status: 'ok', message: 'fine'},
    ])
  })

  it('offline leaves out what needs the network', async () => {
    const checks = [check('a.net', fine, {needsNetwork: true}), check('a.fine', fine)]
    const ids = async (offline: boolean) =>
      (await runChecks(checks, surroundings(), {offline})).map(({id}) => id)
    expect(await ids(true)).to.deep.equal(['a.fine'])
    expect(await ids(false)).to.deep.equal(['a.net', 'a.fine'])
  })

  it('an interruption ends them', async () => {
    const reason = new KlingError('interrupted', 'Interrupted.')
    const checks = [
      check('a.net', () => {
        throw reason
      }),
    ]
    const at = surroundings({signal: AbortSignal.abort(reason)})
    expect(await rejectionOf(runChecks(checks, at, {offline: false}))).to.equal(reason)
  })

  it('room on the disk', async () => {
    const statuses = async (free: number) => {
      const at = surroundings({roomOf: async () => free})
      return (await runChecks(diskChecks, at, {offline: true})).map(({id, status}) => `${id} ${status}`)
    }
    const all = (status: string) => ['data', 'config', 'cache', 'here'].map(of => `disk.room.${of} ${status}`)
    expect(await statuses(5e9)).to.deep.equal(all('ok'))
    expect(await statuses(5e8)).to.deep.equal(all('warn'))
    expect(await statuses(1e6)).to.deep.equal(['disk.room.data fail', ...all('warn').slice(1)])
  })

  it('a Node that is too old; other runtimes', async () => {
    const program = {
      root: own(),
      version: '0.1.0',
      engines: '>=20.19.0',
      execPath: '',
      isSingleFile: false,
      userAgent: '',
    }
    const status = async (runtime: DoctorContext['runtime']) =>
      (await runChecks(programChecks, surroundings({program, runtime}), {offline: true}))[1]!.status
    expect(await status({name: 'Node', version: '20.18.3'})).to.equal('fail')
    expect(await status({name: 'Node', version: '26.0.0'})).to.equal('ok')
    expect(await status({name: 'Bun', version: '1.3.0'})).to.equal('ok')
  })

  for (const [value, shown] of [
    ['proxy.example:3128', 'http://proxy.example:3128'],
    ['http://user@proxy.example', 'http://***@proxy.example'],
    ['socks5://a:b%40c@proxy.example:1080/path?token=x', 'socks5://***@proxy.example:1080'],
  ] as const) {
    it(`a proxy ${value} is shown as ${shown}`, async () => {
      const [line] = await runChecks(networkChecks, surroundings({env: {HTTPS_PROXY: value}}), {
        offline: true,
      })
      expect(line!.message).to.equal(`HTTPS_PROXY=${shown}`)
    })
  }

  it('words of commands are quoted where a shell needs it', () => {
    expect(['a/b.c', 'a b', "it's", '~/x', '$HOME'].map(shellWord)).to.deep.equal([
      'a/b.c',
      "'a b'",
      `'it'\\''s'`,
      '~/x',
      "'$HOME'",
    ])
  })
})
