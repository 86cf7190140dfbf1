import {expect} from 'chai'
import {useRuns} from '../support/fixture.js'
import {expectError, expectSuccess} from '../support/outcome.js'

const video = 'https://x.example/v.mp4'

describe('values as people write them', () => {
  const bodies: [string[], Record<string, unknown>][] = [
    [['create', 'A cat', '--mode', '720p'], {mode: 'std', duration: '5'}],
    [['create', 'A cat', '--mode', '1080p', '-d', '10s'], {mode: 'pro', duration: '10'}],
    [['create-from-text', 'A cat', '--mode', '1080P', '-d', '10 s'], {mode: 'pro', duration: '10'}],
    [['create-motion-control', '-i', `${video}.png`, '-v', video, '-m', '1080p'], {mode: 'pro'}],
    [['create-avatar', '-i', `${video}.png`, '-a', `${video}.mp3`, '-m', '1080p'], {mode: 'pro'}],
  ]
  const ends = useRuns(bodies, (own, [argv]) => own.kling(['video', ...argv, '--dry-run']))
  for (const one of bodies) {
    const [argv, body] = one
    it(argv.join(' '), () => {
      expect(expectSuccess(ends(one).result).body).to.include(body)
    })
  }

  const range = /With text alone, kling-video-o1 supports 5 or 10 seconds, not /
  const errors: [string[], string, RegExp, RegExp][] = [
    [['create', 'A cat', '-d', '99'], 'invalid_duration', range, /./],
    [['create', 'A cat', '-d', '7'], 'invalid_duration', range, /Supported by kling-v3-omni/],
    [['create', 'A cat', '-d', '99', '-m', 'kling-v3-omni'], 'invalid_duration', /3–15 seconds/, /./],
    [['create', 'A cat', '-d', '99', '--base-video', video], 'invalid_duration', /seconds, not 99/, /./],
    [['create-from-text', 'A cat', '-d', '99'], 'invalid_duration', /kling-v2-6 supports 5 or 10/, /./],
    [['create-from-text', 'A cat', '-d', '7'], 'invalid_duration', /supports 5 or 10/, /by kling-v3\./],
    [
      ['create-motion-control', '-i', 'a.png', '-v', video, '-o', 'dance.mp4'],
      'invalid_orientation',
      /must be image or video/,
      /^Did you mean --output dance\.mp4\?/,
    ],
    [
      ['create-motion-control', '-i', 'a.png', '-v', video, '-o', '-'],
      'invalid_orientation',
      /./,
      /^Did you mean --output -\?/,
    ],
    [
      ['create-motion-control', '-i', 'a.png', '-v', video, '-o', 'left'],
      'invalid_orientation',
      /must be image or video/,
      /--help/,
    ],
    [
      ['create-motion-control', '-i', 'a.png', '-v', video, '-m', 'kling-v2-6'],
      'invalid_mode',
      /must be std or pro/,
      /^Did you mean --model kling-v2-6\?/,
    ],
    [['create', 'A cat', '--mode', 'kling-v3-omni'], 'invalid_mode', /./, /--model kling-v3-omni\?/],
    [['create-avatar', '-i', 'a.png', '-m', 'kling-v3'], 'invalid_mode', /./, /one model/],
  ]
  const errorEnds = useRuns(errors, (own, [argv]) => own.kling(['video', ...argv]))
  for (const one of errors) {
    const [argv, code, what, next] = one
    it(`${argv.join(' ')}: ${code}`, () => {
      const {message, hint} = expectError(errorEnds(one).result, code)
      expect(message).to.match(what)
      expect(hint).to.match(next)
    })
  }
})
