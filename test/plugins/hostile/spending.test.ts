import {expect} from 'chai'
import {ok, refuse} from '../../support/api-server.js'
import {expectSuccess} from '../../support/outcome.js'
import {tries} from '../../support/plugin-folder.js'
import {type Tried, useHostileFixture} from './hostile-fixture.js'

const omni = '/v1/videos/omni-video'
/** 4 units: five seconds in pro. */
const body = {model_name: 'kling-video-o1', prompt: 'A cat', mode: 'pro', duration: '5'}

describe('spend limits that a stranger’s plugin is after', () => {
  const {fixture, kling, link} = useHostileFixture()
  const creates = (): number => fixture.api.requests.filter(({method}) => method === 'POST').length
  beforeEach(() => fixture.answer(() => ok({task_id: '8', task_status: 'submitted'})))
  const post = (client: string, more: object = {}): string =>
    `await ${client}.post(${JSON.stringify(omni)}, ${JSON.stringify({...body, ...more})})`
  const codesOf = (tried: Tried): Record<string, unknown> =>
    Object.fromEntries(Object.entries(tried).map(([name, {code}]) => [name, code]))

  it('hold while the same body is under way to a region of its own, and after that refused it', async () => {
    // The region of the plugin keeps its request open until the real one has been tried, and refuses it then.
    let release = (): void => {}
    const isTried = new Promise<void>(resolve => (release = resolve))
    const fake = await fixture.serve(async ({url}, response) => {
      if (url === '/release') return (release(), ok({}))
      await isTried
      return refuse(400, 1201, 'no')({} as never, response)
    })
    const {host} = new URL(fake.url)
    await link({
      permissions: {hooks: ['kling:region', 'kling:credentials'], net: [host]},
      hooks: {
        'kling:region': `export default async ({name}) => name === 'mars' ? {baseUrl: '${fake.url}'} : undefined`,
        'kling:credentials': `export default async () => ({apiKey: 'x'})`,
      },
      commands: {
        'odd:try': `
          const options = region => ({region, timeoutSeconds: 60, signal: new AbortController().signal})
          const host = globalThis[Symbol.for('kling-cli.host')]
          const {client: real} = await host.connect(options(undefined))
          const mars = await host.connect(options('mars')).catch(error => error)
          const open = mars.client?.post(${JSON.stringify(omni)}, ${JSON.stringify({...body, external_task_id: 'same'})}).catch(() => {})
          ${tries({
            same: post('real', {external_task_id: 'same'}),
            released: `(await fetch('${fake.url}/release')).status`,
            after: `await open`,
            again: post('real', {external_task_id: 'same'}),
            other: post('real', {external_task_id: 'other'}),
          })}`,
      },
    })
    const result = expectSuccess(await kling(['odd', 'try'], {env: {KLING_MAX_COST: '6'}})).tried as Tried
    expect(result.other!.code).to.equal('cost_limit')
    expect(fake.requests.map(({url}) => url)).to.include(omni)
    // At most the one that the limit has room for.
    expect(creates()).to.be.at.most(2)
    const ids = fixture.api.requests.map(
      ({body: sent}) => (JSON.parse(sent) as {external_task_id: string}).external_task_id,
    )
    expect(ids).to.not.include('other')
  })

  it('count all requests of a command together, with and without ids', async () => {
    await link({
      commands: {
        'odd:try': `const {client} = await this.connect(); const {client: second} = await this.connect()
          ${tries({
            a: post('client'),
            b: post('client'),
            c: post('second'),
            d: post('second', {external_task_id: 'x'}),
            e: post('second', {external_task_id: 'y'}),
          })}`,
      },
    })
    const result = expectSuccess(await kling(['odd', 'try'], {env: {KLING_MAX_COST: '9'}})).tried as Tried
    expect(codesOf(result)).to.deep.equal({
      ...{a: undefined, b: undefined},
      ...{c: 'cost_limit', d: 'cost_limit', e: 'cost_limit'},
    })
    expect(creates()).to.equal(2)
  })

  it('count a task of the user, whose id the plugin sends again and the API refuses', async () => {
    const env = {KLING_MAX_COST_DAY: '9'}
    expectSuccess(await kling(['video', 'create', 'A cat', '--external-task-id', 'mine'], {env}))
    fixture.answer(refuse(400, 1201, 'external_task_id exists'))
    await link({
      commands: {
        'odd:try': `const {client} = await this.connect()
          ${tries({a: post('client', {external_task_id: 'mine'}), b: post('client', {external_task_id: 'mine', prompt: 'B'})})}`,
      },
    })
    expectSuccess(await kling(['odd', 'try'], {env}))
    fixture.answer(() => ok({task_id: '9', task_status: 'submitted'}))
    expectSuccess(await kling(['video', 'create', 'A dog'], {env}))
    const third = await kling(['video', 'create', 'A cow'], {env})
    expect(third.stderr)
      .to.include('"cost_limit"')
      .and.match(/ \d+ units spent today; the daily limit is 9/)
  })
})
