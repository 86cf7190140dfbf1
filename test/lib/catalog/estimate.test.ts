import {expect} from 'chai'
import type {JsonBody} from '../../../src/lib/http/streaming-body.js'
import {estimate} from '../../../src/lib/catalog/estimate.js'
import {priceTable} from '../../support/price-list.js'

const {asOf, usd: usdPerUnit} = priceTable
const videoList = [{video_url: 'https://x.example/a.mp4', refer_type: 'feature'}]

describe('estimate', () => {
  const cases: [string, string, JsonBody, number | null][] = [
    ['omni', 'omni-video', {model_name: 'kling-video-o1', mode: 'pro', duration: '5'}, 4],
    ['omni std', 'omni-video', {model_name: 'kling-video-o1', mode: 'std', duration: '10'}, 6],
    [
      'omni with video',
      'omni-video',
      {model_name: 'kling-video-o1', mode: 'pro', duration: '5', video_list: videoList},
      6,
    ],
    ['omni edit', 'omni-video', {model_name: 'kling-video-o1', mode: 'pro', video_list: videoList}, null],
    ['omni v3', 'omni-video', {model_name: 'kling-v3-omni', mode: '4k', duration: '3'}, 9],
    [
      'omni v3 with sound',
      'omni-video',
      {model_name: 'kling-v3-omni', mode: 'std', duration: '10', sound: 'on'},
      8,
    ],
    ['omni without a price', 'omni-video', {model_name: 'kling-video-o1', mode: '4k', duration: '5'}, null],
    ['text', 'text2video', {model_name: 'kling-v2-6', mode: 'std', duration: '5'}, 1.5],
    [
      'text with sound',
      'text2video',
      {model_name: 'kling-v2-6', mode: 'pro', duration: '10', sound: 'on'},
      10,
    ],
    [
      'voice',
      'image2video',
      {model_name: 'kling-v2-6', mode: 'pro', duration: '5', sound: 'on', voice_list: [{voice_id: '1'}]},
      6,
    ],
    ['turbo', 'text2video', {model_name: 'kling-v2-5-turbo', mode: 'pro', duration: '5'}, 2.5],
    ['a mode that is left out', 'text2video', {model_name: 'kling-v2-6', duration: '5'}, 1.5],
    ['an unknown model', 'text2video', {model_name: 'kling-v9', mode: 'pro', duration: '5'}, null],
    ['an unknown mode', 'text2video', {model_name: 'kling-v2-6', mode: 'case', duration: '5'}, null],
    [
      'an edited video, which keeps its own length',
      'omni-video',
      {
        model_name: 'kling-video-o1',
        mode: 'pro',
        duration: '3',
        video_list: [{...videoList[0]!, refer_type: 'base'}],
      },
      null,
    ],
    [
      'a model of another endpoint',
      'text2video',
      {model_name: 'kling-video-o1', mode: 'pro', duration: '5'},
      null,
    ],
    ['a length of other models', 'text2video', {model_name: 'kling-v2-6', mode: 'pro', duration: '7'}, null],
    ['an unknown field', 'text2video', {model_name: 'kling-v2-6', duration: '5', n: 2}, null],
    [
      'shots that are longer than the video',
      'text2video',
      {
        model_name: 'kling-v3',
        mode: 'std',
        duration: '3',
        multi_prompt: [{index: 1, prompt: 'A cat', duration: '15'}],
      },
      null,
    ],
    [
      'shots',
      'text2video',
      {
        model_name: 'kling-v3',
        mode: 'std',
        duration: '3',
        multi_prompt: [
          {index: 1, prompt: 'A cat', duration: '1'},
          {index: 2, prompt: 'A dog', duration: '2'},
        ],
      },
      1.8,
    ],
  ]
  for (const [what, endpoint, body, units] of cases) {
    it(`${what}: ${units}`, () => {
      const {units: found, usd, as_of} = estimate(endpoint, body)
      expect(found).to.equal(units)
      expect(as_of).to.equal(asOf)
      if (units === null) expect(usd).to.equal(null)
      else expect(usd).to.be.closeTo(units * usdPerUnit, 0.0006)
    })
  }

  /** Units a second by the vendor's price page, typed by hand: std, pro, 4k. A dash is no price. */
  const table = `
    omni-video      kling-v3-omni     -      0.6 0.8 3
    omni-video      kling-v3-omni     sound  0.8 1   3
    omni-video      kling-v3-omni     video  0.9 1.2 3
    omni-video      kling-video-o1    -      0.6 0.8 -
    omni-video      kling-video-o1    sound  0.6 0.8 -
    omni-video      kling-video-o1    video  0.9 1.2 -
    text2video      kling-v3          -      0.6 0.8 3
    text2video      kling-v3          sound  0.9 1.2 3
    text2video      kling-v2-6        -      0.3 0.5 -
    text2video      kling-v2-6        sound  -   1   -
    text2video      kling-v2-5-turbo  -      0.3 0.5 -
    image2video     kling-v3          -      0.6 0.8 3
    image2video     kling-v3          sound  0.9 1.2 3
    image2video     kling-v3          voice  0.9 1.2 3
    image2video     kling-v2-6        -      0.3 0.5 -
    image2video     kling-v2-6        sound  -   1   -
    image2video     kling-v2-6        voice  -   1.2 -
    image2video     kling-v2-5-turbo  -      0.3 0.5 -
    motion-control  kling-v3          -      0.9 1.2 -
    motion-control  kling-v2-6        -      0.5 0.8 -
    avatar          -                 -      0.4 0.8 -
  `
  const extras: Record<string, JsonBody> = {
    sound: {sound: 'on'},
    voice: {sound: 'on', voice_list: [{voice_id: '1'}]},
    video: {video_list: videoList},
  }
  for (const line of table.trim().split('\n')) {
    const [endpoint = '', model = '', extra = '', ...rates] = line.trim().split(/ +/)
    it(`the price page: ${endpoint} ${model} ${extra}: ${rates.join(', ')}`, () => {
      const body = {...(model !== '-' && {model_name: model}), ...extras[extra]}
      const found = ['std', 'pro', '4k'].map(mode => estimate(endpoint, {...body, mode}, 10))
      const expected = rates.map(rate => (rate === '-' ? null : Number(rate)))
      expect(found.map(({units_per_second: rate}) => rate)).to.deep.equal(expected)
      const units = expected.map(rate => (rate === null ? null : Math.round(rate * 100) / 10))
      expect(found.map(({units}) => units)).to.deep.equal(units)
      const usd = units.map(sum => (sum === null ? null : Math.round(sum * 140) / 1000))
      expect(found.map(({usd}) => usd)).to.deep.equal(usd)
    })
  }

  const calls: [string, number, number][] = [
    ['video-to-audio', 0.25, 0.035],
    ['custom-voices', 0.05, 0.007],
  ]
  for (const [endpoint, units, usd] of calls)
    it(`the price page: a call of ${endpoint}: ${units}`, () =>
      expect(estimate(endpoint, {})).to.include({units, usd, units_per_second: null}))

  it('takes the length of the input where the body does not say it', () => {
    const body = {model_name: 'kling-video-o1', mode: 'pro', video_list: videoList}
    expect(estimate('omni-video', body)).to.include({units: null, units_per_second: 1.2})
    expect(estimate('omni-video', body, 4)).to.include({units: 4.8})
  })

  it('has no noise of binary fractions', () => {
    // 0.8 × 7 and 1.2 × 3 are not 5.6 and 3.6 for a computer.
    const omni = (mode: string, duration: string, more: JsonBody = {}): object =>
      estimate('omni-video', {model_name: 'kling-v3-omni', mode, duration, ...more})
    expect(omni('std', '7')).to.include({units: 4.2, usd: 0.588})
    expect(omni('pro', '7')).to.include({units: 5.6, usd: 0.784})
    expect(omni('pro', '3', {video_list: videoList})).to.include({units: 3.6, usd: 0.504})
  })
})
