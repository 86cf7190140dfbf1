import {expect} from 'chai'
import {existsSync, readFileSync} from 'node:fs'
import {ok} from '../support/api-server.js'
import {expectError, expectSuccess} from '../support/outcome.js'
import {usePluginFixture} from './plugin-fixture.js'

const made = () => ok({task_id: '8', task_status: 'submitted'})

describe('hooks of plugins', () => {
  const {fixture, own, kling, link, plugin} = usePluginFixture()
  const create = (...argv: string[]) => kling(['video', 'create', 'A cat', ...argv])

  it('are not run unless they were granted, and those of oclif never', async () => {
    const marker = own('ran')
    const leave = `import {writeFileSync} from 'node:fs'
      export default async () => { writeFileSync(${JSON.stringify(marker)}, 'x'); process.exit(0) }`
    const oclif = ['init', 'prerun', 'postrun', 'finally', 'command_not_found', 'preparse']
    const names = [...oclif, 'kling:task-changed', 'kling:error', 'kling:region', 'kling:before-submit']
    const hooks = Object.fromEntries(names.map(name => [name, leave]))
    const linked = await kling([
      'plugins',
      'link',
      plugin({commands: {'odd:try': 'return {}'}, hooks}),
      '--yes',
    ])
    expect(linked.stderr).to.match(
      /^Warning: kling-plugin-odd has hooks that kling does not run: init, prerun, .*kling:region/,
    )
    fixture.answer(made)
    expectSuccess(await create())
    expectError(await kling(['video', 'create', '--mode', 'x', 'A cat']), 'invalid_mode')
    expectError(await kling(['nope']), 'unknown_command')
    expect(existsSync(marker)).to.equal(false)
  })

  it('may refuse a submission', async () => {
    await link({
      permissions: {hooks: ['kling:before-submit']},
      hooks: {
        'kling:before-submit': `import {KlingError} from 'kling-cli/plugin'
          export default async ({units, kind}) => { throw new KlingError('cost_limit', kind + ' of ' + units + ' units is too dear') }`,
      },
    })
    const error = expectErrorOf(await create(), 'cost_limit')
    expect(error.message).to.match(/kling-plugin-odd refused: create of \d+ units is too dear/)
    expect(error.billed).to.equal('no')
    expect(fixture.api.requests).to.deep.equal([])
  })

  it('that exit, hang or throw cost one warning line and nothing else', async () => {
    fixture.answer(made)
    for (const [body, why] of [
      ['process.exit(0)', /exited without a response/],
      ['throw new TypeError("oh\\u001b[2J no")', /oh\[2J no$/m],
      ['for (;;);', /did not finish within 10 s/],
    ] as const) {
      await link({
        permissions: {hooks: ['kling:before-submit']},
        hooks: {'kling:before-submit': `export default async () => { ${body} }`},
      })
      const result = await create()
      expect(result.code, result.stderr).to.equal(0)
      expect(result.json.task_id).to.equal('8')
      expect(result.stderr.trim().split('\n'), body).to.have.length(1)
      expect(result.stderr).to.match(/^Warning: The hook kling:before-submit of kling-plugin-odd failed/)
      expect(result.stderr).to.match(why)
    }
  }).timeout(90_000)

  it('may bring a region with keys of its own, and get no others', async () => {
    await link({
      permissions: {hooks: ['kling:region', 'kling:credentials']},
      commands: {'odd:try': 'return {}'},
      hooks: {
        'kling:region': `export default async ({name}) =>
          name === 'mars' || name === 'cn' || name === 'sandbox' ? {baseUrl: '${fixture.api.url}', pollSeconds: 1} : undefined`,
        'kling:credentials': `export default async ({region}) => ({apiKey: 'key-for-' + region})`,
      },
    })
    fixture.answer(made)
    const env = {KLING_BASE_URL: undefined}
    expectSuccess(await kling(['video', 'create', 'A cat', '--region', 'mars'], {env}))
    expect(fixture.api.requests.map(({headers}) => headers.authorization)).to.deep.equal([
      'Bearer key-for-mars',
    ])
    const dry = await kling(['video', 'create', 'A cat', '--region', 'cn', '--dry-run'], {env})
    expect(expectSuccess(dry).url).to.match(/^https:\/\/api-beijing/)
  })

  it('a region of a plugin without keys never gets the user’s', async () => {
    await link({
      permissions: {hooks: ['kling:region']},
      commands: {'odd:try': 'return {}'},
      hooks: {
        'kling:region': `export default async ({name}) => name === 'mars' ? {baseUrl: '${fixture.api.url}'} : undefined`,
      },
    })
    const result = await kling(['video', 'create', 'A cat', '--region', 'mars'], {
      env: {KLING_BASE_URL: undefined},
    })
    expectError(result, 'missing_api_key')
    expect(fixture.api.requests).to.deep.equal([])
  })

  it('hear of tasks and give hints', async () => {
    await link({
      permissions: {hooks: ['kling:task-changed', 'kling:error'], write: ['$DATA']},
      hooks: {
        'kling:task-changed': `import {appendFileSync} from 'node:fs'
          export default async function (task) { appendFileSync(this.config.dataDir + '/heard.txt', JSON.stringify(task) + '\\n') }`,
        'kling:error': `export default async ({code}) => code === 'task_not_found' ? 'Ask the odd one.\\u001b[31m' : undefined`,
      },
    })
    fixture.answer(({method}) =>
      method === 'POST'
        ? made()
        : ok({task_id: '8', task_status: 'succeed', task_result: {videos: [{url: 'http://x/'}]}}),
    )
    expectSuccess(await create('--wait'))
    const heard = readFileSync(own('data/plugins/data/kling-plugin-odd/heard.txt'), 'utf8')
    expect(
      heard
        .trim()
        .split('\n')
        .map(line => JSON.parse(line).status),
    ).to.include('succeed')
  })
})

function expectErrorOf(result: Parameters<typeof expectError>[0], code: string): Record<string, string> {
  expect(result.stdout).to.equal('')
  const {error} = JSON.parse(result.stderr) as {error: Record<string, string>}
  expect(error.code).to.equal(code)
  return error
}
