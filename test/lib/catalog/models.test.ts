import {expect} from 'chai'
import {readFileSync} from 'node:fs'
import {setOwnCatalogue, shippedCatalogue} from '../../../src/lib/catalog/catalogue.js'
import {checkCatalogue} from '../../../src/lib/catalog/check-format.js'
import {maxCatalogueBytes} from '../../../src/lib/catalog/downloaded.js'
import {isUnderstood, matches} from '../../../src/lib/catalog/facts.js'
import type {Catalogue} from '../../../src/lib/catalog/format.js'
import {
  type Abilities,
  type ModelEntry,
  findModel,
  formatDurations,
  modelName,
  modelsOf,
  servedModels,
  valuesOf,
} from '../../../src/lib/catalog/models.js'
import {abilitiesOf} from '../../../src/lib/requests/abilities.js'

/** What models can do by the vendor's tables, typed apart from the rules of the catalogue. */
const table = JSON.parse(
  readFileSync(new URL('../../support/model-table.json', import.meta.url), 'utf8'),
) as ModelEntry[]
const endpoints = ['omni-video', 'text2video', 'image2video', 'motion-control', 'avatar', 'video-extend']

describe('the rules of the catalogue come to the vendor\u2019s tables', () => {
  let cellsSeen = 0
  for (const row of table) {
    it(`${row.endpoint} ${row.model}`, () => {
      const entry = findModel(row.endpoint, row.model)
      if (row.supported === false) {
        expect(entry).to.equal(undefined)
        return
      }
      expect(entry!.modes).to.deep.equal(row.modes)
      expect(entry!.durations).to.deep.equal(row.durations)
      expect(entry!.scenarios).to.deep.equal(row.scenarios?.map(({id, durations}) => ({id, durations})))
      for (const name of ['sound', 'soundWithVideo', 'multi_shot'] as const)
        if (row.endpoint === 'omni-video') expect(entry![name] ?? false, name).to.equal(row[name] ?? false)
      for (const name of ['endFrameSilentOnly', 'promptRequired'] as const)
        expect(entry![name], name).to.equal(row[name])
      expect(entry!.retired).to.equal(row.retired)
      const cells = (row.abilities ?? []).flatMap(({cells, ...abilities}) =>
        Object.entries(cells).flatMap(([mode, durations]) =>
          durations.map(duration => ({mode, duration, abilities})),
        ),
      )
      for (const {mode, duration, abilities} of cells) {
        const {cells: _cells, ...found} = abilitiesOf(entry!, mode, duration)!
        expect(found, `${mode} ${duration}`).to.deep.equal(abilities)
        cellsSeen += Object.keys(found).length
      }
      const own = entry!.abilities?.flatMap(({cells}: Abilities) => Object.values(cells).flat()) ?? []
      expect(own).to.have.length(cells.length)
    })
  }

  it('in each of their cells', () => expect(cellsSeen).to.be.above(1200))

  it('and to no model more', () => {
    const wanted = table.filter(row => row.supported !== false)
    const found = endpoints.flatMap(endpoint => modelsOf(endpoint))
    const name = ({endpoint, model}: {endpoint: string; model: string}) => `${endpoint} ${model}`
    expect(found.map(name)).to.have.members(wanted.map(name))
  })

  it('the counts of inputs', () => {
    expect(findModel('omni-video', 'kling-video-o1')!.inputs).to.deep.include({
      maxImagesPlusElements: 7,
      maxImagesPlusElementsWithVideo: 4,
      maxImagesWithEndFrame: 2,
      maxElementsWithEndFrame: 0,
    })
    expect(findModel('omni-video', 'kling-v3-omni')!.inputs).to.deep.include({
      maxImagesPlusElements: 7,
      maxImagesPlusElementsWithVideo: 4,
      maxElementsWithFirstFrame: 3,
    })
    expect(findModel('motion-control', 'kling-v3')!.maxElements).to.equal(1)
    expect(findModel('motion-control', 'kling-v2-6')!.maxElements).to.equal(0)
  })
})

describe('effects', () => {
  const {effects} = shippedCatalogue()

  it('say how many images they take, and where they are', () => {
    const now = effects.filter(({until}) => until === undefined)
    expect(now.filter(({images}) => images === 2).map(({scene}) => scene)).to.have.members(
      'pet_skateboard daily_ootd toss_run switch_to_silk studio_look french_elegance finger_swipe smooth_transition kiss_pro snow_night_kiss eternal_kiss cheers_2026 fight_pro hug_pro heart_gesture_pro'.split(
        ' ',
      ),
    )
    expect(effects.filter(({absent}) => absent?.includes('cn'))).to.have.length(13)
    expect(effects.find(({scene}) => scene === 'magic_match_tree')).to.include({until: '2026-07-03'})
    expect(effects.find(({scene}) => scene === 'hug')).to.include({until: '2026-01-30', images: 2})
    expect(new Set(effects.map(({scene}) => scene)).size).to.equal(effects.length)
  })
})

describe('the shipped catalogue', () => {
  it('is as its own format says, within the size that an edition may have', () => {
    expect(checkCatalogue(shippedCatalogue())).to.equal(undefined)
    expect(JSON.stringify(shippedCatalogue()).length).to.be.below(maxCatalogueBytes)
  })

  it('speaks of nothing that this program does not know', () => {
    const {rules, models, prices} = shippedCatalogue()
    for (const rule of [...rules, ...models.flatMap(({rules}) => rules)])
      expect(isUnderstood(rule), JSON.stringify(rule)).to.equal(true)
    for (const row of prices) expect(matches({}, row.when), JSON.stringify(row)).to.be.a('boolean')
  })

  const broken: [string, (value: Catalogue) => void, string][] = [
    ['a host', value => Object.assign(value, {hosts: ['https://x.example']}), '.hosts is not known'],
    [
      'a path of another host',
      value => (value.models[0]!.offers[0]!.path = '//x.example/a'),
      'offers[0].path',
    ],
    ['a header', value => Object.assign(value.models[0]!.offers[0]!, {headers: {}}), 'headers is not known'],
    [
      'a pattern',
      value => Object.assign(value.prices[0]!, {when: {model: {pattern: '.*'}}}),
      'prices[0].when',
    ],
    ['a price below nothing', value => (value.prices[0]!.units = -1), 'prices[0].units'],
    ['another format', value => Object.assign(value, {format: 3}), 'format'],
  ]
  for (const [what, change, problem] of broken) {
    it(`${what} is refused`, () => {
      const value = structuredClone(shippedCatalogue())
      change(value)
      expect(checkCatalogue(value)).to.include(problem)
    })
  }
})

describe('models', () => {
  afterEach(() => setOwnCatalogue({models: []}))

  it('lists living models first, and suggests these alone', () => {
    for (const endpoint of endpoints) {
      const retired = modelsOf(endpoint).map(({retired}) => retired !== undefined)
      expect(retired).to.deep.equal([...retired].sort())
      expect(servedModels(endpoint)).to.have.length(retired.filter(is => !is).length)
    }
    expect(servedModels('text2video')).to.deep.equal(['kling-v2-5-turbo', 'kling-v2-6', 'kling-v3'])
  })

  it('both spellings are one model', () => {
    const pairs: [string, string, string][] = [
      ['text2video', 'kling-3.0', 'kling-v3'],
      ['image2video', 'kling-2.6', 'kling-v2-6'],
      ['text2video', 'kling-2.5-turbo', 'kling-v2-5-turbo'],
      ['omni-video', 'kling-o1', 'kling-video-o1'],
      ['omni-video', 'kling-3.0-omni', 'kling-v3-omni'],
      ['motion-control', 'kling-3.0', 'kling-v3'],
    ]
    for (const [endpoint, other, name] of pairs) {
      expect(modelName(endpoint, other)).to.equal(name)
      expect(findModel(endpoint, other)).to.equal(findModel(endpoint, name))
    }
    expect(modelName('text2video', 'kling-v9')).to.equal('kling-v9')
  })

  it('dates are held against today: an end to come is announced, one that has come is an end', () => {
    const entry = {endpoint: 'text2video', modes: ['std'], durations: ['5'], abilities: []}
    setOwnCatalogue({
      models: [
        {...entry, model: 'a', retired: '2999-01-01'},
        {...entry, model: 'b', retired: '2020-01-01'},
      ],
    })
    expect(findModel('text2video', 'a'))
      .to.deep.include({ends: '2999-01-01'})
      .and.not.have.property('retired')
    expect(findModel('text2video', 'b')).to.deep.include({retired: '2020-01-01'})
    expect(servedModels('text2video')).to.include('a').and.not.include('b')
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
