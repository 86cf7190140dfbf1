import {expect} from 'chai'
import {execFileSync} from 'node:child_process'
import {existsSync, lstatSync, mkdirSync, readFileSync, readdirSync, symlinkSync} from 'node:fs'
import {join} from 'node:path'
import {useFixture} from '../support/fixture.js'
import {expectError, expectSuccess} from '../support/outcome.js'
import {mp4} from '../support/results.js'
import {taskApi} from '../support/task-api.js'

describe('the file of a result', () => {
  const fixture = useFixture()
  const own = (...names: string[]): string => join(fixture.home.folder, ...names)
  const create = (...argv: string[]) => fixture.klingWithFastPolling(['video', 'create', 'A cat', ...argv])
  /** All names in the folder that the program runs in, without those of its own. */
  const left = (): string[] =>
    readdirSync(fixture.home.folder)
      .filter(name => !name.startsWith('.'))
      .sort()

  beforeEach(async () => {
    const files = await fixture.serve((_request, response) => void response.end(mp4('new')))
    fixture.answer(taskApi({videoUrl: `${files.url}/v.mp4`}))
  })

  /** Runs a create that must end before anything is sent. */
  async function expectRefused(code: string, ...argv: string[]): Promise<string> {
    const before = left()
    for (const more of [[], ['--force'], ['--force', '--dry-run']])
      expect(expectError(await create(...argv, ...more), code).billed).to.not.equal('yes')
    expect(fixture.api.requests).to.deep.equal([])
    expect(left()).to.deep.equal(before)
    return expectError(await create(...argv), code).message
  }

  for (const bytes of [230, 246, 251, 255, 256]) {
    it(`a name of ${bytes} bytes is refused before anything is paid`, async () => {
      const message = await expectRefused(
        'write_error',
        '-o',
        `${'猫'.repeat(20)}${'x'.repeat(bytes - 64)}.mp4`,
      )
      expect(message).to.match(/its name is too long/)
    })
  }

  it('a name of 200 bytes is taken', async () => {
    expectSuccess(await create('-o', `${'x'.repeat(196)}.mp4`))
    expect(left()).to.deep.equal([`${'x'.repeat(196)}.mp4`])
  })

  it('a link that leads nowhere is refused', async () => {
    symlinkSync('none', own('cat.mp4'))
    expect(await expectRefused('write_error', '-o', 'cat.mp4')).to.match(/leads nowhere/)
    expect(lstatSync(own('cat.mp4')).isSymbolicLink()).to.equal(true)
  })

  it('a pipe is refused, and a link to one, to a folder and to a device', async function () {
    if (process.platform === 'win32') return this.skip()
    execFileSync('mkfifo', [own('pipe.mp4')])
    mkdirSync(own('folder'))
    const places = {'pipe-link.mp4': 'pipe.mp4', 'null.mp4': '/dev/null'}
    for (const [name, place] of Object.entries(places)) symlinkSync(place, own(name))
    for (const name of ['pipe.mp4', ...Object.keys(places)])
      expect(await expectRefused('write_error', '-o', name)).to.match(/not a regular file/)
    expect(lstatSync(own('pipe.mp4')).isFIFO()).to.equal(true)
  })

  it('--force on a link to a file replaces the file; the link stays', async () => {
    mkdirSync(own('films'))
    fixture.write('films/real.mp4', 'old')
    symlinkSync('films/real.mp4', own('cat.mp4'))
    expectError(await create('-o', 'cat.mp4'), 'output_exists')
    expect(fixture.api.requests).to.deep.equal([])
    expectSuccess(await create('-o', 'cat.mp4', '--force'))
    expect(lstatSync(own('cat.mp4')).isSymbolicLink()).to.equal(true)
    expect(readFileSync(own('films', 'real.mp4')).equals(mp4('new'))).to.equal(true)
    expect([left(), readdirSync(own('films'))]).to.deep.equal([['cat.mp4', 'films'], ['real.mp4']])
  })

  it('folders of the file are made', async () => {
    expectSuccess(await create('-o', 'a/b/cat.mp4'))
    expect(readdirSync(own('a', 'b'))).to.deep.equal(['cat.mp4'])
  })

  it('a dry run and an estimate make none', async () => {
    for (const flag of ['--dry-run', '--estimate']) expectSuccess(await create('-o', 'a/b/cat.mp4', flag))
    expect(left()).to.deep.equal([])
  })

  it('folders that cannot be made are refused before anything is paid', async function () {
    fixture.write('file', '')
    await expectRefused('write_error', '-o', 'file/cat.mp4')
    await expectRefused('write_error', '-o', 'file/more/cat.mp4')
    if (process.platform === 'linux') await expectRefused('write_error', '-o', '/proc/none/cat.mp4')
  })

  it('something else in place of the part is refused, and stays', async () => {
    mkdirSync(own('cat.mp4.part'))
    await expectRefused('write_error', '-o', 'cat.mp4')
    expect(existsSync(own('cat.mp4.part'))).to.equal(true)
  })
})
