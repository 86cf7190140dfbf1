import {expect} from 'chai'
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import {tmpdir} from 'node:os'
import {dirname, join} from 'node:path'
import {fileURLToPath, pathToFileURL} from 'node:url'
import {type Home, makeHome, runKling} from 'kling-cli/testing'
import {smallFilms} from '../../support/preload.js'
import {compiledCode} from '../../support/run-kling.js'

const root = fileURLToPath(new URL('../../..', import.meta.url))

/** A plugin as its author has it, built: one command. */
function writePlugin(folder: string, source: string): void {
  const manifest = {
    name: 'kling-plugin-shots',
    version: '1.0.0',
    type: 'module',
    oclif: {commands: './dist/commands', topicSeparator: ' '},
    peerDependencies: {'kling-cli': '*'},
    peerDependenciesMeta: {'kling-cli': {optional: true}},
  }
  mkdirSync(join(folder, 'dist/commands/shots'), {recursive: true})
  writeFileSync(join(folder, 'package.json'), JSON.stringify(manifest))
  writeFileSync(join(folder, 'dist/commands/shots/make.js'), source)
}

const shotsMake = `
import {BaseCommand, KlingError} from 'kling-cli/plugin'
export default class ShotsMake extends BaseCommand {
  static summary = 'make shots'
  static args = {}
  static strict = false
  async run() {
    if (this.positionals[0] === 'hang') await new Promise(resolve => setTimeout(resolve, 600_000))
    if (this.positionals.length === 0) throw new KlingError('missing_prompt', 'No shots.', {hint: 'Name some.'})
    return {shots: this.positionals}
  }
}`

type Testing = {makeHome: typeof makeHome; runKling: typeof runKling}

/** A plugin's folder with the program and the sandbox as npm would install them. @returns the installed module */
async function installInto(folder: string): Promise<Testing> {
  writePlugin(folder, shotsMake)
  // Described already: the plugin's process could not follow the links to the packages.
  const commands = {'shots:make': {id: 'shots:make', summary: 'make shots', args: {}, flags: {}}}
  writeFileSync(join(folder, 'oclif.manifest.json'), JSON.stringify({version: '1.0.0', commands}))
  const modules = join(folder, 'node_modules')
  mkdirSync(join(modules, '@kling-cli'), {recursive: true})
  const packages = {'kling-cli': '.', '@kling-cli/plugin-sandbox': 'plugins/sandbox'}
  for (const name of readdirSync(join(root, 'node_modules'))) {
    const isOwn = name === 'kling-cli' || name === '@kling-cli' || name.startsWith('.')
    if (!isOwn) symlinkSync(join(root, 'node_modules', name), join(modules, name), 'junction')
  }
  for (const [name, source] of Object.entries(packages)) {
    for (const part of ['package.json', 'oclif.manifest.json', 'bin', 'dist']) {
      const from = join(root, source, part)
      if (existsSync(from)) cpSync(from, join(modules, name, part), {recursive: true})
    }
  }
  return import(pathToFileURL(join(modules, 'kling-cli/dist/lib/testing.js')).href)
}

async function failureOf(promise: Promise<unknown>): Promise<Error> {
  return promise.then(
    () => expect.fail('did not fail'),
    (error: Error) => error,
  )
}

describe('kling-cli/testing', () => {
  describe('in a home of its own', () => {
    let home: Home

    beforeEach(async () => {
      home = await makeHome({env: {KLING_SANDBOX_SPEED: '50', ...smallFilms, ...compiledCode()}})
    })
    afterEach(() => home.remove())

    it('runs a command of the built program', async () => {
      const {exitCode, json, stdout, stderr} = await runKling(['config', 'list'], {home})
      expect(stderr).to.equal('')
      expect(exitCode).to.equal(0)
      expect(json.success).to.equal(true)
      expect(JSON.parse(stdout)).to.deep.equal(json)
    })

    it('tells the error of a command', async () => {
      const {exitCode, error, stdout} = await runKling(['video', 'create'], {home})
      expect(stdout).to.equal('')
      expect(exitCode).to.equal(2)
      expect(error.code).to.equal('missing_prompt')
      expect(error.hint).to.be.a('string')
    })

    it('has no keys but those that are given', async () => {
      process.env.KLING_API_KEY = 'key-of-the-user'
      try {
        const create = ['video', 'create', 'a cat']
        const {error} = await runKling(create, {home})
        expect(error.code).to.equal('missing_api_key')
        const env = {KLING_API_KEY: 'key-of-the-test', KLING_BASE_URL: 'http://127.0.0.1:1'}
        const withKey = await runKling([...create, '--dry-run'], {home, env})
        expect(withKey.exitCode).to.equal(0)
      } finally {
        delete process.env.KLING_API_KEY
      }
    })

    it('passes text to stdin, and closes it otherwise', async () => {
      const {json} = await runKling(['video', 'create', '--dry-run'], {home, stdin: 'from stdin\n'})
      expect(json.body).to.include({prompt: 'from stdin'})
    })

    it('has the sandbox at hand, and writes into the folder of the home', async () => {
      const argv = ['video', 'create-from-text', 'a cat', '--wait', '-o', 'cat.mp4']
      const {stderr, json} = await runKling(argv, {home, region: 'sandbox'})
      expect(stderr).to.equal('')
      expect(json).to.include({status: 'succeed', output: 'cat.mp4'})
      expect(readFileSync(join(home.folder, 'cat.mp4')).subarray(4, 8).toString()).to.equal('ftyp')
    })

    it('shows both streams when there is no document, and when there is no error', async () => {
      const result = await runKling(['--version'], {home})
      expect(() => result.json).to.throw(/stdout is not one JSON object \(exit 0\)\nstdout:\nkling-cli\//)
      expect(() => result.error).to.throw(/stderr does not end with an error \(exit 0\)/)
    })

    it('kills what does not end in time, and says so', async () => {
      const argv = ['sandbox', 'start']
      const {message} = await failureOf(runKling(argv, {home, timeoutMs: 1500}))
      expect(message).to.match(/^kling sandbox start did not finish within 1500 ms and was killed\./)
    })
  })

  it('removes the home at the end of a block', async () => {
    let root: string
    {
      await using home = await makeHome()
      root = dirname(home.folder)
      expect(existsSync(home.folder)).to.equal(true)
    }
    expect(existsSync(root)).to.equal(false)
  })

  describe('with a plugin', () => {
    let plugin: string

    beforeEach(() => {
      plugin = mkdtempSync(join(tmpdir(), 'kling-plugin-'))
    })
    afterEach(() => rmSync(plugin, {recursive: true, force: true}))

    it('links it and runs its command', async () => {
      writePlugin(plugin, shotsMake)
      await using home = await makeHome({plugin})
      const made = await runKling(['shots', 'make', 'one', 'two'], {home})
      expect(made.stderr).to.equal('')
      expect(made.json).to.deep.equal({success: true, shots: ['one', 'two']})
      const {exitCode, error} = await runKling(['shots', 'make'], {home})
      expect(exitCode).to.equal(2)
      expect(error).to.deep.equal({code: 'missing_prompt', message: 'No shots.', hint: 'Name some.'})
    })

    it('says why it cannot be linked', async () => {
      const {message} = await failureOf(makeHome({plugin}))
      expect(message).to.contain(`kling plugins link ${plugin} --yes exited with 12`)
      expect(message).to.contain('plugin_not_found')
    })
  })

  it('takes the sandbox from the devDependencies, where kling is installed', async () => {
    const author = mkdtempSync(join(tmpdir(), 'kling-author-'))
    try {
      const {makeHome, runKling} = await installInto(author)
      await using home = await makeHome({plugin: author, env: {KLING_SANDBOX_SPEED: '50', ...smallFilms}})
      const create = ['video', 'create-from-text', 'a cat', '--wait']
      const made = await runKling(create, {home, region: 'sandbox'})
      expect(made.stderr).to.equal('')
      expect(made.json.status).to.equal('succeed')
    } finally {
      rmSync(author, {recursive: true, force: true})
    }
  })
})
