import {expect} from 'chai'
import {expectError, expectSuccess} from '../support/outcome.js'
import {taskApi} from '../support/task-api.js'
import {useRuns, useFixture} from '../support/fixture.js'

const canary = 'canary-5f1c9e-never-to-be-seen'

describe('the command line', () => {
  const fixture = useFixture()

  const unknown: [string[], string, RegExp?][] = [
    [['vidoe', 'create', 'A cat'], 'unknown_command', /did you mean video create/],
    [['video', 'creat', 'A cat playing the piano in a bar'], 'unknown_command', /did you mean video create/],
    [['video', 'stauts', '847487393472614443', '--verbose'], 'unknown_command', /did you mean video status/],
    [['confg', 'list'], 'unknown_command', /did you mean config list/],
    [['lorem', 'ipsum'], 'unknown_command'],
    [['video', 'status', '1', '--verbos'], 'invalid_flag', /did you mean --verbose/],
    [['video', 'list', '--limt=5'], 'invalid_flag', /did you mean --limit/],
    [['config', 'list', '--jsn'], 'invalid_flag', /did you mean --json/],
    [['video', 'create', '--frobnicate'], 'invalid_flag'],
    [['video', 'create', 'A', 'cat'], 'invalid_argument', /Quote/],
    [['video', 'create', 'A cat', '--first-frame'], 'invalid_argument', /first-frame/],
    [['video', 'create', 'A cat', '--region'], 'invalid_argument', /region/],
    [['video', 'create', 'A cat', '--mode', 'pro', '--mode', 'best'], 'invalid_mode'],
  ]
  const ends = useRuns(unknown, (own, [argv]) => own.kling(argv))
  for (const one of unknown) {
    const [argv, code, words] = one
    it(`${argv.join(' ')}: ${code}`, () => {
      const {message, hint} = expectError(ends(one).result, code)
      if (words) expect(`${message} ${hint}`).to.match(words)
    })
  }

  it('never shows the environment, a secret or the value of a flag that it does not know', async () => {
    const env = {
      SOME_SECRET: canary,
      KLING_SECRET_KEY: `${canary}-0123456789`,
      KLING_API_KEY: `${canary}-api`,
    }
    const lines = [
      ['video', 'create', 'A cat', '--bogus'],
      ['video', 'create', 'A cat', `--api-key=${canary}`],
      ['video', 'create', 'A cat', '--mode'],
      ['video', 'list', '--limit', 'x'],
      ['config', 'list'],
    ]
    const loud = lines.map(argv => fixture.kling([...argv, '--debug'], {env: {...env, DEBUG: '*'}}))
    const quiet = lines.slice(0, 2).map(argv => fixture.kling(argv, {env}))
    for (const {stdout, stderr} of await Promise.all([...loud, ...quiet])) {
      expect(stdout + stderr)
        .to.not.equal('')
        .and.not.include(canary)
    }
  })

  it('--debug shows requests and the stack on stderr, no keys, and the result stays alone on stdout', async () => {
    fixture.answer(taskApi())
    const created = await fixture.kling(['video', 'create', 'A cat', '--debug'])
    expect(JSON.parse(created.stdout)).to.include({success: true})
    expect(created.stderr).to.match(
      /^POST http:\/\/127\.0\.0\.1:\d+\/v1\/videos\/omni-video → 200 in \d+ ms \(request req-1\)\n$/,
    )
    const failed = await fixture.kling(['video', 'create', 'A cat', '--mode', 'best', '--debug'])
    expect(failed.stdout).to.equal('')
    expect(failed.stderr).to.match(/^KlingError: [\s\S]*\n\s+at /)
    expect(JSON.parse(failed.stderr.trim().split('\n').at(-1)!).error.code).to.equal('invalid_mode')
    expect(created.stderr + failed.stderr).to.not.match(/secret-key|Bearer|eyJ/)
  })

  it('--flag=true and --flag=false are taken', async () => {
    fixture.answer(taskApi())
    expectSuccess(await fixture.kling(['video', 'create', 'A cat', '--watermark=true', '--json=true']))
    expectSuccess(await fixture.kling(['video', 'create', 'A cat', '--watermark=false', '--unchecked=false']))
    const [yes, no] = fixture.api.requests.map(({body}) => JSON.parse(body).watermark_info)
    expect([yes, no]).to.deep.equal([{enabled: true}, undefined])
  })

  it('tells its version and helps, on stdout', async () => {
    const version = await fixture.kling(['--version'])
    expect([version.code, version.stderr]).to.deep.equal([0, ''])
    expect(version.stdout).to.match(/^kling-cli\/\d+\.\d+\.\d+ \S+ (?:node-v|bun-)\d+/)
    for (const argv of [
      ['--help'],
      ['video', 'create', '--help'],
      ['video', 'create', '-h'],
      ['help', 'config', 'set'],
    ]) {
      const help = await fixture.kling(argv)
      expect([help.code, help.stderr]).to.deep.equal([0, ''])
      expect(help.stdout).to.match(/USAGE/)
    }
  })

  it('shows a newcomer what to type first', async () => {
    for (const argv of [[], ['--help'], ['help']]) {
      const {stdout} = await fixture.kling(argv)
      expect(stdout).to.include('$ kling video create "A cat playing piano" --region sandbox -o cat.mp4')
    }
  })

  it('needs no keys, network or config for help and checks', async () => {
    const env = {
      KLING_ACCESS_KEY: undefined,
      KLING_SECRET_KEY: undefined,
      KLING_BASE_URL: 'http://127.0.0.1:1',
    }
    expect((await fixture.kling(['video', 'list', '--help'], {env})).code).to.equal(0)
    expectError(await fixture.kling(['video', 'list', '--limit', '0'], {env}), 'invalid_limit')
  })
})
