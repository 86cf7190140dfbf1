import {expect} from 'chai'
import {spawnSync} from 'node:child_process'
import {existsSync, mkdirSync, readFileSync, writeFileSync} from 'node:fs'
import {createServer} from 'node:net'
import {ok} from '../support/api-server.js'
import {expectError, expectSuccess} from '../support/outcome.js'
import {tries} from '../support/plugin-folder.js'
import {nodes} from '../support/run-kling.js'
import {accessKey, secretKey} from '../support/fixture.js'
import {gone, processesOf} from './processes.js'
import {usePluginFixture} from './plugin-fixture.js'

type Tried = Record<string, {is?: unknown; code?: string; message?: string}>

describe('third-party plugins', () => {
  const {fixture, own, kling, link, plugin, env} = usePluginFixture()

  /** Runs the tries of a plugin. */
  async function tried(node: string | undefined, more: Record<string, string> = {}): Promise<Tried> {
    const options = {...(node && {node}), env: {GRANTED: 'granted', OTHER: 'not granted', ...more}}
    return expectSuccess(await kling(['odd', 'try'], options)).tried as Tried
  }

  const expectAllDenied = (result: Tried, codes: string[]): void => {
    for (const [name, {is, code, message}] of Object.entries(result)) {
      expect(is, `${name} worked`).to.equal(undefined)
      expect(codes, `${name}: ${code} ${message}`).to.include(code)
    }
  }

  for (const {name: nodeName, path: node} of nodes) {
    describe(`on the ${nodeName} Node`, () => {
      it('sees of the environment what was granted, and never a key', async () => {
        await link({
          permissions: {env: ['GRANTED']},
          commands: {
            'odd:try': tries({env: 'process.env', argv: 'process.argv', execArgv: 'process.execArgv'}),
          },
        })
        const result = await tried(node, {KLING_API_KEY: 'api-key-of-the-tests', TZ: 'UTC'})
        expect(result.env!.is).to.include({GRANTED: 'granted', TZ: 'UTC'})
        expect(result.env!.is).to.not.have.any.keys('OTHER', 'HOME', 'PATH', 'NODE_OPTIONS', 'KLING_BASE_URL')
        const text = JSON.stringify(result)
        for (const secret of [accessKey, secretKey, 'api-key-of-the-tests'])
          expect(text).to.not.include(secret)
      })

      it('reads and writes nothing beyond its grant', async () => {
        await kling(['config', 'set', 'kling_secret_key', secretKey])
        mkdirSync(own('data/journal'), {recursive: true})
        writeFileSync(own('data/journal/2026-01.jsonl'), '')
        fixture.write('mine.txt', 'mine')
        const fs = `(await import('node:fs'))`
        const at = (path: string): string => JSON.stringify(path)
        await link({
          permissions: {read: ['$DATA'], write: ['$DATA']},
          commands: {
            'odd:try': tries({
              passwd: `${fs}.readFileSync('/etc/passwd', 'utf8')`,
              config: `${fs}.readFileSync(${at(own('config/config.json'))}, 'utf8')`,
              configs: `${fs}.readdirSync(${at(own('config'))})`,
              journal: `${fs}.readFileSync(${at(own('data/journal/2026-01.jsonl'))}, 'utf8')`,
              index: `${fs}.readFileSync(${at(own('data/plugins/index.json'))}, 'utf8')`,
              environ: `${fs}.readFileSync('/proc/' + process.ppid + '/environ', 'utf8')`,
              ownEnviron: `${fs}.readFileSync('/proc/self/environ', 'utf8')`,
              cwd: `${fs}.readFileSync('mine.txt', 'utf8')`,
              up: `${fs}.readFileSync(${at(own('data/plugins/data/kling-plugin-odd/../../index.json'))}, 'utf8')`,
              write: `${fs}.writeFileSync(${at(own('outside'))}, 'x')`,
              writeCwd: `${fs}.writeFileSync('other.txt', 'x')`,
              writeOwnCode: `${fs}.writeFileSync(new URL('../x.js', import.meta.url), 'x')`,
              remove: `${fs}.rmSync('mine.txt')`,
              link: `${fs}.symlinkSync('/etc', ${at(own('data/plugins/data/kling-plugin-odd/etc'))})`,
              hardLink: `${fs}.linkSync('/etc/passwd', ${at(own('data/plugins/data/kling-plugin-odd/p'))})`,
              blob: `(await ${fs}.openAsBlob('/etc/passwd')).size`,
              envFile: `process.loadEnvFile(${at(own('config/config.json'))})`,
              report: `process.report.writeReport(${at(own('outside'))})`,
              heap: `(await import('node:v8')).writeHeapSnapshot(${at(own('outside'))})`,
              sqlite: `new (await import('node:sqlite')).DatabaseSync(${at(own('outside'))}).exec('create table t (a)')`,
              import: `await import('/etc/passwd')`,
              require: `(await import('node:module')).createRequire('/')('/etc/passwd')`,
            }),
          },
        })
        const result = await tried(node)
        expectAllDenied(result, [
          'ERR_ACCESS_DENIED',
          'plugin_denied',
          'ERR_UNKNOWN_BUILTIN_MODULE',
          'ERR_MODULE_NOT_FOUND',
          'MODULE_NOT_FOUND',
          'TypeError',
        ])
        expect(existsSync(own('outside'))).to.equal(false)
        expect(fixture.read('mine.txt').toString()).to.equal('mine')
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
        expectAllDenied(await tried(node), [
          'ERR_ACCESS_DENIED',
          'plugin_denied',
          'ERR_DLOPEN_DISABLED',
          'ERR_INSPECTOR_NOT_AVAILABLE',
        ])
      })

      it('reaches no host that was not granted, by no way', async () => {
        let met = 0
        const server = createServer(socket => {
          met++
          socket.destroy()
        })
        await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
        const {port} = server.address() as {port: number}
        const wait = (code: string): string => `await ended(async () => ${code})`
        await link({
          permissions: {net: ['granted.example.com']},
          commands: {
            'odd:try': tries({
              fetch: `(await fetch('http://127.0.0.1:${port}/')).status`,
              other: `(await fetch('http://example.com:80/')).status`,
              user: `(await fetch('http://granted.example.com@127.0.0.1:${port}/')).status`,
              http: wait(`(await import('node:http')).default.get('http://127.0.0.1:${port}/')`),
              https: wait(`(await import('node:https')).default.get('https://127.0.0.1:${port}/')`),
              net: wait(`(await import('node:net')).default.connect(${port}, '127.0.0.1')`),
              socket: wait(`new (await import('node:net')).Socket().connect(${port}, '127.0.0.1')`),
              tls: wait(`(await import('node:tls')).default.connect(${port}, '127.0.0.1')`),
              http2: wait(`(await import('node:http2')).default.connect('http://127.0.0.1:${port}/')`),
              listen: wait(`(await import('node:net')).createServer().listen(0)`),
              udp: `(await import('node:dgram')).createSocket('udp4').send('x', ${port}, '127.0.0.1')`,
              lookup: `await (await import('node:dns')).promises.lookup('localhost')`,
              resolver: `await new (await import('node:dns')).promises.Resolver().resolve4('localhost')`,
              webSocket: `new WebSocket('ws://127.0.0.1:${port}/')`,
            }),
          },
        })
        const result = await tried(node)
        await new Promise(resolve => server.close(resolve))
        // A TypeError: fetch takes no URL with a user name; a ReferenceError: Node 20 has no WebSocket.
        expectAllDenied(result, ['plugin_denied', 'ERR_ACCESS_DENIED', 'TypeError', 'ReferenceError'])
        expect(met).to.equal(0)
      })
    })
  }

  it('talks to Kling through the program and never sees a token, not even in the messages', async () => {
    fixture.answer(() => ok([{task_id: '1', task_status: 'submitted', created_at: 1}]))
    await link({
      commands: {
        'odd:try': `
          const heard = []
          const emit = process.emit
          process.emit = function (...args) { heard.push(args); return emit.apply(this, args) }
          process.on('message', message => heard.push(message))
          const {client} = await this.connect()
          const {data} = await client.get('/v1/videos/omni-video?pageNum=1&pageSize=30', {purpose: 'list'})
          return {data, settings: this.settings, heard: JSON.stringify(heard), client: JSON.stringify(client)}`,
      },
    })
    await kling(['config', 'set', 'kling_access_key', accessKey])
    const result = await kling(['odd', 'try'])
    expect(expectSuccess(result).data[0].task_id).to.equal('1')
    expect(result.json.heard).to.include('submitted')
    const [request] = fixture.api.requests
    const [, token] = request!.headers.authorization!.split(' ')
    for (const secret of [accessKey, secretKey, token!]) expect(result.stdout).to.not.include(secret)
  })

  it('cannot talk the program into more than it answers to', async () => {
    const other = await fixture.serve(() => ok({}))
    fixture.answer(({url}) =>
      url.includes('/9') ? ok({task_id: '9', external: `${other.url}/leak`, task_status: 'succeed'}) : ok({}),
    )
    const ask = (method: string, ...args: unknown[]): string =>
      `await ask(${[method, ...args].map(arg => JSON.stringify(arg)).join(', ')})`
    await kling(['config', 'set', 'kling_secret_key', 'of-work', '--profile', 'work'])
    await link({
      permissions: {write: ['$DATA']},
      commands: {
        'odd:try': `
          let last = 1000
          const ask = (method, ...args) => new Promise((resolve, reject) => {
            const call = ++last
            process.on('message', function hear(message) {
              if (message.answer !== call) return
              process.off('message', hear)
              message.failure ? reject(message.failure) : resolve(message.result)
            })
            process.send({call, method, args})
          })
          const {id} = await ask('connect', {timeoutSeconds: 5})
          await ask('api:get', id, '/v1/videos/omni-video/9', {})
          ${tries({
            credentials: ask('credentials', {}),
            profile: ask('config:settings', {profile: 'work', profileIsFlag: true}),
            constructor: ask('constructor'),
            proto: ask('__proto__'),
            hook: ask('hook', 'kling:credentials', {region: 'cn'}),
            region: ask('hook', 'kling:region', {name: 'cn'}),
            run: ask('run', 'sh', ['-c', 'id'], {}),
            elsewhere: `await ask('api:get', id, '@127.0.0.1:${other.url.split(':').at(-1)}/', {})`,
            host: `await ask('api:get', id, '//127.0.0.1/x', {})`,
            absolute: `await ask('api:get', id, '${other.url}/', {})`,
            upwards: `await ask('api:get', id, '/v1/../../x', {})`,
            fetch: ask('fetch', `${other.url}/x`, {}),
            repeated: ask('fetch', `${other.url}/leak`, {}),
            file: ask('fetch', 'file:///etc/passwd', {}),
            forget: ask('journal:append', {event: 'forgotten', id: 'other'}),
            seen: ask('journal:append', {event: 'seen', task_id: '1', kind: 'create', base_url: other.url}),
            base: ask('journal:append', {
              event: 'intent',
              id: 'a',
              kind: 'create',
              region: 'cn',
              base_url: other.url,
            }),
            output: ask('journal:append', {
              ...{event: 'intent', id: 'b', kind: 'create', region: 'custom', base_url: fixture.api.url},
              output: `${env().HOME}/.bashrc`,
            }),
          })}`,
      },
    })
    const result = await kling(['odd', 'try'])
    expectAllDenied(expectSuccess(result).tried as Tried, ['plugin_denied'])
    expect(other.requests).to.deep.equal([])
    expect(existsSync(own('data/journal'))).to.equal(false)
  })

  it('sees and changes its own part of the journal only', async () => {
    fixture.answer(({method, url}) =>
      method === 'POST' || url.includes('/8')
        ? ok({task_id: '8', task_status: 'submitted'})
        : ok([{task_id: '7', task_status: 'submitted'}]),
    )
    expectSuccess(await kling(['video', 'create', 'a secret idea']))
    await link({
      commands: {
        'odd:try': `
          const lines = []
          for await (const line of this.journal.lines()) lines.push(line)
          const found = await this.journal.find('8')
          return {lines, found: found ?? null}`,
      },
    })
    expect(expectSuccess(await kling(['odd', 'try']))).to.deep.equal({lines: [], found: null})
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

  it('calls itself ours: a tarball or a folder of that name is a stranger', async () => {
    const said = await link({
      name: '@kling-cli/plugin-odd',
      commands: {'odd:try': 'return {env: process.env}'},
    })
    expect(said.runs).to.equal('in a separate process')
    const {env: seen} = expectSuccess(await kling(['odd', 'try']))
    expect(seen).to.not.have.any.keys('KLING_SECRET_KEY', 'HOME')
    const alias = await kling(['plugins', 'install', '@kling-cli/plugin-voice@npm:kling-plugin-odd', '--yes'])
    expectError(alias, 'invalid_argument')
  })

  it('shadows nothing: a command that is there stays, and the clash is named', async () => {
    const folder = plugin({commands: {'video:create': 'return {stolen: true}', 'odd:try': 'return {}'}})
    const linked = await kling(['plugins', 'link', folder, '--yes'])
    expect(linked.stderr).to.match(/has a command video create, which already exists; it is left out/)
    expect(linked.json.commands).to.deep.equal(['odd try'])
    fixture.answer(() => ok({task_id: '8', task_status: 'submitted'}))
    expect(expectSuccess(await kling(['video', 'create', 'A cat'])).task_id).to.equal('8')
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

  it('runs no script while it is installed, and is not loaded when it brings a manifest', async () => {
    const marker = own('ran')
    const folder = own('plugins/plugin')
    await link({
      commands: {'odd:try': 'return {}'},
      package: {
        scripts: {preinstall: `touch ${marker}`, install: `touch ${marker}`, postinstall: `touch ${marker}`},
      },
    })
    const {pack} = await import('../support/registry.js')
    mkdirSync(own('packed'))
    const tarball = pack(folder, own('packed'))
    expectSuccess(await kling(['plugins', 'install', tarball, '--yes']))
    expect(existsSync(marker)).to.equal(false)
    expect(readFileSync(own('data/plugins/index.json'), 'utf8')).to.include('tarball')
  })

  it('runs no script of a git repository, and takes no dependency from one', async () => {
    const marker = own('ran')
    const scripts = {prepare: `touch ${marker}`, prepack: `touch ${marker}`, build: `touch ${marker}`}
    const source = plugin({commands: {'odd:try': 'return {}'}, package: {scripts}}, 'source')
    for (const args of [
      ['init', '-q'],
      ['add', '.'],
      ['commit', '-qm', 'first'],
    ])
      spawnSync('git', ['-c', 'user.name=t', '-c', 'user.email=t@example.com', ...args], {cwd: source})
    const url = `git+file://${source}`
    expect(expectSuccess(await kling(['plugins', 'install', url, '--yes'])).source).to.equal('git')
    const {pack} = await import('../support/registry.js')
    mkdirSync(own('packed'))
    const dependent = plugin(
      {name: 'kling-plugin-two', package: {dependencies: {'kling-plugin-odd': url}}},
      'two',
    )
    const tarball = pack(dependent, own('packed'))
    expectError(await kling(['plugins', 'install', tarball, '--yes']), 'plugin_install_failed')
    expect(existsSync(marker)).to.equal(false)
  })
})
