import {expect} from 'chai'
import {spawn} from 'node:child_process'
import {existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync} from 'node:fs'
import {delimiter, dirname, join} from 'node:path'
import {fileURLToPath} from 'node:url'
import {exitCodes, expectError, expectSuccess} from '../support/outcome.js'
import {useFolder} from '../support/folder.js'
import {type Registry, installedTree, startRegistry} from '../support/registry.js'
import {compiledCode, program, runKling} from '../support/run-kling.js'

const root = fileURLToPath(new URL('../..', import.meta.url))

/** The first block of commands of docs/plugins.md, in a shell where npm finds the packages of this checkout. */
function tenMinutes(): string {
  const page = readFileSync(join(root, 'docs/plugins.md'), 'utf8')
  const commands = /^```sh\n(.*?)^```/ms.exec(page)![1]!
  const links = ['kling-cli', '@oclif', 'typescript', '@types'].map(
    name => `ln -s "$MODULES/${name}" node_modules/`,
  )
  return `set -e
kling() { node ${JSON.stringify(program)} "$@"; }
npm() {
  if [ "$1" = install ]; then mkdir -p node_modules && ${links.join(' && ')}; else command npm "$@"; fi
}
${commands}`
}

/** The registry answers from this process, so it must not stand still meanwhile. */
function runShell(
  script: string,
  options: {cwd: string; env: Record<string, string>},
): Promise<{code: number | null; said: string}> {
  return new Promise((resolve, reject) => {
    const child = spawn('bash', ['-c', script], {...options, stdio: ['ignore', 'pipe', 'pipe']})
    let said = ''
    for (const stream of [child.stdout, child.stderr]) stream.on('data', text => (said += String(text)))
    child.on('error', reject)
    child.on('close', code => resolve({code, said}))
  })
}

describe('plugins new', () => {
  const folder = useFolder()
  const home = () => {
    const path = {PATH: process.env.PATH ?? '', HOME: folder('home'), TZ: 'UTC'}
    const env = {...path, ...compiledCode(), KLING_SANDBOX_SPEED: '50'}
    mkdirSync(folder('home'), {recursive: true})
    mkdirSync(folder('work'), {recursive: true})
    return {folder: folder('work'), env, remove: () => {}}
  }
  const kling = (...argv: string[]) => runKling(argv, {home: home()})

  let registry: Registry
  before(async () => {
    registry = await startRegistry()
  })
  after(() => registry.close())

  it('leads from nothing to a published plugin by the commands of docs/plugins.md', async function () {
    this.timeout(180_000)
    const {env, folder: cwd} = home()
    writeFileSync(join(env.HOME, '.npmrc'), `${registry.url.replace('http:', '')}/:_authToken=anybody\n`)
    const tools = {
      ...registry.env,
      MODULES: join(root, 'node_modules'),
      PATH: [dirname(process.execPath), join(root, 'node_modules/.bin'), env.PATH].join(delimiter),
    }
    const {code, said} = await runShell(tenMinutes(), {cwd, env: {...env, ...tools}})
    expect(code, said).to.equal(0)
    expect(existsSync(join(cwd, 'kling-plugin-turntable/teapot.mp4'))).to.equal(true)

    // Somebody else, who has nothing but the registry.
    const user = {
      folder: folder('elsewhere'),
      env: {...env, ...registry.env, HOME: folder('user')},
      remove() {},
    }
    for (const path of [user.folder, user.env.HOME]) mkdirSync(path)
    const others = (...argv: string[]) => runKling(argv, {home: user, env: {KLING_REGION: 'sandbox'}})
    const installed = expectSuccess(await others('plugins', 'install', 'kling-plugin-turntable', '--yes'))
    expect(installed).to.deep.include({
      source: 'registry',
      runs: 'in a separate process',
      permissions: ['read=$CWD', 'write=$CWD'],
      commands: ['turntable turn'],
    })
    expect(readdirSync(join(installed.root as string, '..'))).to.have.members([
      '.package-lock.json',
      'kling-cli',
      'kling-plugin-turntable',
    ])
    const made = expectSuccess(await others('turntable', 'turn', 'a red teapot', '-o', 'teapot.mp4'))
    expect(made).to.include({status: 'succeed', output: 'teapot.mp4'})
    expect(existsSync(join(user.folder, 'teapot.mp4'))).to.equal(true)
    await others('sandbox', 'reset')
    await kling('sandbox', 'reset')
  })

  it('works at once in a checkout, without a published copy of kling', async function () {
    this.timeout(180_000)
    const {env, folder: cwd} = home()
    for (const path of installedTree(['@oclif/core', '@types/node', 'typescript']))
      await registry.publish(path)
    const {next} = expectSuccess(await kling('plugins', 'new', 'carousel'))
    const commands = (next as string[]).map(command =>
      command.replace(/^kling /, `node ${JSON.stringify(program)} `),
    )
    const tools = {...registry.env, PATH: [dirname(process.execPath), env.PATH].join(delimiter)}
    const {code, said} = await runShell(`set -e\n${commands.join('\n')}`, {cwd, env: {...env, ...tools}})
    expect(code, said).to.equal(0)
    expect(existsSync(join(cwd, 'kling-plugin-carousel/teapot.mp4'))).to.equal(true)
    expect(said)
      .to.match(/ pass [1-9]/)
      .and.match(/ fail 0$/m)
    await kling('sandbox', 'reset')
  })

  it('tells the files and the commands that come next', async () => {
    const made = expectSuccess(
      await kling('plugins', 'new', 'kling-plugin-two-words', '--folder', "it's here"),
    )
    expect(made.name).to.equal('kling-plugin-two-words')
    expect(made.folder).to.match(/it's here$/)
    expect(made.files).to.include.members(['.gitignore', 'package.json', 'src/commands/two-words/turn.ts'])
    expect(made.next[0]).to.equal(`cd 'it'\\''s here'`)
    const command = readFileSync(join(made.folder, 'src/commands/two-words/turn.ts'), 'utf8')
    expect(command).to.contain('class TwoWordsTurn ').and.not.contain('__')
    const {version} = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {version: string}
    const {peerDependencies} = JSON.parse(readFileSync(join(made.folder, 'package.json'), 'utf8')) as {
      peerDependencies: object
    }
    expect(peerDependencies).to.deep.equal({'kling-cli': `^${version}`})
  })

  it('writes nothing over what is there', async () => {
    const {folder: cwd} = home()
    mkdirSync(join(cwd, 'kling-plugin-mine'))
    writeFileSync(join(cwd, 'file'), 'mine')
    expectSuccess(await kling('plugins', 'new', 'mine'))
    expectError(await kling('plugins', 'new', 'mine'), 'output_exists')
    expectError(await kling('plugins', 'new', 'mine', '--folder', 'file'), 'output_exists')
    expectError(await kling('plugins', 'new', 'mine', '--folder', 'file/in'), 'output_exists')
    expect(readFileSync(join(cwd, 'file'), 'utf8')).to.equal('mine')
  })

  for (const [name, code] of [
    [undefined, 'missing_name'],
    ['Turntable', 'invalid_name'],
    ['turn table', 'invalid_name'],
    ['../turntable', 'invalid_name'],
    ['-turntable', 'invalid_flag'],
    ['x'.repeat(41), 'invalid_name'],
    ['video', 'invalid_name'],
    ['kling-plugin-plugins', 'invalid_name'],
  ] as const) {
    it(`refuses the name ${name}: ${code}`, async () => {
      const result = await kling('plugins', 'new', ...(name === undefined ? [] : [name]))
      expectError(result, code)
      expect(result.code).to.equal(exitCodes[code] ?? 2)
      expect(readdirSync(folder('work'))).to.deep.equal([])
    })
  }
})
