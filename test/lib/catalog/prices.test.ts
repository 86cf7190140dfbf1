import {expect} from 'chai'
import {setOwnCatalogue, shippedCatalogue} from '../../../src/lib/catalog/catalogue.js'
import {parseUnitPrice} from '../../../src/lib/config/parse-unit-price.js'
import {estimate, estimateAt, isOldPrice} from '../../../src/lib/catalog/estimate.js'
import type {PriceRow, Rounding} from '../../../src/lib/catalog/format.js'
import {serviceOf} from '../../../src/lib/catalog/lifecycle.js'
import {findPrice, times, unitsOf} from '../../../src/lib/catalog/prices.js'
import type {JsonBody} from '../../../src/lib/http/streaming-body.js'
import {priceTable} from '../../support/price-list.js'

const today = '2026-11-28'
const row = (more: Partial<PriceRow> = {}): PriceRow => ({
  model: 'm',
  per: 'second',
  of: 'output',
  units: {'720p': 0.5, '1080p': 1},
  asOf: today,
  evidence: 'test',
  ...more,
})
const price = (layers: PriceRow[][], region?: string): unknown =>
  findPrice(layers, {model: 'm'}, {resolution: '720p', audio: 'off'}, {region, today})?.evidence

describe('prices', () => {
  it('the row that fits, of the first layer that has one', () => {
    const native = row({when: {audio: 'native'}, evidence: 'native'})
    expect(price([[native], [row()]])).to.equal('test')
    expect(price([[row({evidence: 'own'})], [row()]])).to.equal('own')
    expect(price([[native]])).to.equal(undefined)
  })

  it('a condition that is not understood: no price, never the next cheaper row', () => {
    expect(price([[row({when: {weather: 'rain'}})], [row()]])).to.equal(undefined)
    expect(price([[row(), row({when: {weather: 'rain'}})]])).to.equal(undefined)
  })

  it('rows of a region take the place of the general ones there', () => {
    const rows = [row(), row({regions: ['cn'], evidence: 'cn'})]
    expect(price([rows], 'cn')).to.equal('cn')
    expect(price([rows], 'global')).to.equal('test')
    expect(price([rows])).to.equal('test')
  })

  it('of several the dearest; dates count', () => {
    const dear = row({units: {'720p': 0.9}, evidence: 'dear'})
    expect(price([[row(), dear]])).to.equal('dear')
    expect(price([[row(), {...dear, until: today}]])).to.equal('test')
    expect(price([[row(), {...dear, from: '2026-11-29'}]])).to.equal('test')
  })

  it('lengths are rounded as the row says; where that is not known, between two', () => {
    const at = (round: Rounding, seconds: number, of: 'input' | 'speech' = 'input') =>
      unitsOf(row({round, of}), {resolution: '720p', inputSeconds: seconds, speechSeconds: seconds})
    expect(at('nearest', 3.4)).to.deep.equal({units: 1.5, min: 1.5, max: 1.5})
    expect(at('nearest', 3.5)).to.include({units: 2})
    expect(at('up', 3.1)).to.include({units: 2})
    expect(at('started-5', 5.1, 'speech')).to.include({units: 5})
    expect(at('unknown', 3.4, 'speech')).to.deep.equal({units: 1.7, min: 1.5, max: 2})
  })

  it('has no noise of binary fractions', () => {
    expect([times(0.1, 3), times(1.2, 3), times(0.6, 7), times(0.0035, 3)]).to.deep.equal([
      0.3, 3.6, 4.2, 0.011,
    ])
  })
})

describe('estimates', () => {
  afterEach(() => setOwnCatalogue({models: []}))

  const video = (type: string): JsonBody => ({video_url: 'https://x.example/v.mp4', refer_type: type})

  it('have bounds where the length is known only to the service', () => {
    const edit = (model: string): JsonBody => ({model_name: model, mode: 'pro', video_list: [video('base')]})
    expect(estimate('omni-video', edit('kling-video-o1'))).to.include({
      units: null,
      units_min: 3.6,
      units_max: 12,
      units_per_second: 1.2,
    })
    // 15.5 s are 16 whole ones.
    expect(estimate('omni-video', edit('kling-v3-omni'))).to.include({units: null, units_max: 19.2})
    const motion = (orientation: string): JsonBody => ({
      model_name: 'kling-v2-6',
      mode: 'std',
      character_orientation: orientation,
    })
    expect(estimate('motion-control', motion('image'))).to.include({units: null, units_max: 5})
    expect(estimate('motion-control', motion('video'))).to.include({units: null, units_max: 15})
    expect(estimate('avatar', {mode: 'std', sound_file: 'https://x.example/a.mp3'})).to.include({
      units_max: 120,
    })
  })

  it('are in the money of the region, or at the account’s own price', () => {
    const body = {model_name: 'kling-v3', mode: 'std', duration: '5'}
    const at = (region?: string, unitPrice?: string) =>
      estimate('text2video', body, undefined, {region, unitPrice: parseUnitPrice(unitPrice ?? '')})
    expect(at('global')).to.include({units: 3, amount: 0.42, currency: 'USD', usd: 0.42, pack: 'video'})
    expect(at('cn')).to.include({units: 3, amount: 3, currency: 'CNY', usd: null})
    expect(at('custom')).to.include({currency: 'USD'})
    expect(at('cn', '0.098 usd')).to.include({amount: 0.294, currency: 'USD'})
    expect(parseUnitPrice('cheap')).to.equal(undefined)
  })

  it('China has rows of its own, marked by their evidence', () => {
    const body = {model_name: 'kling-v2-6', mode: 'std', duration: '5'}
    expect(estimate('text2video', body, undefined, {region: 'cn'})).to.include({units: 3.5})
    expect(estimate('text2video', body, undefined, {region: 'cn'}).evidence).to.match(/one copy/)
    expect(estimate('text2video', body)).to.include({units: 1.5, evidence: 'price page'})
    const omni = {model_name: 'kling-v3-omni', mode: '4k', duration: '5'}
    expect(estimate('omni-video', omni, undefined, {region: 'cn'})).to.include({units: null})
    expect(estimate('omni-video', omni)).to.include({units: 15})
  })

  it('say which row they are from', () => {
    const {basis, as_of} = estimate('text2video', {model_name: 'kling-v3', duration: '5'})
    expect(basis).to.equal('catalogue 1: kling-v3 product=text2video|image2video audio=off')
    expect(as_of).to.equal(priceTable.asOf)
    expect(isOldPrice('2026-08-01', Date.parse(today))).to.equal(true)
    expect(isOldPrice('2026-09-20', Date.parse(today))).to.equal(false)
  })

  it('take a length that is a number', () => {
    expect(estimate('text2video', {model_name: 'kling-v2-6', duration: 5})).to.include({units: 1.5})
    expect(estimate('text2video', {model_name: 'kling-v2-6', duration: 7})).to.include({units: null})
    expect(estimate('text2video', {model_name: 'kling-v2-6', duration: 5.5})).to.include({units: null})
  })

  it('the user’s price wins', () => {
    const own = row({model: 'kling-v3', units: 2, evidence: 'mine'})
    setOwnCatalogue({models: [], own: {prices: [own]}})
    expect(estimate('text2video', {model_name: 'kling-v3', duration: '5'})).to.include({units: 10})
  })

  const paths: [string, string, JsonBody, object][] = [
    ['a deletion', '/v1/general/delete-advanced-elements', {element_id: '1'}, {units: 0}],
    ['a query', '/tasks', {limit: 1}, {units: 0}],
    ['a query of solutions', '/solutions', {}, {units: 0}],
    ['a list of charges', '/account/billing/package', {}, {units: 0}],
    ['speech', '/v1/audio/tts', {text: 'a', voice_id: 'b', voice_language: 'en'}, {units: 0.05}],
    ['faces', '/v1/videos/identify-face', {video_id: '1'}, {units: 0.05}],
    ['views', '/v1/general/ai-multi-shot', {element_frontal_image: 'a'}, {units: 20, pack: 'image'}],
    ['a field that there is not', '/v1/audio/tts', {text: 'a', n: 2}, {units: null}],
    [
      'three pictures',
      '/v1/images/generations',
      {model_name: 'kling-v3', prompt: 'a', n: 3},
      {units: 24, pack: 'image', amount: 0.084},
    ],
    [
      'a picture after another',
      '/v1/images/generations',
      {model_name: 'kling-v2-1', prompt: 'a', image: 'b'},
      {units: 8},
    ],
    [
      'a series that the model decides on',
      '/v1/images/omni-image',
      {model_name: 'kling-v3-omni', prompt: 'a', result_type: 'series', series_amount: 'auto'},
      {units: null},
    ],
    [
      'a video of the new standard',
      '/text-to-video/kling-3.0',
      {prompt: 'A cat', settings: {resolution: '1080p', duration: 5, audio: 'native'}},
      {units: 6},
    ],
    [
      '3.0 Turbo, which always makes sound',
      '/text-to-video/kling-3.0-turbo',
      {prompt: 'A cat', settings: {duration: 5}},
      {units: 4},
    ],
    [
      'an edit of the new standard',
      '/omni-video/kling-o1',
      {
        contents: [
          {type: 'prompt', text: 'a'},
          {type: 'base_video', url: 'https://x.example/v.mp4'},
        ],
      },
      {units: null, units_max: 9},
    ],
    [
      'a setting that there is not',
      '/text-to-video/kling-3.0',
      {prompt: 'A cat', settings: {duration: 5, hdr: true}},
      {units: null, units_max: null},
    ],
    [
      '4.0, whose price nobody knows',
      '/text-to-video/kling-4.0',
      {prompt: 'a'},
      {units: null, units_max: null},
    ],
    ['a path that nobody knows', '/v1/videos/new', {prompt: 'a'}, {units: null, units_max: null}],
  ]
  for (const [what, path, body, expected] of paths)
    it(`by path: ${what}`, () => expect(estimateAt(path, body)).to.include(expected))

  /** The same request in both standards. */
  const both: [string, string, JsonBody, string, JsonBody][] = [
    [
      'text with sound',
      'text2video',
      {model_name: 'kling-v2-6', prompt: 'a', mode: 'pro', duration: '10', sound: 'on'},
      '/text-to-video/kling-2.6',
      {prompt: 'a', settings: {resolution: '1080p', duration: 10, audio: 'native'}},
    ],
    [
      'two frames and a voice',
      'image2video',
      {model_name: 'kling-v2-6', image: 'a', mode: 'pro', duration: '5', voice_list: [{voice_id: '1'}]},
      '/image-to-video/kling-2.6',
      {
        contents: [
          {type: 'first_frame', url: 'a'},
          {type: 'voice', voice_id: '1', id: 'v'},
        ],
        settings: {resolution: '1080p', duration: 5, audio: 'native'},
      },
    ],
    [
      'a reference video',
      'omni-video',
      {model_name: 'kling-v3-omni', prompt: 'a', mode: '4k', duration: '5', video_list: [video('feature')]},
      '/omni-video/kling-3.0-omni',
      {
        contents: [{type: 'feature_video', url: 'https://x.example/v.mp4'}],
        settings: {resolution: '4k', duration: 5},
      },
    ],
    [
      'motion',
      'motion-control',
      {model_name: 'kling-v3', mode: 'pro', character_orientation: 'video'},
      '/motion-control/kling-3.0',
      {contents: [], settings: {resolution: '1080p', character_orientation: 'video'}},
    ],
  ]
  for (const [what, endpoint, body, path, other] of both) {
    it(`cost the same in both standards: ${what}`, () => {
      const first = estimate(endpoint, body)
      expect(first.basis).to.be.a('string')
      expect(estimateAt(path, other)).to.deep.equal(first)
    })
  }

  it('each row is of a model that there is, or of an operation', () => {
    const {models, prices} = shippedCatalogue()
    for (const {model, operation} of prices)
      expect(operation ?? models.find(({key}) => key === model), String(model)).to.not.equal(undefined)
  })
})

describe('where something stands on a day', () => {
  const cases: [object, object][] = [
    [{}, {state: 'served'}],
    [{from: '2026-12-01'}, {state: 'coming', from: '2026-12-01'}],
    [{announcedEnd: '2026-12-01'}, {state: 'served', ends: '2026-12-01'}],
    [{announcedEnd: '2026-11-28'}, {state: 'retired', day: '2026-11-28', isSeen: false}],
    [{until: '2026-09-15'}, {state: 'retired', day: '2026-09-15', isSeen: false}],
    [{gone: '2026-09-20'}, {state: 'retired', day: '2026-09-20', isSeen: true}],
    [{gone: '2026-12-20'}, {state: 'served'}],
    [
      {gone: '2026-09-20', until: '2026-09-15'},
      {state: 'retired', day: '2026-09-15', isSeen: false},
    ],
  ]
  for (const [lifecycle, expected] of cases)
    it(JSON.stringify(lifecycle), () => expect(serviceOf(lifecycle, today)).to.deep.equal(expected))
})
