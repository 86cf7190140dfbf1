import {expect} from 'chai'
import {spawn} from 'node:child_process'
import {accessKey, secretKey} from '../../support/fixture.js'
import {expectError, expectSuccess} from '../../support/outcome.js'
import {tries} from '../../support/plugin-folder.js'
import type {RunResult} from '../../support/run-kling.js'
import {cages, describeCages, expectAllDenied, useHostileFixture} from './hostile-fixture.js'
import {gone, processesOf} from './processes.js'

describe('the process of a third-party plugin', () => {
  const {own, kling, link, removeBarrier, tried} = useHostileFixture()

  /** Does something to the program when its plugin has said a word. */
  async function whileRunning(node: string, act: (host: number) => void): Promise<RunResult> {
    let host = 0
    let isSaid = false
    return kling(['odd', 'try'], {
      node,
      onStart: pid => (host = pid),
      onStderr() {
        if (isSaid) return
        isSaid = true
        expect(processesOf(own('plugins/plugin'))).to.not.deep.equal([])
        act(host)
      },
    })
  }

  async function killedWhileRunning(node: string): Promise<void> {
    const {signal} = await whileRunning(node, host => process.kill(host, 'SIGKILL'))
    expect(signal).to.equal('SIGKILL')
  }

  describeCages(cage => {
    /** Many more than may be open at once; the full number once, since it takes long. */
    const calls = cage === cages.find(({missing}) => missing === undefined) ? 100_000 : 10_000

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
            childProcess: `new (${child}.ChildProcess)().spawn({file: '/bin/sh', args: ['sh'], stdio: 'pipe'})`,
            execve: `process.execve('/bin/sh', ['sh', '-c', 'id'], {})`,
            session: `new (await import('node:inspector')).Session().connect() ?? 1`,
            debug: `process._debugProcess(process.ppid)`,
            kill: `process.kill(process.ppid, 'SIGKILL')`,
            killRaw: `process._kill(process.ppid, 9)`,
            other: `(await import('kling-cli/plugin')).runProgram('sh', ['-c', 'id'])`,
          }),
        },
      })
      expectAllDenied(await tried(cage), [
        'ERR_ACCESS_DENIED',
        'plugin_denied',
        'ERR_DLOPEN_DISABLED',
        'ERR_INSPECTOR_NOT_AVAILABLE',
        // Node 20 has no execve.
        'TypeError',
      ])
    })

    it('is gone when the program is killed', async () => {
      if (!cage.hasBarrier) removeBarrier(cage.node)
      const endless = `process.on('exit', () => {}); process.exit = () => {}
        process.stderr.write('running'); await new Promise(() => setInterval(() => {}, 1000))`
      await link({commands: {'odd:try': endless}})
      await killedWhileRunning(cage.node)
      await gone(own('plugins/plugin'))
    })

    it('ends no other process in its own place', async () => {
      const victim = spawn(process.execPath, ['-e', 'process.stdin.resume()'], {
        stdio: ['pipe', 'ignore', 'ignore'],
      })
      const end = new Promise(resolve => victim.on('exit', (code, signal) => resolve(signal ?? code)))
      if (!cage.hasBarrier) removeBarrier(cage.node)
      await link({
        commands: {
          'odd:try': `
            Object.defineProperty(process, 'pid', {value: ${victim.pid}})
            process.emit = () => false
            process.stderr.write('running')
            await new Promise(() => setInterval(() => {}, 1000))`,
        },
      })
      const result = await whileRunning(cage.node, host => process.kill(host, 'SIGINT'))
      expect(result.code).to.not.equal(0)
      victim.stdin.end()
      expect(await end).to.equal(0)
      await gone(own('plugins/plugin'))
    })

    it('is ended for what is no message, and the program says so', async () => {
      if (!cage.hasBarrier) removeBarrier(cage.node)
      const stay = `await new Promise(() => setInterval(() => {}, 1000))`
      const frame = (json: string): string =>
        `const json = Buffer.from(${json}); const head = Buffer.alloc(8)
         head.writeUInt32BE(json.length, 0); head.writeUInt32BE(0xffffffff, 4)
         fs.writeSync(3, Buffer.concat([head, json]))`
      const garbage = {
        text: `fs.writeSync(3, 'this is no message, and too long for one')`,
        zeros: `fs.writeSync(3, Buffer.alloc(64))`,
        gigabyte: `fs.writeSync(3, Buffer.from([0x40, 0, 0, 0, 0xff, 0xff, 0xff, 0xff]))`,
        gigabyteOfBytes: `fs.writeSync(3, Buffer.from([0, 0, 0, 2, 0x40, 0, 0, 0]))`,
        half: frame(`'{"call": 1, "method"'`),
        list:
          frame(`'[1, 2]'`) +
          ';' +
          frame(`'7'`)
            .replaceAll('const ', 'var ')
            .replace(/json\b/g, 'more')
            .replace(/head\b/g, 'top'),
        nothing: frame(`'null'`),
        deep: frame(`'['.repeat(30_000)`),
      }
      await link({
        commands: Object.fromEntries(
          Object.entries(garbage).map(([name, code]) => [
            `odd:${name.toLowerCase()}`,
            `const fs = await import('node:fs'); ${code}; ${stay}`,
          ]),
        ),
      })
      for (const name of Object.keys(garbage)) {
        const result = await kling(['odd', name.toLowerCase()], {node: cage.node})
        const error = expectError(result, 'plugin_denied')
        expect(error.message, name).to.include('kling-plugin-odd sent an invalid message')
        await gone(own('plugins/plugin'))
      }
    })

    it('has its process outlive nothing: what Node takes for its own, floods and closed pipes', async () => {
      if (!cage.hasBarrier) removeBarrier(cage.node)
      await link({
        commands: {
          'odd:ack': `process.send({cmd: 'NODE_HANDLE_ACK'}); process.send({cmd: 'NODE_HANDLE', type: 'net.Socket'})
            process.send({answer: 99, result: 1}); process.send({call: 'x'}); process.send({call: 1, method: 7, args: {}})
            process.send({__proto__: null, answer: {}}); return {settings: Object.keys(await this.journal.find('1') ?? {})}`,
          'odd:flood': `
            let answers = 0, refused = 0
            const done = new Promise(resolve => process.on('message', ({answer, failure}) => {
              if (answer < 1e6) return
              if (failure) refused++
              if (++answers === ${calls}) resolve()
            }))
            for (let call = 1e6; call < 1e6 + ${calls}; call++) process.send({call, method: 'journal:lines', args: []})
            await done
            return {answers, refused: refused > 0}`,
          'odd:close': `(await import('node:fs')).closeSync(3); await new Promise(() => setInterval(() => {}, 1000))`,
        },
      })
      expectSuccess(await kling(['odd', 'ack'], {node: cage.node}))
      const flood = expectSuccess(await kling(['odd', 'flood'], {node: cage.node}))
      expect(flood).to.deep.equal({answers: calls, refused: true})
      const closed = await kling(['odd', 'close'], {node: cage.node})
      expect(closed.code).to.not.equal(0)
      expect(closed.stderr).to.not.match(/^ +at /m)
      await gone(own('plugins/plugin'))
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
