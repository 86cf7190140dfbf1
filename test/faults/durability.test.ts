import {expect} from 'chai'
import {existsSync, readFileSync} from 'node:fs'
import {basename} from 'node:path'
import {fastTimersFile, preload} from '../support/preload.js'
import type {RunResult} from '../support/run-kling.js'
import {type FaultFixture, create, pointAt, withFixture} from './fault-fixture.js'
import {RangeHost, size} from './range-host.js'

interface Bytes {
  from: number
  to: number
}

/** What the program did, and the files that it had written to by then without having synced them since. */
interface Call {
  call: 'rename' | 'link' | 'request' | 'print'
  dirty: string[]
  /** Of rename and link. */
  from?: string
  to?: string
  /** Of a request. */
  method?: string
  /** Of what is printed. */
  text?: string
  /** Of a note of a part: its content, and what of the part was on the disk by then. */
  note?: {ranges?: {missing: Bytes[]}}
  synced?: Bytes[]
}

const recorder = new URL('record-calls.mjs', import.meta.url)

/** Runs the program and reads what it did, in order. */
async function callsOf(
  fixture: FaultFixture,
  argv: string[],
  options: {preloaded?: URL[]; onStart?: (pid: number) => void} = {},
): Promise<{result: RunResult; calls: Call[]}> {
  const {preloaded = [fastTimersFile], onStart = () => {}} = options
  const file = fixture.path('calls')
  const env = {...preload(...preloaded, recorder), RECORDED_CALLS: file}
  const result = await fixture.kling(argv, {env, slow: true, onStart})
  const lines = readFileSync(file, 'utf8').trim().split('\n')
  return {result, calls: lines.map(line => JSON.parse(line) as Call)}
}

/** A power cut leaves what was synced; these hold whatever else it takes. */
describe('faults: what is on the disk, and when', () => {
  it('the intent is before the create is sent, and the task before it is printed', () =>
    withFixture({}, async fixture => {
      const {result, calls} = await callsOf(fixture, create())
      expect(result.code, result.stderr).to.equal(0)
      const sent = calls.filter(({method}) => method === 'POST')
      expect(sent).to.have.length(1)
      expect(sent[0]!.dirty).to.deep.equal([])
      const printed = calls.find(({text}) => text?.includes(fixture.server.service.onlyTask!.taskId))
      expect(printed!.dirty.filter(path => path.endsWith('.jsonl'))).to.deep.equal([])
      const events = fixture.journal().map(({event}) => event)
      expect(events.slice(0, 2)).to.deep.equal(['intent', 'accepted'])
    }))

  for (const force of [false, true])
    it(`a film is before it gets its name${force ? ', with --force' : ''}`, () =>
      withFixture({}, async fixture => {
        const argv = create('-o', 'cat.mp4', ...(force ? ['--force'] : []))
        const {result, calls} = await callsOf(fixture, argv)
        expect(result.code, result.stderr).to.equal(0)
        const naming = calls.filter(({to}) => to !== undefined && basename(to) === 'cat.mp4')
        expect(naming).to.have.length(1)
        expect(naming[0]!.dirty).to.not.include(naming[0]!.from)
      }))

  it('a settings file is before it takes the place of the old one', () =>
    withFixture({}, async fixture => {
      const {calls} = await callsOf(fixture, ['config', 'set', 'region', 'cn'])
      const naming = calls.filter(({to}) => to !== undefined && basename(to) === 'config.json')
      expect(naming).to.have.length(1)
      expect(naming[0]!.dirty).to.deep.equal([])
    }))

  it('the bytes of ranges are before a note counts them', () =>
    withFixture({queriesToEnd: 1}, async fixture => {
      const host = await new RangeHost().start()
      try {
        pointAt(fixture, host.url)
        host.turn = host.trickle
        const note = fixture.path('cat.mp4.part.json')
        const {task_id: taskId} = (await fixture.kling(create())).json
        let looking: NodeJS.Timeout | undefined
        const {calls} = await callsOf(
          fixture,
          ['video', 'download', String(taskId), '-o', 'cat.mp4', '--connections', '4'],
          {
            preloaded: [],
            onStart(pid) {
              looking = setInterval(() => {
                if (!existsSync(note)) return
                const {ranges} = JSON.parse(readFileSync(note, 'utf8')) as NonNullable<Call['note']>
                if (!ranges || bytesOf(ranges.missing) > size * 0.8) return
                clearInterval(looking)
                process.kill(pid, 'SIGKILL')
              }, 10)
            },
          },
        )
        clearInterval(looking)
        const notes = calls.filter(({note}) => note?.ranges)
        let most = 0
        for (const {note, synced} of notes) {
          const counted = without({from: 0, to: size}, note!.ranges!.missing)
          most = Math.max(most, bytesOf(counted))
          for (const range of counted) expect(without(range, synced!)).to.deep.equal([])
        }
        expect(most).to.be.above(size / 5)
      } finally {
        host.close()
      }
    }))
})

const bytesOf = (ranges: Bytes[]): number => ranges.reduce((sum, {from, to}) => sum + to - from, 0)

/** What is left of a range when others are taken out of it. */
function without(whole: Bytes, others: Bytes[]): Bytes[] {
  return others.reduce(
    (left, other) =>
      left
        .flatMap(({from, to}) => [
          {from, to: Math.min(to, other.from)},
          {from: Math.max(from, other.to), to},
        ])
        .filter(({from, to}) => from < to),
    [whole],
  )
}
