import {expect} from 'chai'
import {type Api, loadApi} from '../src/api.js'
import {endpoints} from '../src/endpoints.js'
import {checkRequest} from '../src/validation/check-request.js'
import {requestRules} from '../src/validation/rules.js'
import {createOperation, problems} from './fixtures/api-description.js'
import {omniBody, textBody} from './fixtures/sandbox.js'

const [omni, text] = endpoints
const url = 'https://example.com/a.png'
const first = {image_url: url, type: 'first_frame'}
const last = {image_url: url, type: 'end_frame'}
const plain = {image_url: url}
const base = {video_url: 'https://example.com/a.mp4', refer_type: 'base'}
const feature = {...base, refer_type: 'feature'}
const v3 = {...omniBody, model_name: 'kling-v3-omni'}
const shots = (...seconds: string[]) => ({
  multi_shot: true,
  shot_type: 'customize',
  multi_prompt: seconds.map((duration, index) => ({index: index + 1, prompt: 'a cat', duration})),
})
const {aspect_ratio: _ratio, ...noRatio} = omniBody
const {duration: _duration, ...noRatioNoDuration} = noRatio
const elements = (count: number) =>
  Array.from({length: count}, (_, index) => ({element_id: String(index + 1)}))

describe('validation', () => {
  let api: Api
  const messageOf = (endpoint: typeof omni, body: unknown) => {
    try {
      checkRequest(api, endpoint!, body)
      return 'accepted'
    } catch (error) {
      expect(error).to.have.property('code', 1201)
      return (error as Error).message
    }
  }
  before(async () => {
    api = await loadApi()
  })

  const refused: [what: string, endpoint: typeof omni, body: unknown, message: string][] = [
    ['a list', omni, [], 'the body must be an object'],
    ['an unknown field', omni, {...omniBody, foo: 1}, 'unknown field foo'],
    [
      'an unknown field inside',
      omni,
      {...omniBody, image_list: [{...plain, foo: 1}]},
      'unknown field image_list[0].foo',
    ],
    ['a number for a text', text, {...textBody, duration: 5}, 'duration must be a text'],
    [
      'a duration that no model has',
      text,
      {...textBody, duration: '16'},
      'duration must be one of 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15',
    ],
    [
      'a duration that the model has not',
      text,
      {...textBody, duration: '7'},
      'duration must be one of 5, 10 (kling-v3: 3 to 15 s; every other model: 5 or 10 s)',
    ],
    [
      'a long prompt',
      text,
      {...textBody, prompt: 'x'.repeat(2501)},
      'prompt must have at most 2500 characters',
    ],
    [
      'an empty prompt',
      text,
      {...textBody, prompt: ''},
      'prompt must not be empty (prompt is filled, unless multi_shot is true with shot_type customize)',
    ],
    [
      'no prompt',
      text,
      {model_name: 'kling-v2-6'},
      'prompt is required (prompt is filled, unless multi_shot is true with shot_type customize)',
    ],
    [
      'cfg_scale out of range',
      text,
      {...textBody, model_name: 'kling-v1', cfg_scale: 2},
      'cfg_scale must be at most 1',
    ],
    [
      'a missing field of a shot',
      text,
      {...textBody, ...shots('5'), multi_prompt: [{index: 1, duration: '5'}]},
      'multi_prompt[0].prompt is required',
    ],
    [
      'a bad callback_url',
      text,
      {...textBody, callback_url: 'ftp://x'},
      'callback_url is not valid: The service posts a callback here at every change of task state. Empty counts as absent.',
    ],
    [
      'a data URL',
      omni,
      {...noRatio, image_list: [{...first, image_url: 'data:image/png;base64,AAAA'}]},
      'File is not in a valid base64 format',
    ],
    [
      'a bad element id',
      omni,
      {...omniBody, element_list: [{element_id: 'x'}]},
      'element_list[0].element_id is not valid: Element id of a request: a 64-bit integer, or the same number as decimal text. Text is the safe form in JavaScript.',
    ],
    [
      'a camera without config',
      text,
      {prompt: 'x', camera_control: {type: 'simple'}},
      'camera_control.config is required (type simple requires config)',
    ],
    [
      'two camera axes',
      text,
      {prompt: 'x', camera_control: {type: 'simple', config: {pan: 1, tilt: 1}}},
      'camera_control.config: exactly one of the six axes is non-zero',
    ],
    [
      'a model of another endpoint',
      text,
      {...textBody, model_name: 'kling-video-o1'},
      'model_name must be one of kling-v1, kling-v1-6, kling-v2-master, kling-v2-1-master, kling-v2-5-turbo, kling-v2-6, kling-v3',
    ],
    [
      '4k of a model without',
      text,
      {...textBody, mode: '4k'},
      'model_name must be kling-v3 (mode 4k: kling-v3 only)',
    ],
    ['sound in std mode', text, {...textBody, sound: 'on'}, 'sound on: kling-v2-6 in pro mode, or kling-v3'],
    [
      'cfg_scale of a v2 model',
      text,
      {...textBody, cfg_scale: 0.5},
      'model_name must be one of kling-v1, kling-v1-6 (cfg_scale: kling-v1 and kling-v1-6 only)',
    ],
    [
      'camera_control of a v2 model',
      text,
      {...textBody, camera_control: {type: 'forward_up'}},
      'model_name must be kling-v1 (camera_control: kling-v1, std, 5 s)',
    ],
    [
      'shots of a model without',
      text,
      {...textBody, ...shots('5')},
      'model_name must be kling-v3 (multi_shot: kling-v3 only)',
    ],
    [
      'shots that are too short',
      text,
      {...textBody, model_name: 'kling-v3', ...shots('2', '2')},
      'the durations in multi_prompt must add up to duration 5 s, they make 4 s',
    ],
    [
      'a shot that is too long',
      text,
      {...textBody, model_name: 'kling-v3', ...shots('6')},
      'multi_prompt[0].duration is 6 s, longer than duration 5 s',
    ],
    [
      'no ratio',
      omni,
      noRatio,
      'aspect_ratio is required (aspect_ratio is required with neither first frame nor video)',
    ],
    [
      'a ratio with a first frame',
      omni,
      {...omniBody, image_list: [first]},
      'aspect_ratio is not set with a first frame',
    ],
    [
      'an end frame alone',
      omni,
      {...omniBody, image_list: [last]},
      'an end_frame image needs a first_frame image',
    ],
    [
      'two first frames',
      omni,
      {...noRatio, image_list: [first, first]},
      'image_list: at most one first_frame',
    ],
    [
      'text alone of 7 s',
      omni,
      {...omniBody, duration: '7'},
      'duration must be one of 5, 10 (kling-video-o1, text alone: 5 or 10 s)',
    ],
    [
      'a duration of an edit',
      omni,
      {...omniBody, aspect_ratio: undefined, video_list: [base]},
      'duration is not set with a base video; it follows the input',
    ],
    [
      'too many inputs',
      omni,
      {...omniBody, image_list: [plain, plain, plain, plain], element_list: elements(4)},
      'images + elements <= 7 without a video',
    ],
    [
      'too many inputs with a video',
      omni,
      {...omniBody, video_list: [feature], image_list: [plain, plain, plain, plain, plain]},
      'image_list must have at most 4 item(s) (images <= 4, and images + elements <= 4, with a video)',
    ],
    [
      'two videos',
      omni,
      {...omniBody, video_list: [feature, feature]},
      'video_list must have at most 1 item(s)',
    ],
    [
      'sound of o1',
      omni,
      {...omniBody, sound: 'on'},
      'model_name must be kling-v3-omni (sound on: kling-v3-omni only)',
    ],
    [
      'a placeholder without image',
      omni,
      {...omniBody, prompt: 'see <<<image_2>>>', image_list: [plain]},
      'prompt names <<<image_2>>>, but image_list has 1 item',
    ],
    [
      'a placeholder from zero',
      omni,
      {...omniBody, prompt: 'see <<<element_0>>>'},
      'prompt names <<<element_0>>>, but element_list has 0 items',
    ],
    [
      'a placeholder in a shot',
      omni,
      {...v3, prompt: '', ...shots('5'), multi_prompt: [{index: 1, prompt: '<<<video_1>>>', duration: '5'}]},
      'prompt names <<<video_1>>>, but video_list has 0 items',
    ],
  ]
  for (const [what, endpoint, body, message] of refused) {
    it(`refuses ${what}: ${message}`, () => {
      expect(messageOf(endpoint, JSON.parse(JSON.stringify(body)))).to.equal(message)
    })
  }

  const accepted: [what: string, endpoint: typeof omni, body: unknown][] = [
    [
      'a retired model',
      text,
      {
        prompt: 'x',
        model_name: 'kling-v1',
        cfg_scale: 0.5,
        camera_control: {type: 'simple', config: {pan: 1}},
      },
    ],
    [
      'an id as text or number',
      omni,
      {...omniBody, element_list: [{element_id: '829836123456789012'}, {element_id: 5}]},
    ],
    [
      'placeholders that exist',
      omni,
      {...omniBody, prompt: '<<<image_1>>> <<<element_1>>>', image_list: [plain], element_list: elements(1)},
    ],
    ['an edit', omni, {...noRatioNoDuration, video_list: [base]}],
    ['empty texts', text, {...textBody, callback_url: '', external_task_id: '', negative_prompt: ''}],
    ['shots that fill the video', text, {prompt: '', model_name: 'kling-v3', mode: '4k', ...shots('2', '3')}],
    ['shots without effect', text, {...textBody, ...shots('9'), multi_shot: false}],
    [
      'a wrong placeholder where the prompt has no effect',
      omni,
      {...v3, prompt: '<<<image_9>>>', ...shots('5')},
    ],
  ]
  for (const [what, endpoint, body] of accepted) {
    it(`accepts ${what}`, () => {
      expect(messageOf(endpoint, body)).to.equal('accepted')
    })
  }

  for (const endpoint of endpoints) {
    const operation = createOperation(endpoint.path)

    it(`accepts every example of ${endpoint.path}`, () => {
      for (const [name, {value}] of Object.entries<{value: unknown}>(
        operation.requestBody.content['application/json'].examples,
      )) {
        expect(messageOf(endpoint, value), name).to.equal('accepted')
      }
    })

    it(`has every request rule of ${endpoint.path}`, () => {
      const stated = operation['x-rules'].filter(
        (rule: {check: string; level?: string}) => rule.check === 'request' && rule.level !== 'warn',
      )
      expect(endpoint.rules).to.have.members(stated.map((rule: {id: string}) => rule.id))
      for (const id of endpoint.rules) expect(requestRules).to.have.property(id)
    })

    it(`judges bodies of ${endpoint.path} as the description itself does`, () => {
      const bodies = refused.filter(row => row[1] === endpoint).map(row => row[2])
      const pointer = operation.requestBody.content['application/json'].schema.$ref.slice(2)
      for (const body of JSON.parse(JSON.stringify(bodies))) {
        expect(api.validators[endpoint.operationId]!(body)).to.equal(problems(pointer, body) === undefined)
      }
    })
  }

  it('knows every cell of the models of text2video', () => {
    const model = api.models.find(row => row.endpoint === 'text2video' && row.model === 'kling-v2-6')
    expect(model?.cells).to.have.length(4)
    const body = {...textBody, mode: 'pro', sound: 'on'}
    expect(messageOf(text, body)).to.equal('accepted')
    const silent = {
      ...api,
      models: api.models.map(row => ({...row, cells: row.cells?.map(cell => ({...cell, sound: false}))})),
    }
    expect(() => checkRequest(silent, text!, body)).to.throw(
      'sound is not supported by kling-v2-6 in mode pro at 5 s',
    )
    const short = {
      ...api,
      models: api.models.map(row => ({...row, cells: row.cells?.filter(cell => cell.duration !== '5')})),
    }
    expect(() => checkRequest(short, text!, body)).to.throw(
      'duration of kling-v2-6 in mode pro must be one of 10',
    )
    const cheap = {
      ...api,
      models: api.models.map(row => ({
        ...row,
        modes: ['std'],
        cells: row.cells?.filter(cell => cell.mode !== 'pro'),
      })),
    }
    expect(() => checkRequest(cheap, text!, body)).to.throw('mode of kling-v2-6 must be one of std')
  })
})
