import {expect} from 'chai'
import {refuse} from '../support/api-server.js'
import {expectError, expectSuccess} from '../support/outcome.js'
import {tries} from '../support/plugin-folder.js'
import {taskApi} from '../support/task-api.js'
import {usePluginFixture} from './plugin-fixture.js'

type Tried = Record<string, {is?: unknown; code?: string; message?: string}>

const omni = '/v1/videos/omni-video'
/** 4 units: five seconds in pro. */
const body = {model_name: 'kling-video-o1', prompt: 'A cat', mode: 'pro', duration: '5'}

describe("what strangers' plugins spend", () => {
  const {fixture, kling, link} = usePluginFixture()
  beforeEach(() => fixture.answer(taskApi()))

  const client = '(await this.connect()).client'
  const post = (more: object = {}, path = omni): string =>
    `await ${client}.post(${JSON.stringify(path)}, ${JSON.stringify({...body, ...more})})`
  const creates = (): number => fixture.api.requests.filter(({method}) => method === 'POST').length

  /** Runs some expressions in a plugin, under limits. */
  async function tried(
    expressions: Record<string, string>,
    env: Record<string, string>,
    argv: string[] = [],
  ): Promise<Tried> {
    await link({commands: {'odd:try': tries(expressions)}})
    return expectSuccess(await kling(['odd', 'try', ...argv], {env})).tried as Tried
  }
  const codesOf = (result: Tried): Record<string, unknown> =>
    Object.fromEntries(Object.entries(result).map(([name, {code}]) => [name, code]))

  it('without limits all is sent as before', async () => {
    const {a, b} = await tried({a: post(), b: post({}, '/v1/videos/unheard-of')}, {})
    expect([a!.code, b!.code]).to.deep.equal([undefined, undefined])
    expect(creates()).to.equal(2)
  })

  it('a task above max_cost is not sent, one below is', async () => {
    const result = await tried({dear: post({duration: '10'}), cheap: post()}, {KLING_MAX_COST: '4'})
    expect(codesOf(result)).to.deep.equal({dear: 'cost_limit', cheap: undefined})
    expect(creates()).to.equal(1)
  })

  it('tasks of a day are added up, whether the plugin notes them or not', async () => {
    const env = {KLING_MAX_COST_DAY: '10'}
    const result = await tried({a: post(), b: post(), c: post()}, env)
    expect(codesOf(result)).to.deep.equal({a: undefined, b: undefined, c: 'cost_limit'})
    const more = expectError(await kling(['video', 'create', 'A cat'], {env}), 'cost_limit')
    expect(more.message).to.include(' 8 units spent today; the daily limit is 10')
  })

  it('what it says of them in the journal frees nothing', async () => {
    const note = (event: object): string => `await this.journal.append(${JSON.stringify(event)})`
    const intent = {
      event: 'intent',
      id: 'x',
      kind: 'create',
      region: 'custom',
      base_url: fixture.api.url,
      units: 0,
    }
    const lies = {
      connect: `(await this.connect()) && 1`,
      intent: note(intent),
      a: post({external_task_id: 'x'}),
      accepted: note({event: 'accepted', id: 'x', task_id: '77'}),
      failed: note({event: 'state', task_id: '77', status: 'failed', units: '0'}),
      refused: note({event: 'refused', id: 'x', code: 'no'}),
      priced: note({event: 'priced', id: 'y', units: 0}),
      b: post({external_task_id: 'z'}),
    }
    const result = await tried(lies, {KLING_MAX_COST_DAY: '7'})
    expect([result.a!.code, result.b!.code]).to.deep.equal([undefined, 'cost_limit'])
    expect(result.b!.message).to.include(' 4 units spent today; the daily limit is 7')
    expect(result.priced!.code).to.equal('plugin_denied')
  })

  it('what the API refuses is free', async () => {
    fixture.answer(refuse(400, 1201, 'no'))
    const result = await tried({a: post(), b: post(), c: post()}, {KLING_MAX_COST_DAY: '5'})
    expect(codesOf(result)).to.deep.equal({a: 'invalid_request', b: 'invalid_request', c: 'invalid_request'})
  })

  it('a price that is not known is above every limit', async () => {
    const unknown = {
      path: post({}, '/v1/videos/unheard-of'),
      slashes: post({}, '/v1/videos//omni-video'),
      query: post({}, `${omni}?a=b`),
      model: post({model_name: 'kling-v9'}),
      length: post({duration: undefined}),
      part: post({duration: 5.5}),
      negative: post({duration: '-100'}),
      endless: post({duration: 'Infinity'}),
    }
    const result = await tried(unknown, {KLING_MAX_COST: '1000'})
    for (const [name, {code}] of Object.entries(result)) expect(code, name).to.equal('cost_limit')
    expect(creates()).to.equal(0)
    const deleted = post({element_id: '1'}, '/v1/general/delete-elements')
    expect(codesOf(await tried({deleted}, {KLING_MAX_COST: '0'}))).to.deep.equal({deleted: undefined})
  })

  describe('what is not documented has no price, and is not sent under a limit', () => {
    const voice = {model_name: 'kling-v2-6', prompt: 'A cat', mode: 'pro', duration: '5'}
    const text = (more: object): string => post({...voice, ...more}, '/v1/videos/text2video')
    const cases: Record<string, Record<string, string>> = {
      'lengths that are read as nothing': Object.fromEntries(
        ['', ' ', '0', '0x0', '1e-9', '-0', '05'].map(duration => [duration, post({duration})]),
      ),
      'sound in another spelling': {
        true: text({sound: true}),
        ON: text({sound: 'ON'}),
        list: text({sound: ['on']}),
        object: text({sound: {}}),
      },
      'a list in the place of a word': {
        mode: post({mode: ['std']}),
        model: post({model_name: ['kling-video-o1']}),
        duration: post({duration: ['5']}),
      },
      'a second field in another case': {
        duration: post({Duration: '10'}),
        mode: post({MODE: '4k'}),
        sound: text({Sound: 'on'}),
        model: post({modelName: 'kling-v3-omni', Model_Name: 'kling-v3-omni'}),
        inner: post({
          video_list: [{video_url: 'a.mp4', refer_type: 'feature', Refer_Type: 'base'}],
        }),
      },
      'a length that the task does not keep': {
        shots: post({
          duration: '3',
          multi_shot: true,
          multi_prompt: [{index: 1, prompt: 'A cat', duration: '15'}],
        }),
      },
      'a model of another endpoint': {
        omni: text({model_name: 'kling-video-o1'}),
        avatar: text({model_name: 'avatar'}),
      },
    }
    for (const [what, expressions] of Object.entries(cases))
      it(what, async () => {
        const result = await tried(expressions, {KLING_MAX_COST: '1000'})
        for (const [name, {code}] of Object.entries(result)) expect(code, name).to.equal('cost_limit')
        expect(creates()).to.equal(0)
      })
  })

  it('an edit counts with the most that it can cost, a length that is a number as text does', async () => {
    const requests = {
      edit: post({duration: '3', video_list: [{video_url: 'a.mp4', refer_type: 'base'}]}),
      number: post({duration: 5}),
    }
    const result = await tried(requests, {KLING_MAX_COST: '11.9'})
    expect(codesOf(result)).to.deep.equal({edit: 'cost_limit', number: undefined})
    expect(result.edit!.message).to.include('about 12 units')
    const both = await tried(requests, {KLING_MAX_COST: '15.9'})
    expect(codesOf(both)).to.deep.equal({edit: undefined, number: 'cost_limit'})
  })

  it('what makes nothing is free, whatever the body', async () => {
    const free = {
      list: post({limit: 1}, '/tasks'),
      solutions: post({}, '/solutions'),
      charges: post({}, '/account/billing/package'),
      deleted: post({element_id: '1'}, '/v1/general/delete-advanced-elements'),
    }
    expect(codesOf(await tried(free, {KLING_MAX_COST: '0'}))).to.deep.equal({
      list: undefined,
      solutions: undefined,
      charges: undefined,
      deleted: undefined,
    })
  })

  it('max_cost is the sum of one command', async () => {
    const env = {KLING_MAX_COST: '8'}
    const result = await tried({a: post(), b: post(), c: post({duration: '3'})}, env)
    expect(codesOf(result)).to.deep.equal({a: undefined, b: undefined, c: 'cost_limit'})
    expect(result.c!.message).to.include('after 8 units by this command; the limit is 8')
    expect(codesOf(await tried({a: post(), b: post(), c: post()}, env))).to.deep.include({a: undefined})
  })

  it("an id of the user's makes no room for a task", async () => {
    const env = {KLING_MAX_COST_DAY: '7'}
    expectSuccess(await kling(['video', 'create', 'A cat', '--external-task-id', 'of-the-user'], {env}))
    const result = await tried({a: post({external_task_id: 'of-the-user'})}, env)
    expect(result.a!.code).to.equal('cost_limit')
    expect(result.a!.message).to.include(' 4 units spent today; the daily limit is 7')
    expect(creates()).to.equal(1)
  })

  it('a body that says two things, or another thing the second time, is not sent', async () => {
    const send = (make: string): string =>
      `await (async () => {
        const {id, channel} = ${client}
        const texts = ${make}
        let turn = 0
        const offer = channel.offer({async *[Symbol.asyncIterator]() {
          yield Buffer.from(texts[Math.min(turn++, texts.length - 1)])
        }})
        const answer = await channel.call('api:post', id, ${JSON.stringify(omni)}, texts[0].length, offer)
        if (answer.code) throw Object.assign(new Error(answer.message), {code: answer.code})
      })()`
    const cheap = JSON.stringify(body)
    const dear = JSON.stringify({...body, duration: '9'})
    const twice = cheap.replace('"duration":"5"', '"duration":"10","duration":"5"')
    const escaped = cheap.replace('"duration":"5"', '"durat\\u0069on":"10","duration":"5"')
    const env = {KLING_MAX_COST: '4'}
    const result = await tried(
      {
        twice: send(JSON.stringify([twice])),
        escaped: send(JSON.stringify([escaped])),
        swapped: send(JSON.stringify([cheap, dear])),
        longer: send(JSON.stringify([cheap, dear]).replace(/\]$/, `]; texts[0] += ' '`)),
        honest: send(JSON.stringify([cheap])),
      },
      env,
    )
    expect(result.twice!.code).to.equal('cost_limit')
    expect(result.escaped!.code).to.equal('cost_limit')
    expect(result.swapped!.code).to.equal('connection_error')
    expect(result.honest).to.deep.equal({is: null})
    expect(fixture.api.requests.map(seen => JSON.parse(seen.body))).to.deep.equal([body])
  })

  it('files in the body do not hide what it costs', async () => {
    const image = 'A'.repeat(3_000_000)
    const hidden = `{...${JSON.stringify(body)}, prompt: '"duration":"' + '\\\\"'.repeat(9000), image_list: [{image_url: 'A'.repeat(3000000)}], duration: '10'}`
    const result = await tried(
      {
        dear: `await ${client}.post(${JSON.stringify(omni)}, ${hidden})`,
        cheap: `await ${client}.post(${JSON.stringify(omni)}, ${hidden.replace("'10'", "'5'")})`,
      },
      {KLING_MAX_COST: '4'},
    )
    expect(codesOf(result)).to.deep.equal({dear: 'cost_limit', cheap: undefined})
    expect(JSON.parse(fixture.api.requests[0]!.body).image_list[0].image_url).to.equal(image)
  })

  it('--yes and --max-cost of the command line hold for plugins, too', async () => {
    const flags = `{yes: kling.Flags.boolean(), 'max-cost': kling.Flags.string()}`
    const file = `
      import * as kling from 'kling-cli/plugin'
      export default class extends kling.BaseCommand {
        static summary = 'spends'
        static flags = ${flags}
        async run() { ${tries({a: post({duration: '10'}), b: post({duration: '10'})})} }
      }`
    await link({files: {'commands/odd/spend.js': file}})
    const spend = async (...argv: string[]): Promise<Record<string, unknown>> => {
      const result = await kling(['odd', 'spend', ...argv], {env: {KLING_MAX_COST: '4'}})
      return codesOf(expectSuccess(result).tried as Tried)
    }
    expect(await spend()).to.deep.equal({a: 'cost_limit', b: 'cost_limit'})
    expect(await spend('--yes')).to.deep.equal({a: undefined, b: undefined})
    expect(await spend('--max-cost', '8', '--yes')).to.deep.equal({a: undefined, b: 'cost_limit'})
    expect(await spend('--max-cost=16')).to.deep.equal({a: undefined, b: undefined})
  })

  it('its commands that are built on CreateCommand are refused before they note anything', async () => {
    const file = `
      import {CreateCommand, createFlags, omniVideo, omniVideoDefaults} from 'kling-cli/plugin'
      export default class extends CreateCommand {
        static summary = 'a create'
        static flags = {...createFlags}
        run() { return this.create(omniVideo, {...omniVideoDefaults, prompt: 'A cat'}) }
      }`
    await link({files: {'commands/odd/make.js': file}})
    const env = {KLING_MAX_COST_DAY: '7'}
    expectSuccess(await kling(['odd', 'make'], {env}))
    expect(expectError(await kling(['odd', 'make'], {env}), 'cost_limit').message).to.include(
      ' 4 units spent today; the daily limit is 7',
    )
    expectSuccess(await kling(['odd', 'make', '--yes'], {env}))
    expect(creates()).to.equal(2)
    const {rows} = {rows: expectSuccess(await kling(['task', 'list'])).tasks as unknown[]}
    expect(rows).to.have.length(2)
  })
})
