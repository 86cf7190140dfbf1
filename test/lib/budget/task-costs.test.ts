import {expect} from 'chai'
import {appendFileSync, mkdirSync} from 'node:fs'
import {join} from 'node:path'
import type {JournalLine} from '../../../src/lib/journal/types.js'
import {JournalReader} from '../../../src/lib/journal/reader.js'
import {midnightBefore, spentToday} from '../../../src/lib/budget/limits.js'
import {taskCosts} from '../../../src/lib/budget/task-costs.js'
import {useFolder} from '../../support/folder.js'
import {eventsOf} from '../../support/journal-lines.js'

const minute = 60_000
const start = Date.parse('2026-02-27T00:00:00.000Z')

describe('the costs in a journal', () => {
  const own = useFolder()

  /** A task every minute for four days over the end of a month: more than is read at once. */
  function fill(): void {
    mkdirSync(own('journal'), {recursive: true})
    const months = new Map<string, string>()
    for (let index = 0; index < 4 * 24 * 60; index++) {
      const at = new Date(start + index * minute).toISOString()
      for (const event of eventsOf({id: `task-${index}`, at, units: 1, end: 'succeed', charged: '0.5'})) {
        const name = `${String(event.at).slice(0, 7)}.jsonl`
        months.set(name, (months.get(name) ?? '') + JSON.stringify(event) + '\n')
      }
    }
    for (const [name, text] of months) appendFileSync(join(own('journal'), name), text)
  }

  it('are found from a time on, over the end of a month, without the rest', () => {
    fill()
    const reader = new JournalReader(own('journal'))
    const all = [...reader.linesSince(0)]
    expect(all).to.have.length(4 * 24 * 60 * 3)
    for (const since of [
      '2026-02-28T23:30:00.000Z',
      '2026-03-01T00:00:00.000Z',
      '2026-03-02T23:00:00.000Z',
    ]) {
      const lines = [...reader.linesSince(Date.parse(since))]
      const wanted = all.filter(({at}) => at >= since)
      expect(lines.slice(-wanted.length)).to.deep.equal(wanted)
      // Of what is older there is no more than a piece.
      expect(lines.length - wanted.length, since).to.be.below(2500)
    }
    expect([...reader.linesSince(Date.parse('2027-01-01'))]).to.deep.equal([])
  })

  it('a day is a sum of its tasks alone', () => {
    fill()
    const reader = new JournalReader(own('journal'))
    const linesSince = (since: number): Generator<JournalLine> => reader.linesSince(since)
    for (const hours of [1, 30, 60, 95]) {
      const now = start + hours * 60 * minute
      const last = start + 4 * 24 * 60 * minute
      const minutes = (last - midnightBefore(now)) / minute
      const sum = spentToday(linesSince, {now, profile: undefined, inSandbox: false})
      expect(sum).to.equal(minutes * 0.5)
    }
  })

  it('come as soon as nothing can change them', () => {
    const at = new Date(start).toISOString()
    const lines = [1, 2, 3].flatMap(index =>
      eventsOf({id: `${index}`, at, units: index, end: 'succeed', charged: '1'}),
    )
    let read = 0
    const costs = taskCosts(
      (function* () {
        for (const line of lines as unknown as JournalLine[]) {
          read++
          yield line
        }
      })(),
    )
    for (const expected of [3, 6, 9]) {
      expect(costs.next().value).to.include({charged: 1})
      expect(read).to.equal(expected)
    }
  })

  it('an id that is used again counts once when the repetition comes to nothing', () => {
    const task = {id: 'x', at: new Date(start).toISOString(), units: 4}
    const sum = (lines: Record<string, unknown>[]): number[] =>
      [...taskCosts(lines as unknown as JournalLine[])].map(({estimated}) => estimated!)
    const twice = eventsOf(task)
    expect(sum([...twice, ...eventsOf({...task, units: 9, end: 'refused'})])).to.deep.equal([4])
    expect(sum([...eventsOf({...task, end: 'refused'}), ...eventsOf({...task, units: 9})])).to.deep.equal([9])
  })

  it('counts what was accepted after another process looked for it too early', () => {
    const at = new Date(start).toISOString()
    const [intent] = eventsOf({id: 'x', at, units: 4})
    const late = [intent!, {at, event: 'not_taken', id: 'x'}, {at, event: 'accepted', id: 'x', task_id: '7'}]
    const end = {at, event: 'state', task_id: '7', status: 'succeed', units: '5'}
    const charges = (lines: object[]): unknown[] =>
      [...taskCosts(lines as JournalLine[])].map(({estimated, charged}) => [estimated, charged])
    expect(charges(late)).to.deep.equal([[4, undefined]])
    expect(charges([...late, end])).to.deep.equal([[4, 5]])
  })

  describe('what kling saw a plugin send', () => {
    const at = new Date(start).toISOString()
    const intent = (more: object = {}) => ({...eventsOf({id: 'x', at, units: 4})[0]!, ...more})
    const priced = (more: object = {}) => ({
      ...{at, event: 'priced', id: 'p', of: 'x', kind: 'create', region: 'cn', plugin: 'one', units: 3},
      ...more,
    })
    const notTaken = {at, event: 'not_taken', id: 'p'}
    const finished = [
      {at, event: 'accepted', id: 'x', task_id: '7'},
      {at, event: 'state', task_id: '7', status: 'succeed', units: '5'},
    ]
    const spent = (...lines: object[]): number =>
      spentToday(() => lines as JournalLine[], {now: start, profile: undefined, inSandbox: false})
    const own = intent({plugin: 'one'})

    it('counts in the place of what the plugin noted itself', () => {
      expect(spent(own)).to.equal(4)
      expect(spent(own, priced())).to.equal(3)
      expect(spent(own, priced(), priced({id: 'q', units: 2}))).to.equal(5)
    })

    it('covers no task of the user, and none of another plugin', () => {
      expect(spent(intent(), priced())).to.equal(7)
      expect(spent(intent({plugin: 'two'}), priced())).to.equal(7)
    })

    it('covers nothing any more when it was refused', () => {
      expect(spent(own, priced(), notTaken)).to.equal(4)
      expect(spent(own, priced(), notTaken, notTaken)).to.equal(4)
      expect(spent(own, priced(), priced({id: 'q', units: 2}), notTaken)).to.equal(2)
    })

    it('brings the charge back of a task that ended meanwhile', () => {
      expect(spent(own, priced(), ...finished)).to.equal(3)
      expect(spent(own, priced(), ...finished, notTaken)).to.equal(5)
      expect(spent(own, ...finished, priced())).to.equal(8)
    })

    it('the request that is asked for covers as its line will', () => {
      const before = (...lines: object[]): number =>
        spentToday(() => lines as JournalLine[], {
          ...{now: start, profile: undefined, inSandbox: false},
          but: {id: 'x', plugin: 'one'},
        })
      expect(before(own)).to.equal(0)
      expect(before(own, priced())).to.equal(3)
      expect(before(intent())).to.equal(4)
      expect(before(intent({plugin: 'two'}))).to.equal(4)
    })
  })
})
