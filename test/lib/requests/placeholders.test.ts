import {expect} from 'chai'
import {checkPlaceholders, unnamedInputs} from '../../../src/lib/requests/placeholders.js'
import {errorOf} from '../../support/failure.js'

describe('placeholders', () => {
  const good = [
    'no placeholder',
    '<<<image_1>>><<<image_2>>>',
    '<<<image_1>>> <<<image_1>>>',
    '<<image_9>>',
    '<<<image_x>>>',
    '<<<IMAGE_9>>>',
  ]
  for (const prompt of good) {
    it(`takes ${prompt}`, () => {
      expect(checkPlaceholders(prompt, {image: 2})).to.equal(undefined)
    })
  }

  const bad: [string, RegExp, RegExp][] = [
    ['<<<image_3>>>', /there are 2 images/, /<<<image_1>>> to <<<image_2>>>/],
    ['<<<image_0>>>', /<<<image_0>>>/, /image_1/],
    ['<<<image_1>>> <<<element_2>>>', /there is one element/, /Use <<<element_1>>>\.$/],
    ['<<<video_1>>>', /no video was given/, /Add the video/],
    ['<<<voice_1>>>', /no voice was given/, /remove <<<voice_1>>>/],
    ['<<<image_99999999999999999999>>>', /2 images/, /image_1/],
  ]
  for (const [prompt, message, hint] of bad) {
    it(`refuses ${prompt}`, () => {
      const error = errorOf(() => checkPlaceholders(prompt, {image: 2, element: 1, video: 0}))
      expect(error.code).to.equal('invalid_placeholder')
      expect(error.message).to.match(message)
      expect(error.fields.hint).to.match(hint)
    })
  }

  it('finds inputs that are never named', () => {
    expect(unnamedInputs('<<<image_1>>>', {image: 2, element: 1})).to.deep.equal([
      '<<<image_2>>>',
      '<<<element_1>>>',
    ])
    expect(unnamedInputs('', {})).to.deep.equal([])
  })
})
