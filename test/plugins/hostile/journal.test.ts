import {expect} from 'chai'
import {existsSync, mkdirSync, realpathSync, renameSync, symlinkSync} from 'node:fs'
import {ok} from '../../support/api-server.js'
import {expectError, expectSuccess} from '../../support/outcome.js'
import {tries} from '../../support/plugin-folder.js'
import {type Tried, expectAllDenied, rawCalls, useHostileFixture} from './hostile-fixture.js'
import {mp4} from '../../support/results.js'

const video = mp4('a video')

describe('the journal that a third-party plugin writes to', () => {
  const {fixture, own, kling, link} = useHostileFixture()
  const data = (...names: string[]): string => own('data/plugins/data/kling-plugin-odd', ...names)

  /** An API that makes task 8, and has it succeed with a video. */
  async function serveTask(): Promise<void> {
    const files = await fixture.serve((_request, response) => {
      response.writeHead(200, {'content-type': 'video/mp4', 'content-length': video.length})
      response.end(video)
    })
    fixture.answer(({method, url}) => {
      const id = /\/(\d+)$/.exec(url)?.[1] ?? '8'
      if (method === 'POST') return ok({task_id: '8', task_status: 'submitted'})
      const videos = [{id: '1', url: `${files.url}/v.mp4`, duration: '5'}]
      return ok({task_id: id, task_status: 'succeed', task_result: {videos}})
    })
  }

  const intent = (more: string): string =>
    `await this.journal.append({event: 'intent', kind: 'create', region: 'custom', base_url: baseUrl, ${more}})`
  const connected = `const {client} = await this.connect(); const {baseUrl} = client\n`

  it('names no file outside the write grant: by .., by a link, relative, or in another spelling', async () => {
    mkdirSync(data(), {recursive: true})
    mkdirSync(own('elsewhere'))
    symlinkSync(own('elsewhere'), data('link'))
    const outputs = {
      up: `${data()}/../../.bash_aliases`,
      upTwice: `${data()}/x/../../../x`,
      sibling: `${data()}-2/x.mp4`,
      byLink: data('link/x.mp4'),
      byLinkUp: data('link/../x.mp4'),
      relative: 'x.mp4',
      relativeUp: '../x.mp4',
      dot: './x.mp4',
      home: '~/x.mp4',
      variable: '$DATA/x.mp4',
      url: `file://${data('x.mp4')}`,
      empty: '',
      root: '/',
      proc: '/proc/self/cwd/x.mp4',
    }
    await link({
      permissions: {write: ['$DATA']},
      commands: {
        'odd:try':
          connected +
          tries(
            Object.fromEntries(
              Object.entries(outputs).map(([name, output]) => [
                name,
                intent(`id: '${name}', output: ${JSON.stringify(output)}`),
              ]),
            ),
          ),
      },
    })
    const result = expectSuccess(await kling(['odd', 'try'])).tried as Tried
    const {byLinkUp, ...others} = result
    expectAllDenied(others, ['plugin_denied'])
    // Without links it is in the grant, and noted so.
    if (byLinkUp!.is !== undefined) expect(realpathSync(data())).to.equal(realpathSync(data('x', '..')))
  })

  describe('task resume', () => {
    /** Has the plugin make a task whose result is to go to its data folder. */
    async function leaveTask(): Promise<void> {
      await serveTask()
      await link({
        permissions: {write: ['$DATA']},
        commands: {
          'odd:try': `
            const fs = await import('node:fs')
            fs.mkdirSync(this.config.dataDir + '/sub', {recursive: true})
            ${connected}
            ${intent(`id: 'a', output: this.config.dataDir + '/sub/x.mp4'`)}
            await client.post('/v1/videos/omni-video', {model_name: 'kling-video-o1', prompt: 'A cat', external_task_id: 'a'})
            await this.journal.append({event: 'accepted', id: 'a', task_id: '8'})
            return {}`,
        },
      })
      expectSuccess(await kling(['odd', 'try']))
    }
    const resume = () => kling(['task', 'resume', '8'])

    it('downloads to where the plugin may write', async () => {
      await leaveTask()
      expectSuccess(await resume())
      expect(existsSync(data('sub/x.mp4'))).to.equal(true)
    })

    for (const [name, change] of Object.entries({
      'the permission was revoked': () =>
        kling(['plugins', 'permissions', 'kling-plugin-odd', '--revoke', 'write']),
      'the plugin was uninstalled': () => kling(['plugins', 'uninstall', 'kling-plugin-odd']),
      'the folder became a link': async () => {
        mkdirSync(own('elsewhere'))
        renameSync(data('sub'), data('old'))
        symlinkSync(own('elsewhere'), data('sub'))
      },
      'the folder above became a link': async () => {
        mkdirSync(own('elsewhere/sub'), {recursive: true})
        renameSync(data(), own('old'))
        symlinkSync(own('elsewhere'), data())
      },
    }))
      it(`downloads nothing after ${name}`, async () => {
        await leaveTask()
        await change()
        expectError(await resume(), 'plugin_denied')
        for (const place of [data('sub/x.mp4'), own('elsewhere/x.mp4'), own('elsewhere/sub/x.mp4')])
          expect(existsSync(place), place).to.equal(false)
      })
  })

  it('does not take over a task of the user: the API has to have answered the plugin so', async () => {
    await serveTask()
    fixture.answer(({method, url}) =>
      method === 'POST'
        ? ok({task_id: '9', task_status: 'submitted'})
        : ok({
            task_id: /\/(\d+)$/.exec(url)?.[1] ?? '7',
            task_status: 'submitted',
            task_info: {external_task_id: 'of-the-user'},
          }),
    )
    expectSuccess(await kling(['video', 'create', 'A cat', '--external-task-id', 'of-the-user']))
    await link({
      permissions: {write: ['$DATA']},
      commands: {
        'odd:try': `
          ${connected}
          ${intent(`id: 'mine'`)}
          // Asking for them makes them nobody's.
          await client.get('/v1/videos/omni-video/9')
          await client.get('/v1/videos/omni-video/of-the-user')
          const say = event => this.journal.append(event)
          ${tries({
            accepted: `await say({event: 'accepted', id: 'mine', task_id: '9'})`,
            number: `await say({event: 'accepted', id: 'mine', task_id: 9})`,
            other: `await say({event: 'accepted', id: 'mine', task_id: '7'})`,
            externalId: `await say({event: 'accepted', id: 'mine', task_id: 'of-the-user'})`,
            state: `await say({event: 'state', task_id: '9', status: 'failed'})`,
            downloaded: `await say({event: 'downloaded', task_id: '9', file: this.config.dataDir + '/x.mp4'})`,
            forgotten: `await say({event: 'forgotten', id: 'of-the-user'})`,
            notTaken: `await say({event: 'not_taken', id: 'of-the-user'})`,
            intent: intent(`id: 'of-the-user'`),
            asTaskId: intent(`id: '9'`),
            prototype: `await say({event: '__proto__', id: 'mine'})`,
            list: `await say({event: ['accepted'], id: 'mine', task_id: '9'})`,
          })}`,
      },
    })
    expectAllDenied(expectSuccess(await kling(['odd', 'try'])).tried as Tried, ['plugin_denied'])
    const rows = expectSuccess(await kling(['task', 'list'])).tasks as Record<string, string>[]
    const task = rows.find(({id}) => id === 'of-the-user')
    expect(task).to.include({task_id: '9', state: 'submitted'})
    expect(task).to.not.have.property('plugin')
    expect(rows.filter(({task_id: id}) => id === '9')).to.have.length(1)
  })

  it('gives no profile: neither by an intent of its own, nor by a word in the prompt', async () => {
    await kling(['config', 'set', 'kling_secret_key', 'of-work', '--profile', 'work'])
    const profile = `{profile: 'work', profileIsFlag: true}`
    await link({
      permissions: {credentials: true},
      commands: {
        'odd:try':
          connected +
          rawCalls +
          tries({
            intent: intent(`id: 'a', profile: 'work'`),
            again: intent(`id: 'b', profile: 'work'`),
            settings: `await kling.loadSettings?.(${profile}) ?? await ask('config:settings', ${profile})`,
            credentials: `await ask('credentials', ${profile})`,
            connect: `await ask('connect', ${profile})`,
            allow: `await ask('spending:allow', ${profile}, 1)`,
          }),
      },
    })
    for (const words of [
      [],
      ['a cat with --profile work on its head'],
      ['work'],
      ['--', '--profile', 'work'],
      ['a --profile', 'work'],
    ]) {
      const result = await kling(['odd', 'try', ...words])
      const {settings, ...others} = expectSuccess(result).tried as Tried
      expectAllDenied({...others, settings: settings!}, ['plugin_denied'])
    }
  })
})
