import {expect} from 'chai'
import {chooseLanguage} from '../../../src/lib/i18n/choose-language.js'
import {language, msg, t, translate, useLanguage} from '../../../src/lib/i18n/translate.js'

describe('say', () => {
  afterEach(() => useLanguage('en'))

  it('English: the text as it is written, with its values', () => {
    expect(t`Task not found: ${7}.`).to.equal('Task not found: 7.')
    expect(t`${'a'} of ${'b'}`).to.equal('a of b')
  })

  it('Chinese: from the catalogue, values where they belong there', () => {
    useLanguage('zh')
    expect(language()).to.equal('zh')
    expect(t`Task not found: ${7}.`).to.equal('找不到任务：7。')
    expect(t`${'2 KB'} free in ${'/a'}`).to.equal('/a 剩余 2 KB')
  })

  it('what a catalogue lacks stays English', () => {
    useLanguage('zh')
    expect(t`Not in the catalogue: ${'{0}'} ${'{1}'}.`).to.equal('Not in the catalogue: {0} {1}.')
    expect(translate('{"a":1}')).to.equal('{"a":1}')
  })

  it('a text of a table is said when it is used', () => {
    const text = msg`Nothing was charged.`
    useLanguage('zh')
    expect(text).to.equal('Nothing was charged.')
    expect(translate(text)).to.equal('没有扣费。')
  })
})

describe('the choice of a language', () => {
  const cases: [Parameters<typeof chooseLanguage>[0], string][] = [
    [{flag: undefined, setting: undefined, env: {}}, 'en'],
    [{flag: 'en', setting: 'zh', env: {LANG: 'zh_CN.UTF-8'}}, 'en'],
    [{flag: undefined, setting: 'zh', env: {LANG: 'en_US.UTF-8'}}, 'zh'],
    [{flag: undefined, setting: 'fr', env: {LANG: 'zh_CN.UTF-8'}}, 'zh'],
    [{flag: undefined, setting: undefined, env: {LC_ALL: 'C.UTF-8', LANG: 'zh_CN.UTF-8'}}, 'en'],
    [{flag: undefined, setting: undefined, env: {LC_ALL: '', LC_MESSAGES: 'zh_HK', LANG: 'en_GB'}}, 'zh'],
    [{flag: undefined, setting: undefined, env: {LANG: 'zh_CN.UTF-8', LANGUAGE: 'en_US:zh_CN'}}, 'en'],
    [{flag: undefined, setting: undefined, env: {LANG: 'zha_CN'}}, 'en'],
  ]
  for (const [sources, wanted] of cases)
    it(`${JSON.stringify(sources)}: ${wanted}`, () => expect(chooseLanguage(sources)).to.equal(wanted))
})
