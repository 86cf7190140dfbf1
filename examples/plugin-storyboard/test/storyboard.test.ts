import {expect} from 'chai'
import {mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {fileURLToPath} from 'node:url'
import {type Home, type RunResult, makeHome, runKling} from 'kling-cli/testing'
import {png} from '../../../test/support/pictures.js'
import {smallFilms} from '../../../test/support/preload.js'
import {compiledCode} from '../../../test/support/run-kling.js'

const plugin = fileURLToPath(new URL('..', import.meta.url))

const film = [
  'style: Candlelight.',
  '5s: A cat sits down.',
  '3s: Its paws on the keys.',
  '---',
  '5s: The street.',
]

describe('storyboard', function () {
  this.timeout(120_000)
  let home: Home

  beforeEach(async () => {
    home = await makeHome({plugin, env: {KLING_SANDBOX_SPEED: '50', ...smallFilms, ...compiledCode()}})
  })
  afterEach(() => home.remove())

  const kling = (argv: string[], env: Record<string, string> = {}): Promise<RunResult> =>
    runKling(argv, {home, region: 'sandbox', env})
  const write = (lines: string[]): void =>
    writeFileSync(join(home.folder, 'shots.txt'), lines.join('\n') + '\n')
  const make = (...more: string[]): Promise<RunResult> =>
    kling(['storyboard', 'make', 'shots.txt', '-o', 'takes', ...more])
  const takes = (): string[] => readdirSync(join(home.folder, 'takes')).sort()
  /** All tasks that the service has, newest first. */
  const tasks = async (): Promise<{task_id: string; status: string}[]> => {
    const {json} = await kling(['video', 'list'])
    return (json.tasks as {task_id: string; status: string}[]).map(({task_id, status}) => ({task_id, status}))
  }

  it('check says what each shot costs, and sends nothing', async () => {
    write(film)
    const {json} = await kling(['storyboard', 'check', 'shots.txt'])
    expect(json).to.include({count: 3, seconds: 13, units: 8.7})
    expect((json.shots as object[])[1]).to.deep.equal({
      shot: 2,
      scene: 1,
      line: 3,
      seconds: 3,
      units: 2.7,
      prompt: 'Its paws on the keys. Candlelight.',
    })
    expect(await tasks()).to.deep.equal([])
  })

  for (const [lines, code, message] of [
    [[], 'invalid_argument', 'Line 1: the storyboard has no shots.'],
    [['5s: a', 'ratio 9:16'], 'invalid_argument', 'Line 2: "ratio 9:16" is neither a shot nor a setting.'],
    [['frame: a.png'], 'invalid_argument', 'no shot comes after'],
    [
      ['3s: a', '4s: b', '', '11s: c'],
      'invalid_duration',
      /^Line 1: .*5 or 10 seconds.*\nLine 4: .*3–10 seconds/,
    ],
    [['ratio: 4:5', '5s: a'], 'invalid_ratio', 'Line 2: '],
    [['frame: none.png', '5s: a'], 'frame_not_found', 'Line 2: '],
    [['model: kling-v9', '5s: a'], 'invalid_model', 'Line 2: '],
    [[`5s: ${'x'.repeat(2501)}`], 'invalid_prompt', 'Line 1: '],
  ] as const) {
    it(`refuses ${JSON.stringify(lines).slice(0, 50)}: ${code}`, async () => {
      write([...lines])
      for (const command of [['check'], ['make', '-o', 'takes']]) {
        const {exitCode, error} = await kling(['storyboard', command[0]!, 'shots.txt', ...command.slice(1)])
        expect(error.code, error.message).to.equal(code)
        expect(exitCode).to.equal(2)
        if (typeof message === 'string') expect(error.message).to.include(message)
        else expect(error.message).to.match(message)
      }
      expect(await tasks()).to.deep.equal([])
    })
  }

  it('make makes each shot from the one before, and nothing twice', async () => {
    write(film)
    const {json, stderr} = await make()
    expect(json.shots, stderr).to.have.length(3)
    expect(takes()).to.have.length(3)
    expect(takes()[0]).to.match(/^01-a-cat-sits-down-[0-9a-f]{6}\.mp4$/)
    const before = await tasks()
    expect(before).to.have.length(3)
    // With a video to look at, a second of kling-video-o1 costs 0.9 units, without one 0.6.
    expect((json.shots as {units_charged: string}[]).map(shot => shot.units_charged)).to.deep.equal([
      '3',
      '2.7',
      '3',
    ])

    const again = await make()
    expect((again.json.shots as {status: string}[]).map(({status}) => status)).to.deep.equal(
      Array(3).fill('was there'),
    )
    expect(await tasks()).to.deep.equal(before)

    // A lost file is fetched again, not made again.
    const [, second] = takes()
    const bytes = readFileSync(join(home.folder, 'takes', second!))
    rmSync(join(home.folder, 'takes', second!))
    await make()
    expect(readFileSync(join(home.folder, 'takes', second!)).equals(bytes)).to.equal(true)
    expect(await tasks()).to.deep.equal(before)
  })

  it('make makes anew what changed and what continues it, no more', async () => {
    write(['5s: One.', '3s: Two.', '---', '5s: Three.'])
    await make()
    write(['5s: One.', '3s: Other.', '3s: After.', '---', '5s: Three.'])
    const {json} = await make()
    expect((json.shots as {status: string}[]).map(({status}) => status)).to.deep.equal([
      'was there',
      'succeed',
      'succeed',
      'succeed',
    ])
    // The third shot is the fourth now: its file has another name, but it is not made again.
    expect(await tasks()).to.have.length(5)
  })

  it('make goes on where it stopped', async () => {
    write(film)
    const slow = {KLING_SANDBOX_SPEED: '1'}
    const stopped = await kling(
      ['storyboard', 'make', 'shots.txt', '-o', 'takes', '--wait-timeout', '1'],
      slow,
    )
    expect([stopped.exitCode, stopped.error.code], stopped.stderr).to.deep.equal([8, 'wait_timeout'])
    const [first, ...others] = await tasks()
    expect(others).to.deep.equal([])
    expect((await make()).exitCode).to.equal(0)
    const all = await tasks()
    expect(all).to.have.length(3)
    expect(all.at(-1)!.task_id).to.equal(first!.task_id)
  })

  it('make tries a failed shot again when it is run again, as another take', async () => {
    write(['5s: [sandbox:fail]'])
    expect((await make()).error.code).to.equal('task_failed')
    expect((await make()).error.code).to.equal('task_failed')
    expect((await tasks()).map(({status}) => status)).to.deep.equal(['failed', 'failed'])
    expect(takes()).to.deep.equal([])
  })

  it('make tells a refusal, and tries again with the same id', async () => {
    write(['5s: [sandbox:1102]'])
    expect((await make()).error.code).to.equal('quota_exceeded')
    expect((await make()).error.code).to.equal('quota_exceeded')
    expect(await tasks()).to.deep.equal([])
  })

  it('make keeps to --max-cost, for what is still to be made', async () => {
    write(film)
    const {exitCode, error} = await make('--max-cost', '8.6')
    expect([exitCode, error.code]).to.deep.equal([9, 'cost_limit'])
    expect(await tasks()).to.deep.equal([])
    expect((await make('--max-cost', '8.7')).exitCode).to.equal(0)
    expect((await make('--max-cost', '0.1')).exitCode).to.equal(0)
  })

  it('starts a shot from a picture, and makes the same words twice when they stand there twice', async () => {
    writeFileSync(join(home.folder, 'cat.png'), png(320, 320))
    const twice = [
      'frame: cat.png',
      '5s: The cat wakes up.',
      '---',
      'frame: cat.png',
      '5s: The cat wakes up.',
    ]
    write(twice)
    expect((await make()).exitCode).to.equal(0)
    expect(takes()).to.have.length(2)
    expect(await tasks()).to.have.length(2)
    writeFileSync(join(home.folder, 'cat.png'), png(400, 320))
    expect((await make()).exitCode).to.equal(0)
    expect(await tasks()).to.have.length(4)
  })

  it('sees nothing but the current folder', async () => {
    write(film)
    mkdirSync(join(home.folder, 'below'))
    const below = {home: {...home, folder: join(home.folder, 'below')}, region: 'sandbox'}
    const read = await runKling(['storyboard', 'check', '../shots.txt'], below)
    expect([read.exitCode, read.error.code]).to.deep.equal([12, 'plugin_denied'])
    const outside = await kling(['storyboard', 'make', 'shots.txt', '-o', '../out'])
    expect([outside.exitCode, outside.error.code]).to.deep.equal([12, 'plugin_denied'])
    expect(await tasks()).to.deep.equal([])
  })
})
