import {expect} from 'chai'
import {expectError} from '../support/outcome.js'
import {png} from '../support/pictures.js'
import {useRuns, useFixture} from '../support/fixture.js'

const image = 'https://example.com/a.png'

/** What is wrong at each step, in the order in which it is to be reported. */
const steps: {code: string; prompt?: string; argv?: string[]; env?: Record<string, undefined>}[] = [
  {code: 'missing_prompt', prompt: ''},
  {code: 'invalid_mode', argv: ['--mode', 'best']},
  {code: 'frame_not_found', argv: ['--first-frame', 'none.png']},
  {code: 'conflicting_video_flags', argv: ['--ref-video', image, '--base-video', image]},
  {code: 'missing_api_key', env: {KLING_ACCESS_KEY: undefined, KLING_SECRET_KEY: undefined}},
  {code: 'invalid_image', argv: ['--ref-image', 'small.png']},
]

/** Several faults at once → what is reported. */
const cases: {title: string; faults: typeof steps}[] = [
  ...steps.map((_, index) => ({title: 'of all from here', faults: steps.slice(index)})),
  ...steps.flatMap((first, index) =>
    steps.slice(index + 2).map(second => ({title: `before ${second.code}`, faults: [first, second]})),
  ),
]

const pairs: [string, string[], string][] = [
  ['a bad duration before a file that is missing', ['-d', 'x', '-i', 'none.png'], 'invalid_duration'],
  ['a bad ratio before a last frame alone', ['-r', '4:3', '--last-frame', image], 'invalid_ratio'],
  ['a bad flag value before a file', ['--timeout', 'x', '-i', 'none.png'], 'invalid_argument'],
  ['a file before an output that is there', ['-i', 'none.png', '-o', 'small.mp4'], 'frame_not_found'],
  ['an output that is there before keys', ['-o', 'small.mp4'], 'output_exists'],
]

describe('the order of checks', () => {
  const ends = useRuns(cases, (fixture, {faults}) => {
    fixture.write('small.png', png(10, 10))
    const prompt = faults.find(fault => fault.prompt !== undefined)?.prompt ?? 'A cat'
    const argv = ['video', 'create', prompt, ...faults.flatMap(fault => fault.argv ?? [])]
    const env = Object.assign({}, ...faults.map(fault => fault.env ?? {})) as Record<string, undefined>
    return fixture.kling(argv, {env})
  })
  for (const one of cases) {
    it(`${one.faults[0]!.code} ${one.title}`, () => {
      const {fixture, result} = ends(one)
      expectError(result, one.faults[0]!.code)
      expect(fixture.api.requests).to.deep.equal([])
    })
  }

  const pairEnds = useRuns(pairs, (fixture, [, argv]) => {
    fixture.write('small.mp4', '')
    const env = {KLING_ACCESS_KEY: undefined, KLING_SECRET_KEY: undefined}
    return fixture.kling(['video', 'create', 'A cat', ...argv], {env})
  })
  for (const pair of pairs) it(pair[0], () => void expectError(pairEnds(pair).result, pair[2]))

  const fixture = useFixture()

  it('a bad base URL is told before the keys are asked for', async () => {
    const env = {KLING_BASE_URL: 'http://api.example.com', KLING_ACCESS_KEY: undefined}
    expectError(await fixture.kling(['video', 'create', 'A cat'], {env}), 'invalid_base_url')
  })
})
