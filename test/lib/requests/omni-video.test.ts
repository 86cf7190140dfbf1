import type {FileValue} from '../../../src/lib/media/types.js'
import {expect} from 'chai'
import {FileRef} from '../../../src/lib/http/streaming-body.js'
import {type OmniVideoOptions, omniVideo, unnamedOmniInputs} from '../../../src/lib/requests/omni-video.js'
import {errorOf} from '../../support/failure.js'

const plain: OmniVideoOptions = {
  prompt: 'A cat',
  shots: [],
  references: [],
  elements: [],
  model: 'kling-video-o1',
  mode: 'pro',
  duration: '5',
  ratio: '16:9',
}
const video = 'https://x.example/in.mp4'
const v3 = {model: 'kling-v3-omni'}

function build(changes: Partial<OmniVideoOptions>) {
  const options = {...plain, ...changes}
  omniVideo.checkValues(options)
  const files = new Map<string, FileValue>(omniVideo.files(options).map(({role, input}) => [role, input]))
  return JSON.parse(JSON.stringify(omniVideo.body(options, files))) as Record<string, unknown>
}

const numbers = (from: number, to: number): string[] =>
  Array.from({length: to - from + 1}, (_, index) => String(from + index))

describe('omni video', () => {
  it('leaves out what was not asked for', () => {
    expect(build({})).to.deep.equal({
      model_name: 'kling-video-o1',
      prompt: 'A cat',
      mode: 'pro',
      duration: '5',
      aspect_ratio: '16:9',
    })
  })

  it('puts frames before references, whatever their form', () => {
    const options = {...plain, firstFrame: 'a', lastFrame: 'b', references: ['c', 'd'], ...v3}
    const file = new FileRef('a', 7)
    const files = new Map<string, FileValue>([
      ['first', file],
      ['last', 'BASE64'],
      ['reference 0', 'https://x.example/c'],
      ['reference 1', 'OTHER'],
    ])
    expect(omniVideo.body(options, files).image_list).to.deep.equal([
      {image_url: file, type: 'first_frame'},
      {image_url: 'BASE64', type: 'end_frame'},
      {image_url: 'https://x.example/c'},
      {image_url: 'OTHER'},
    ])
    expect(omniVideo.files(options).map(({role, errorPrefix}) => [role, errorPrefix])).to.deep.equal([
      ['first', 'frame'],
      ['last', 'frame'],
      ['reference 0', 'ref_image'],
      ['reference 1', 'ref_image'],
    ])
  })

  it('a ratio goes with text, references and a reference video, not with frames or a base video', () => {
    expect(build({references: ['a']}).aspect_ratio).to.equal('16:9')
    expect(build({featureVideo: video}).aspect_ratio).to.equal('16:9')
    expect(build({firstFrame: 'a'})).to.not.have.property('aspect_ratio')
    expect(build({firstFrame: 'a', featureVideo: video})).to.not.have.property('aspect_ratio')
    expect(build({baseVideo: video})).to.not.have.any.keys('aspect_ratio', 'duration')
  })

  /** What is given → the durations that kling-video-o1 makes of it. */
  const durations: [string, Partial<OmniVideoOptions>, string[]][] = [
    ['text', {}, ['5', '10']],
    ['a first frame', {firstFrame: 'a'}, ['5', '10']],
    ['first and last frame', {firstFrame: 'a', lastFrame: 'b'}, numbers(3, 10)],
    ['references', {references: ['a']}, numbers(3, 10)],
    ['elements', {elements: ['1']}, numbers(3, 10)],
    ['a first frame and references', {firstFrame: 'a', references: ['b']}, numbers(3, 10)],
    ['a reference video', {featureVideo: video}, numbers(3, 10)],
    ['text, kling-v3-omni', v3, numbers(3, 15)],
    ['references, kling-v3-omni', {references: ['a'], ...v3}, numbers(3, 15)],
  ]
  for (const [what, changes, allowed] of durations) {
    it(`${what}: ${allowed.join(' ')} seconds`, () => {
      const fit = numbers(1, 20).filter(duration => {
        try {
          return build({...changes, duration}).duration === duration
        } catch (error) {
          expect((error as {code: string}).code).to.equal('invalid_duration')
          return false
        }
      })
      expect(fit).to.deep.equal(allowed)
    })
  }

  const eight = Array(8).fill('a') as string[]
  const wrong: [string, Partial<OmniVideoOptions>, string][] = [
    ['no prompt', {prompt: undefined}, 'missing_prompt'],
    ['a long prompt', {prompt: 'x'.repeat(2501)}, 'invalid_prompt'],
    ['an unknown model', {model: 'kling-v1'}, 'invalid_model'],
    ['an unknown mode', {mode: 'best'}, 'invalid_mode'],
    ['a mode of another model', {mode: '4k'}, 'invalid_mode'],
    ['a ratio', {ratio: '4:3'}, 'invalid_ratio'],
    ['an element that is no number', {elements: ['x1']}, 'invalid_argument'],
    ['a local reference video', {featureVideo: 'a.mp4'}, 'invalid_argument'],
    ['a local base video', {baseVideo: '/a.mp4'}, 'invalid_argument'],
    ['two videos', {featureVideo: video, baseVideo: video}, 'conflicting_video_flags'],
    ['a last frame alone', {lastFrame: 'a'}, 'last_frame_requires_first'],
    ['a base video and a frame', {baseVideo: video, firstFrame: 'a'}, 'conflicting_video_flags'],
    ['8 images', {references: eight}, 'too_many_images'],
    ['7 images and a frame', {firstFrame: 'a', references: eight.slice(1)}, 'too_many_images'],
    ['4 images, 4 elements', {references: eight.slice(4), elements: ['1', '2', '3', '4']}, 'too_many_images'],
    ['5 images with a video', {featureVideo: video, references: eight.slice(3)}, 'too_many_images'],
    [
      '5 elements with a base video',
      {baseVideo: video, elements: ['1', '2', '3', '4', '5']},
      'too_many_images',
    ],
    ['two frames and a reference', {firstFrame: 'a', lastFrame: 'b', references: ['c']}, 'too_many_images'],
    ['two frames and an element', {firstFrame: 'a', lastFrame: 'b', elements: ['1']}, 'incompatible_element'],
    [
      'a frame and 4 elements, kling-v3-omni',
      {firstFrame: 'a', elements: ['1', '2', '3', '4'], ...v3},
      'incompatible_element',
    ],
    ['sound of a silent model', {sound: true}, 'incompatible_sound'],
    ['a placeholder for nothing', {prompt: '<<<image_1>>>'}, 'invalid_placeholder'],
  ]
  for (const [what, changes, code] of wrong) {
    it(`${what}: ${code}`, () => {
      expect(errorOf(() => build(changes)).code).to.equal(code)
    })
  }

  const limits: [string, Partial<OmniVideoOptions>][] = [
    ['7 images', {references: eight.slice(1)}],
    ['3 images and 4 elements', {references: eight.slice(5), elements: ['1', '2', '3', '4']}],
    ['4 images with a video', {featureVideo: video, references: eight.slice(4)}],
    [
      '2 images and 2 elements with a base video',
      {baseVideo: video, references: ['a', 'b'], elements: ['1', '2']},
    ],
    ['a frame and 3 elements', {firstFrame: 'a', elements: ['1', '2', '3']}],
    ['a frame and 4 elements, of which sources disagree', {firstFrame: 'a', elements: ['1', '2', '3', '4']}],
    [
      'both frames and a reference, kling-v3-omni',
      {firstFrame: 'a', lastFrame: 'b', references: ['c'], ...v3},
    ],
    ['an element of 19 digits', {elements: ['9223372036854775807']}],
    ['placeholders', {prompt: '<<<image_2>>> <<<video_1>>>', references: ['a', 'b'], featureVideo: video}],
  ]
  for (const [what, changes] of limits) it(`takes ${what}`, () => expect(build(changes)).to.be.an('object'))

  it('--unchecked leaves the catalogue out, not the rules of the command', () => {
    const unknown = {unchecked: true, model: 'kling-v9', mode: '8k', duration: '60', references: eight}
    expect(build(unknown)).to.include({model_name: 'kling-v9', mode: '8k', duration: '60'})
    expect(errorOf(() => build({...unknown, duration: '5.5'})).code).to.equal('invalid_duration')
    expect(errorOf(() => build({...unknown, lastFrame: 'a'})).code).to.equal('last_frame_requires_first')
    const lifted = {ratio: '4:3', prompt: 'x'.repeat(3000), shots: []}
    expect(build({...unknown, ...lifted})).to.include({aspect_ratio: '4:3', prompt: lifted.prompt})
    const shots = Array.from({length: 7}, () => ({seconds: 20, prompt: 'x'.repeat(600)}))
    expect(build({...unknown, duration: '140', shots}).multi_prompt).to.have.length(7)
  })

  it('names inputs that the prompt does not name; frames need no name', () => {
    const options = {...plain, firstFrame: 'a', references: ['b', 'c'], elements: ['1'], featureVideo: video}
    expect(unnamedOmniInputs({...options, prompt: 'See <<<image_3>>>'})).to.deep.equal([
      '<<<image_2>>>',
      '<<<element_1>>>',
      '<<<video_1>>>',
    ])
    expect(unnamedOmniInputs(plain)).to.deep.equal([])
  })
})
