import {expect} from 'chai'
import {KlingError} from '../../../src/lib/errors/kling-error.js'
import {errorView, stackOf} from '../../../src/lib/view/error.js'
import {progressLine, transferView} from '../../../src/lib/view/progress.js'
import {fieldsView} from '../../../src/lib/view/records.js'
import {screenOf} from '../../../src/lib/view/screen.js'

const paint = (_format: unknown, text: string): string => text
const pipe = screenOf({}, {}, 0)

describe('views', () => {
  it('an error: what, what next, facts', () => {
    const fields = {hint: 'Wait.', api_code: 1303, request_id: 'r-1\u0007', billed: 'no'} as const
    expect(
      errorView(new KlingError('rate_limit', 'Busy\u001B[2J.', fields), paint, false).split('\n'),
    ).to.deep.equal([
      'Error: Busy[2J.',
      '→ Wait.',
      '  Nothing was charged.',
      '  rate_limit · API code 1303 · request r-1',
    ])
    const told = new KlingError('x', 'Y.', {hint: 'Nothing was charged.', billed: 'no'})
    expect(errorView(told, paint, false)).to.equal('Error: Y.\n→ Nothing was charged.\n  x')
  })

  it('--debug shows the stacks of an error and its causes, cleaned', () => {
    const error = new KlingError('x', 'Outer\u001B[2J.', {cause: new Error('Inner.')})
    const shown = errorView(error, paint, true)
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
      'long_name  a b',
    ])
    expect(fieldsView({}, pipe)).to.equal('')
  })

  it('a transfer: bar, share, rate and rest', () => {
    expect(transferView(500_000, 1_000_000, 1000)).to.equal(
      `${'█'.repeat(10)}${'░'.repeat(10)}  50 %  500.0 KB of 1.0 MB  500.0 KB/s  1 s left`,
    )
    expect(transferView(1000, undefined, 10)).to.equal('downloading  1.0 KB')
    expect(transferView(0, 100, 0)).to.equal(`${'░'.repeat(20)}  0 %  0 B of 100 B`)
    expect(transferView(200, 100, 1000)).to.match(/^█{20} {2}100 %/)
  })

  it('a progress line on a terminal only, wiped at the end', () => {
    const written: string[] = []
    const stream = (isTTY: boolean) => ({
      isTTY,
      columns: 20,
      write: (text: string) => void written.push(text),
    })
    for (const [isTTY, env] of [
      [false, {}],
      [true, {TERM: 'dumb'}],
      [true, {CI: 'true'}],
    ] as [boolean, object][]) {
      const none = progressLine(stream(isTTY), env as Record<string, string>, paint)
      none.show(() => 'x')
      none.clear()
    }
    expect(written).to.deep.equal([])
    const line = progressLine(stream(true), {}, paint)
    line.show(() => 'a text that is longer than the line')
    line.clear()
    line.clear()
    expect(written).to.deep.equal(['\r\u001B[K⠋ a text that is l', '\r\u001B[K'])
  })
})
