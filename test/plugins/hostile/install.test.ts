import {expect} from 'chai'
import {spawnSync} from 'node:child_process'
import {chmodSync, existsSync, mkdirSync, readFileSync} from 'node:fs'
import {join} from 'node:path'
import {ok} from '../../support/api-server.js'
import {expectError, expectSuccess} from '../../support/outcome.js'
import {pack} from '../../support/registry.js'
import {useHostileFixture} from './hostile-fixture.js'

describe('the installation of a third-party plugin', () => {
  const {fixture, own, kling, link, plugin} = useHostileFixture()

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

  it('runs no script while it is installed, and is not loaded when it brings a manifest', async () => {
    const marker = own('ran')
    const folder = own('plugins/plugin')
    await link({
      commands: {'odd:try': 'return {}'},
      package: {
        scripts: {preinstall: `touch ${marker}`, install: `touch ${marker}`, postinstall: `touch ${marker}`},
      },
    })
    mkdirSync(own('packed'))
    const tarball = await pack(folder, own('packed'))
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
    mkdirSync(own('packed'))
    const dependent = plugin(
      {name: 'kling-plugin-two', package: {dependencies: {'kling-plugin-odd': url}}},
      'two',
    )
    const tarball = await pack(dependent, own('packed'))
    expectError(await kling(['plugins', 'install', tarball, '--yes']), 'plugin_install_failed')
    expect(existsSync(marker)).to.equal(false)
  })

  describe('with an .npmrc that names a program for git', () => {
    /** A repository whose .npmrc, scripts and git configuration each leave a mark when they are obeyed. */
    function trap(name: string, folder: string): {url: string; commit: () => void} {
      const source = plugin(
        {
          name,
          commands: {[`${folder}:try`]: 'return {}'},
          package: {
            scripts: Object.fromEntries(
              ['prepare', 'prepack', 'preinstall', 'install', 'postinstall', 'build'].map(script => [
                script,
                `touch ${own('ran')}`,
              ]),
            ),
            // Makes npm prepare it.
            devDependencies: {'kling-plugin-none': 'git+file:///nowhere/none.git'},
          },
          files: {
            '.npmrc':
              'git=./x.sh\nscript-shell=./x.sh\nnode-options=--require=./x.cjs\nignore-scripts=false\n',
            'sub/.npmrc': 'git=./x.sh\n',
            'x.sh': `#!/bin/sh\ntouch ${own('ran')}\n`,
            'x.cjs': `require('fs').writeFileSync(${JSON.stringify(own('ran'))}, '')`,
            '.gitattributes': '* filter=x\n',
          },
        },
        folder,
      )
      chmodSync(join(source, 'x.sh'), 0o755)
      const git = (...args: string[]): void => {
        const all = ['-c', 'user.name=t', '-c', 'user.email=t@example.com', ...args]
        expect(spawnSync('git', all, {cwd: source}).status, args.join(' ')).to.equal(0)
      }
      git('init', '-q')
      const commit = (): void => {
        git('add', '.')
        git('commit', '-qm', 'change')
      }
      commit()
      return {url: `git+file://${source}`, commit}
    }

    it('as a dependency of a tarball: it is refused by name, and nothing runs', async () => {
      const {url} = trap('kling-plugin-deep', 'deep')
      mkdirSync(own('packed'))
      for (const [at, dependency] of [url, url.replace('git+file', 'git+ssh'), `${url}#semver:*`].entries()) {
        const files = {name: `kling-plugin-a${at}`, package: {dependencies: {dep: dependency}}}
        const tarball = await pack(
          plugin({commands: {'a:try': 'return {}'}, ...files}, `a${at}`),
          own('packed'),
        )
        const error = expectError(
          await kling(['plugins', 'install', tarball, '--yes']),
          'plugin_install_failed',
        )
        expect(error.message).to.include('registry')
        expect(existsSync(own('ran')), dependency).to.equal(false)
      }
    })

    it('as the plugin itself: it is installed, updated, and nothing runs', async () => {
      const {url, commit} = trap('kling-plugin-itself', 'itself')
      expectSuccess(await kling(['plugins', 'install', url, '--yes']))
      expect(existsSync(own('ran'))).to.equal(false)
      plugin({name: 'kling-plugin-itself', version: '1.0.1', commands: {'itself:try': 'return {}'}}, 'itself')
      commit()
      const {plugins} = expectSuccess(await kling(['plugins', 'update', 'kling-plugin-itself', '--yes']))
      expect(plugins[0].version).to.equal('1.0.1')
      expect(existsSync(own('ran'))).to.equal(false)
      expectSuccess(await kling(['itself', 'try']))
    })
  })

  it('asks with texts that hide nothing: versions, names, paths and descriptions', async () => {
    for (const [at, character] of ['\n', '\u200B', '\u202E', '\u2028', '\u001B[2J', '\r'].entries()) {
      for (const [field, files] of Object.entries({
        version: {version: `1.0.0${character}It wants to: nothing`},
        name: {name: `kling-plugin-o${character}dd`},
        read: {permissions: {read: [`/tmp/a${character}b`]}},
        write: {permissions: {write: [`$DATA/a${character}b`]}},
        net: {permissions: {net: [`a${character}.example.com`]}},
        run: {permissions: {run: [`no${character}de`]}},
        env: {permissions: {env: [`A${character}B`]}},
      })) {
        const folder = plugin({commands: {'odd:try': 'return {}'}, ...files}, `${field}${at}`)
        const error = expectError(await kling(['plugins', 'link', folder]), 'plugin_install_failed')
        // eslint-disable-next-line no-control-regex -- looked for
        expect(error.message, field).to.not.match(/[\n\u200B\u202E\u2028\u001B\r]/)
      }
    }
    const description = 'a\u200B\u202E\u001B[2Jb'
    await link({
      commands: {'odd:try': 'return {}'},
      package: {oclif: {commands: './commands', topics: {odd: {description}}}},
    })
    // eslint-disable-next-line no-control-regex -- looked for
    expect((await kling(['--help'])).stdout).to.not.match(/[\u200B\u202E\u001B]/)
  })
})
