import {expect} from 'chai'
import {readFileSync, readdirSync} from 'node:fs'
import {fileURLToPath} from 'node:url'
import {join} from 'node:path'
import {chinese, t, useLanguage} from '../../../src/gallery-page/texts.js'

const page = fileURLToPath(new URL('../../../src/gallery-page', import.meta.url))
const sources = readdirSync(page)
  .filter(name => name.endsWith('.ts') && name !== 'texts.ts')
  .map(name => readFileSync(join(page, name), 'utf8'))
  .join('\n')
const placeholders = (text: string): string[] => (text.match(/\{\d\}/g) ?? []).sort()

// That none is missing is held by the types: `t` takes what the table has.
describe('texts of the gallery', () => {
  afterEach(() => useLanguage('en'))

  it('are Chinese in Chinese, with the same values', () => {
    for (const [english, text] of Object.entries(chinese)) {
      if (english !== '{0} of {1}') expect(text, english).to.match(/\p{Script=Han}/u)
      expect(placeholders(text), english).to.deep.equal(placeholders(english))
    }
  })

  it('are all used', () => {
    for (const english of Object.keys(chinese)) {
      const isUsed = [`'${english.replaceAll("'", "\\'")}'`, `"${english}"`].some(text =>
        sources.includes(text),
      )
      expect(isUsed, english).to.equal(true)
    }
  })

  it('are filled in', () => {
    expect(t('{0} of {1}', 3, 10)).to.equal('3 of 10')
    useLanguage('zh')
    expect(t('{0} clips', 7)).to.equal('7 个视频')
  })
})
