import {expect} from 'chai'
import {existsSync} from 'node:fs'
import {ok} from '../../support/api-server.js'
import {accessKey, secretKey} from '../../support/fixture.js'
import {expectSuccess} from '../../support/outcome.js'
import {tries} from '../../support/plugin-folder.js'
import {type Tried, expectAllDenied, rawCalls, useHostileFixture} from './hostile-fixture.js'

describe('what a third-party plugin asks the program for', () => {
  const {fixture, own, env, kling, link} = useHostileFixture()

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
          ${rawCalls}
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
})
