import {expect} from 'chai'
import {expectError, expectSuccess} from '../support/outcome.js'
import {taskApi, taskId} from '../support/task-api.js'
import {useFixture} from '../support/fixture.js'

describe('JSON or text', () => {
  const fixture = useFixture()
  const bad = ['video', 'create', 'A cat', '--mode', 'best']

  it('KLING_OUTPUT=text shows results and errors for people', async () => {
    fixture.answer(taskApi())
    const env = {KLING_OUTPUT: 'text'}
    const created = await fixture.kling(['video', 'create', 'A cat'], {env})
    expect(created.code).to.equal(0)
    expect(created.stdout).to.match(new RegExp(`task ID +${taskId}\n`))
    expect(created.stderr).to.match(new RegExp(`^→ .*kling video status ${taskId} --watch\n$`))
    const failed = await fixture.kling(bad, {env})
    expect([failed.code, failed.stdout]).to.deep.equal([2, ''])
    expect(failed.stderr).to.match(/^Error: --mode .*\n→ .*\n {2}invalid_mode\n$/)
    const unknown = await fixture.kling(['vidoe'], {env})
    expect(unknown.stderr).to.match(/^Error: /)
  })

  it('--json is stronger than KLING_OUTPUT, and that than the config', async () => {
    expectError(await fixture.kling([...bad, '--json'], {env: {KLING_OUTPUT: 'text'}}), 'invalid_mode')
    expectSuccess(await fixture.kling(['config', 'set', 'output', 'text']))
    expect((await fixture.kling(['config', 'get', 'output'])).stdout).to.equal('text\n')
    expectSuccess(await fixture.kling(['config', 'get', 'output'], {env: {KLING_OUTPUT: 'json'}}))
    expectSuccess(await fixture.kling(['config', 'get', 'output', '--json']))
  })

  it('the config rules errors of the command line, too', async () => {
    expectSuccess(await fixture.kling(['config', 'set', 'output', 'text']))
    for (const argv of [bad, ['video', 'create', '--bogus'], ['video', 'create'], ['vidoe']]) {
      expect((await fixture.kling(argv)).stderr, argv.join(' ')).to.match(/^Error: /)
    }
  })

  it('lists are tables, get and path are bare values', async () => {
    const env = {KLING_OUTPUT: 'text', KLING_REGION: 'global'}
    expect((await fixture.kling(['config', 'get', 'region'], {env})).stdout).to.equal('global\n')
    expect((await fixture.kling(['config', 'get', 'language'], {env})).stdout).to.equal('')
    expect((await fixture.kling(['config', 'path'], {env})).stdout).to.equal(
      `${fixture.home.folder}/.config/kling-cli/config.json\n`,
    )
    const {stdout} = await fixture.kling(['config', 'list'], {env})
    expect(stdout).to.match(/^key +value +from +what\n/)
    expect(stdout).to.match(/\nregion +global +KLING_REGION +/)
  })

  it('hints at inputs that the prompt does not name, in text only', async () => {
    fixture.answer(taskApi())
    const argv = ['video', 'create', 'A cat', '--ref-image', 'https://x.example/a.png', '-d', '5']
    expect((await fixture.kling(argv, {env: {KLING_OUTPUT: 'text'}})).stderr).to.include('<<<image_1>>>')
    expectSuccess(await fixture.kling(argv))
  })

  it('FORCE_COLOR colours, NO_COLOR and TERM=dumb do not', async () => {
    const env = {KLING_OUTPUT: 'text'}
    const colored = await fixture.kling(bad, {env: {...env, FORCE_COLOR: '1'}})
    expect(colored.stderr).to.include('\u001B[')
    const plain = await fixture.kling(bad, {env: {...env, FORCE_COLOR: '1', NO_COLOR: '1'}})
    expect(plain.stderr).to.not.include('\u001B[')
  })
})
