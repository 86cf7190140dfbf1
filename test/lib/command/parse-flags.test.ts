import {expect} from 'chai'
import {seconds, units, wholeNumber} from '../../../src/lib/command/parse-flags.js'
import {jsonText, outputMode} from '../../../src/lib/terminal/output.js'
import {errorOf} from '../../support/failure.js'

describe('values of the command line', () => {
  it('whole numbers within bounds', () => {
    const limit = (text: string) => wholeNumber('limit', text, 1, 500, 'invalid_limit')
    expect([limit('1'), limit('500'), limit('030')]).to.deep.equal([1, 500, 30])
    for (const text of ['0', '501', '-1', '1.5', '1e2', '', ' 1', 'x', '٣']) {
      expect(errorOf(() => limit(text)).code, text).to.equal('invalid_limit')
    }
  })

  it('seconds and units', () => {
    expect([seconds('timeout', '60'), seconds('timeout', '0.5')]).to.deep.equal([60, 0.5])
    expect([units('max-cost', '0'), units('max-cost', '2.5')]).to.deep.equal([0, 2.5])
    for (const text of ['0', '-1', '86401', '1s', '', 'Infinity', '.5']) {
      expect(errorOf(() => seconds('timeout', text)).code, text).to.equal('invalid_argument')
    }
    for (const text of ['-1', '', '1,5', 'NaN']) {
      expect(errorOf(() => units('max-cost', text)).code, text).to.equal('invalid_argument')
    }
  })

  it('--json, then the setting, then the terminal choose the form of output', () => {
    const mode = (json: boolean, setting: string | undefined, stdoutIsTerminal: boolean) =>
      outputMode({json, setting, stdoutIsTerminal})
    expect(mode(true, 'text', true)).to.equal('json')
    expect([mode(false, 'text', false), mode(false, 'json', true)]).to.deep.equal(['text', 'json'])
    expect([mode(false, undefined, true), mode(false, undefined, false)]).to.deep.equal(['text', 'json'])
    expect(mode(false, 'xml', false)).to.equal('json')
  })

  it('JSON is one line for programs and holds no control characters', () => {
    const value = {text: '\u009B31m\u2028\u0000\n', n: 1}
    expect(jsonText(value, false)).to.equal('{"text":"\\u009b31m\\u2028\\u0000\\n","n":1}')
    expect(JSON.parse(jsonText(value, true))).to.deep.equal(value)
    expect(jsonText({a: 1}, true)).to.equal('{\n  "a": 1\n}')
  })
})
