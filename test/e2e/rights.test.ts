import {expect} from 'chai'
import {chmodSync, mkdirSync, readdirSync, writeFileSync} from 'node:fs'
import {dirname, extname, join} from 'node:path'
import {expectError, expectSuccess} from '../support/outcome.js'
import {png} from '../support/pictures.js'
import {taskApi, taskId} from '../support/task-api.js'
import {useFixture} from '../support/fixture.js'

// `npm test` runs these as another user where root runs it.
describe('files without the rights for them', function () {
  const closed: string[] = []
  // Before the folder is removed.
  afterEach(() => closed.splice(0).forEach(path => chmodSync(path, 0o700)))
  const fixture = useFixture()
  const own = (...names: string[]): string => join(fixture.home.folder, ...names)

  before(function () {
    if (process.getuid === undefined || process.getuid() === 0) this.skip() // root may do everything
  })
  beforeEach(() => fixture.answer(taskApi()))

  /** Takes rights of a file or a folder, which is made if there is none; they are given back after the test. */
  function close(mode: number, ...names: string[]): string {
    const path = own(...names)
    mkdirSync(dirname(path), {recursive: true})
    if (extname(path) !== '') writeFileSync(path, '', {flag: 'a'})
    else mkdirSync(path, {recursive: true})
    chmodSync(path, mode)
    closed.push(path)
    return path
  }
  const create = (...argv: string[]) => fixture.klingWithFastPolling(['video', 'create', 'A cat', ...argv])

  it('an image that may not be read is refused before anything is sent', async () => {
    fixture.write('secret.png', png(300, 300))
    close(0, 'secret.png')
    expectError(await create('-i', 'secret.png'), 'frame_read_error')
    expectError(await create('--ref-image', 'secret.png'), 'ref_image_read_error')
    expect(fixture.api.requests).to.deep.equal([])
  })

  for (const [what, ...place] of [
    ['a data folder', '.local/share/kling-cli'],
    ['a journal folder', '.local/share/kling-cli/journal'],
    ['a month', `.local/share/kling-cli/journal/${new Date().toISOString().slice(0, 7)}.jsonl`],
  ] as const)
    it(`${what} that may not be written: nothing is sent`, async () => {
      close(0o500, ...place)
      expect(expectError(await create(), 'write_error').billed).to.equal('no')
      expect(fixture.api.requests).to.deep.equal([])
    })

  it('a journal that may not be read is an error of its readers, and a line of doctor', async () => {
    expectSuccess(await create())
    close(0, '.local/share/kling-cli/journal')
    const list = await fixture.kling(['task', 'list'])
    expect([list.code === 0, list.stdout]).to.deep.equal([false, ''])
    expect(list.error.message).to.include('EACCES')
    const {stdout} = await fixture.kling(['doctor', '--offline'])
    const {checks} = JSON.parse(stdout) as {checks: {id: string; status: string; message: string}[]}
    const line = checks.find(({id}) => id === 'journal.events')
    expect(line!.message).to.match(/check failed to run: .*EACCES/)
  })

  it('an output folder that may not be written is refused before anything is sent', async () => {
    close(0o500, 'out')
    const error = expectError(await create('-o', 'out/cat.mp4'), 'write_error')
    expect(error.message).to.match(/out\/cat\.mp4: permission denied/)
    expect(fixture.api.requests).to.deep.equal([])
    const argv = ['video', 'download', taskId, '--type', 'create', '-o', 'out/cat.mp4']
    expectError(await fixture.kling(argv), 'write_error')
    expect(fixture.api.requests).to.deep.equal([])
  })

  it('settings that may not be read or written are an error that names their file', async () => {
    expectSuccess(await fixture.kling(['config', 'set', 'region', 'cn']))
    const folder = close(0o500, '.config/kling-cli')
    const set = await fixture.kling(['config', 'set', 'region', 'global'])
    expect(expectError(set, 'config_error').message).to.include(folder)
    const file = close(0, '.config/kling-cli', 'config.json')
    expect(expectError(await create(), 'config_error').message).to.include(file)
    expect(fixture.api.requests).to.deep.equal([])
  })

  it('a cache folder that may not be written costs nothing', async () => {
    close(0o500, '.cache/kling-cli')
    expectSuccess(await create())
    expect(readdirSync(own('.cache/kling-cli'))).to.deep.equal([])
  })
})
