import {expect} from 'chai'
import {spawnSync} from 'node:child_process'
import {existsSync, mkdirSync, readFileSync} from 'node:fs'
import {ok} from '../../support/api-server.js'
import {expectError, expectSuccess} from '../../support/outcome.js'
import {pack} from '../../support/registry.js'
import {useHostileFixture} from './hostile-fixture.js'

describe("the installation of a stranger's plugin", () => {
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
