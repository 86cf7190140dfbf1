import {expect} from 'chai'
import {
  type SpendLimits,
  excessOf,
  limitsOf,
  midnightBefore,
  spentToday,
} from '../../../src/lib/budget/limits.js'
import type {Settings} from '../../../src/lib/config/settings.js'
import type {JournalLine} from '../../../src/lib/journal/types.js'

const none: SpendLimits = {hard: undefined, task: undefined, day: undefined, dayProfile: undefined}
const settings = (values: Record<string, [string, string]>): Settings =>
  Object.fromEntries(
    Object.entries(values).map(([key, [value, origin]]) => [key, {value, origin}]),
  ) as unknown as Settings

describe('limits of the settings', () => {
  it('are numbers; the command line takes the place of that of a command', () => {
    const own = settings({max_cost: ['4', 'config file'], max_cost_day: ['10.5', 'KLING_MAX_COST_DAY']})
    expect(limitsOf(own, undefined)).to.deep.equal({...none, task: 4, day: 10.5})
    expect(limitsOf(own, 3)).to.deep.equal({...none, hard: 3, day: 10.5})
    expect(limitsOf(own, 0)).to.deep.equal({...none, hard: 0, day: 10.5})
    expect(limitsOf({} as Settings, undefined)).to.deep.equal(none)
  })

  it('that are no numbers allow nothing', () => {
    for (const value of ['much', '', '-1', 'NaN', 'Infinity', '1e999', '0x10', '1,5'])
      expect(limitsOf(settings({max_cost: [value, 'config file']}), undefined).task, value).to.equal(0)
  })

  it('of a profile are for its own tasks', () => {
    const own = settings({max_cost_day: ['10', 'profile work']})
    expect(limitsOf(own, undefined)).to.deep.equal({...none, day: 10, dayProfile: 'work'})
  })
})

describe('what is above a limit', () => {
  /** limits, cost, spent by the command, spent today → the key of the limit, and whether a yes lifts it */
  const cases: [string, Partial<SpendLimits>, number | null, number, number, string | undefined][] = [
    ['no limit', {}, 1e6, 0, 0, undefined],
    ['no limit and no price', {}, null, 0, 0, undefined],
    ['just the limit', {task: 4}, 4, 0, 0, undefined],
    ['above it', {task: 4}, 4.001, 0, 0, 'max_cost'],
    ['the sum of a command', {task: 4}, 2, 2.5, 0, 'max_cost'],
    ['a sum that only a computer takes for more', {task: 0.3}, 0.2, 0.1, 0, undefined],
    ['no price', {task: 1e6}, null, 0, 0, 'max_cost'],
    ['a limit of nothing', {task: 0}, 0.1, 0, 0, 'max_cost'],
    ['a limit of nothing, for nothing', {task: 0}, 0, 0, 0, undefined],
    ['just the day', {day: 10}, 4, 0, 6, undefined],
    ['above the day', {day: 10}, 4, 0, 6.5, 'max_cost_day'],
    ['no price on a day', {day: 10}, null, 0, 0, 'max_cost_day'],
    ['both: that of the command first', {task: 3, day: 3}, 4, 0, 0, 'max_cost'],
    ['the day alone', {task: 5, day: 3}, 4, 0, 0, 'max_cost_day'],
  ]
  for (const [what, limits, cost, byCommand, today, key] of cases)
    it(`${what}: ${key ?? 'nothing'}`, () => {
      const excess = excessOf(cost, {...none, ...limits}, {byCommand, today: () => today})
      expect(excess?.key).to.equal(key)
      expect(excess?.isHard ?? false).to.equal(false)
    })

  it('--max-cost is lifted by no yes, and has no setting', () => {
    const excess = excessOf(4, {...none, hard: 3}, {byCommand: 0, today: () => 0})
    expect(excess).to.deep.include({isHard: true, key: undefined, details: {estimated_units: 4, limit: 3}})
  })

  it('the day is asked for only where it has a limit', () => {
    const today = (): number => {
      throw new Error('the journal was read')
    }
    expect(excessOf(4, {...none, task: 5}, {byCommand: 0, today})).to.equal(undefined)
  })

  it('a profile is named', () => {
    const excess = excessOf(4, {...none, day: 3, dayProfile: 'work'}, {byCommand: 0, today: () => 1})
    expect(excess!.message).to.include('(profile work)')
    expect(excess!.details).to.deep.equal({estimated_units: 4, limit: 3, spent_today: 1})
  })
})

describe('what was spent today', () => {
  const now = new Date(2026, 10, 20, 13, 30).getTime()
  const midnight = new Date(2026, 10, 20).getTime()
  const intent = (id: string, ms: number, units: number, more: object = {}): JournalLine =>
    ({
      at: new Date(ms).toISOString(),
      event: 'intent',
      id,
      kind: 'create',
      region: 'cn',
      base_url: 'https://api.example.com',
      units,
      ...more,
    }) as JournalLine
  const lines = [
    intent('yesterday', midnight - 1, 100),
    intent('a', midnight, 1),
    intent('b', now - 1000, 2, {profile: 'work'}),
    intent('c', now - 1000, 4, {region: 'sandbox'}),
    intent('d', now - 1000, 0.1),
    intent('e', now - 1000, 0.2),
  ]
  const spent = (options: Partial<Parameters<typeof spentToday>[1]>): number =>
    spentToday(() => lines, {now, profile: undefined, inSandbox: false, ...options})

  it('begins at midnight of this machine', () => expect(midnightBefore(now)).to.equal(midnight))
  it('is the sum since midnight, without noise', () => expect(spent({})).to.equal(3.3))
  it('is that of a profile', () => expect(spent({profile: 'work'})).to.equal(2))
  it('is play money in the sandbox', () => expect(spent({inSandbox: true})).to.equal(4))
  it('is less what is asked for itself, if a plugin noted it', () => {
    const noted = intent('f', now, 7, {plugin: 'odd'})
    const options = {now, profile: undefined, inSandbox: false}
    expect(spentToday(() => [...lines, noted], options)).to.equal(10.3)
    const but = {id: 'f', plugin: 'odd'}
    expect(spentToday(() => [...lines, noted], {...options, but})).to.equal(3.3)
  })
})
