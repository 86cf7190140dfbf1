import {expect} from 'chai'
import {spawnSync} from 'node:child_process'
import {cpSync, readFileSync, readdirSync} from 'node:fs'
import {join} from 'node:path'
import {fileURLToPath} from 'node:url'
import {escape, example} from '../../scripts/roff.js'
import {useFolder} from '../support/folder.js'
import {npm, pack} from '../support/registry.js'

const root = fileURLToPath(new URL('../..', import.meta.url))
const folder = join(root, 'dist/man/man1')
const pages = readdirSync(folder).sort()
const folders = [folder, join(root, 'dist/man/zh_CN/man1')]
const files = folders.flatMap(folder => pages.map(page => join(folder, page)))

interface Command {
  hidden?: boolean
  summary: string
  flags: Record<string, {hidden?: boolean; char?: string; allowNo?: boolean}>
  args: Record<string, unknown>
}

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- parsed files, asserted on
const json = (...path: string[]): any => JSON.parse(readFileSync(join(root, ...path), 'utf8'))

const commands = ['.', 'plugins/sandbox', 'plugins/voice'].flatMap(plugin =>
  Object.entries(json(plugin, 'oclif.manifest.json').commands as Record<string, Command>),
)

const hasTool = (name: string, ...args: string[]): boolean => spawnSync(name, args).error === undefined

/** A page as a terminal shows it, in one line, without bold and underline. */
function shown(roff: string): string {
  const {stdout} = spawnSync('groff', ['-man', '-Tutf8', '-P-cbou'], {input: roff, encoding: 'utf8'})
  return stdout
}

describe('docs: man pages', () => {
  const inFolder = useFolder()
  for (const [id, {flags, args, summary}] of commands.filter(([, {hidden}]) => !hidden)) {
    const name = `kling-${id.replaceAll(':', '-')}`

    it(`${name} has its flags and arguments`, () => {
      const page = readFileSync(join(folder, `${name}.1`), 'utf8')
      expect(page).to.contain(`${escape(name)} \\- ${escape(summary)}\n`)
      for (const [flag, {hidden, char, allowNo}] of Object.entries(flags)) {
        const term = `\\fB${escape(`--${allowNo ? '[no-]' : ''}${flag}`)}\\fR`
        if (!hidden) expect(page).to.contain(`\n${char ? `\\fB\\-${char}\\fR, ` : ''}${term}`)
      }
      for (const arg of Object.keys(args)) expect(page).to.contain(`.TP\n\\fI${escape(arg.toUpperCase())}`)
      for (const title of ['SYNOPSIS', 'DESCRIPTION', 'ENVIRONMENT', 'EXIT STATUS', 'FILES', 'SEE ALSO']) {
        expect(page).to.contain(`.SH ${title}\n`)
      }
    })
  }

  it('has a page for the program with all error codes', () => {
    const page = readFileSync(join(folder, 'kling.1'), 'utf8')
    for (const code of ['unexpected_error', 'missing_api_key', 'plugin_denied']) expect(page).to.contain(code)
  })

  it('is named in package.json while npm packs it, and so installed', async () => {
    const [source, prefix] = [inFolder('source'), inFolder('prefix')]
    for (const path of ['package.json', 'bin', 'dist/man'])
      cpSync(join(root, path), join(source, path), {recursive: true})
    const list = (...args: string[]) =>
      spawnSync(process.execPath, [join(root, 'scripts/man-list.js'), ...args], {cwd: source}).status
    expect(list()).to.equal(0)
    const tarball = await pack(source, inFolder())
    expect(list('--remove')).to.equal(0)
    const before = readFileSync(join(root, 'package.json'), 'utf8')
    expect(readFileSync(join(source, 'package.json'), 'utf8')).to.equal(before)
    const args = [npm, 'install', '--global', '--prefix', prefix, '--offline', '--ignore-scripts', tarball]
    const {status, stderr} = spawnSync(process.execPath, args, {encoding: 'utf8'})
    expect(status, stderr).to.equal(0)
    if (process.platform !== 'win32')
      expect(readdirSync(join(prefix, 'share/man/man1')).sort()).to.deep.equal(pages)
  })

  it('is there in Chinese, too, with every text translated', () => {
    const script = join(root, 'scripts/man.js')
    const {stdout, stderr, status} = spawnSync(process.execPath, [script, '--missing'], {encoding: 'utf8'})
    expect(stdout + stderr, 'texts of scripts/man-zh.json').to.equal('')
    expect(status).to.equal(0)
    const page = readFileSync(join(folders[1]!, 'kling-video-create.1'), 'utf8')
    expect(page).to.contain(`.SH ${escape('选项')}\n`)
    expect(page).to.contain('\\fB\\-\\-ref\\-image\\fR')
  })

  it('refers to pages that are there', () => {
    for (const page of pages) {
      const text = readFileSync(join(folder, page), 'utf8').replaceAll('\\-', '-')
      const names = [...text.matchAll(/\\fB([\w-]+)\\fR\(1\)/g)].map(([, name]) => `${name}.1`)
      expect(pages).to.include.members(names)
    }
  })

  it('has no mistake that groff warns of', function () {
    if (!hasTool('groff', '--version')) return this.skip() // needs groff-base
    const {stderr, status} = spawnSync('groff', ['-man', '-Tutf8', '-ww', '-rLL=78n', '-z', ...files], {
      encoding: 'utf8',
    })
    expect(stderr).to.equal('')
    expect(status).to.equal(0)
  })

  it('has no mistake that mandoc warns of', function () {
    if (!hasTool('mandoc', '-h')) return this.skip() // needs mandoc
    const {stdout} = spawnSync('mandoc', ['-Tlint', '-W', 'warning', ...files], {encoding: 'utf8'})
    expect(stdout).to.equal('')
  })

  it('shows what would be an escape or a macro as it is', function () {
    if (!hasTool('groff', '--version')) return this.skip() // needs groff-base
    const lines = ['.hidden', "'quoted'", 'C:\\new\\file', '--dry-run', '`a` ~b ^c "d"', '一只猫 – done …']
    const screen = shown(
      `.TH A 1 2026-01-01\n.SH NAME\na \\- b\n.SH EXAMPLES\n${example(lines.join('\n'))}\n`,
    )
    for (const line of lines) expect(screen).to.contain(`${line}\n`)
  })
})
