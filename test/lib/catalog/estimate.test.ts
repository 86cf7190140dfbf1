import {expect} from 'chai'
import {readFileSync} from 'node:fs'
import {parse} from 'yaml'
import type {JsonBody} from '../../../src/lib/http/streaming-body.js'
import {estimate} from '../../../src/lib/catalog/estimate.js'

const file = new URL('../../../api/kling.openapi.yaml', import.meta.url)
const {asOf, unit} = parse(readFileSync(file, 'utf8'))['x-prices'] as {
  asOf: string
  unit: {video: {usd: number}}
}
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
      else expect(usd).to.be.closeTo(units * unit.video.usd, 0.0006)
    })
  }

  it('takes the length of the input where the body does not say it', () => {
    const body = {model_name: 'kling-video-o1', mode: 'pro', video_list: videoList}
    expect(estimate('omni-video', body)).to.include({units: null, units_per_second: 1.2})
    expect(estimate('omni-video', body, 4)).to.include({units: 4.8})
  })

  it('has no noise of binary fractions', () => {
    const body = {model_name: 'kling-v3-omni', mode: 'std', duration: '7'}
    expect(estimate('omni-video', body)).to.include({units: 4.2, usd: 0.588})
  })
})
