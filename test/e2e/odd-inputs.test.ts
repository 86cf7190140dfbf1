import {expect} from 'chai'
import {execFileSync} from 'node:child_process'
import {writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {pathToFileURL} from 'node:url'
import {expectError, expectSuccess} from '../support/outcome.js'
import {useFixture} from '../support/fixture.js'
import {png} from '../support/pictures.js'
import {mp4} from '../support/results.js'
import {launch} from '../support/run-kling.js'
import {taskApi, taskId} from '../support/task-api.js'

const isWindows = process.platform === 'win32'
const image = png(400, 400, 20_000)

describe('odd inputs', () => {
  const fixture = useFixture()
  beforeEach(() => fixture.answer(taskApi()))
  const sent = (at = -1) =>
    JSON.parse(fixture.api.requests.at(at)!.body) as {image_list: {image_url: string}[]}

  it('a picture on stdin is checked and sent as a file is', async () => {
    expectSuccess(await fixture.kling(['video', 'create', 'A cat', '--first-frame', '-'], {stdin: image}))
    expect(sent().image_list[0]!.image_url).to.equal(image.toString('base64'))
    const small = png(10, 10)
    for (const [stdin, word] of [
      [small, '300'],
      [Buffer.alloc(0), 'empty'],
      [Buffer.concat([image, Buffer.alloc(11_000_000)]), 'limit'],
    ] as const) {
      const argv = ['video', 'create', 'A cat', '--first-frame', '-']
      expect(expectError(await fixture.kling(argv, {stdin}), 'invalid_image').message).to.include(word)
    }
    expect(fixture.api.requests).to.have.length(1)
  })

  it('stdin is one input', async () => {
    const argv = ['video', 'create', 'A cat', '--first-frame', '-', '--last-frame', '-']
    expectError(await fixture.kling(argv, {stdin: image}), 'invalid_argument')
    const prompt = ['video', 'create', '-', '--first-frame', '-']
    expectError(await fixture.kling(prompt, {stdin: image}), 'invalid_argument')
    // A prompt that may be left out is not looked for there.
    const own = ['video', 'create-from-image', '--first-frame', '-']
    expectSuccess(await fixture.kling(own, {stdin: image}))
    expect(fixture.api.requests).to.have.length(1)
  })

  it('a pipe is read once', async function () {
    if (isWindows) this.skip()
    fixture.write('cat.png', image)
    execFileSync('mkfifo', [join(fixture.home.folder, 'pipe')])
    const words = [...launch, 'video', 'create', 'A cat', '--first-frame', 'pipe']
    const script = 'cat cat.png > pipe & exec "$@"'
    expectSuccess(await fixture.kling(['-c', script, 'sh', ...words], {node: '/bin/sh', program: undefined}))
    expect(sent().image_list[0]!.image_url).to.equal(image.toString('base64'))
  })

  it('~/ and file:/// name files, as inputs and as outputs', async () => {
    const files = await fixture.serve((_request, response) => void response.end(mp4('a film')))
    fixture.answer(taskApi({videoUrl: `${files.url}/v.mp4`}))
    fixture.write('cat one.png', image)
    fixture.write('prompt.txt', 'A cat')
    const {href} = pathToFileURL(join(fixture.home.folder, 'cat one.png'))
    for (const value of ['~/cat one.png', href, href.replace('file://', 'file://localhost')]) {
      const argv = ['video', 'create', '-f', '~/prompt.txt', `--first-frame=${value}`]
      expectSuccess(await fixture.kling(argv))
      expect(sent().image_list[0]!.image_url).to.equal(image.toString('base64'))
    }
    const output = pathToFileURL(join(fixture.home.folder, 'a.mp4')).href
    for (const [given, name] of [
      [output, 'a.mp4'],
      ['~/b.mp4', 'b.mp4'],
    ] as const) {
      const argv = ['video', 'download', taskId, '-t', 'create', '-o', given]
      expect(expectSuccess(await fixture.kling(argv)).file).to.equal(join(fixture.home.folder, name))
      expect(fixture.read(name)).to.deep.equal(mp4('a film'))
    }
    const away = ['video', 'create', 'A cat', '--first-frame', 'file://elsewhere.example/cat.png']
    if (!isWindows) expectError(await fixture.kling(away), 'invalid_argument')
  })

  it('ids lose what stands round them, and have no line end within', async () => {
    for (const id of [`${taskId}\r`, ` ${taskId} `, `${taskId}\n`])
      expectSuccess(await fixture.kling(['video', 'status', id, '-t', 'create']))
    expect(new Set(fixture.api.requests.map(({url}) => url))).to.have.length(1)
    const error = expectError(await fixture.kling(['video', 'status', '84748\n7393']), 'invalid_argument')
    expect(error.message).to.include('U+000A')
    expectError(await fixture.kling(['video', 'status', ' ']), 'missing_task_id')
  })

  it('--set takes no number that JSON cannot write', async () => {
    for (const value of ['x=1e999', 'x={"a":[-1e999]}'])
      expectError(await fixture.kling(['video', 'create', 'A cat', '--set', value]), 'invalid_argument')
    expect(fixture.api.requests).to.deep.equal([])
    expectSuccess(await fixture.kling(['video', 'create', 'A cat', '--set', 'x="1e999"']))
    expect(sent()).to.deep.include({x: '1e999'})
  })

  it('a base URL with the /v1 of other programs is the same', async () => {
    for (const end of ['/v1', '/v1/', '/'])
      expectSuccess(
        await fixture.kling(['video', 'create', 'A cat'], {env: {KLING_BASE_URL: fixture.api.url + end}}),
      )
    expect(new Set(fixture.api.requests.map(({url}) => url))).to.deep.equal(
      new Set(['/v1/videos/omni-video']),
    )
  })

  it('an address of this machine is warned of where the service itself would call it', async () => {
    const argv = [
      'video',
      'create',
      'A cat',
      '--dry-run',
      '--callback-url',
      'https://localhost:3000/done?key=secret-word',
    ]
    const real = await fixture.kling(argv, {env: {KLING_BASE_URL: undefined}})
    expect(real.code).to.equal(0)
    expect(real.stderr).to.match(/^Warning: .*https:\/\/localhost:3000, .*\n$/)
    expect((await fixture.kling(argv)).stderr).to.equal('')
    const far = argv.with(-1, 'https://example.com/done')
    expect((await fixture.kling(far, {env: {KLING_BASE_URL: undefined}})).stderr).to.equal('')
  })

  it('dashes are values, too', async () => {
    const argv = ['video', 'create-from-text', 'A cat', '--negative=-dark', '--dry-run']
    expect(expectSuccess(await fixture.kling(argv)).body.negative_prompt).to.equal('-dark')
    const list = ['video', 'create', '- a list', '--dry-run']
    expect(expectSuccess(await fixture.kling(list)).body.prompt).to.equal('- a list')
    const piped = await fixture.kling(['video', 'create', '-', '--dry-run'], {stdin: 'A cat'})
    expect(expectSuccess(piped).body.prompt).to.equal('A cat')
    const files = await fixture.serve((_request, response) => void response.end(mp4('a film')))
    fixture.answer(taskApi({videoUrl: `${files.url}/v.mp4`}))
    expectSuccess(await fixture.kling(['video', 'download', taskId, '-t', 'create', '--output=-x.mp4']))
    expect(fixture.read('-x.mp4')).to.deep.equal(mp4('a film'))
  })

  it('a picture that is turned by its EXIF is told of', async () => {
    writeFileSync(join(fixture.home.folder, 'turned.jpg'), turned)
    const {code, stderr, stdout} = await fixture.kling([
      'video',
      'create',
      'A cat',
      '--first-frame',
      'turned.jpg',
      '--dry-run',
    ])
    expect([code, stderr.split('\n').length]).to.deep.equal([0, 2])
    expect(stderr).to.match(/^Warning: turned\.jpg .*EXIF.*400×600/)
    expect(stdout).to.include('"dry_run":true')
  })
})

/** A JPEG of 600×400, which is to be turned by 90°: only its heads. */
const turned = Buffer.from(
  'ffd8' +
    'ffe10022' +
    '457869660000' +
    '4d4d002a00000008' +
    '0001' +
    '0112000300000001' +
    '00060000' +
    '00000000' +
    'ffc0000b' +
    '08' +
    '0190' +
    '0258' +
    '01011100' +
    'ffd9',
  'hex',
)
