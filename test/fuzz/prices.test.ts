import {expect} from 'chai'
import fc from 'fast-check'
import type {JsonBody, JsonValue} from '../../src/lib/http/streaming-body.js'
import {estimate} from '../../src/lib/catalog/estimate.js'
import {modelsOf} from '../../src/lib/catalog/models.js'
import {taskKinds} from '../../src/lib/catalog/task-kinds.js'
import {fuzzOptions} from '../support/fuzz.js'
import {operationAt, worstPrice} from '../support/price-list.js'

const places = [
  ...taskKinds.map(({endpoint, path}) => ({endpoint, path})),
  {endpoint: 'custom-voices', path: '/v1/general/custom-voices'},
]
const models = [...new Set(places.flatMap(({endpoint}) => modelsOf(endpoint).map(({model}) => model)))]

const odd: fc.Arbitrary<JsonValue> = fc.oneof(
  fc.constantFrom<JsonValue>(
    ...[
      '',
      ' ',
      '0',
      '0x0',
      '0b1',
      '1e-9',
      '1e1',
      '-5',
      '+5',
      '5.0',
      ' 5',
      '5 ',
      '٥',
      'NaN',
      'Infinity',
      '05',
    ],
    ...['ON', 'On', 'true', 'STD', 'Std', 'std ', 'case', 'models', 'constructor', '__proto__', 'avatar'],
    ...[0, 5, 1e-9, -1, true, false, null],
    ...[[], ['5'], ['std'], ['on'], ['kling-v2-6'], [['5']], {}, {value: '5'}, {toString: '5'}],
  ),
  fc.jsonValue({maxDepth: 2}) as fc.Arbitrary<JsonValue>,
)
/** Mostly what is documented, or documented elsewhere. */
const value = (...known: JsonValue[]): fc.Arbitrary<JsonValue> =>
  fc.oneof({weight: 12, arbitrary: fc.constantFrom(...known)}, {weight: 1, arbitrary: odd})
/** Rarely a field of another name or spelling. */
function strangers(oneIn: number): fc.Arbitrary<JsonBody> {
  const names = [
    'model_name',
    'mode',
    'sound',
    'duration',
    'video_list',
    'multi_prompt',
    'refer_type',
    'prompt',
    'n',
  ]
  const spelled = fc
    .constantFrom(...names)
    .chain(name =>
      fc.constantFrom(
        name.toUpperCase(),
        name[0]!.toUpperCase() + name.slice(1),
        `${name} `,
        `${name}\0`,
        'n',
        'constructor',
      ),
    )
  const some = fc.dictionary(fc.oneof(spelled, fc.string()), fc.oneof(value('15', '4k', 'on', 'base'), odd), {
    minKeys: 1,
    maxKeys: 2,
  }) as fc.Arbitrary<JsonBody>
  return fc.oneof({weight: oneIn - 1, arbitrary: fc.constant<JsonBody>({})}, {weight: 1, arbitrary: some})
}

const item = (fields: Record<string, fc.Arbitrary<JsonValue>>): fc.Arbitrary<JsonValue> =>
  fc.oneof(
    {
      weight: 8,
      arbitrary: fc
        .tuple(fc.record(fields, {requiredKeys: []}), strangers(30))
        .map(([a, b]) => ({...a, ...b}) as JsonValue),
    },
    {weight: 1, arbitrary: odd},
  )
const list = (fields: Record<string, fc.Arbitrary<JsonValue>>): fc.Arbitrary<JsonValue> =>
  fc.oneof({weight: 12, arbitrary: fc.array(item(fields), {maxLength: 3})}, {weight: 1, arbitrary: odd})
const seconds = Array.from({length: 15}, (_, index) => `${index + 1}`)

const fields = {
  model_name: value(...models),
  mode: value('std', 'pro', '4k'),
  sound: value('on', 'off'),
  duration: value('5', '10', ...seconds),
  video_list: list({
    video_url: value('https://x.example/a.mp4'),
    refer_type: value('feature', 'base'),
    keep_original_sound: value('yes', 'no'),
  }),
  voice_list: list({voice_id: value('1')}),
  multi_prompt: list({index: value(1, 2), prompt: value('A cat'), duration: value('1', '2', '5')}),
}

/** A body for an endpoint: what the API knows there, and now and then what it does not. */
const request = fc.constantFrom(...places).chain(place => {
  const known = Object.keys(operationAt(place.path)!.fields)
  const own = Object.fromEntries(Object.entries(fields).filter(([name]) => known.includes(name)))
  const others = Object.fromEntries(Object.entries(fields).filter(([name]) => !known.includes(name)))
  const named = modelsOf(place.endpoint).map(({model}) => model)
  const model = known.includes('model_name') ? {model_name: value(...named, ...named, ...models)} : {}
  const rare = fc.oneof(
    {weight: 12, arbitrary: fc.constant({})},
    {weight: 1, arbitrary: fc.record(others, {requiredKeys: []})},
  )
  return fc
    .tuple(fc.record({...own, ...model}, {requiredKeys: []}), rare, strangers(12))
    .map(parts => ({...place, body: Object.assign({prompt: 'A cat'}, ...parts) as JsonBody}))
})

describe('prices, whatever the body says', () => {
  const {runs, seed} = fuzzOptions(4000)

  it('nothing costs more than its estimate, and nothing undocumented has one', () => {
    let priced = 0
    fc.assert(
      fc.property(request, ({endpoint, path, body}) => {
        const {prompt: _prompt, ...rest} = body
        const sent = Object.hasOwn(operationAt(path)!.fields, 'prompt') ? body : rest
        const {units} = estimate(endpoint, sent)
        if (units === null) return
        priced++
        expect(units).to.be.at.least(0)
        // The estimate is rounded to a thousandth.
        expect(worstPrice(path, sent)).to.be.at.most(units + 0.0005)
      }),
      {numRuns: runs, seed},
    )
    expect(priced).to.be.above(runs / 20)
  })

  it('bodies of documented values alone cost just their estimate', () => {
    const documented = fc.record({
      model_name: fc.constantFrom('kling-v2-6', 'kling-v3', 'kling-v2-5-turbo'),
      mode: fc.constantFrom('std', 'pro', '4k'),
      duration: fc.constantFrom('5', '10'),
      sound: fc.constantFrom('on', 'off'),
    })
    fc.assert(
      fc.property(documented, body => {
        const {units} = estimate('image2video', body)
        const most = worstPrice('/v1/videos/image2video', body)
        if (most === Infinity) expect(units).to.equal(null)
        else expect(units).to.be.closeTo(most, 0.0005)
      }),
      {numRuns: Math.min(runs, 200), seed},
    )
  })

  it('names of the language are no endpoints', () => {
    for (const endpoint of ['constructor', '__proto__', 'toString', ''])
      expect(estimate(endpoint, {model_name: 'kling-v2-6', duration: '5'}).units, endpoint).to.equal(null)
  })
})
