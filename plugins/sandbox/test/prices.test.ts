import {expect} from 'chai'
import {loadApi} from '../src/api.js'
import {endpoints} from '../src/endpoints.js'
import {unitsOf} from '../src/prices.js'
import {omniBody, textBody} from './fixtures/sandbox.js'

const [omni, text] = endpoints
const feature = [{video_url: 'https://example.com/a.mp4', refer_type: 'feature'}]

describe('prices', () => {
  const cases: [string, typeof omni, Record<string, unknown>, string | undefined][] = [
    ['o1 pro 5 s', omni, omniBody, '4'],
    ['o1 std 7 s', omni, {...omniBody, mode: 'std', duration: '7'}, '4.2'],
    ['o1 with a video', omni, {...omniBody, video_list: feature}, '6'],
    ['v3-omni with sound', omni, {...omniBody, model_name: 'kling-v3-omni', sound: 'on'}, '5'],
    ['2.6 std', text, textBody, '1.5'],
    ['2.6 pro with sound', text, {...textBody, mode: 'pro', sound: 'on', duration: '10'}, '10'],
    ['v3 4k', text, {...textBody, model_name: 'kling-v3', mode: '4k', duration: '3'}, '9'],
    ['2.5 turbo', text, {...textBody, model_name: 'kling-v2-5-turbo'}, '1.5'],
    ['a retired model', text, {prompt: 'x'}, undefined],
    ['4k of a model without', omni, {...omniBody, mode: '4k'}, undefined],
  ]
  for (const [what, endpoint, body, units] of cases) {
    it(`of ${what}: ${units}`, async () => {
      expect(unitsOf(await loadApi(), endpoint!, endpoint!.clip(body))).to.equal(units)
    })
  }

  it('know every case of the list that a video can be in', async () => {
    const api = await loadApi()
    const {prices, models} = api
    for (const {model, endpoint} of models.filter(row => row.cells || row.endpoint === 'omni-video')) {
      const rows = prices.filter(row => row.model === model && row.per === 'second')
      if (rows.length === 0) continue
      const body = {model_name: model, prompt: 'x', mode: 'pro', duration: '5'}
      const found = endpoints.find(row => row.kind === endpoint)!
      expect(unitsOf(api, found, found.clip(body)), model).to.match(/^\d/)
    }
  })
})
