import {spawnSync} from 'node:child_process'
import {expect} from 'chai'
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import {join} from 'node:path'
import {fileURLToPath} from 'node:url'
import {useFolder} from '../support/folder.js'
import {makeHome, nodes, runKling} from '../support/run-kling.js'

const root = fileURLToPath(new URL('../..', import.meta.url))

describe('the bundle', () => {
  const folder = useFolder()

  /** A copy of the program as it is installed. @returns its entry */
  function copy(name: string): string {
    const to = folder(name)
    mkdirSync(to)
    for (const part of ['package.json', 'bin', 'dist', 'oclif.manifest.json'])
      cpSync(join(root, part), join(to, part), {recursive: true})
    symlinkSync(join(root, 'node_modules'), join(to, 'node_modules'))
    return join(to, 'bin/run.js')
  }

  it('says the same without the changes to oclif', async () => {
    const patched = copy('patched')
    const plain = copy('plain')
    const built = spawnSync(process.execPath, [join(root, 'scripts/bundle.js'), folder('plain', 'dist')], {
      env: {...process.env, KLING_UNPATCHED: '1'},
      encoding: 'utf8',
    })
    expect(built.status, built.stderr).to.equal(0)
    expect(readFileSync(folder('plain/dist/kling.cjs'), 'utf8')).to.not.equal(
      readFileSync(folder('patched/dist/kling.cjs'), 'utf8'),
    )
    const home = makeHome({isCold: true})
    try {
      for (const argv of [
        ['--version'],
        ['--help'],
        ['help', 'video'],
        ['video', 'create', '--help'],
        ['task'],
        ['video', 'create', 'A cat', '--dry-run'],
        ['video', 'create', 'A cat', '--mode', 'x'],
        ['video', 'create', 'A cat', '--nope'],
        ['video', 'list', '--json', '--limit', '0'],
        ['vidoe', 'create'],
        ['config', 'list'],
        ['plugins', '--core'],
      ]) {
        const [first, second] = await Promise.all([
          runKling(argv, {home, program: patched}),
          runKling(argv, {home, program: plain}),
        ])
        const shown = ({stdout, stderr, code}: typeof first) => ({
          stdout: stdout.replaceAll(folder('plain'), folder('patched')),
          stderr,
          code,
        })
        expect(shown(second), argv.join(' ')).to.deep.equal(shown(first))
      }
    } finally {
      home.remove()
    }
  })

  describe('its compiled code', () => {
    const codeOf = (home: string): string[] => {
      const cache = join(home, '.cache/kling-cli/code')
      return existsSync(cache) ? readdirSync(cache).sort() : []
    }

    for (const {name, path: node} of nodes) {
      it(`is kept, private, and made anew when it is of no use (${name} Node)`, async () => {
        const home = makeHome({isCold: true})
        try {
          const version = async () => (await runKling(['--version'], {home, node})).stdout
          const said = await version()
          const files = codeOf(home.folder)
          expect(files).to.have.length(2)
          const file = join(home.folder, '.cache/kling-cli/code', files[0]!)
          expect(statSync(file).mode & 0o777).to.equal(0o600)
          for (const broken of [
            Buffer.from('nothing'),
            Buffer.alloc(0),
            readFileSync(file).subarray(0, 5000),
          ]) {
            writeFileSync(file, broken)
            expect(await version()).to.equal(said)
          }
          expect(statSync(file).size).to.be.greaterThan(100_000)
        } finally {
          home.remove()
        }
      })
    }

    it('of others is not run', async () => {
      const home = makeHome({isCold: true})
      try {
        await runKling(['--version'], {home})
        const [name] = codeOf(home.folder)
        const file = join(home.folder, '.cache/kling-cli/code', name!)
        chmodSync(file, 0o666)
        const before = statSync(file).ino
        expect((await runKling(['--version'], {home})).code).to.equal(0)
        expect(statSync(file).mode & 0o777, 'written anew').to.equal(0o600)
        expect(statSync(file).ino).to.not.equal(before)
      } finally {
        home.remove()
      }
    })
  })
})
