import {expect} from 'chai'
import {cpSync, mkdtempSync, rmSync, symlinkSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {dirname, join} from 'node:path'
import {expectError, expectSuccess} from '../support/outcome.js'
import {writePlugin} from '../support/plugin-folder.js'
import {pack} from '../support/registry.js'
import {program} from '../support/run-kling.js'
import {useFixture} from '../support/fixture.js'

const china = 'https://api-beijing.klingai.com'
const global = 'https://api-singapore.klingai.com'
const other = 'http://localhost:1234'

describe('regions', () => {
  const fixture = useFixture()

  /** Where a request would go. */
  async function host(argv: string[], env: Record<string, string | undefined> = {}): Promise<string> {
    const all = {KLING_BASE_URL: undefined, ...env}
    const result = await fixture.kling(['video', 'create', 'A cat', '--dry-run', ...argv], {env: all})
    return (expectSuccess(result).url as string).replace(/\/v1\/.*$/, '')
  }

  it('China by default; --region > environment > config file', async () => {
    expect(await host([])).to.equal(china)
    expect(await host(['--region', 'global'])).to.equal(global)
    expect(await host([], {KLING_REGION: 'global'})).to.equal(global)
    expect(await host([], {KLING_BASE_URL: `${other}/`, KLING_REGION: 'global'})).to.equal(other)
    expect(await host(['--region', 'cn'], {KLING_BASE_URL: other, KLING_REGION: 'global'})).to.equal(china)
    expect(await host([], {KLING_BASE_URL: ''})).to.equal(china)
  })

  it('base URL and region of the config file are weaker than the environment', async () => {
    const set = async (...argv: string[]) => expectSuccess(await fixture.kling(['config', 'set', ...argv]))
    await set('region', 'global')
    expect(await host([])).to.equal(global)
    expect(await host([], {KLING_REGION: 'cn'})).to.equal(china)
    await set('kling_base_url', 'https://proxy.example.com/kling')
    expect(await host([])).to.equal('https://proxy.example.com/kling')
    expect(await host([], {KLING_REGION: 'cn'})).to.equal(china)
    expect(await host([], {KLING_BASE_URL: other})).to.equal(other)
    expect(await host(['--region', 'global'])).to.equal(global)
  })

  it('a base URL on loopback may be http, on all its names', async () => {
    expect(await host([], {KLING_BASE_URL: 'http://[::1]:3000'})).to.equal('http://[::1]:3000')
    const env = {KLING_BASE_URL: 'http://127.0.0.1.example.com'}
    expectError(await fixture.kling(['video', 'create', 'A cat', '--dry-run'], {env}), 'invalid_base_url')
  })

  describe('without plugins', () => {
    let copy: string

    before(() => {
      copy = mkdtempSync(join(tmpdir(), 'kling-copy-'))
      const root = join(dirname(program), '..')
      for (const name of ['package.json', 'bin', 'dist', 'oclif.manifest.json']) {
        cpSync(join(root, name), join(copy, name), {recursive: true})
      }
      symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'))
    })
    after(() => rmSync(copy, {recursive: true, force: true}))

    const kling = (...argv: string[]) => fixture.kling(argv, {program: join(copy, 'bin/run.js')})

    it('--region sandbox says which plugin is missing and how to install it', async () => {
      for (const argv of [
        ['video', 'create', 'A cat'],
        ['video', 'status', '1'],
        ['video', 'list'],
      ]) {
        const error = expectError(await kling(...argv, '--region', 'sandbox'), 'plugin_not_found')
        expect(error.hint).to.match(/kling plugins install .*sandbox/)
      }
      expect(fixture.api.requests).to.deep.equal([])
    })

    it('a plugin of that name from elsewhere cannot answer, and is told of with what can', async () => {
      const folder = writePlugin(join(fixture.home.folder, 'sandbox'), {
        name: '@kling-cli/plugin-sandbox',
        permissions: {hooks: ['kling:region']},
        hooks: {'kling:region': "export default async () => ({baseUrl: 'http://127.0.0.1:1'})"},
      })
      expectSuccess(
        await kling('plugins', 'install', `file:${await pack(folder, fixture.home.folder)}`, '--yes'),
      )
      const told = async () =>
        expectError(await kling('video', 'list', '--region', 'sandbox'), 'plugin_not_found')
      const error = await told()
      expect(error.message).to.include('(tarball)').and.include('from the registry')
      expect(error.hint).to.include('kling plugins install sandbox')
      const {checks} = (await kling('doctor', '--offline', '--region', 'sandbox')).json as {
        checks: {id: string; status: string; message: string}[]
      }
      expect(checks.find(({id}) => id === 'settings.region')).to.include({
        status: 'fail',
        message: error.message,
      })
      expectSuccess(await kling('plugins', 'permissions', '@kling-cli/plugin-sandbox', '--revoke', 'hooks'))
      expect((await told()).message).to.equal(error.message)
    })

    it('a region that nobody knows: invalid_argument with the nearest', async () => {
      const error = expectError(
        await kling('video', 'create', 'A cat', '--region', 'globl'),
        'invalid_argument',
      )
      expect(error.message).to.match(/did you mean global/)
      expect(error.hint).to.match(/cn, global, sandbox/)
      for (const name of ['__proto__', 'toString', '']) {
        expectError(await kling('video', 'list', '--region', name), 'invalid_argument')
      }
    })

    it('everything else works', async () => {
      fixture.answer(() => ({code: 0, message: 'SUCCEED', data: []}))
      expectSuccess(await kling('video', 'list'))
    })
  })
})
