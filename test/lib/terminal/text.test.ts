import {expect} from 'chai'
import {
  displayWidth,
  escapeUnseen,
  fitText,
  hasColors,
  painter,
  plainText,
  screenText,
  formatBytes,
  formatSeconds,
} from '../../../src/lib/terminal/text.js'

/** A title that shows what it names without doing it. */
const escaped = (text: string): string =>
  JSON.stringify(text).replace(
    /[\u007F-\uFFFF]/g,
    char => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )

describe('text for people', () => {
  const dirty: [string, string][] = [
    ['plain, 猫, 🐱, é', 'plain, 猫, 🐱, é'],
    ['tab\tline\n', 'tab\tline\n'],
    ['\u001B[31mred\u001B[0m', '[31mred[0m'],
    ['bell\u0007 back\b null\0 del\u007F', 'bell back null del'],
    ['\u009B31m C1 \u0085', '31m C1 '],
    ['over\rwritten', 'overwritten'],
    ['zero\u200B\u200C\u200D\u200E\u200Fwidth\uFEFF', 'zerowidth'],
    ['line\u2028paragraph\u2029end', 'line paragraph end'],
    ['soft\u00ADhyphen \u061Cmark \u2060\u2061\u206Fnone', 'softhyphen mark none'],
    ['tag\u{E0041}\u{E007F}s \u{E0100}and \u3164fillers\uFFA0', 'tags and fillers'],
    ['👩\u200D👩\u200D👧 ❤\uFE0F\u200D🔥 👩🏽\u200D💻', '👩\u200D👩\u200D👧 ❤\uFE0F\u200D🔥 👩🏽\u200D💻'],
    ['a\u200D👩 👩\u200Db', 'a👩 👩b'],
    ['\u202Eturned\u202C \u2066isolated\u2069', 'turned isolated'],
  ]
  for (const [text, clean] of dirty) {
    it(`${escaped(text)} is shown as ${escaped(clean)}`, () => {
      expect(plainText(text)).to.equal(clean)
    })
  }

  it('a view keeps its colours and links, and nothing else', () => {
    const kept =
      '\u001B[1m\u001B[31mred\u001B[39m\u001B[22m \u001B]8;;https://x.example/a\u001B\\link\u001B]8;;\u001B\\'
    expect(screenText(kept)).to.equal(kept)
    const gone = '\u001B[8mhidden\u001B[2J\u001B]0;title\u0007\u001B]52;c;eA==\u0007\u001B[6n\u009B31m\u200B'
    expect(screenText(gone)).to.equal('[8mhidden[2J]0;title]52;c;eA==[6n31m')
  })

  it('JSON says the same, in characters that are seen', () => {
    const value = {a: 'x\u200B\u2028\u202E\u{E0041}\u009F\uFEFF👩\u200D👧\n', b: ['\u001B']}
    const json = escapeUnseen(JSON.stringify(value, undefined, 2))
    expect(JSON.parse(json)).to.deep.equal(value)
    expect(plainText(json)).to.equal(json)
    expect(json).to.include('👩\u200D👧')
  })

  const colors: [boolean, Record<string, string>, boolean][] = [
    [true, {}, true],
    [false, {}, false],
    [true, {TERM: 'dumb'}, false],
    [true, {NO_COLOR: '1'}, false],
    [true, {NO_COLOR: ''}, true],
    [true, {KLING_PLAIN: '1', FORCE_COLOR: '1'}, false],
    [false, {FORCE_COLOR: '1'}, true],
    [false, {FORCE_COLOR: '0'}, false],
    [true, {FORCE_COLOR: '0'}, false],
    [true, {FORCE_COLOR: '1', NO_COLOR: '1'}, false],
    [true, {FORCE_COLOR: '1', TERM: 'dumb'}, true],
  ]
  for (const [isTTY, env, wanted] of colors) {
    it(`${isTTY ? 'a terminal' : 'a pipe'} with ${JSON.stringify(env)}: ${wanted ? 'colours' : 'none'}`, () => {
      expect(hasColors({isTTY}, env)).to.equal(wanted)
      expect(painter({isTTY}, env)('red', 'x')).to.equal(wanted ? '\u001B[31mx\u001B[39m' : 'x')
    })
  }

  it('knows how wide text is on a terminal', () => {
    const widths = ['', 'abc', '猫', 'ピアノ', '한국', '🐱', 'é', 'e\u0301', '：', '𠮷', '©', '✓'].map(
      displayWidth,
    )
    expect(widths).to.deep.equal([0, 3, 2, 6, 4, 2, 1, 1, 2, 2, 1, 1])
    const pictures = ['👩‍🚀', '👨‍👩‍👧', '🇨🇳', '👍🏽', '❤️', '1️⃣', '⏱️', 'a👩‍🚀b'].map(displayWidth)
    expect(pictures).to.deep.equal([2, 2, 2, 2, 2, 2, 2, 4])
  })

  const cuts: [string, number, string][] = [
    ['abc', 3, 'abc'],
    ['abcd', 3, 'ab…'],
    ['一只猫在弹琴', 12, '一只猫在弹琴'],
    ['一只猫在弹琴', 11, '一只猫在弹…'],
    ['一只猫在弹琴', 10, '一只猫在…'],
    ['a cat plays', 6, 'a cat…'],
    ['a cat plays', 3, 'a…'],
    ['👩‍🚀👩‍🚀', 3, '👩‍🚀…'],
    ['e\u0301e\u0301e\u0301', 2, 'e\u0301…'],
    ['abc', 1, '…'],
    ['abc', 0, ''],
  ]
  for (const [text, width, cut] of cuts) {
    it(`${escaped(text)} in ${width} columns is ${escaped(cut)}`, () => {
      expect(fitText(text, width)).to.equal(cut)
      expect(displayWidth(cut)).to.be.at.most(width)
    })
  }

  it('says bytes and times', () => {
    expect([0, 999, 1000, 1_234_567, 5e9, 2e12].map(formatBytes)).to.deep.equal([
      '0 B',
      '999 B',
      '1.0 KB',
      '1.2 MB',
      '5.0 GB',
      '2000.0 GB',
    ])
    expect([0, 59.9, 60, 125, 3600].map(formatSeconds)).to.deep.equal([
      '0 s',
      '59 s',
      '1 min 00 s',
      '2 min 05 s',
      '60 min 00 s',
    ])
  })
})
