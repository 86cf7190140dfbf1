import {expect} from 'chai'
import {readFileSync} from 'node:fs'
import {parse} from 'yaml'
import {findModel, modelsOf, formatDurations, valuesOf} from '../../../src/lib/catalog/models.js'
import {abilitiesOf} from '../../../src/lib/requests/abilities.js'

interface Row {
  model: string
  endpoint: string
  supported?: false
  modes?: string[]
  durations?: string[]
  cells?: ({mode: string; duration: string} & Record<string, boolean | string>)[]
  scenarios?: unknown
  inputs?: unknown
}

const file = new URL('../../../api/kling.openapi.yaml', import.meta.url)
const {video, lifecycle} = parse(readFileSync(file, 'utf8'))['x-models'] as {
  video: Row[]
  lifecycle: {kind: string; model?: string; state: string; date: string}[]
}
const endpoints = ['omni-video', 'text2video', 'image2video', 'motion-control', 'avatar', 'video-extend']

describe('the catalogue of models is the API description', () => {
  for (const row of video.filter(({endpoint}) => endpoints.includes(endpoint))) {
    it(`${row.endpoint} ${row.model}`, () => {
      const entry = findModel(row.endpoint, row.model)
      if (row.supported === false) {
        expect(entry).to.equal(undefined)
        return
      }
      expect(entry!.modes).to.deep.equal(row.modes)
      expect(entry!.durations).to.deep.equal(row.durations)
      expect(entry!.scenarios).to.deep.equal(row.scenarios)
      expect(entry!.inputs).to.deep.equal(row.inputs)
      for (const {mode, duration, ...abilities} of row.cells ?? []) {
        const {cells: _cells, ...found} = abilitiesOf(entry!, mode, duration)!
        expect(found, `${mode} ${duration}`).to.deep.equal(abilities)
      }
      const cells = entry!.abilities?.flatMap(({cells}) => Object.values(cells).flat()) ?? []
      expect(cells).to.have.length(row.cells?.length ?? 0)
      const state = lifecycle.find(({kind, model}) => kind === 'video' && model === row.model)
      expect(entry!.retired).to.equal(state?.state === 'retired' ? state.date : undefined)
    })
  }

  it('has no model more', () => {
    const wanted = video.filter(row => endpoints.includes(row.endpoint) && row.supported !== false)
    const found = endpoints.flatMap(endpoint => modelsOf(endpoint))
    const name = ({endpoint, model}: {endpoint: string; model: string}) => `${endpoint} ${model}`
    expect(found.map(name)).to.have.members(wanted.map(name))
  })

  it('lists living models first', () => {
    for (const endpoint of endpoints) {
      const retired = modelsOf(endpoint).map(({retired}) => retired !== undefined)
      expect(retired).to.deep.equal([...retired].sort())
    }
  })

  it('gathers the values of an endpoint', () => {
    expect(valuesOf('omni-video')).to.deep.equal({
      modes: ['std', 'pro', '4k'],
      durations: Array.from({length: 13}, (_, index) => String(index + 3)),
    })
    expect(valuesOf('nowhere')).to.deep.equal({modes: [], durations: []})
  })

  it('says durations as a person would', () => {
    expect(formatDurations(['3', '4', '5'])).to.equal('3–5')
    expect(formatDurations(['5', '10'])).to.equal('5 or 10')
    expect(formatDurations(['5', '6', '10'])).to.equal('5 or 6 or 10')
    expect(formatDurations(['5'])).to.equal('5')
  })
})
