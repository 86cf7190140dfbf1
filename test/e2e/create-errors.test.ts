import {expect} from 'chai'
import {mkdirSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {expectError, expectSuccess} from '../support/outcome.js'
import {taskApi} from '../support/task-api.js'
import {useRuns, useFixture} from '../support/fixture.js'

const image = 'https://example.com/a.png'
const video = 'https://example.com/a.mp4'
const many = (flag: string, value: string, count: number): string[] => Array(count).fill([flag, value]).flat()

/** Errors that are found before any request: arguments → code, and words of the message or hint. */
const cases: [string[], string, RegExp?][] = [
  [['--mode', 'best'], 'invalid_mode', /std, pro or 4k/],
  [['--mode'], 'invalid_mode'],
  [['--mode', '4k'], 'invalid_mode', /kling-video-o1.*kling-v3-omni/s],
  [['--mode', 'prp'], 'invalid_mode', /did you mean pro/],
  [['--duration', 'abc'], 'invalid_duration'],
  [['--duration', '5.5'], 'invalid_duration'],
  [['-d', '16'], 'invalid_duration'],
  [['-d', '7'], 'invalid_duration', /text alone.*5 or 10/],
  [['-i', image, '-d', '7'], 'invalid_duration', /first frame alone/],
  [['-i', image, '--last-frame', image, '-d', '11'], 'invalid_duration', /3–10/],
  [['--ratio', '4:3'], 'invalid_ratio', /16:9, 9:16 or 1:1/],
  [['--model', 'kling-o2'], 'invalid_model', /--unchecked/],
  [['-m', 'kling-video-01'], 'invalid_model', /did you mean kling-video-o1/],
  [['-m', 'kling-v3'], 'invalid_model', /create-from-text, .*create-from-image.*--model kling-v3-omni/],
  [['--element', 'my-cat'], 'invalid_argument', /element/],
  [['--ref-video', 'local.mp4'], 'invalid_argument', /URL/],
  [['--base-video', 'file:///tmp/a.mp4'], 'invalid_argument', /URL/],
  [['--callback-url', 'example.com'], 'invalid_argument', /URL/],
  [['--external-task-id', 'two words'], 'invalid_argument'],
  [['--set', 'novalue'], 'invalid_argument', /path=value/],
  [['--set', 'a[99999999]=1'], 'invalid_argument'],
  [['--set', 'prompt.x=1'], 'invalid_argument', /not an object/],
  [['--wait-timeout', 'soon'], 'invalid_argument', /--wait-timeout/],
  [['--timeout', '-1'], 'invalid_argument'],
  [['--max-cost', 'cheap'], 'invalid_argument', /units/],
  [['--output', 'cat.avi'], 'invalid_format', /\.mp4/],
  [['--output', 'there.mp4'], 'output_exists', /--force/],
  [['--last-frame', image], 'last_frame_requires_first'],
  [['--ref-video', video, '--base-video', video], 'conflicting_video_flags'],
  [['--base-video', video, '--first-frame', image], 'conflicting_video_flags'],
  [many('--ref-image', image, 8), 'too_many_images', /: 7\./],
  [[...many('--ref-image', image, 4), ...many('--element', '1', 4)], 'too_many_images', /elements/],
  [['--ref-video', video, ...many('--ref-image', image, 5)], 'too_many_images', /: 4 with a video/],
  [['-i', image, '--last-frame', image, '--ref-image', image], 'too_many_images'],
  [['-i', image, '--last-frame', image, '--element', '1'], 'incompatible_element'],
  [['-m', 'kling-v3-omni', '-i', image, ...many('--element', '1', 4)], 'incompatible_element', /3 elements/],
  [['-i', image, '--last-frame', image, '--ref-video', video], 'incompatible_last_frame', /reference video/],
  [['--sound'], 'incompatible_sound', /kling-v3-omni/],
  [['--max-cost', '3.9'], 'cost_limit', /4 units/],
  [['--base-video', video, '--max-cost', '11.9'], 'cost_limit', /12 units/],
  [['--profile', 'work'], 'invalid_argument', /profile/],
  [['--duraton=5'], 'invalid_flag', /did you mean --duration/],
]

describe('video create: errors before any request', () => {
  const ends = useRuns(cases, (fixture, [argv]) => {
    fixture.write('there.mp4', 'kept')
    return fixture.kling(['video', 'create', 'A cat', ...argv])
  })
  for (const one of cases) {
    const [argv, code, words] = one
    it(`${argv.join(' ').slice(0, 90)}: ${code}`, () => {
      const {fixture, result} = ends(one)
      const {message, hint} = expectError(result, code)
      if (words) expect(`${message} ${hint}`).to.match(words)
      expect(fixture.api.requests).to.deep.equal([])
      expect(fixture.journal()).to.deep.equal([])
      expect(fixture.read('there.mp4').toString()).to.equal('kept')
    })
  }

  const fixture = useFixture()
  const create = (...argv: string[]) => fixture.kling(['video', 'create', 'A cat', ...argv])

  it('placeholders for inputs that are not there: invalid_placeholder', async () => {
    const argv = ['video', 'create', 'Show <<<image_3>>>', ...many('--ref-image', image, 2)]
    expect(expectError(await fixture.kling(argv), 'invalid_placeholder').message).to.match(/2 images/)
    expect(fixture.api.requests).to.deep.equal([])
  })

  it('takes placeholders that are there; an input that is never named is no error', async () => {
    fixture.answer(taskApi())
    const prompt = '<<<image_2>>> and <<<element_1>>> as in <<<video_1>>>'
    const argv = ['--ref-image', image, '--ref-image', image, '--element', '7', '--ref-video', video]
    expectSuccess(await fixture.kling(['video', 'create', prompt, ...argv]))
    expectSuccess(await create('--ref-image', image))
    expect(fixture.api.requests.map(({method}) => method)).to.deep.equal(['POST', 'POST'])
  })

  it('a model that the service has retired: refused by its own hosts, a warning for others', async () => {
    const folder = join(fixture.home.folder, '.config/kling-cli')
    mkdirSync(folder, {recursive: true})
    const model = {model: 'kling-old', endpoint: 'omni-video', modes: ['pro'], retired: '2026-01-01'}
    writeFileSync(join(folder, 'models.json'), JSON.stringify([model]))
    fixture.answer(taskApi())
    const error = expectError(await create('-m', 'kling-old', '--region', 'cn'), 'retired_model')
    expect(error).to.include({billed: 'no'})
    expect(`${error.message} ${error.hint}`).to.match(/2026-01-01.*kling-video-o1.*--unchecked/)
    const elsewhere = await create('-m', 'kling-old')
    expect([elsewhere.code, elsewhere.json.success]).to.deep.equal([0, true])
    expect(elsewhere.stderr).to.match(/^Warning: .*kling-old.*\n$/)
    expectSuccess(await create('-m', 'kling-old', '--unchecked'))
    expect(fixture.api.requests).to.have.length(2)
  })

  it('replaces an output only with --force, and not before the download', async () => {
    fixture.write('there.mp4', 'old')
    fixture.answer(taskApi({states: ['failed'], reason: 'broken'}))
    expectError(await create('-o', 'there.mp4', '--force'), 'task_failed')
    expect(fixture.read('there.mp4').toString()).to.equal('old')
  })

  it('says what is missing of the keys', async () => {
    const none = {KLING_ACCESS_KEY: undefined, KLING_SECRET_KEY: undefined}
    const argv = ['video', 'create', 'A cat']
    expectError(await fixture.kling(argv, {env: none}), 'missing_api_key')
    const half = await fixture.kling(argv, {env: {KLING_SECRET_KEY: undefined}})
    expect(expectError(half, 'missing_api_key').message).to.match(/KLING_SECRET_KEY/)
    const empty = await fixture.kling(argv, {env: {KLING_ACCESS_KEY: ' '}})
    expect(expectError(empty, 'missing_api_key').message).to.match(/KLING_ACCESS_KEY/)
    expect(fixture.api.requests).to.deep.equal([])
  })

  for (const url of [
    'http://api.example.com',
    'ftp://localhost',
    'api.example.com',
    'https://a:b@example.com',
  ]) {
    it(`${url}: invalid_base_url`, async () => {
      expectError(
        await fixture.kling(['video', 'create', 'A cat'], {env: {KLING_BASE_URL: url}}),
        'invalid_base_url',
      )
    })
  }

  it('sends nothing when the journal cannot be written', async () => {
    const folder = join(fixture.home.folder, '.local/share/kling-cli')
    mkdirSync(folder, {recursive: true})
    writeFileSync(join(folder, 'journal'), 'a file where a folder should be')
    const error = expectError(await create(), 'write_error')
    expect(error.billed).to.equal('no')
    expect(fixture.api.requests).to.deep.equal([])
  })
})
