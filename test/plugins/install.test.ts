import {spawn, spawnSync} from 'node:child_process'
import {expect} from 'chai'
import {
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import {dirname, join} from 'node:path'
import {walk} from '../../src/lib/fs/walk.js'
import {expectError, expectSuccess} from '../support/outcome.js'
import type {PluginFiles} from '../support/plugin-folder.js'
import {type Registry, pack, startRegistry} from '../support/registry.js'
import {type RunResult, nodes, program} from '../support/run-kling.js'
import {usePluginFixture} from './plugin-fixture.js'

const hello = {'odd:hello': 'return {hello: this.argv[0]}'}
const root = join(dirname(program), '..')
const pluginManager = join(root, 'node_modules/@oclif/plugin-plugins')

/** Bytes of all files below a folder; links count as nothing. */
function bytesOf(folder: string): number {
  return [...walk(folder)].reduce((sum, {path, entry}) => sum + (entry.isFile() ? statSync(path).size : 0), 0)
}

describe('kling plugins', () => {
  const {fixture, own, env, kling: run, plugin} = usePluginFixture()
  let registry: Registry
  let installed: string
  before(async () => {
    registry = await startRegistry()
    await registry.publish(join(root, 'plugins/voice'))
  })
  after(() => registry.close())
  // The program as it is installed: without the plugins that a checkout has available.
  beforeEach(() => {
    installed = own('program')
    copyProgram(installed)
  })

  function copyProgram(folder: string): void {
    mkdirSync(folder, {recursive: true})
    for (const name of ['package.json', 'bin', 'dist', 'oclif.manifest.json'])
      cpSync(join(root, name), join(folder, name), {recursive: true})
    // Its npm is there for those who have no other.
    mkdirSync(join(folder, 'node_modules/@oclif'), {recursive: true})
    symlinkSync(pluginManager, join(folder, 'node_modules/@oclif/plugin-plugins'))
  }
  const kling = (argv: string[], options: Parameters<typeof run>[1] = {}): Promise<RunResult> =>
    run(argv, {program: join(installed, 'bin/run.js'), ...options, env: {...registry.env, ...options.env}})
  const plugins = (...argv: string[]) => kling(['plugins', ...argv])
  const folders = (): string[] =>
    existsSync(own('data/plugins'))
      ? readdirSync(own('data/plugins'))
          .filter(name => name !== 'index.json')
          .sort()
      : []
  let count = 0
  /** Publishes a plugin under a name that no other test uses. @returns its name */
  async function publish(files: PluginFiles = {}): Promise<string> {
    const name = files.name ?? `kling-plugin-t${++count}`
    await registry.publish(plugin({commands: hello, ...files, name}, `${name}@${files.version}`))
    return name
  }

  describe('install', () => {
    for (const {name, path: node} of nodes) {
      it(`of our voice plugin: it runs in the program, and little is added (${name} Node)`, async () => {
        const said = expectSuccess(await kling(['plugins', 'install', 'voice'], {node}))
        expect(said).to.include({name: '@kling-cli/plugin-voice', source: 'registry', runs: 'in kling'})
        expect(said.integrity).to.match(/^sha512-/)
        expect(said.commands).to.include('voice create')
        expect(bytesOf(own('data'))).to.be.lessThan(200_000)
        expectError(await kling(['voice', 'create', 'Ann'], {node}), 'missing_audio')
        const help = await kling(['voice', 'create', '--help'], {node})
        expect(help.stdout)
          .to.match(/USAGE/)
          .and.match(/--audio/)
      })
    }

    it('of a package of others, by name and range, with what is allowed', async () => {
      const name = await publish({
        version: '1.2.0',
        permissions: {net: ['a.example.com'], read: ['$CWD'], env: ['A']},
      })
      const denied = expectError(await plugins('install', name), 'plugin_denied')
      expect(denied.details.permissions).to.deep.equal(['net=a.example.com', 'env=A', 'read=$CWD'])
      expect(denied.hint).to.include('--yes').and.include('net=a.example.com')
      expect(folders()).to.deep.equal([])
      const said = expectSuccess(
        await plugins('install', `${name}@^1.0`, '--allow', 'net', '--allow', 'env=A'),
      )
      expect(said).to.include({name, version: '1.2.0', runs: 'in a separate process'})
      expect(said.permissions).to.deep.equal(['net=a.example.com', 'env=A'])
      expect(said.not_granted).to.deep.equal(['read=$CWD'])
      expect(expectSuccess(await kling(['odd', 'hello', 'Bo'])).hello).to.equal('Bo')
    })

    it('of a tarball, a git repository and a folder', async () => {
      const source = plugin({commands: hello}, 'source')
      mkdirSync(own('packed'))
      const tarball = await pack(source, own('packed'))
      expect(expectSuccess(await plugins('install', tarball, '--yes')).source).to.equal('tarball')
      const git = (...args: string[]) =>
        spawnSync('git', ['-c', 'user.name=t', '-c', 'user.email=t@example.com', ...args], {cwd: source})
      git('init', '-q')
      git('add', '.')
      expect(git('commit', '-qm', 'first').status).to.equal(0)
      expect(expectSuccess(await plugins('install', `git+file://${source}`, '--yes')).source).to.equal('git')
      expectSuccess(await plugins('uninstall', 'kling-plugin-odd'))
      expect(expectSuccess(await plugins('link', source, '--yes'))).to.include({source: 'link', type: 'link'})
      expect(expectSuccess(await kling(['odd', 'hello', 'Bo'])).hello).to.equal('Bo')
      const folder = expectError(await plugins('install', source, '--yes'), 'invalid_argument')
      expect(folder.hint).to.include('plugins link')
    })

    it('needs no npm on PATH where @oclif/plugin-plugins is installed', async () => {
      const name = await publish()
      for (const PATH of ['', own('empty')])
        expectSuccess(await kling(['plugins', 'install', name, '--yes'], {env: {PATH}}))
    })

    it('says that npm is missing or too old', async () => {
      rmSync(join(installed, 'node_modules'), {recursive: true})
      const install = async (PATH: string) =>
        expectError(await kling(['plugins', 'install', 'x', '--yes'], {env: {PATH}}), 'plugin_install_failed')
      for (const PATH of ['', own('empty')])
        expect((await install(PATH)).message).to.match(/^npm was not found/)
      mkdirSync(own('old/node_modules/npm/bin'), {recursive: true})
      writeFileSync(own('old/node_modules/npm/bin/npm-cli.js'), '')
      writeFileSync(own('old/node_modules/npm/package.json'), '{"name": "npm", "version": "9.9.4"}')
      const {message, hint} = await install(own('old'))
      expect(message).to.equal('npm 9.9.4 is too old: npm 10 or later is required.')
      expect(hint).to.include('npm install --global npm')
    })

    it('says what is wrong', async () => {
      expectError(await plugins('install', 'kling-plugin-that-is-not-there', '--yes'), 'plugin_not_found')
      expectError(await plugins('install', './none.tgz', '--yes'), 'plugin_not_found')
      expectError(await plugins('install', 'what is this?'), 'invalid_argument')
      const gone = {npm_config_registry: 'http://127.0.0.1:1', npm_config_fetch_retries: '0'}
      expectError(await kling(['plugins', 'install', 'x', '--yes'], {env: gone}), 'plugin_install_failed')
      for (const [files, why] of [
        [{package: {oclif: undefined}}, /is not a plugin/],
        [{commands: {}}, /neither commands nor hooks/],
        [{permissions: {net: 'all'}}, /net is not a list/],
        [{permissions: {env: ['KLING_SECRET_KEY']}}, /is never granted to plugins/],
        [{permissions: {fly: []}}, /unknown permission "fly"/],
        [{permissions: {read: ['../..']}}, /must begin with/],
        [{commands: {'odd:bad': '}'}}, /Cannot load/],
        [
          {files: {'oclif.manifest.json': JSON.stringify({version: '1.0.0', commands: 'none'})}},
          /list of commands/,
        ],
        [
          {
            files: {
              'oclif.manifest.json': JSON.stringify({
                version: '1.0.0',
                commands: {'odd:x': {id: 'odd:x', relativePath: ['..', 'x.js']}},
              }),
            },
          },
          /is outside/,
        ],
      ] as [PluginFiles, RegExp][]) {
        const name = await publish(files)
        const error = expectError(await plugins('install', name, '--yes'), 'plugin_install_failed')
        expect(error.message).to.match(why)
      }
      const old = await publish({package: {peerDependencies: {'kling-cli': '^99.0.0'}}})
      expect(expectError(await plugins('install', old, '--yes'), 'plugin_incompatible').message).to.match(
        /\^99\.0\.0/,
      )
      expect(folders()).to.deep.equal([])
      expect(expectSuccess(await plugins()).count).to.equal(0)
    })

    it('a broken manifest is made anew', async () => {
      const name = await publish({files: {'oclif.manifest.json': '{"version": '}})
      expect(expectSuccess(await plugins('install', name, '--yes')).commands).to.deep.equal(['odd hello'])
    })

    it('a package of our scope without a proof is a stranger', async () => {
      const source = plugin({name: '@kling-cli/plugin-fake', commands: hello}, 'fake')
      mkdirSync(own('packed'))
      const said = expectSuccess(await plugins('install', await pack(source, own('packed')), '--yes'))
      expect(said.runs).to.equal('in a separate process')
    })
  })

  it('offers our own plugin when its command is used first', async () => {
    expect(expectError(await kling(['voice', 'list']), 'plugin_not_found').hint).to.equal(
      'Install it with: kling plugins install voice',
    )
    expectError(await kling(['voice', '--help']), 'plugin_not_found')
    const result = await kling(['voice', 'create', 'Ann', '--yes'])
    expect(result.stderr).to.match(/^Installed @kling-cli\/plugin-voice\.\n\{.*"missing_audio"/)
    expect(result.code).to.equal(2)
    expectError(await kling(['voice', 'create', 'Ann']), 'missing_audio')
  })

  it('update keeps what was granted, and asks for what is new only', async () => {
    const name = await publish({version: '1.0.0', permissions: {env: ['A', 'B']}})
    expectSuccess(await plugins('install', name, '--yes'))
    expectSuccess(await plugins('permissions', name, '--revoke', 'env=B'))
    const same = expectSuccess(await plugins('update', name))
    expect(same.plugins[0]).to.include({version: '1.0.0', previous_version: '1.0.0'})
    await publish({name, version: '1.1.0', permissions: {env: ['A', 'B']}})
    expect(expectSuccess(await plugins('update')).plugins[0].permissions).to.deep.equal(['env=A'])
    await publish({name, version: '1.2.0', permissions: {env: ['A', 'B'], credentials: true}})
    const more = expectError(await plugins('update', name), 'plugin_denied')
    expect(more.details.permissions).to.deep.equal(['credentials'])
    expect(expectSuccess(await plugins('inspect', name)).version).to.equal('1.1.0')
    const updated = expectSuccess(await plugins('update', name, '--yes')).plugins[0]
    expect(updated.version).to.equal('1.2.0')
    expect(updated.permissions).to.deep.equal(['env=A', 'credentials'])
    expect(updated.not_granted).to.deep.equal(['env=B'])
    expect(folders()).to.have.length(1)
  })

  it('what was granted to one package does not go to another of its name', async () => {
    const name = await publish({permissions: {env: ['A']}})
    expectSuccess(await plugins('install', name, '--yes'))
    mkdirSync(own('packed'))
    const tarball = await pack(
      plugin({name, commands: hello, permissions: {env: ['A']}}, 'other'),
      own('packed'),
    )
    expectError(await plugins('install', tarball), 'plugin_denied')
  })

  it('permissions are shown, granted and revoked, and hold at once', async () => {
    const name = await publish({
      permissions: {env: ['COLOUR'], credentials: true},
      commands: {
        'odd:env': 'return {colour: process.env.COLOUR ?? null}',
        'odd:keys': 'return {keys: await this.credentials()}',
      },
    })
    expectSuccess(await plugins('install', name, '--yes'))
    const colour = async () =>
      expectSuccess(await kling(['odd', 'env'], {env: {COLOUR: 'red'}})).colour as string
    expect(await colour()).to.equal('red')
    expect(expectSuccess(await kling(['odd', 'keys'])).keys.accessKey).to.be.a('string')
    const revoked = expectSuccess(
      await plugins('permissions', name, '--revoke', 'env', '--revoke', 'credentials'),
    )
    expect(revoked).to.deep.include({permissions: [], not_granted: ['env=COLOUR', 'credentials']})
    expect(await colour()).to.equal(null)
    expectError(await kling(['odd', 'keys']), 'plugin_denied')
    expectSuccess(await plugins('permissions', name, '--allow', 'all'))
    expect(await colour()).to.equal('red')
    expectError(await plugins('permissions', name, '--allow', 'net=evil.example.com'), 'invalid_argument')
    expect(expectSuccess(await plugins('permissions')).plugins[0].means).to.include(
      'use your Kling keys themselves',
    )
    expectError(await plugins('permissions', 'nobody'), 'plugin_not_found')
    expectError(await plugins('permissions', '--allow', 'all'), 'invalid_argument')
  })

  it('runs programs and reaches hosts that were granted', async () => {
    const server = await fixture.serve(() => ({answer: 42}))
    const {host} = new URL(server.url)
    const name = await publish({
      permissions: {run: ['node'], net: [host]},
      commands: {
        'odd:run': `return kling.runProgram('node', ['-e', 'console.log(Object.keys(process.env).join()); process.exit(3)'])`,
        'odd:net': `const response = await fetch('${server.url}/a', {method: 'POST', body: 'hello', headers: {'x-own': '1'}})
          return {status: response.status, body: await response.json()}`,
      },
    })
    expectSuccess(await plugins('install', name, '--yes'))
    const ran = expectSuccess(await kling(['odd', 'run']))
    expect(ran.exitCode).to.equal(3)
    expect(ran.stdout).to.include('PATH').and.not.include('KLING')
    expect(expectSuccess(await kling(['odd', 'net']))).to.deep.equal({status: 200, body: {answer: 42}})
    expect(server.requests[0]).to.include({method: 'POST', body: 'hello'})
    expect(server.requests[0]!.headers).to.include({'x-own': '1'}).and.not.have.property('authorization')
  })

  it('a folder with the keys in it is no folder for a plugin', async () => {
    const name = await publish({permissions: {read: ['$CWD']}})
    expectSuccess(await plugins('install', name, '--yes'))
    const inHome = {KLING_CONFIG_DIR: join(fixture.home.folder, 'config')}
    rmSync(join(inHome.KLING_CONFIG_DIR), {recursive: true, force: true})
    const error = expectError(await kling(['odd', 'hello'], {env: inHome}), 'plugin_denied')
    expect(error.message).to.match(/the current folder/)
    expect(error.hint).to.match(/another folder/)
  })

  it('uninstall and reset leave nothing but data', async () => {
    const [first, second] = [await publish(), await publish({commands: {'even:hello': 'return {}'}})]
    expectSuccess(await plugins('install', first, '--yes'))
    expectSuccess(await plugins('install', second, '--yes'))
    expect(expectSuccess(await plugins()).count).to.equal(2)
    expect(expectSuccess(await plugins('uninstall', first))).to.include({name: first, status: 'uninstalled'})
    expectError(await plugins('uninstall', first), 'plugin_not_found')
    expectError(await kling(['odd', 'hello']), 'unknown_command')
    expect(expectSuccess(await plugins('reset')).removed).to.deep.equal([second])
    expect(folders()).to.deep.equal([])
  })

  it('two at once take turns', async () => {
    const names = await Promise.all(
      ['a', 'b', 'c'].map(id => publish({commands: {[`${id}:hello`]: 'return {}'}})),
    )
    const results = await Promise.all(names.map(name => plugins('install', name, '--yes')))
    for (const result of results) expectSuccess(result)
    const listed = expectSuccess(await plugins()).plugins as {name: string}[]
    expect(listed.map(({name}) => name)).to.have.members(names)
    for (const id of ['a', 'b', 'c']) expectSuccess(await kling([id, 'hello']))
  })

  it('killed at any time: the next start is clean, and the next install heals', async () => {
    const name = await publish()
    for (const ms of [150, 300, 450, 600, 800, 1000]) {
      await new Promise<void>(resolve => {
        const child = spawn(
          process.execPath,
          [join(installed, 'bin/run.js'), 'plugins', 'install', name, '--yes'],
          {
            env: {...fixture.home.env, ...env(), ...registry.env},
            stdio: 'ignore',
            detached: true,
          },
        )
        child.on('exit', () => resolve())
        setTimeout(() => {
          try {
            process.kill(-child.pid!, 'SIGKILL')
          } catch {
            // It was faster.
          }
        }, ms)
      })
      const version = await kling(['--version'])
      expect(version).to.include({code: 0, stderr: ''})
      const {count: listed} = expectSuccess(await plugins())
      const hello = await kling(['odd', 'hello', 'x'])
      if (listed === 1) expectSuccess(hello)
      else expectError(hello, 'unknown_command')
    }
    // What a kill at the right moment leaves: the list as it was being written.
    writeFileSync(own('data/plugins/.index.json.1.01234567'), '{')
    expectSuccess(await plugins('install', name, '--yes'))
    expectSuccess(await kling(['odd', 'hello', 'x']))
    expect(folders()).to.have.length(1)
  }).timeout(120_000)

  it('a broken list or a plugin that is gone costs one line', async () => {
    const name = await publish()
    const said = expectSuccess(await plugins('install', name, '--yes'))
    rmSync(said.root, {recursive: true})
    const gone = await kling(['config', 'list'])
    expect(gone.code).to.equal(0)
    expect(gone.stderr).to.match(/^Warning: The plugin kling-plugin-t\d+ is missing .*\n$/)
    for (const text of [
      '{"version":1,',
      '[]',
      '{"version":2,"plugins":[]}',
      '{"version":1,"plugins":[{}]}',
    ]) {
      writeFileSync(own('data/plugins/index.json'), text)
      const broken = await kling(['config', 'list'])
      expect(broken.code).to.equal(0)
      expect(broken.stderr).to.match(/^Warning: The list of plugins .* is damaged.*kling plugins reset\n$/)
    }
    expect((await kling(['plugins', 'install', name, '--yes'])).stderr).to.include('"config_error"')
    expect((await plugins('reset')).code).to.equal(0)
    expectSuccess(await plugins('install', name, '--yes'))
  })

  it('a plugin that throws when it is loaded costs its own command only', async () => {
    const manifest = {
      version: '1.0.0',
      commands: {'odd:hello': {id: 'odd:hello', args: {}, flags: {}, relativePath: ['x.js']}},
    }
    const name = await publish({
      files: {'x.js': `throw new Error('no way')`, 'oclif.manifest.json': JSON.stringify(manifest)},
    })
    expectSuccess(await plugins('install', name, '--yes'))
    expect(expectError(await kling(['odd', 'hello']), 'unexpected_error').message).to.match(/no way/)
    expectSuccess(await kling(['config', 'list']))
  })

  it('is held to the version of the program that it was built for after an update too', async () => {
    const name = await publish({package: {peerDependencies: {'kling-cli': '^0.1.0'}}})
    expectSuccess(await plugins('install', 'voice'))
    expectSuccess(await plugins('install', name, '--yes'))
    for (const name of ['package.json', 'oclif.manifest.json']) {
      const file = join(installed, name)
      writeFileSync(file, readFileSync(file, 'utf8').replace('"version": "0.1.0"', '"version": "9.0.0"'))
    }
    for (const argv of [
      ['odd', 'hello'],
      ['voice', 'list'],
    ]) {
      const error = expectError(await kling(argv), 'plugin_incompatible')
      expect(error.message).to.match(/built for kling \^0\.1\.0; this is kling 9\.0\.0/)
    }
    expectSuccess(await kling(['config', 'list']))
  })

  it('a linked plugin whose program is gone is found by doctor, and linked again', async () => {
    const folder = plugin({commands: {'odd:try': 'return {}'}})
    expectSuccess(await kling(['plugins', 'link', folder, '--yes']))
    const manifest = join(folder, 'node_modules/kling-cli/package.json')
    const old = JSON.parse(readFileSync(manifest, 'utf8')) as Record<string, unknown>
    writeFileSync(manifest, JSON.stringify({...old, host: own('gone')}))
    const {checks} = JSON.parse((await kling(['doctor', '--offline', '--json'])).stdout) as {
      checks: {id: string; status: string; fix?: string}[]
    }
    const found = checks.find(({id}) => id === 'plugins.installed.kling-plugin-odd')
    expect(found).to.include({status: 'warn', fix: `kling plugins link ${folder}`})
    expectSuccess(await kling(['plugins', 'link', folder, '--yes']))
    expect(JSON.parse(readFileSync(manifest, 'utf8'))).to.deep.equal(old)
  })

  it('finds the program again after it was moved', async () => {
    const name = await publish()
    const said = expectSuccess(await plugins('install', name, '--yes'))
    const host = join(said.root, '..', 'kling-cli')
    expect(lstatSync(host).isSymbolicLink()).to.equal(false)
    expect(readFileSync(join(host, 'plugin.js'), 'utf8')).to.include(installed)
    const moved = own('moved')
    copyProgram(moved)
    rmSync(installed, {recursive: true})
    installed = moved
    expectSuccess(await kling(['odd', 'hello', 'x']))
    expect(readFileSync(join(host, 'plugin.js'), 'utf8')).to.include(moved)
  })

  it('a linked plugin is read again when it was changed', async () => {
    const folder = plugin({commands: hello, permissions: {env: ['A']}})
    expectSuccess(await plugins('link', folder, '--yes'))
    plugin({
      commands: {...hello, 'odd:more': 'return {more: process.env.B ?? null}'},
      permissions: {env: ['A', 'B']},
    })
    expect(expectSuccess(await kling(['odd', 'more'], {env: {B: 'b'}})).more).to.equal(null)
    expect(expectSuccess(await plugins('inspect', 'kling-plugin-odd')).not_granted).to.deep.equal(['env=B'])
    writeFileSync(join(folder, 'commands/odd/more.js'), 'export default {')
    const broken = await kling(['config', 'list'])
    expect(broken.code).to.equal(0)
    expect(broken.stderr).to.match(
      /^Warning: The plugin kling-plugin-odd has changed and cannot be read: .*\n$/,
    )
    expect(readFileSync(own('data/plugins/index.json'), 'utf8')).to.include('odd:hello')
  })
})
