import {listOf} from '../../../src/lib/i18n/list.js'
import {expect} from 'chai'
import {checkOneOf, quote} from '../../../src/lib/errors/check-one-of.js'
import {
  checkElementIds,
  checkModelValues,
  checkPrompt,
  checkVideoUrl,
} from '../../../src/lib/requests/values.js'
import {errorOf} from '../../support/failure.js'

describe('checks of single values', () => {
  it('a prompt is needed and counted in characters, not in units of UTF-16', () => {
    expect(checkPrompt('猫'.repeat(2500))).to.equal(undefined)
    expect(checkPrompt('🐱'.repeat(2500))).to.equal(undefined)
    expect(errorOf(() => checkPrompt('🐱'.repeat(2501))).fields.hint).to.match(/by 1 character/)
    expect(errorOf(() => checkPrompt(undefined)).code).to.equal('missing_prompt')
    expect(errorOf(() => checkPrompt('')).code).to.equal('missing_prompt')
    expect(checkPrompt(undefined, {optional: true})).to.equal(undefined)
  })

  it('the values of a model', () => {
    const check = (model: string, mode: string, duration?: string, unchecked = false) =>
      checkModelValues('omni-video', {model, mode, duration, unchecked})
    expect(check('kling-video-o1', 'std', '10')).to.equal(undefined)
    expect(check('kling-v3-omni', '4k', '15')).to.equal(undefined)
    expect(check('any', 'any', '60', true)).to.equal(undefined)
    const codes = [
      () => check('kling-video-01', 'pro', '5'),
      () => check('kling-video-o1', 'fast', '5'),
      () => check('kling-video-o1', '4k', '5'),
      () => checkModelValues('text2video', {model: 'kling-v2-6', mode: 'std', duration: '16'}),
      () => check('any', 'any', '0', true),
    ].map(call => errorOf(call).code)
    expect(codes).to.deep.equal([
      'invalid_model',
      'invalid_mode',
      'invalid_mode',
      'invalid_duration',
      'invalid_duration',
    ])
  })

  it('one of a list, URLs and element ids', () => {
    expect(errorOf(() => checkOneOf('invalid_ratio', 'ratio', '16:8', ['16:9', '1:1'])).message).to.equal(
      '--ratio must be 16:9 or 1:1, not "16:8" (did you mean 16:9?).',
    )
    expect(checkVideoUrl('ref-video', 'HTTPS://x.example/a')).to.equal(undefined)
    for (const url of ['a.mp4', 'https://', 'file:///a', 'http://a b']) {
      expect(errorOf(() => checkVideoUrl('ref-video', url)).code, url).to.equal('invalid_argument')
    }
    expect(checkElementIds(['1', '9223372036854775807'])).to.equal(undefined)
    for (const id of ['', 'a', '-1', '1.5', '98765432109876543210']) {
      expect(errorOf(() => checkElementIds([id])).code, id).to.equal('invalid_argument')
    }
  })

  it('words for messages', () => {
    expect([listOf([]), listOf(['a']), listOf(['a', 'b']), listOf(['a', 'b', 'c'])]).to.deep.equal([
      '',
      'a',
      'a or b',
      'a, b or c',
    ])
    expect(quote('short')).to.equal('"short"')
    expect(quote('x'.repeat(50))).to.equal(`"${'x'.repeat(40)}…"`)
  })
})
