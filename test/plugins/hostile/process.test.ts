import {expect} from 'chai'
import {accessKey, secretKey} from '../../support/fixture.js'
import {expectSuccess} from '../../support/outcome.js'
import {tries} from '../../support/plugin-folder.js'
import {describeCages, expectAllDenied, useHostileFixture} from './hostile-fixture.js'
import {gone, processesOf} from './processes.js'

describe("the process of a stranger's plugin", () => {
  const {own, kling, link, tried} = useHostileFixture()

  describeCages(cage => {
    it('sees of the environment what was granted, and never a key', async () => {
      await link({
        permissions: {env: ['GRANTED']},
        commands: {
          'odd:try': tries({env: 'process.env', argv: 'process.argv', execArgv: 'process.execArgv'}),
        },
      })
      const result = await tried(cage, {
        ...{GRANTED: 'granted', OTHER: 'not granted'},
        ...{KLING_API_KEY: 'api-key-of-the-tests', TZ: 'UTC'},
      })
      expect(result.env!.is).to.include({GRANTED: 'granted', TZ: 'UTC'})
      expect(result.env!.is).to.not.have.any.keys('OTHER', 'HOME', 'PATH', 'NODE_OPTIONS', 'KLING_BASE_URL')
      const text = JSON.stringify(result)
      for (const secret of [accessKey, secretKey, 'api-key-of-the-tests']) expect(text).to.not.include(secret)
    })

    it('starts no program, no thread, no native code, and stops no other process', async () => {
      const child = `(await import('node:child_process'))`
      await link({
        permissions: {run: ['node']},
        commands: {
          'odd:try': tries({
            spawn: `await ended(async () => ${child}.spawn('id'))`,
            spawnSync: `${child}.execFileSync('id').toString()`,
            exec: `${child}.execSync('id').toString()`,
            fork: `${child}.fork('x.js')`,
            cluster: `(await import('node:cluster')).default.fork().id`,
            worker: `new (await import('node:worker_threads')).Worker('1', {eval: true}).threadId`,
            dlopen: `process.dlopen({exports: {}}, '/usr/lib/x.node')`,
            binding: `process.binding('spawn_sync')`,
            inspector: `(await import('node:inspector')).open(0, '127.0.0.1')`,
            wasi: `new (await import('node:wasi')).WASI({version: 'preview1', preopens: {'/': '/'}})`,
            register: `(await import('node:module')).register('data:text/javascript,')`,
            kill: `process.kill(process.ppid, 'SIGKILL')`,
            other: `(await import('kling-cli/plugin')).runProgram('sh', ['-c', 'id'])`,
          }),
        },
      })
      expectAllDenied(await tried(cage), [
        'ERR_ACCESS_DENIED',
        'plugin_denied',
        'ERR_DLOPEN_DISABLED',
        'ERR_INSPECTOR_NOT_AVAILABLE',
      ])
    })
  })

  it('a patched platform stays in its own process', async () => {
    await link({
      commands: {
        'odd:try': `
          const fs = (await import('node:fs')).default
          JSON.stringify = () => '{"success":true,"patched":true}'
          Object.prototype.isAdmin = true
          fs.readFileSync = () => 'patched'
          kling.KlingError.prototype.toString = () => 'patched'
          return {}`,
      },
    })
    const patched = await kling(['odd', 'try'])
    expect(patched.code).to.equal(0)
    const after = expectSuccess(await kling(['plugins']))
    expect(after.count).to.equal(1)
    expect(JSON.stringify(after)).to.not.include('patched')
  })

  it('loops for ever: Ctrl-C ends it', async () => {
    await link({
      commands: {'odd:try': `this.interruption; process.stderr.write('looping'); for (;;);`},
    })
    let press: (() => void) | undefined
    let running: number[] = []
    const result = await kling(['odd', 'try'], {
      onStart: host => (press = () => process.kill(host, 'SIGINT')),
      // The loop begins after its first words.
      onStderr() {
        if (!press) return
        running = processesOf(own('plugins/plugin'))
        press()
        press = undefined
      },
    })
    expect(running).to.not.deep.equal([])
    expect(result.code).to.not.equal(0)
    await gone(own('plugins/plugin'))
  })

  it('ends in the middle: the program says so', async () => {
    await link({commands: {'odd:try': 'process.abort()'}})
    const aborted = await kling(['odd', 'try'])
    const {error} = JSON.parse(aborted.stderr.trim().split('\n').at(-1)!) as {
      error: {code: string; message: string}
    }
    expect(error.code).to.equal('unexpected_error')
    expect(error.message).to.match(/kling-plugin-odd exited on SIG/)
    expect(aborted.code).to.equal(1)
  })
})
