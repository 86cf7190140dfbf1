import {expect} from 'chai'
import {ok} from '../support/api-server.js'
import {expectSuccess} from '../support/outcome.js'
import {tries} from '../support/plugin-folder.js'
import {usePluginFixture} from './plugin-fixture.js'

type Tried = Record<string, {is?: unknown; code?: string; message?: string}>

const omni = '/v1/videos/omni-video'
const body = {model_name: 'kling-video-o1', prompt: 'A cat', mode: 'std', duration: '5', aspect_ratio: '16:9'}

describe("addresses in the requests of strangers' plugins", () => {
  const {fixture, kling, link} = usePluginFixture()

  /** Code that posts a body with more in it. */
  const post = (more: object, options = '{}'): string =>
    `void (await (await this.connect(${options})).client.post(${JSON.stringify(omni)}, ${JSON.stringify({...body, ...more})}))`

  async function tried(
    expressions: Record<string, string>,
    argv: string[] = [],
    env: Record<string, string> = {},
  ): Promise<Tried> {
    await link({
      permissions: {net: ['granted.example', '*.cdn.example']},
      commands: {'odd:try': tries(expressions)},
    })
    return expectSuccess(await kling(['odd', 'try', ...argv], {env})).tried as Tried
  }

  const image = (image_url: string): object => ({image_list: [{image_url, type: 'first_frame'}]})
  const foreign = (origin: string): Record<string, object> => ({
    callback: {callback_url: `${origin}/x`},
    upper: {callback_url: `${origin.toUpperCase()}/x`},
    spaced: {callback_url: ` ${origin}/x`},
    slashes: {callback_url: origin.replace('://', ':\\\\')},
    short: {callback_url: origin.replace('://', ':/')},
    user: {callback_url: origin.replace('://', '://granted.example@')},
    image: image(`${origin}/a.png`),
    video: {video_list: [{video_url: `${origin}/a.mp4`, refer_type: 'base'}]},
    bare: {image_list: [`${origin}/a.png`]},
    unknown: {some: {new: {field: `${origin}/a.png`}}},
  })

  for (const region of [undefined, 'sandbox']) {
    it(`${region ?? 'the service'}: what is not granted is neither fetched nor called`, async () => {
      const other = await fixture.serve(() => ok({}))
      fixture.answer(() => ok({task_id: '8', task_status: 'submitted'}))
      const env: Record<string, string> = region ? {KLING_REGION: region, KLING_BASE_URL: ''} : {}
      const wanted = Object.entries(foreign(other.url)).map(([name, more]) => [name, post(more)])
      const result = await tried(Object.fromEntries(wanted) as Record<string, string>, [], env)
      for (const [name, {is, code, message}] of Object.entries(result)) {
        expect(is, name).to.equal(undefined)
        expect(code, `${name}: ${message}`).to.equal('plugin_denied')
      }
      expect(other.requests).to.deep.equal([])
      expect(fixture.api.requests).to.deep.equal([])
    })
  }

  it('granted hosts, results, files as text, prompts and what the user typed go out', async () => {
    const result = 'https://results.example/8.mp4'
    const typed = 'https://typed.example/a.png'
    fixture.answer(({method}) =>
      method === 'GET'
        ? ok({task_id: '8', task_status: 'succeed', task_result: {videos: [{id: '9', url: result}]}})
        : ok({task_id: '8', task_status: 'submitted'}),
    )
    const all = await tried(
      {
        granted: post({callback_url: 'https://granted.example/x'}),
        below: post(image('https://a.cdn.example/a.png')),
        base64: post(image('A'.repeat(10_000))),
        prompt: post({prompt: 'https://elsewhere.example'}),
        read: `void (await (await this.connect({})).client.get('${omni}/8'))`,
        result:
          `const c = (await this.connect({})).client; await c.get('${omni}/8'); void (await c.post('${omni}', ${JSON.stringify({...body, video_list: [{video_url: result}]})}))`.replace(
            /^const c = (.*?); (.*)$/,
            '(async () => {const c = $1; $2})()',
          ),
        typed: post(image(typed)),
        assigned: post(image(`${typed}?2`)),
      },
      [typed, `image=${typed}?2`],
    )
    for (const [name, {code, message}] of Object.entries(all))
      expect(code, `${name}: ${message}`).to.equal(undefined)
  })

  it('a path does not leave the base URL', async () => {
    const get = (path: string): string =>
      `void (await (await this.connect({})).client.get(${JSON.stringify(path)}))`
    const env = {KLING_BASE_URL: `${fixture.api.url}/proxy/kling`}
    const result = await tried(
      {
        encoded: get('/%2e%2e/%2E%2e/secret'),
        half: get('/v1/.%2e/.%2E/x'),
        one: get('/%2e/x'),
        plain: get('/../x'),
      },
      [],
      env,
    )
    for (const [name, {code}] of Object.entries(result))
      expect(code, name).to.be.oneOf(['plugin_denied', 'invalid_argument'])
    expect(fixture.api.requests).to.deep.equal([])
  })
})
