import {expect} from 'chai'
import {layOutCaption, type MeasureText} from '../../src/render/caption-layout.js'
import {fontFamily, hasGlyph} from '../../src/render/fonts.js'
import {toLegibleText} from '../../src/render/legible-text.js'

const codeOf = (character: string): number => character.codePointAt(0)!

describe('render: glyph coverage', () => {
  it('has every glyph of common Latin and Chinese prompts', () => {
    const text =
      'The quick brown fox — “jumps” over 12 lazy dogs; naïve café, 50%! ' +
      '一位穿着米色风衣的女孩推开木窗，阳光洒在她的脸上。镜头跟随她的背影向前推进：“你好，夏天”！（慢动作）'
    expect([...text].filter(character => !hasGlyph(codeOf(character)))).to.deep.equal([])
  })

  it('knows what the font lacks, though its unicode ranges list it', () => {
    expect(hasGlyph(codeOf('🐱'))).to.equal(false)
    expect(hasGlyph(codeOf('한'))).to.equal(false)
  })

  it('names one family for each font file a text needs, Latin first', () => {
    const families = fontFamily('A 猫').split(', ')
    expect(families.length).to.be.greaterThan(1)
    expect(families[0]).to.contain('latin')
  })
})

describe('render: legible text', () => {
  const cases: [what: string, text: string, legible: string][] = [
    ['keeps what can be drawn', 'A cat 一只猫，“好”。', 'A cat 一只猫，“好”。'],
    ['names a run of emoji once', '猫🐱🐱‍👤 👍🏽!', '猫[emoji]!'],
    ['names a script, over spaces too', '한국어 텍스트 cat', '[Korean] cat'],
    ['keeps lines, drops empty ones and extra spaces', 'a \t b\r\n\r\n c', 'a b\nc'],
    ['drops control and direction characters', '\u202Ea\u0007b\u200B', 'ab'],
    ['puts the geta mark for a rare character', '𠮷野', '〓野'],
    ['composes accents', 'e\u0301', 'é'],
  ]
  for (const [what, text, legible] of cases)
    it(what, () => expect(toLegibleText(text, hasGlyph)).to.equal(legible))

  it('leaves nothing that has no glyph', () => {
    const legible = toLegibleText('a🇨🇳b 1️⃣ สวัสดี नमस्ते ﷽ \u{1F9FF} ❤️ x\u0323\u0301', hasGlyph)
    expect([...legible].filter(character => !hasGlyph(codeOf(character)))).to.deep.equal([])
  })
})

describe('render: caption layout', () => {
  /** One em for an ideograph, half for the rest. */
  const measure: MeasureText = text =>
    [...text].reduce((sum, character) => sum + (codeOf(character) > 0x2fff ? 1 : 0.5), 0)
  const box = {
    width: 200,
    steps: [
      {fontSize: 20, lines: 2},
      {fontSize: 10, lines: 3},
    ],
    pages: 2,
  }

  it('takes the largest size that fits on one page, in lines of even length', () => {
    const {fontSize, pages, cut} = layOutCaption('a short prompt here', {...box, width: 160}, measure)
    expect({fontSize, pages, cut}).to.deep.equal({
      fontSize: 20,
      pages: [['a short', 'prompt here']],
      cut: false,
    })
  })

  it('breaks Chinese anywhere but not before closing punctuation', () => {
    const {pages} = layOutCaption('一二三四五六七八九十，一二三', {...box, pages: 3}, measure)
    const lines = pages.flat()
    expect(lines.join('')).to.equal('一二三四五六七八九十，一二三')
    expect(lines.filter(line => /^[，。]/u.test(line))).to.deep.equal([])
  })

  it('breaks a word that is longer than a line', () => {
    const {pages} = layOutCaption('x'.repeat(50), box, measure)
    expect(pages.flat().join('')).to.equal('x'.repeat(50))
    expect(Math.max(...pages.flat().map(line => measure(line)))).to.be.at.most(20)
  })

  it('cuts 2500 characters to the pages there are, with an ellipsis', () => {
    const {fontSize, pages, cut} = layOutCaption('雪'.repeat(2500), box, measure)
    expect({fontSize, cut}).to.deep.equal({fontSize: 10, cut: true})
    expect(pages.map(page => page.length)).to.deep.equal([3, 3])
    expect(pages.at(-1)!.at(-1)).to.match(/雪…$/u)
  })
})
