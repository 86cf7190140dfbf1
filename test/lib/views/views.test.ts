import {expect} from 'chai'
import {KlingError} from '../../../src/lib/errors/kling-error.js'
import {errorView, stackOf} from '../../../src/lib/views/error.js'
import {
  progressLine,
  transferState,
  transferView,
  waitingForAllView,
  waitingView,
} from '../../../src/lib/terminal/progress.js'
import {fieldsView} from '../../../src/lib/terminal/table.js'
import {screenOf} from '../../../src/lib/terminal/screen.js'

const paint = (_format: unknown, text: string): string => text
const pipe = screenOf({}, {}, 0)

describe('views', () => {
  it('an error: what, what next, facts', () => {
    const fields = {hint: 'Wait.', api_code: 1303, request_id: 'r-1\u0007', billed: 'no'} as const
    expect(
      errorView(new KlingError('rate_limit', 'Busy\u001B[2J.', fields), pipe, false).split('\n'),
    ).to.deep.equal([
      'Error: Busy[2J.',
      '→ Wait.',
      '  Nothing was charged.',
      '  rate_limit · API code 1303 · request r-1',
    ])
    const charged = new KlingError('x', 'Y.', {hint: 'Nothing was charged.', billed: 'no'})
    expect(errorView(charged, pipe, false)).to.equal('Error: Y.\n→ Nothing was charged.\n  x')
    const plain = screenOf({}, {KLING_PLAIN: '1'}, 0)
    expect(errorView(charged, plain, false)).to.equal('Error: Y.\nHint: Nothing was charged.\n  x')
  })

  for (const code of ['cancelled', 'interrupted', 'terminated'])
    it(`${code} is not called an error`, () => {
      const stop = new KlingError(code, 'Nothing was charged.', {hint: 'Run it again.', billed: 'no'})
      expect(errorView(stop, pipe, false)).to.equal(`Nothing was charged.\n→ Run it again.\n  ${code}`)
    })

  it('--debug shows the stacks of an error and its causes, cleaned', () => {
    const error = new KlingError('x', 'Outer\u001B[2J.', {cause: new Error('Inner.')})
    const shown = errorView(error, pipe, true)
    expect(shown).to.match(/KlingError: Outer[\s\S]*Caused by: Error: Inner\./)
    expect(shown).to.not.include('\u001B')
    expect(stackOf('text')).to.equal('text')
  })

  it('fields under one another, empty ones left out', () => {
    const fields = {id: '1', no: undefined, none: null, empty: '', zero: 0, object: {a: 1}, long_name: 'a\nb'}
    expect(fieldsView(fields, pipe).split('\n')).to.deep.equal([
      'id         1',
      'zero       0',
      'object     {"a":1}',
      'long name  a b',
    ])
    expect(fieldsView({}, pipe)).to.equal('')
  })

  it('a transfer: bar, share, rate and rest', () => {
    const transfer = {done: 500_000, total: 1_000_000, fresh: 500_000, elapsedMs: 1000}
    const bar = (full: number, empty: number): string => '█'.repeat(full) + '░'.repeat(empty)
    expect(transferView(transfer, 80)).to.equal(
      `${bar(10, 10)}  50 %  500.0 KB of 1.0 MB  500.0 KB/s  1 s left`,
    )
    // What an earlier run fetched says nothing of the rate.
    expect(transferView({...transfer, fresh: 100_000}, 80)).to.include('100.0 KB/s  5 s left')
    expect(transferView(transfer, 37)).to.equal(`${bar(4, 4)}  50 %  500.0 KB of 1.0 MB`)
    const first = {done: 1000, total: undefined, fresh: 0, elapsedMs: 10}
    expect(transferView(first, 80)).to.equal('downloading  1.0 KB')
    expect(transferView({...first, done: 0, total: 100}, 80)).to.equal(`${bar(0, 20)}  0 %  0 B of 100 B`)
    expect(transferView({...transfer, done: 200, total: 100}, 80)).to.match(/^█{20} {2}100 %/)
  })

  it('a transfer in a log: a line for each quarter', () => {
    const states = [0, 24, 25, 60, 100].map(done =>
      transferState({done, total: 100, fresh: 0, elapsedMs: 0}, 'cat.mp4'),
    )
    expect(states.map(state => state.match(/: (.*)\./)?.[1])).to.deep.equal([
      undefined,
      undefined,
      '25 %',
      '50 %',
      '100 %',
    ])
    expect(transferState({done: 1, total: undefined, fresh: 0, elapsedMs: 0}, 'cat.mp4')).to.equal(
      'Downloading cat.mp4.',
    )
  })

  it('a wait: state, time, what is usual, as far as there is room', () => {
    const waiting = {
      taskId: '847487393472614443',
      status: 'processing',
      elapsedSeconds: 12,
      typicalSeconds: 90,
    }
    expect(waitingView(waiting, 80)).to.equal('processing  12 s, usually 1 min 30 s  847487393472614443')
    expect(waitingView(waiting, 37)).to.equal('processing  12 s, usually 1 min 30 s')
    expect(waitingView({...waiting, typicalSeconds: undefined}, 37)).to.equal(
      'processing  12 s  847487393472614443',
    )
  })

  it('a wait for several: how many are done, and in which states', () => {
    const states = ['succeed', 'failed', 'processing', 'processing', 'submitted']
    expect(waitingForAllView(states, 80, 80)).to.equal(
      '2 of 5 done  1 min 20 s  1 failed  1 submitted  2 processing',
    )
    expect(waitingForAllView(states, 80, 30)).to.equal('2 of 5 done  1 min 20 s')
  })

  const screenLike = (isTTY: boolean) => {
    const written: string[] = []
    return {written, stream: {isTTY, columns: 20, write: (text: string) => void written.push(text)}}
  }

  it('a progress line on a terminal, wiped at the end', () => {
    const {stream, written} = screenLike(true)
    const line = progressLine(stream, {}, paint)
    line.show(() => '一个比这一行更长的句子', 'state')
    line.clear()
    line.clear()
    expect(written).to.deep.equal(['\r⠋ 一个比这一行更长…\u001B[K', '\r\u001B[K'])
  })

  for (const [isTTY, env] of [
    [false, {}],
    [true, {CI: 'true'}],
  ] as [boolean, Record<string, string>][]) {
    it(`no progress line on ${isTTY ? 'a terminal' : 'a pipe'} with ${JSON.stringify(env)}`, () => {
      const {stream, written} = screenLike(isTTY)
      const none = progressLine(stream, env, paint)
      none.show(() => 'x', 'state')
      none.clear()
      expect(written).to.deep.equal([])
    })
  }

  for (const [isTTY, env] of [
    [true, {TERM: 'dumb'}],
    [true, {KLING_PLAIN: '1'}],
    [false, {KLING_PLAIN: '1', CI: 'true'}],
  ] as [boolean, Record<string, string>][]) {
    it(`lines, one for each state, on ${isTTY ? 'a terminal' : 'a pipe'} with ${JSON.stringify(env)}`, () => {
      const {stream, written} = screenLike(isTTY)
      const lines = progressLine(stream, env, paint)
      for (const state of [undefined, 'sent', 'sent', 'made']) lines.show(() => 'x', state)
      lines.clear()
      expect(written).to.deep.equal(['sent\n', 'made\n'])
    })
  }
})
