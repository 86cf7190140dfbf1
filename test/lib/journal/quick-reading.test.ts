import {expect} from 'chai'
import fc from 'fast-check'
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import {Journal} from '../../../src/lib/journal/journal.js'
import type {JournalEvent, JournalLine} from '../../../src/lib/journal/types.js'
import {keysOf, parseLine} from '../../../src/lib/journal/event.js'
import {JournalReader} from '../../../src/lib/journal/reader.js'
import {RecordReducer, inListOrder, isPending, isUnsettled} from '../../../src/lib/journal/records.js'
import {useFolder} from '../../support/folder.js'

const ids = ['a', 'b', 'c', 'd', 'é']
const taskIds = ['1', '2', '3', 'a']
const months = ['2026-01', '2026-02', '2026-03']
const id = fc.constantFrom(...ids)
const task_id = fc.constantFrom(...taskIds)

/** Events of few ids, so that they meet in every way. */
const event: fc.Arbitrary<JournalEvent> = fc.oneof(
  fc.record({
    event: fc.constant('intent' as const),
    id,
    kind: fc.constantFrom('create', 'voice'),
    region: fc.constant('cn'),
    base_url: fc.constant('https://x.example'),
    plugin: fc.constantFrom(undefined, 'p', 'q'),
    output: fc.constantFrom(undefined, '/film.mp4'),
  }),
  fc.record({event: fc.constant('accepted' as const), id, task_id}),
  fc.record({event: fc.constant('refused' as const), id, code: fc.constant('no')}),
  fc.record({event: fc.constant('unknown' as const), id, code: fc.constant('lost')}),
  fc.record({event: fc.constantFrom('not_taken' as const, 'forgotten' as const), id}),
  fc.record({
    event: fc.constant('state' as const),
    task_id,
    status: fc.constantFrom('processing', 'succeed', 'failed'),
  }),
  fc.record({event: fc.constant('downloaded' as const), task_id, file: fc.constant('/f'), bytes: fc.nat()}),
  fc.record({
    event: fc.constant('seen' as const),
    task_id,
    kind: fc.constant('avatar'),
    base_url: fc.constant('x'),
  }),
)

/** What is done to the folder between two readings. */
type Act =
  | {act: 'append'; month: string; events: JournalEvent[]; bulk: boolean}
  | {act: 'tear'; month: string; text: string}
  | {act: 'edit'; month: string; at: number}
  | {act: 'cut'; month: string; share: number}
  | {act: 'drop'; file: number}
  | {act: 'flip'; file: number; at: number}
  | {act: 'link'; file: number}
  | {act: 'restore'; file: number}
  | {act: 'touch'; month: string}

const month = fc.constantFrom(...months)
const file = fc.nat(3)
const act: fc.Arbitrary<Act> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      act: fc.constant('append' as const),
      month,
      events: fc.array(event, {maxLength: 12}),
      bulk: fc.boolean(),
    }),
  },
  fc.record({
    act: fc.constant('tear' as const),
    month,
    text: fc.constantFrom(
      '{"at":"2026',
      '{"at":"x","event":"unknown","id":"b","code":"c"}',
      '\n\n',
      'null',
      '{"event":"intent"}\n{"event":"accepted","task_id":"1"}\n{"event":"accepted","id":"a"}\n{"event":"state"}',
    ),
  }),
  fc.record({act: fc.constant('edit' as const), month, at: fc.nat()}),
  fc.record({act: fc.constant('cut' as const), month, share: fc.double({min: 0, max: 1, noNaN: true})}),
  fc.record({act: fc.constant('drop' as const), file}),
  fc.record({act: fc.constant('flip' as const), file, at: fc.nat()}),
  fc.record({act: fc.constant('link' as const), file}),
  fc.record({act: fc.constant('restore' as const), file}),
  fc.record({act: fc.constant('touch' as const), month}),
)

describe('the quick reading of the journal', () => {
  const inFolder = useFolder()
  const folder = (...names: string[]) => inFolder('journal', ...names)
  const madeFiles = ['summary', ...months.map(name => `${name}.index`)].map(name => () => folder(name))
  let filler = 0
  let older = new Map<number, Buffer>()

  /** Many tasks, most of which ended long ago: enough for the files that quicken reading to be written. */
  function bulk(): string {
    const lines = Array.from({length: 1200}, () => {
      const own = `filler-${filler++}`
      const facts = {at: '2026-01-01T00:00:00.000Z', id: own}
      const intent = {...facts, event: 'intent', kind: 'create', region: 'cn', base_url: 'https://x.example'}
      const end =
        filler % 3 === 0 ? {event: 'accepted', task_id: `t-${filler}`} : {event: 'refused', code: 'no'}
      return `${JSON.stringify(intent)}\n${JSON.stringify({...facts, ...end})}\n`
    })
    return lines.join('')
  }

  const acts: {[K in Act['act']]: (act: Act & {act: K}) => void} = {
    append({month: name, events, bulk: isBulk}) {
      const lines = events.map(
        (one, index) => JSON.stringify({at: `${name}-01T00:00:0${index % 10}Z`, ...one}) + '\n',
      )
      const path = folder(`${name}.jsonl`)
      const isTorn = existsSync(path) && !readFileSync(path, 'latin1').endsWith('\n')
      appendFileSync(path, (isTorn ? '\n' : '') + lines.join('') + (isBulk ? bulk() : ''))
    },
    tear: ({month: name, text}) => appendFileSync(folder(`${name}.jsonl`), text),
    // A letter of some line is another one: a hand, or a disk.
    edit({month: name, at}) {
      const path = folder(`${name}.jsonl`)
      if (!existsSync(path)) return
      const text = readFileSync(path, 'latin1')
      const place = text.indexOf('"id":"', at % (text.length + 1)) + 6
      if (place > 6) writeFileSync(path, text.slice(0, place) + 'c' + text.slice(place + 1), 'latin1')
    },
    cut({month: name, share}) {
      const path = folder(`${name}.jsonl`)
      if (existsSync(path)) truncateSync(path, Math.floor(statSync(path).size * share))
    },
    drop: ({file: number}) => rmSync(madeFiles[number]!(), {force: true}),
    flip({file: number, at}) {
      const path = madeFiles[number]!()
      if (!existsSync(path)) return
      const bytes = readFileSync(path)
      if (bytes.length > 0) bytes[at % bytes.length]! ^= 1 << (at % 8)
      writeFileSync(path, bytes)
    },
    link({file: number}) {
      const path = madeFiles[number]!()
      if (!existsSync(path)) return
      writeFileSync(inFolder('elsewhere'), readFileSync(path))
      rmSync(path)
      symlinkSync(inFolder('elsewhere'), path)
    },
    // A file of an earlier time comes back, as from a backup.
    restore({file: number}) {
      const kept = older.get(number)
      if (kept) writeFileSync(madeFiles[number]!(), kept)
      else if (existsSync(madeFiles[number]!())) older.set(number, readFileSync(madeFiles[number]!()))
    },
    touch({month: name}) {
      if (existsSync(folder(`${name}.jsonl`))) utimesSync(folder(`${name}.jsonl`), 1, 1)
    },
  }

  /** All lines, read in the simplest way. */
  function allLines(): JournalLine[] {
    return readdirSync(folder())
      .filter(name => name.endsWith('.jsonl'))
      .sort()
      .flatMap(name => readFileSync(folder(name), 'utf8').split('\n'))
      .flatMap(text => parseLine(text) ?? [])
  }

  /** The lines that share a word with some words, or with lines that do, and so on. */
  function tied(lines: JournalLine[], words: string[]): JournalLine[] {
    const known = new Set(words)
    for (let size = -1; size !== known.size;) {
      size = known.size
      for (const line of lines)
        if (keysOf(line).some(key => known.has(key))) for (const key of keysOf(line)) known.add(key)
    }
    return lines.filter(line => keysOf(line).some(key => known.has(key)))
  }

  const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value))

  async function expectTheSame(): Promise<void> {
    const lines = allLines()
    const fold = new RecordReducer()
    for (const line of lines) fold.add(line)
    const records = inListOrder(fold.all())
    const journal = new JournalReader(folder())
    for (const limit of [3, 30, 100_000]) {
      const list = await journal.list(limit)
      expect(plain(list)).to.deep.equal(
        plain({
          records: records.slice(0, limit),
          total: records.length,
          unsettled: records.filter(isUnsettled).length,
        }),
      )
    }
    expect(plain(await journal.pending())).to.deep.equal(plain(records.filter(isPending)))
    for (const one of [...ids, ...taskIds, 'none', 'filler-7']) {
      const found = await journal.linesOf([one])
      expect(found).to.deep.equal(tied(lines, [one]))
      const own = new RecordReducer()
      for (const line of found) own.add(line)
      const isIt = (record: {id: string; task_id?: string | undefined}): boolean =>
        record.id === one || record.task_id === one
      expect(plain(inListOrder(own.all()).find(isIt) ?? {})).to.deep.equal(plain(records.find(isIt) ?? {}))
    }
    const plugin = lines.filter(line => line.event === 'intent' && line.plugin === 'p').flatMap(keysOf)
    expect(await journal.linesOfPlugin('p')).to.deep.equal(tied(lines, plugin))
  }

  it('tells the same as reading everything, whatever happens to the folder', async function () {
    this.timeout(300_000)
    await fc.assert(
      fc.asyncProperty(fc.array(act, {minLength: 1, maxLength: 12}), async plan => {
        rmSync(folder(), {recursive: true, force: true})
        mkdirSync(folder(), {mode: 0o700})
        older = new Map()
        for (const step of plan) {
          ;(acts[step.act] as (act: Act) => void)(step)
          await expectTheSame()
        }
      }),
      {numRuns: Number(process.env.JOURNAL_RUNS ?? 25)},
    )
  })

  it('is kept in private files, and nothing is lost with them', async () => {
    mkdirSync(folder(), {mode: 0o700})
    writeFileSync(folder('2026-01.jsonl'), bulk())
    const journal = new JournalReader(folder())
    const list = await journal.list(5)
    expect(list.total).to.equal(1200)
    const names = readdirSync(folder())
    expect(names).to.deep.equal(['2026-01.index', '2026-01.jsonl', 'summary'])
    for (const name of ['2026-01.index', 'summary']) {
      expect(statSync(folder(name)).mode & 0o777).to.equal(0o600)
      rmSync(folder(name))
    }
    expect(await journal.list(5)).to.deep.equal(list)
  })

  it('makes no files for a small journal', async () => {
    await new Journal(folder()).append({event: 'forgotten', id: 'a'})
    await new JournalReader(folder()).list(5)
    expect(readdirSync(folder())).to.have.length(1)
  })

  it('is right while others write', async () => {
    const journal = new Journal(folder(), () => Date.UTC(2026, 0, 15))
    mkdirSync(folder(), {mode: 0o700})
    writeFileSync(folder('2026-01.jsonl'), bulk())
    const writing = Array.from({length: 40}, async (_, index) => {
      const own = `own-${index}`
      await journal.append({event: 'intent', id: own, kind: 'create', region: 'cn', base_url: 'x'})
      await journal.append({event: 'accepted', id: own, task_id: `task-${index}`})
    })
    const reading = Array.from({length: 20}, () => new JournalReader(folder()).list(10))
    for (const {total} of await Promise.all(reading)) expect(total).to.be.within(1200, 1240)
    await Promise.all(writing)
    await expectTheSame()
  })
})
