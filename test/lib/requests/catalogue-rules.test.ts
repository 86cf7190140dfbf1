import {expect} from 'chai'
import {checkRules} from '../../../src/lib/requests/catalogue-rules.js'
import {setOwnCatalogue} from '../../../src/lib/catalog/catalogue.js'
import type {JsonBody} from '../../../src/lib/http/streaming-body.js'
import {errorOf} from '../../support/failure.js'

const o1 = {model_name: 'kling-video-o1', prompt: 'x', mode: 'pro', duration: '5'}
const omni = {...o1, model_name: 'kling-v3-omni'}
const feature = [{video_url: 'https://x.example/v.mp4', refer_type: 'feature', keep_original_sound: 'no'}]
const frame = {image_url: 'a', type: 'first_frame'}
const end = {image_url: 'b', type: 'end_frame'}
const elements = ['1', '2', '3', '4'].map(id => ({element_id: id}))

describe('rules of the catalogue', () => {
  afterEach(() => setOwnCatalogue({models: []}))

  const refused: [string, string, JsonBody, string, RegExp][] = [
    [
      'a last frame with a reference video, O1',
      'omni-video',
      {...o1, image_list: [frame, end], video_list: feature},
      'incompatible_last_frame',
      /kling-video-o1 does not support a last frame with a reference video/,
    ],
    [
      'four elements with a first frame, 3.0 omni',
      'omni-video',
      {...omni, image_list: [frame], element_list: elements},
      'incompatible_element',
      /elements with a first frame \(4, maximum 3\)/,
    ],
    [
      'sound of 2.6 in std',
      'text2video',
      {model_name: 'kling-v2-6', prompt: 'x', mode: 'std', duration: '5', sound: 'on'},
      'incompatible_sound',
      /sound with mode std/,
    ],
    [
      'a ratio that there is not',
      'text2video',
      {model_name: 'kling-v3', prompt: 'x', duration: '5', aspect_ratio: '4:3'},
      'invalid_ratio',
      /aspect ratio/,
    ],
    ['a mode of another model', 'omni-video', {...o1, mode: '4k'}, 'invalid_mode', /this mode/],
  ]
  for (const [what, endpoint, body, code, message] of refused) {
    it(`refuse ${what}: ${code}`, () => {
      const error = errorOf(() => checkRules(endpoint, body))
      expect(error.code).to.equal(code)
      expect(error.message).to.match(message)
      expect(error.fields.hint).to.include('--unchecked')
    })
  }

  it('warn of what sources disagree on', () => {
    expect(checkRules('omni-video', {...o1, image_list: [frame], element_list: elements})).to.have.length(1)
    const shots = {multi_shot: true, shot_type: 'intelligence', video_list: feature}
    const [warning] = checkRules('omni-video', {...omni, ...shots})
    expect(warning).to.match(/several shots with a reference video\. Sources disagree: conflict/)
  })

  it('say nothing of what is in order, or of a model that nobody knows', () => {
    expect(checkRules('omni-video', o1)).to.deep.equal([])
    expect(checkRules('omni-video', {...omni, image_list: [frame], video_list: feature})).to.deep.equal([])
    expect(checkRules('text2video', {model_name: 'kling-v9', mode: '8k'})).to.deep.equal([])
  })

  it('an entry of the user’s own takes the place of them', () => {
    const body = {...o1, mode: '4k'}
    setOwnCatalogue({models: [{model: 'kling-video-o1', endpoint: 'omni-video', modes: ['4k']}]})
    expect(checkRules('omni-video', body)).to.deep.equal([])
    setOwnCatalogue({models: [], own: {models: [{key: 'kling-video-o1', offers: [], rules: []}]}})
    expect(checkRules('omni-video', body)).to.deep.equal([])
  })

  it('a rule about what this program does not know is left out', () => {
    const rule = {forbids: {weather: 'rain'}, level: 'refuse' as const, source: 'x'}
    const other = {forbids: {shots: {min: 1}}, when: {weather: 'rain'}, level: 'refuse' as const, source: 'x'}
    const offers = [
      {
        standard: 'v1' as const,
        product: 'text2video',
        path: null,
        name: 'own',
        auth: [],
        externalId: true,
        evidence: 'x',
      },
    ]
    setOwnCatalogue({models: [], own: {models: [{key: 'own', offers, rules: [rule, other]}]}})
    expect(checkRules('text2video', {model_name: 'own', prompt: 'x', multi_shot: true})).to.deep.equal([])
  })
})
