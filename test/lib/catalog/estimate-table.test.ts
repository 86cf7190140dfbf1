import {expect} from 'chai'
import {readFileSync} from 'node:fs'
import type {ModelEntry} from '../../../src/lib/catalog/models.js'
import {estimate} from '../../../src/lib/catalog/estimate.js'
import {taskKinds} from '../../../src/lib/catalog/task-kinds.js'
import type {JsonBody} from '../../../src/lib/http/streaming-body.js'
import {worstPrice} from '../../support/price-list.js'

/** What models can do by the vendor's tables, typed apart from the rules of the catalogue. */
const table = JSON.parse(
  readFileSync(new URL('../../support/model-table.json', import.meta.url), 'utf8'),
) as ModelEntry[]
const video = {video_url: 'https://x.example/v.mp4', refer_type: 'feature'}
const modes = ['std', 'pro', '4k']

/** What may make a difference to the price, by endpoint. */
const extras: Record<string, JsonBody[]> = {
  'omni-video': [
    {},
    {sound: 'on'},
    {sound: 'off'},
    {video_list: [video]},
    {video_list: [video], sound: 'on'},
  ],
  text2video: [{}, {sound: 'on'}, {sound: 'off'}],
  image2video: [
    {},
    {sound: 'on'},
    {voice_list: [{voice_id: '1'}]},
    {sound: 'on', voice_list: [{voice_id: '1'}]},
  ],
}

/** Every request of a documented model, mode and length, as text and as a number. */
const requests = table.flatMap(entry => {
  const {endpoint, model, durations = [], scenarios = [], supported} = entry
  const lengths = [...new Set([...durations, ...scenarios.flatMap(row => row.durations)])]
  if (supported === false || !(endpoint in extras)) return []
  return modes.flatMap(mode =>
    lengths
      .flatMap(text => [text, Number(text)])
      .flatMap(duration =>
        extras[endpoint]!.map(extra => ({endpoint, body: {model_name: model, mode, duration, ...extra}})),
      ),
  )
})

describe('estimates of every documented request', () => {
  const pathOf = (endpoint: string): string => taskKinds.find(kind => kind.endpoint === endpoint)!.path

  it('are those of the price page', () => {
    let priced = 0
    for (const {endpoint, body} of requests) {
      const {units} = estimate(endpoint, body)
      const wanted = worstPrice(pathOf(endpoint), body)
      const about = `${endpoint} ${JSON.stringify(body)}`
      if (wanted === Infinity) expect(units, about).to.equal(null)
      else expect(units, about).to.be.closeTo(wanted, 0.0005)
      if (units !== null) priced++
    }
    expect(requests.length).to.be.above(1656)
    expect(priced).to.be.above(500)
  })
})
