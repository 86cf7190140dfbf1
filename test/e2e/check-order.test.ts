import {expect} from 'chai'
import {expectError} from '../support/outcome.js'
import {png} from '../support/pictures.js'
import {useWorld} from '../support/world.js'

const image = 'https://example.com/a.png'

/** What is wrong at each step, in the order in which it is to be told. */
const steps: {code: string; prompt?: string; argv?: string[]; env?: Record<string, undefined>}[] = [
  {code: 'missing_prompt', prompt: ''},
  {code: 'invalid_mode', argv: ['--mode', 'best']},
  {code: 'frame_not_found', argv: ['--first-frame', 'none.png']},
  {code: 'conflicting_video_flags', argv: ['--ref-video', image, '--base-video', image]},
  {code: 'missing_api_key', env: {KLING_ACCESS_KEY: undefined, KLING_SECRET_KEY: undefined}},
  {code: 'invalid_image', argv: ['--ref-image', 'small.png']},
]

describe('the order of checks', () => {
  const world = useWorld()

  /** Runs a create with these faults at once. */
  async function codeOf(faults: typeof steps): Promise<void> {
    world.write('small.png', png(10, 10))
    const prompt = faults.find(fault => fault.prompt !== undefined)?.prompt ?? 'A cat'
    const argv = ['video', 'create', prompt, ...faults.flatMap(fault => fault.argv ?? [])]
    const env = Object.assign({}, ...faults.map(fault => fault.env ?? {})) as Record<string, undefined>
    expectError(await world.kling(argv, {env}), faults[0]!.code)
    expect(world.api.requests).to.deep.equal([])
  }

  for (const [index, {code}] of steps.entries()) {
    const rest = steps.slice(index)
    it(`${rest.map(step => step.code).join(' > ')}: ${code}`, () => codeOf(rest))
  }
  for (const [first, second] of steps.flatMap((a, i) => steps.slice(i + 2).map(b => [a, b] as const))) {
    it(`${first.code} comes before ${second.code}`, () => codeOf([first, second]))
  }

  const pairs: [string, string[], string][] = [
    ['a bad duration before a file that is missing', ['-d', 'x', '-i', 'none.png'], 'invalid_duration'],
    ['a bad ratio before a last frame alone', ['-r', '4:3', '--last-frame', image], 'invalid_ratio'],
    ['a bad flag value before a file', ['--timeout', 'x', '-i', 'none.png'], 'invalid_argument'],
    ['a file before an output that is there', ['-i', 'none.png', '-o', 'small.mp4'], 'frame_not_found'],
    ['an output that is there before keys', ['-o', 'small.mp4'], 'output_exists'],
  ]
  for (const [what, argv, code] of pairs) {
    it(what, async () => {
      world.write('small.mp4', '')
      const env = {KLING_ACCESS_KEY: undefined, KLING_SECRET_KEY: undefined}
      expectError(await world.kling(['video', 'create', 'A cat', ...argv], {env}), code)
    })
  }

  it('a bad base URL is told before the keys are asked for', async () => {
    const env = {KLING_BASE_URL: 'http://api.example.com', KLING_ACCESS_KEY: undefined}
    expectError(await world.kling(['video', 'create', 'A cat'], {env}), 'invalid_base_url')
  })
})
