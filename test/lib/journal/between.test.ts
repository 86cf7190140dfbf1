import {expect} from 'chai'
import {readdirSync, writeFileSync} from 'node:fs'
import {JournalReader} from '../../../src/lib/journal/reader.js'
import {useFolder} from '../../support/folder.js'

const dayMs = 24 * 3600_000
const end = Date.parse('2026-03-20T12:00:00.000Z')

describe('the submissions between two times', () => {
  const own = useFolder()

  /** A journal of 60 days with tasks whose states come days after them, some lines of which are no events. */
  function write(tasks: number): void {
    const lines: {at: number; text: string}[] = []
    const add = (at: number, event: object): number =>
      lines.push({at, text: JSON.stringify({at: new Date(at).toISOString(), ...event})})
    for (let index = 0; index < tasks; index++) {
      const at = end - 60 * dayMs + (index * 60 * dayMs) / tasks
      const [id, task_id] = [`kling-${index}`, String(index)]
      add(at, {
        event: 'intent',
        id,
        kind: 'create',
        region: 'cn',
        base_url: 'https://x',
        prompt: 'x'.repeat(index % 90),
      })
      add(at + 1, {event: 'accepted', id, task_id})
      add(at + (index % 40) * dayMs, {event: 'state', task_id, status: 'succeed'})
      if (index % 3 === 0) add(at + 20 * dayMs, {event: 'downloaded', task_id, file: '/f', bytes: 1})
      if (index % 500 === 7) lines.push({at, text: 'garbled'})
    }
    const months = new Map<string, string>()
    for (const {at, text} of lines.sort((a, b) => a.at - b.at)) {
      const month = new Date(at).toISOString().slice(0, 7)
      months.set(month, `${months.get(month) ?? ''}${text}\n`)
    }
    for (const [month, text] of months) writeFileSync(own(`${month}.jsonl`), text)
  }

  for (const tasks of [0, 1, 20, 12_000]) {
    it(`${tasks} tasks: those that reading everything shows`, async () => {
      write(tasks)
      const reader = new JournalReader(own())
      for (const [from, to] of [
        [30, 27],
        [61, 0],
        [45, 44.9],
        [0.1, 0],
        [90, 70],
      ] as const) {
        const between = await reader.between(end - from * dayMs, end - to * dayMs)
        const since = await reader.since(end - from * dayMs)
        expect(between).to.deep.equal(since.filter(({created_at: at}) => Date.parse(at) <= end - to * dayMs))
      }
      expect(reader.isEmpty).to.equal(tasks === 0)
      expect(readdirSync(own()).some(name => name.endsWith('.index'))).to.equal(tasks > 1000)
    })
  }

  /** Intents a second apart until `end`, those of `wrong` at another time. */
  function writeClocks(count: number, wrong: (index: number) => number | undefined): void {
    const lines = Array.from({length: count}, (_, index) =>
      JSON.stringify({
        at: new Date(wrong(index) ?? end - (count - index) * 1000).toISOString(),
        event: 'intent',
        id: `kling-${index}`,
        kind: 'create',
        region: 'cn',
        base_url: 'https://x',
      }),
    )
    writeFileSync(own('2026-03.jsonl'), lines.join('\n') + '\n')
  }

  it('a line of a clock that is ahead hides none of those after it', async () => {
    writeClocks(100, index => (index === 10 ? end + 5 * dayMs : undefined))
    const found = await new JournalReader(own()).between(end - dayMs, end)
    expect(found).to.have.length(99)
  })

  for (const wrong of [0, 1]) {
    it(`lines of a clock that is behind hide none of those before them (${wrong})`, async () => {
      writeClocks(6000, index => (index % 2 === wrong ? end - 15 * dayMs : undefined))
      expect(await new JournalReader(own()).since(end - dayMs)).to.have.length(3000)
    })
  }
})
