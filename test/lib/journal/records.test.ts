import {expect} from 'chai'
import type {JournalEvent, JournalLine} from '../../../src/lib/journal/types.js'
import {isOpen, isUnsettled, lacksDownload, readRecords} from '../../../src/lib/journal/records.js'

async function* linesOf(events: JournalEvent[]): AsyncGenerator<JournalLine> {
  for (const [index, event] of events.entries()) yield {...event, at: `2026-01-01T00:00:0${index}.000Z`}
}

const intent = (id: string, output?: string): JournalEvent => ({
  event: 'intent',
  id,
  kind: 'create',
  region: 'cn',
  base_url: 'https://x.example',
  output,
})
const accepted: JournalEvent = {event: 'accepted', id: 'a', task_id: '7'}

describe('records of the journal', () => {
  const cases: [string, JournalEvent[], object][] = [
    ['a bare intent', [], {state: 'sending'}],
    [
      'refused',
      [{event: 'refused', id: 'a', code: 'content_policy'}],
      {state: 'refused', reason: 'content_policy'},
    ],
    ['unknown', [{event: 'unknown', id: 'a', code: 'timeout'}], {state: 'unknown'}],
    ['not taken', [{event: 'not_taken', id: 'a'}], {state: 'not_taken'}],
    [
      'not reached',
      [{event: 'not_taken', id: 'a', code: 'connection_error'}],
      {state: 'not_taken', reason: 'connection_error'},
    ],
    ['accepted', [accepted], {state: 'submitted', task_id: '7'}],
    [
      'accepted after another process looked for it too early',
      [{event: 'not_taken', id: 'a'}, accepted],
      {state: 'submitted', task_id: '7'},
    ],
    ['running', [accepted, {event: 'state', task_id: '7', status: 'processing'}], {state: 'processing'}],
    [
      'done',
      [accepted, {event: 'state', task_id: '7', status: 'succeed', units: '4'}],
      {state: 'succeed', units_charged: '4'},
    ],
    ['downloaded', [accepted, {event: 'downloaded', task_id: '7', file: '/a', bytes: 1}], {downloaded: '/a'}],
  ]
  for (const [what, events, facts] of cases) {
    it(what, async () => {
      const [record] = await readRecords(linesOf([intent('a', '/a'), ...events]))
      expect(record).to.deep.include({id: 'a', created_at: '2026-01-01T00:00:00.000Z', ...facts})
      expect(record!.updated_at).to.equal(`2026-01-01T00:00:0${events.length}.000Z`)
    })
  }

  it('come with unsettled ones first, then the newest; forgotten ones are gone', async () => {
    const done: JournalEvent = {event: 'refused', id: 'b', code: 'x'}
    const events = [
      intent('a'),
      intent('b'),
      done,
      intent('c'),
      accepted,
      {event: 'forgotten', id: 'c'},
      intent('d'),
    ]
    const records = await readRecords(linesOf(events as JournalEvent[]))
    expect(records.map(({id}) => id)).to.deep.equal(['d', 'b', 'a'])
  })

  it('know what is open, unsettled and not downloaded', async () => {
    const [sending] = await readRecords(linesOf([intent('a', '/a')]))
    expect([isUnsettled(sending!), isOpen(sending!), lacksDownload(sending!)]).to.deep.equal([
      true,
      false,
      false,
    ])
    const [running] = await readRecords(linesOf([intent('a', '/a'), accepted]))
    expect([isUnsettled(running!), isOpen(running!), lacksDownload(running!)]).to.deep.equal([
      false,
      true,
      true,
    ])
  })
})
