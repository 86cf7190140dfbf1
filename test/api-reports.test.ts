import {expect} from 'chai'
import {spawnSync} from 'node:child_process'
import {readFileSync} from 'node:fs'
import {join} from 'node:path'
import {fileURLToPath} from 'node:url'
import ts from 'typescript'

const root = fileURLToPath(new URL('..', import.meta.url))
const read = (path: string): string => readFileSync(join(root, path), 'utf8')

/** An export or a member of one, as API Extractor describes it. */
interface Item {
  kind: string
  name: string
  docComment?: string
  excerptTokens?: {text: string}[]
  fileUrlPath?: string
  members?: Item[]
}

const modules = ['plugin', 'testing', 'index'] as const

/** The exports of a public module. */
function exportsOf(module: (typeof modules)[number]): Item[] {
  const {members} = JSON.parse(read(`build/api/${module}.api.json`)) as {members: [{members: Item[]}]}
  return members[0].members
}

/** All names that a public module exports, those of other packages with them. */
function namesOf(module: (typeof modules)[number]): string[] {
  const exported = /^export (?:(?:abstract )?class|interface|type|const|function|\{) ?(\w+)/gm
  return [...read(`api/${module}.api.md`).matchAll(exported)].map(([, name]) => name!)
}

/** What tells how to read a number: its name, or its words. */
const measure =
  /(?:Ms|Seconds|Bytes|Units)\b|\b(?:ms|seconds?|bytes?|pixels?|units?|how (?:many|often)|times|tries|status|code|id|page|limit|bound|greatest|smallest|from \d)\b/i

/** Whether a function throws by itself, by its source. */
function throwsItself({name, fileUrlPath}: Item): boolean {
  const file = fileUrlPath!.replace(/^.*?\/(?=lib\/)/, 'src/').replace(/\.d\.ts$/, '.ts')
  const source = ts.createSourceFile(file, read(file), ts.ScriptTarget.Latest)
  const hasThrow = (node: ts.Node): boolean =>
    ts.isThrowStatement(node) || (ts.forEachChild(node, hasThrow) ?? false)
  return source.statements.some(
    one => ts.isFunctionDeclaration(one) && one.name?.text === name && hasThrow(one),
  )
}

describe('what others can import', () => {
  let stale: string
  let items: Item[]
  let options: {of: string; option: Item}[]
  before(() => {
    const {status, stdout, stderr} = spawnSync(process.execPath, ['scripts/api-report.js', '--check'], {
      cwd: root,
      encoding: 'utf8',
    })
    stale = status === 0 ? '' : stdout + stderr
    items = modules.flatMap(exportsOf)
    options = items
      .filter(({kind, name}) => kind === 'Interface' && name.endsWith('Options'))
      .flatMap(({name, members = []}) => members.map(option => ({of: name, option})))
  })

  it('is what the reports in api/ say', () => {
    expect(stale).to.equal('')
  })

  it('has a docstring for every export', () => {
    expect(items.filter(({docComment}) => !docComment).map(({name}) => name)).to.deep.equal([])
  })

  it('describes every option', () => {
    const bare = options.filter(({option}) => !option.docComment)
    expect(bare.map(({of, option}) => `${of}.${option.name}`)).to.deep.equal([])
  })

  it('says in what its numbers are', () => {
    const bare = options
      .filter(({option}) => option.excerptTokens?.some(({text}) => /\bnumber\b/.test(text)))
      .filter(({option}) => !measure.test(`${option.name} ${option.docComment}`))
    expect(bare.map(({of, option}) => `${of}.${option.name}`)).to.deep.equal([])
  })

  it('names the errors of each function that throws', () => {
    const silent = items.filter(
      item => item.kind === 'Function' && throwsItself(item) && !item.docComment?.includes('@throws'),
    )
    expect(silent.map(({name}) => name)).to.deep.equal([])
  })

  it('is written up, name by name, in docs/plugin-api.md', () => {
    const page = read('docs/plugin-api.md')
    const names = [...namesOf('plugin'), ...namesOf('testing')]
    expect(names).to.include.members(['Args', 'Command', 'BaseCommand', 'runKling'])
    expect(names.filter(name => !page.includes(`\`${name}\``))).to.deep.equal([])
  })

  it('is used in docs/plugin-api.md as its types allow', () => {
    const examples = new Map(
      [...read('docs/plugin-api.md').matchAll(/^```ts\n(.*?)^```/gms)].map(([, code], index) => [
        join(root, `example-${index}.ts`),
        code!,
      ]),
    )
    expect(examples.size).to.equal(6)
    const {options} = ts.parseJsonConfigFileContent(
      {extends: './tsconfig.base.json', compilerOptions: {noEmit: true}, files: []},
      ts.sys,
      root,
    )
    const host = ts.createCompilerHost(options)
    const {fileExists, readFile} = host
    host.fileExists = path => examples.has(path) || fileExists(path)
    host.readFile = path => examples.get(path) ?? readFile(path)
    const program = ts.createProgram([...examples.keys()], options, host)
    expect(ts.formatDiagnostics(ts.getPreEmitDiagnostics(program), host)).to.equal('')
  })
})
