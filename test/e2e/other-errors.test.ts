import {expect} from 'chai'
import {expectError, expectSuccess} from '../support/outcome.js'
import {png} from '../support/pictures.js'
import {ok} from '../support/api-server.js'
import {useRuns, useFixture} from '../support/fixture.js'

const picture = 'https://example.com/a.png'
const video = 'https://example.com/in.mp4'
const text = ['video', 'create-from-text', 'x']
const image = ['video', 'create-from-image', 'x', '-i', picture]
const motion = ['video', 'create-motion-control', '-i', picture, '-v', video]
const avatar = ['video', 'create-avatar', '-i', picture]
const element = ['video', 'element', 'create', 'Robot', '-d', 'a robot']
const brush = '[{"mask":"https://example.com/m.png","trajectories":[{"x":1,"y":1},{"x":2,"y":2}]}]'
const zoom = '{"type":"simple","config":{"zoom":5}}'
const many = JSON.stringify([{mask: picture, trajectories: Array.from({length: 78}, (_, x) => ({x, y: 0}))}])

/** What is wrong, and the code that says so before any request. */
const cases: [string[], string][] = [
  [['video', 'create-from-text'], 'missing_prompt'],
  [[...text, '--mode', 'ultra'], 'invalid_mode'],
  [[...text, '--mode', '4k'], 'invalid_mode'],
  [[...text, '-d', '7'], 'invalid_duration'],
  [[...text, '-d', '5.5'], 'invalid_duration'],
  [[...text, '--ratio', '4:3'], 'invalid_ratio'],
  [[...text, '--model', 'kling-v9'], 'invalid_model'],
  [[...text, '--cfg-scale', '2'], 'invalid_cfg_scale'],
  [[...text, '--cfg-scale', '0.5'], 'incompatible_cfg_scale'],
  [[...text, '--negative', 'x'.repeat(2501)], 'invalid_prompt'],
  [[...text, '--model', 'kling-v1', '--camera-control', '{'], 'invalid_camera_control'],
  [[...text, '--model', 'kling-v1', '--camera-control', '{"type":"simple"}'], 'invalid_camera_control'],
  [
    [...text, '--model', 'kling-v1', '--camera-control', '{"type":"simple","config":{"zoom":1,"pan":1}}'],
    'invalid_camera_control',
  ],
  [
    [...text, '--model', 'kling-v1', '--camera-control', '{"type":"simple","config":{"zoom":11}}'],
    'invalid_camera_control',
  ],
  [
    [...text, '--model', 'kling-v1', '--camera-control', '{"type":"forward_up","config":{"zoom":1}}'],
    'invalid_camera_control',
  ],
  [[...text, '--model', 'kling-v1', '--camera-control', '{"type":"spin"}'], 'invalid_camera_control'],
  [[...text, '--camera-control', zoom], 'incompatible_camera_control'],
  [[...text, '--sound', '--mode', 'std'], 'incompatible_sound'],
  [[...text, '--shot', 'a door opens'], 'invalid_argument'],
  [[...text, '--shot', '3s: a door'], 'invalid_duration'],
  [[...text, '--model', 'kling-v3', '--shot', '3s: a', '-d', '5'], 'invalid_duration'],
  [[...text, '--model', 'kling-v3', '--shot', `3s: ${'x'.repeat(513)}`], 'invalid_prompt'],
  [[...text, '--multi-shot'], 'invalid_argument'],
  [[...text, '--model', 'kling-v3', '--multi-shot', '--shot', '3s: a'], 'invalid_argument'],
  [[...text, '--shots', 'none.txt'], 'invalid_argument'],
  [[...text, '--model', 'kling-v3', '--shot', '5s: <<<image_1>>>'], 'invalid_placeholder'],
  [['video', 'create-from-image', 'x'], 'missing_image'],
  [['video', 'create-from-image', '-i', picture, '--model', 'kling-v3'], 'missing_prompt'],
  [['video', 'create-from-image', 'x', '-i', 'none.png'], 'image_not_found'],
  [['video', 'create-from-image', 'x', '-i', '.'], 'image_read_error'],
  [[...image, '--last-frame', 'none.png'], 'frame_not_found'],
  [[...image, '--last-frame', picture, '--mode', 'std'], 'incompatible_last_frame'],
  [['video', 'create-from-image', 'x', '--last-frame', picture, '--mode', 'pro'], 'incompatible_last_frame'],
  [[...image, '--last-frame', picture, '--mode', 'pro', '--sound'], 'incompatible_sound'],
  [[...image, '--static-mask', picture], 'incompatible_motion_brush'],
  [[...image, '--static-mask', 'none.png'], 'mask_not_found'],
  [[...image, '--static-mask', '.'], 'mask_read_error'],
  [[...image, '--model', 'kling-v1', '--dynamic-mask', '{'], 'invalid_dynamic_mask'],
  [[...image, '--model', 'kling-v1', '--dynamic-mask', '[]'], 'invalid_dynamic_mask'],
  [
    [...image, '--model', 'kling-v1', '--dynamic-mask', '[{"mask":"a.png","trajectories":[{"x":1,"y":1}]}]'],
    'invalid_dynamic_mask',
  ],
  [[...image, '--model', 'kling-v1', '--dynamic-mask', many], 'invalid_dynamic_mask'],
  [[...image, '--dynamic-mask', brush], 'incompatible_motion_brush'],
  [[...image, '--camera-control', zoom], 'incompatible_camera_control'],
  [[...image, '--camera-control', zoom, '--static-mask', picture], 'conflicting_controls'],
  [[...image, '--last-frame', picture, '--dynamic-mask', brush], 'conflicting_controls'],
  [[...image, '--voice', '1', '--mode', 'std'], 'incompatible_sound'],
  [[...image, '--mode', 'pro', '--sound', '--voice', '1,2,3'], 'incompatible_voice'],
  [[...image, '--model', 'kling-v3', '--sound', '--voice', '1'], 'incompatible_voice'],
  [[...image, '--element', '1'], 'incompatible_element'],
  [[...image, '--element', 'robot'], 'invalid_argument'],
  [['video', 'create-from-image', '<<<voice_1>>>', '-i', picture], 'invalid_placeholder'],
  [['video', 'create-motion-control', '-v', video], 'missing_image'],
  [['video', 'create-motion-control', '-i', picture], 'missing_video'],
  [[...motion, '-o', 'left'], 'invalid_orientation'],
  [[...motion, '-m', '4k'], 'invalid_mode'],
  [[...motion, '--element', '1'], 'incompatible_element'],
  [[...motion, '--model', 'kling-v3', '--element', '1'], 'incompatible_element'],
  [['video', 'create-motion-control', '-i', picture, '-v', 'dance.mp4'], 'invalid_argument'],
  [['video', 'create-motion-control', '-i', 'none.png', '-v', video], 'image_not_found'],
  [['video', 'create-motion-control', '-i', '.', '-v', video], 'image_read_error'],
  [['video', 'create-avatar', '-a', 'a.mp3'], 'missing_image'],
  [avatar, 'missing_audio'],
  [[...avatar, '--mode', '4k', '--audio-id', '1'], 'invalid_mode'],
  [[...avatar, '-a', 'https://example.com/a.mp3', '--audio-id', '1'], 'conflicting_audio'],
  [[...avatar, '-a', 'none.mp3'], 'audio_not_found'],
  [[...avatar, '-a', '.'], 'audio_read_error'],
  [[...avatar, '-a', 'text.mp3'], 'invalid_audio'],
  [['video', 'extend'], 'missing_video_id'],
  [['video', 'extend', '1', '--cfg-scale', 'x'], 'invalid_cfg_scale'],
  [['video', 'add-sound'], 'missing_video_id'],
  [['video', 'add-sound', '1', '--url', video], 'conflicting_video_flags'],
  [['video', 'add-sound', '1', '--bgm', 'x'.repeat(201)], 'invalid_prompt'],
  [['video', 'element', 'create'], 'missing_name'],
  [['video', 'element', 'create', 'x'.repeat(21), '-d', 'x'], 'invalid_name'],
  [['video', 'element', 'create', 'x'], 'missing_description'],
  [['video', 'element', 'create', 'x', '-d', 'x'.repeat(101)], 'invalid_description'],
  [[...element, '-r', picture], 'missing_frontal'],
  [[...element, '-f', picture], 'invalid_ref_count'],
  [
    [...element, '-f', picture, '-r', picture, '-r', picture, '-r', picture, '-r', picture],
    'invalid_ref_count',
  ],
  [[...element, '-f', picture, '-r', picture, '-t', 'o_999'], 'invalid_tag'],
  [[...element, '-f', 'none.png', '-r', picture], 'frontal_not_found'],
  [[...element, '-f', picture, '-r', 'none.png'], 'ref_not_found'],
  [[...element, '-f', 'small.png', '-r', picture], 'invalid_image'],
  [['video', 'element', 'list', '--type', 'mine'], 'invalid_type'],
  [['video', 'element', 'list', '--limit', '501'], 'invalid_limit'],
  [['video', 'element', 'list', '--page', '0'], 'invalid_page'],
  [['video', 'element', 'delete'], 'missing_element_id'],
  [['video', 'element', 'delete', 'robot'], 'invalid_argument'],
  [['video', 'create', 'x', '--sound'], 'incompatible_sound'],
  [
    ['video', 'create', 'x', '--model', 'kling-v3-omni', '--sound', '--ref-video', video],
    'incompatible_sound',
  ],
  [['video', 'create', '--shot', '5s: x'], 'invalid_argument'],
]

describe('the other commands: errors before any request', () => {
  const ran = useRuns(cases, (fixture, [argv]) => {
    fixture.write('text.mp3', 'this is text')
    fixture.write('small.png', png(100, 100))
    return fixture.kling(argv)
  })

  for (const one of cases) {
    const [argv, code] = one
    it(`${code}: ${argv.slice(1).join(' ').slice(0, 90)}`, () => {
      const {fixture, result} = ran(one)
      expectError(result, code)
      expect(fixture.api.requests).to.deep.equal([])
    })
  }
})

describe('retired models and estimates', () => {
  const fixture = useFixture()

  it('a retired model is an error on the hosts of the service, with what to take instead', async () => {
    const env = {KLING_BASE_URL: undefined}
    const error = expectError(await fixture.kling([...text, '--model', 'kling-v1-6'], {env}), 'retired_model')
    expect(error.message).to.contain('2026-09-15')
    expect(error.hint).to.contain('kling-v2-6')
  })

  const retired: [string, string[], RegExp][] = [
    [
      'a model that was only seen to be gone',
      [...text, '--model', 'kling-v1', '--dry-run'],
      /as seen on 2026-09-20/,
    ],
    ['the estimate of a retired model', [...text, '--model', 'kling-v1-6', '--estimate'], /2026-09-15/],
    [
      'an endpoint, before it is asked',
      ['video', 'extend', '1', '--dry-run'],
      /video-extend since 2026-09-07/,
    ],
    ['the estimate of a retired endpoint', ['video', 'extend', '1', '--estimate'], /video-extend/],
  ]
  for (const [what, argv, message] of retired) {
    it(`tells ${what}`, async () => {
      const env = {KLING_BASE_URL: undefined}
      const error = expectError(await fixture.kling(argv, {env}), 'retired_model')
      expect(error.message).to.match(message)
      expect(error.hint).to.include('--unchecked')
      expectSuccess(await fixture.kling([...argv, '--unchecked'], {env}))
    })
  }

  it('retired models are never suggested', async () => {
    const error = expectError(await fixture.kling([...text, '--model', 'kling-v1-7']), 'invalid_model')
    expect(JSON.stringify(error)).to.not.match(/kling-v1-6|kling-v2-master/)
  })

  it('a model of the new standard alone is not sent here, checked or not', async () => {
    for (const more of [[], ['--unchecked']]) {
      const error = expectError(
        await fixture.kling([...text, '-m', 'kling-3.0-turbo', ...more]),
        'invalid_model',
      )
      expect(error.message).to.match(/new API standard/)
    }
  })

  it('both spellings are one model, which is sent by the name of its standard', async () => {
    const argv = [...text, '-m', 'kling-3.0', '-d', '7', '--dry-run']
    const {body, estimate} = expectSuccess(await fixture.kling(argv))
    expect(body.model_name).to.equal('kling-v3')
    expect(estimate.units).to.equal(4.2)
  })

  it('--unchecked lifts the limits of prompts, ratios and images', async () => {
    fixture.write('prompt.txt', 'x'.repeat(3000))
    const argv = ['video', 'create-from-text', '-f', 'prompt.txt', '-r', '4:3', '--dry-run']
    expectError(await fixture.kling(argv), 'invalid_prompt')
    const {body} = expectSuccess(await fixture.kling([...argv, '--unchecked']))
    expect(body).to.include({aspect_ratio: '4:3'})
  })

  it('what sources disagree on is a warning', async () => {
    const four = ['1', '2', '3', '4'].flatMap(id => ['--element', id])
    const argv = [
      'video',
      'create',
      '<<<element_1>>>',
      '-i',
      'https://example.com/a.png',
      ...four,
      '--dry-run',
    ]
    const {code, stderr} = await fixture.kling(argv)
    expect(code).to.equal(0)
    expect(stderr).to.match(
      /^Warning: kling-video-o1 does not support elements with a first frame .*Sources disagree/,
    )
  })

  it('money is that of the region, or the account’s own price', async () => {
    const argv = ['video', 'create', 'x', '--estimate']
    const at = async (env: Record<string, string | undefined>) =>
      expectSuccess(await fixture.kling(argv, {env: {KLING_BASE_URL: undefined, ...env}})).estimate
    expect(await at({KLING_REGION: 'cn'})).to.include({units: 4, amount: 4, currency: 'CNY', usd: null})
    expect(await at({KLING_REGION: 'global'})).to.include({amount: 0.56, currency: 'USD', usd: 0.56})
    expect(await at({KLING_REGION: 'cn', KLING_UNIT_PRICE: '0.098 USD'})).to.include({
      amount: 0.392,
      currency: 'USD',
    })
    const wrong = await fixture.kling(['config', 'set', 'unit_price', 'cheap'])
    expectError(wrong, 'invalid_argument')
  })

  const estimates: [string[], number | null, number | null][] = [
    [['video', 'create', 'x'], 4, 0.56],
    [[...text, '-d', '10'], 3, 0.42],
    [[...text, '--mode', 'pro', '--sound'], 5, 0.7],
    [motion, null, null],
    [['video', 'add-sound', '1'], 0.25, 0.035],
    [['video', 'extend', '1'], null, null],
    [[...text, '--model', 'kling-v1-6'], null, null],
  ]
  for (const [argv, units, usd] of estimates) {
    it(`--estimate of ${argv.slice(1).join(' ').slice(0, 60)}: ${units ?? 'unknown'}`, async () => {
      const result = await fixture.kling([...argv, '--estimate'], {env: {KLING_SECRET_KEY: undefined}})
      const {estimate} = expectSuccess(result)
      expect(estimate).to.include({units, usd, as_of: '2026-09-20'})
      expect(fixture.api.requests).to.deep.equal([])
    })
  }
})

describe('element commands', () => {
  const fixture = useFixture()

  it('print ids of 64 bits as they came', async () => {
    const id = '829836802793406551'
    fixture.answer((request, response) => {
      const one = `{"element_id":${id},"element_name":"Robot","element_description":"d","owned_by":"kling"}`
      const data = request.method === 'GET' ? `[${one}]` : one
      response.writeHead(200, {'content-type': 'application/json'})
      response.end(`{"code":0,"message":"SUCCEED","request_id":"r","data":${data}}`)
    })
    const made = await fixture.kling([...element, '-f', picture, '-r', picture, '-r', picture, '-t', 'o_102'])
    expect(expectSuccess(made)).to.deep.equal({element_id: id, name: 'Robot', element_name: 'Robot'})
    expect(JSON.parse(fixture.api.requests[0]!.body)).to.deep.equal({
      element_name: 'Robot',
      element_description: 'a robot',
      element_frontal_image: picture,
      element_refer_list: [{image_url: picture}, {image_url: picture}],
      tag_list: [{tag_id: 'o_102'}],
    })
    const listed = await fixture.kling(['video', 'element', 'list', '-t', 'official', '-l', '5', '-p', '2'])
    expect(expectSuccess(listed)).to.deep.equal({
      type: 'official',
      elements: [{element_id: id, name: 'Robot', description: 'd', owned_by: 'kling'}],
      count: 1,
    })
    expect(fixture.api.requests[1]!.url).to.equal('/v1/general/presets-elements?pageNum=2&pageSize=5')
  })

  it('delete by id', async () => {
    fixture.answer(() => ok({task_id: '1', task_status: 'succeed'}))
    const result = await fixture.kling(['video', 'element', 'delete', '829836802793406551'])
    expect(expectSuccess(result)).to.deep.equal({element_id: '829836802793406551', status: 'deleted'})
    expect(JSON.parse(fixture.api.requests[0]!.body)).to.deep.equal({element_id: '829836802793406551'})
  })
})
