import {Config, Plugin} from '@oclif/core'
import {expect} from 'chai'
import {spawnSync} from 'node:child_process'
import {readFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {dirname, join} from 'node:path'
import {fileURLToPath} from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
const packages = ['.', 'plugins/sandbox', 'plugins/voice']

/** Runs a tool of the project with the pinned Node and returns all that it said. */
function tool(path: string, ...args: string[]): {status: number | null; said: string} {
  const {status, stdout, stderr} = spawnSync(process.execPath, [join(root, path), ...args], {
    cwd: root,
    encoding: 'utf8',
  })
  return {status, said: stdout + stderr}
}

function expectSuccess({status, said}: ReturnType<typeof tool>): void {
  expect(said.trim() && status !== 0 ? said : '').to.equal('')
  expect(status).to.equal(0)
}

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- parsed files, asserted on
function json(...path: string[]): any {
  return JSON.parse(readFileSync(join(root, ...path), 'utf8'))
}

/** Lines of tracked files that hold a text, as `git grep` finds them. */
function trackedLines(text: string): string {
  const args = ['grep', '-nIF', '-e', text, '--', '.', ':!package-lock.json']
  return spawnSync('git', args, {cwd: root, encoding: 'utf8'}).stdout
}

const temporary = ['/tmp', '/var/tmp', tmpdir()]

const isCheckout = spawnSync('git', ['rev-parse', '--git-dir'], {cwd: root}).status === 0

describe('repository', () => {
  it('has fresh types and catalogue', () => expectSuccess(tool('scripts/generate.js', '--check')))

  for (const folder of packages) {
    it(`has a fresh manifest in ${folder}`, async () => {
      const plugin = new Plugin({
        root: join(root, folder),
        type: 'core',
        ignoreManifest: true,
        errorOnManifestCreate: true,
        respectNoCacheDefault: true,
      })
      await plugin.load()
      const made = JSON.parse(JSON.stringify(plugin.manifest)) as {commands: object; version: string}
      const {commands, version} = json(folder, 'oclif.manifest.json')
      expect(commands, 'run `npm run generate`').to.deep.equal(made.commands)
      expect(version).to.equal(made.version)
    })
  }

  it('has fresh lists of commands in docs/commands.md', () => {
    const {status, said} = tool(
      'node_modules/oclif/bin/run.js',
      ...['readme', '--no-aliases', '--no-source-links', '--readme-path', 'docs/commands.md', '--dry-run'],
    )
    expect(status, said).to.equal(0)
    const shown = readFileSync(join(root, 'docs/commands.md'), 'utf8')
    expect(said.includes(shown.trim()), 'run `npm run generate`').to.equal(true)
  })

  it('is typed, tests included', () => {
    // What has not changed since the last time is not looked at again.
    const known = join(root, 'node_modules/.cache/kling-cli-tests/types.tsbuildinfo')
    const incremental = ['--incremental', '--tsBuildInfoFile', known]
    expectSuccess(tool('node_modules/typescript/bin/tsc', '-p', 'test', ...incremental))
  })

  it('is clean by all that `npm run lint` looks at', function () {
    this.timeout(600_000)
    expectSuccess(tool('scripts/lint.js'))
  })

  it('names versions of all dependencies', () => {
    for (const folder of packages) {
      const {dependencies = {}, devDependencies = {}} = json(folder, 'package.json')
      for (const [name, range] of Object.entries({...dependencies, ...devDependencies})) {
        expect(range, name).to.match(/^[~^]?\d+\.\d+(\.\d+)?/)
      }
    }
  })

  it('names no path of this machine and no registry', function () {
    if (!isCheckout) this.skip() // needs git to know the files
    const parent = dirname(root.replace(/\/$/, ''))
    // The system's own folder for what is temporary is named in places.
    if (!temporary.includes(parent)) expect(trackedLines(parent + '/')).to.equal('')
    expect(trackedLines(root)).to.equal('')
    const registry = spawnSync('npm', ['config', 'get', 'registry'], {encoding: 'utf8'}).stdout.trim()
    if (URL.canParse(registry)) expect(trackedLines(new URL(registry).host)).to.equal('')
    expect(readFileSync(join(root, 'package-lock.json'), 'utf8')).to.not.contain('"resolved": "http')
  })

  it('starts without a manifest, too', async () => {
    const config = await Config.load({root, ignoreManifest: true})
    expect(config.commandIDs).to.include('video:create')
  })
})
