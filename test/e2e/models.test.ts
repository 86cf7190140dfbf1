import {expect} from 'chai'
import {cpSync, mkdirSync, readFileSync, readdirSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {fileURLToPath} from 'node:url'
import {useFixture} from '../support/fixture.js'
import {expectError, expectSuccess} from '../support/outcome.js'
import {taskApi} from '../support/task-api.js'

/** Editions that were signed with the project's keys, and some that were not as they should be. */
const edition = (name: string): string =>
  fileURLToPath(new URL(`../support/editions/${name}.json`, import.meta.url))

interface Summary {
  model: string
  names: string[]
  status: string
  commands: string[]
  seconds: number[]
  until?: string
}

describe('models', () => {
  const fixture = useFixture()
  const models = (...argv: string[]) => fixture.kling(['models', ...argv])
  const list = async (...argv: string[]): Promise<Summary[]> =>
    expectSuccess(await models(...argv)).models as Summary[]

  it('lists them: both names, what they make, whether they are served', async () => {
    const all = await list()
    const of = (name: string) => all.find(({model}) => model === name)!
    expect(of('kling-v3')).to.deep.include({
      names: ['kling-v3', 'kling-3.0'],
      status: 'served',
      standards: ['v1', 'v2'],
      modes: ['std', 'pro', '4k'],
      units_min: 0.6,
      units_max: 3,
    })
    expect(of('kling-3.0-turbo')).to.deep.include({standards: ['v2'], status: 'served'})
    expect(of('kling-4.0')).to.deep.include({status: 'unconfirmed', units_min: null, modes: ['std', 'pro']})
    expect(of('kling-4.0').seconds).to.have.length(28)
    expect(of('kling-4.0-flash').seconds.at(-1)).to.equal(20)
    expect(of('kling-v1')).to.include({status: 'retired', until: '2026-09-20'})
    const states = all.map(({status}) => status)
    expect(states).to.deep.equal([...states].sort((a, b) => 'su r'.indexOf(a[0]!) - 'su r'.indexOf(b[0]!)))
    expect(fixture.api.requests).to.have.length(0)
  })

  it('of one command', async () => {
    expect((await list('--for', 'create')).map(({model}) => model)).to.deep.equal([
      'kling-video-o1',
      'kling-v3-omni',
      'kling-4.0',
      'kling-4.0-flash',
    ])
    expectError(await models('--for', 'crete'), 'invalid_argument')
  })

  it('a card for one, by either name', async () => {
    const card = expectSuccess(await models('kling-2.6'))
    expect(card).to.deep.equal(expectSuccess(await models('kling-v2-6')))
    expect(card.model).to.equal('kling-v2-6')
    const uses = card.uses as {command: string; standard: string; name: string; path: string}[]
    expect(uses.find(use => use.standard === 'v2' && use.command === 'create-from-text')).to.deep.include({
      name: 'kling-2.6',
      path: '/text-to-video/kling-2.6',
      auth: ['key'],
      seconds: [5, 10],
    })
    const prices = card.prices as {with: string; std: number | null; pro: number; evidence: string}[]
    expect(prices.find(row => row.with.includes('native, voices 1+'))).to.include({std: null, pro: 1.2})
    const doubts = expectSuccess(await models('kling-v3-omni')).doubts as string[]
    expect(doubts.join()).to.match(/shots: conflict/)
    expectError(await models('kling-v33'), 'invalid_model')
  })

  it('has the prices of a region that has some of its own', async () => {
    const prices = async (region: string) =>
      expectSuccess(await models('kling-v2-5-turbo', '--region', region)).prices as {
        std: number
        evidence: string
      }[]
    expect((await prices('cn')).map(({std}) => std)).to.deep.equal([0.3, 0.35])
    expect((await prices('global')).map(({std}) => std)).to.deep.equal([0.3])
  })

  it('a newer edition: looked at, used, and left again', async () => {
    const create = ['video', 'create-from-text', 'A cat', '--model', 'kling-v7', '--estimate']
    expectError(await fixture.kling(create), 'invalid_model')
    const {changes} = expectSuccess(await models('diff', '--from', edition('newer')))
    const names = (changes as {what: string; name: string; change: string}[]).map(
      ({what, name, change}) => `${change} ${what} ${name}`,
    )
    expect(names).to.include.members(['added model kling-v7', 'added price kling-v7'])
    expect(names.join()).to.not.include('removed model')
    expect(expectSuccess(await models('verify', '--from', edition('newer')))).to.include({signed: true})
    expect(expectSuccess(await models('update', '--from', edition('newer')))).to.include({
      updated: true,
      serial: 2000,
    })
    const {estimate} = expectSuccess(await fixture.kling(create)) as {estimate: object}
    expect(estimate).to.include({units: 2.5, as_of: '2027-01-10'})
    // What only the shipped edition has is still there.
    expect((await list()).map(({model}) => model)).to.include.members(['kling-v7', 'kling-v3'])
    expect(expectSuccess(await models('verify'))).to.include({source: 'downloaded', serial: 2000})
    expect(expectSuccess(await models('update', '--from', edition('newer')))).to.include({updated: false})
    expectSuccess(await models('reset'))
    expectError(await fixture.kling(create), 'invalid_model')
    expect(expectSuccess(await models('verify'))).to.include({source: 'shipped'})
    expect(fixture.api.requests).to.have.length(0)
  })

  const refused: [string, string, RegExp][] = [
    ['changed', 'a byte was changed', /not signed/],
    ['later', 'it is for a later program', /99\.0\.0/],
    ['shape', 'it has a field that there is not', /hosts/],
  ]
  for (const [name, what, message] of refused) {
    it(`is refused when ${what}`, async () => {
      expect(expectError(await models('update', '--from', edition(name)), 'config_error').message).to.match(
        message,
      )
      expect(expectSuccess(await models('verify'))).to.include({source: 'shipped'})
    })
  }

  it('the number only rises', async () => {
    expectSuccess(await models('update', '--from', edition('newer')))
    const older = expectError(await models('update', '--from', edition('older')), 'config_error')
    expect(older.message).to.match(/older/)
    expect(expectSuccess(await models('verify'))).to.include({serial: 2000})
  })

  it('prices that fall need a yes', async () => {
    const falls = expectError(await models('update', '--from', edition('falling')), 'cost_limit')
    expect(falls.message).to.match(/kling-v2-5-turbo/)
    const {changes} = expectSuccess(await models('diff', '--from', edition('falling')))
    expect((changes as {falls?: boolean}[]).filter(({falls}) => falls)).to.have.length(1)
    expectSuccess(await models('update', '--from', edition('falling'), '--yes'))
    const argv = ['video', 'create-from-text', 'A cat', '--model', 'kling-v2-5-turbo', '--estimate']
    expect(expectSuccess(await fixture.kling(argv)).estimate).to.include({units: 0.5})
  })

  it('what was changed on the disk is not used', async () => {
    expectSuccess(await models('update', '--from', edition('newer')))
    const file = join(fixture.home.folder, '.local/share/kling-cli/catalogue.signed')
    writeFileSync(file, readFileSync(file, 'utf8').replaceAll('0.5', '0.1'))
    expectError(await models('verify'), 'config_error')
    const argv = ['video', 'create-from-text', 'A cat', '--model', 'kling-v7', '--estimate']
    expectError(await fixture.kling(argv), 'invalid_model')
  })

  it('a file without a signature, or none at all', async () => {
    cpSync(edition('newer'), join(fixture.home.folder, 'bare.json'))
    for (const file of ['bare.json', 'nowhere.json'])
      expectError(await models('update', '--from', join(fixture.home.folder, file)), 'config_error')
    expectError(await models('update', '--from', 'http://x.example/a.json'), 'invalid_argument')
  })
})

describe('the journal', () => {
  const fixture = useFixture()

  it('notes edition and row of the price with each intent, and the most that an edit can cost', async () => {
    fixture.answer(taskApi())
    expectSuccess(await fixture.kling(['video', 'create', 'A cat']))
    expectSuccess(
      await fixture.kling(['video', 'create', 'A cat', '--base-video', 'https://example.com/a.mp4']),
    )
    const folder = join(fixture.home.folder, '.local/share/kling-cli/journal')
    const lines = readdirSync(folder)
      .filter(name => /^\d{4}-\d\d\.jsonl$/.test(name))
      .flatMap(name => readFileSync(join(folder, name), 'utf8').trim().split('\n'))
    const intents = lines
      .map(line => JSON.parse(line) as Record<string, unknown>)
      .filter(({event}) => event === 'intent')
    expect(intents[0]).to.include({units: 4, price: 'catalogue 1: kling-video-o1 video=none'})
    expect(intents[1]).to.include({units_max: 12}).and.not.have.property('units')
  })
})

describe('the user’s own models', () => {
  const fixture = useFixture()
  const estimate = async (...argv: string[]) =>
    expectSuccess(await fixture.kling(['video', 'create-from-text', 'A cat', '--estimate', ...argv])).estimate

  function write(content: unknown): void {
    mkdirSync(join(fixture.home.folder, '.config/kling-cli'), {recursive: true})
    fixture.write('.config/kling-cli/models.json', JSON.stringify(content))
  }

  it('of the first format are read; their prices win over those that came with kling', async () => {
    const ability = {cells: {std: ['5']}, negative_prompt: true}
    write([
      {
        model: 'kling-v2-6',
        endpoint: 'text2video',
        modes: ['std'],
        durations: ['5'],
        abilities: [ability],
        units_per_second: {std: 0.2},
      },
    ])
    expect(await estimate('--model', 'kling-v2-6')).to.include({units: 1, evidence: 'models.json'})
    expect(await estimate('--model', 'kling-v3', '--mode', 'pro')).to.include({units: 4})
  })

  it('of the format of the catalogue have rules and prices of their own', async () => {
    const offer = {standard: 'v1', product: 'text2video', path: '/v1/videos/text2video', name: 'kling-v9'}
    const row = {model: 'kling-v9', per: 'second', of: 'output', asOf: '2026-11-01', evidence: 'mine'}
    write({
      format: 2,
      models: [
        {
          key: 'kling-v9',
          offers: [{...offer, auth: ['key'], externalId: true, evidence: 'mine'}],
          rules: [
            {requires: {resolution: ['720p', '8k']}, level: 'refuse', source: 'mine'},
            {requires: {seconds: [5, 20]}, level: 'refuse', source: 'mine'},
          ],
        },
      ],
      prices: [
        {...row, when: {audio: 'off'}, units: {'720p': 0.25, '8k': 9}},
        {...row, when: {audio: 'native'}, units: 1},
        {...row, when: {weather: 'rain'}, model: 'kling-v3', units: 0.001},
      ],
    })
    expect(await estimate('-m', 'kling-v9', '-d', '20')).to.include({units: 5, evidence: 'mine'})
    expect(await estimate('-m', 'kling-v9', '--mode', '8k', '-d', '5')).to.include({units: 45})
    expect(await estimate('-m', 'kling-v9', '--sound', '-d', '5')).to.include({units: 5})
    // A row that is not understood: no price, never the next cheaper one.
    expect(await estimate('-m', 'kling-v3')).to.include({units: null})
    const wrong = await fixture.kling(['video', 'create-from-text', 'A cat', '-m', 'kling-v9', '-d', '10'])
    expectError(wrong, 'invalid_duration')
  })

  it('a broken one says where', async () => {
    write({format: 2, models: [{key: 'kling-v9', offers: [], rules: [{level: 'maybe', source: 'x'}]}]})
    const error = expectError(await fixture.kling(['models']), 'config_error')
    expect(error.message).to.include('models[0].rules[0].level')
  })
})
