import {expect} from 'chai'
import {spawnSync} from 'node:child_process'
import {readFileSync} from 'node:fs'
import {join} from 'node:path'
import {fileURLToPath} from 'node:url'
import ts from 'typescript'
import {compareReports, readSurface, wordsOf} from '../scripts/api-surface.js'

const root = fileURLToPath(new URL('..', import.meta.url))
const items = readSurface()
const exported = items.filter(item => !item.isReached && item.package === undefined)

type Documented = ts.NamedDeclaration | ts.MethodDeclaration

/** What tells how to read a number: its name, or its words. */
const measure =
  /(?:Ms|Seconds|Bytes|Units)$|\b(?:ms|seconds?|bytes?|pixels?|units?|how (?:many|often)|times|tries|status|code|id|page|limit|bound|greatest|smallest|from \d)\b/i

const nameOf = (node: ts.NamedDeclaration): string => node.name?.getText() ?? 'constructor'

const isHidden = (node: ts.Declaration): boolean =>
  (ts.getCombinedModifierFlags(node) & ts.ModifierFlags.Private) !== 0

/** The functions of an item: itself, or the methods of a class. */
function functionsOf(node: ts.Node): ts.SignatureDeclaration[] {
  if (ts.isFunctionDeclaration(node)) return [node]
  if (!ts.isClassDeclaration(node)) return []
  return node.members.filter(
    member => (ts.isMethodDeclaration(member) || ts.isConstructorDeclaration(member)) && !isHidden(member),
  ) as ts.SignatureDeclaration[]
}

/** The members of an options object: of a type that stands there, and of the interfaces that it names. */
function membersOf(type: ts.Node): ts.TypeElement[] {
  if (ts.isTypeLiteralNode(type)) return [...type.members]
  if (ts.isTypeReferenceNode(type)) {
    const named = items.find(({name}) => name === type.typeName.getText())?.nodes ?? []
    const own = named.flatMap(node => (ts.isInterfaceDeclaration(node) ? [...node.members] : []))
    return [...own, ...(type.typeArguments ?? []).flatMap(membersOf)]
  }
  if (ts.isIntersectionTypeNode(type)) return type.types.flatMap(membersOf)
  return []
}

const isOptions = ({name}: ts.ParameterDeclaration): boolean =>
  ts.isObjectBindingPattern(name) || name.getText() === 'options'

function optionsOf(node: ts.SignatureDeclaration): ts.TypeElement[] {
  return node.parameters.filter(isOptions).flatMap(({type}) => (type ? membersOf(type) : []))
}

/** Whether a function throws by itself, by its source. */
function throwsItself(node: ts.FunctionDeclaration): boolean {
  const file = node
    .getSourceFile()
    .fileName.replace('/dist/', '/src/')
    .replace(/\.d\.ts$/, '.ts')
  const source = ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest, true)
  const found = source.statements.find(
    one => ts.isFunctionDeclaration(one) && one.name?.text === node.name?.text && one.body,
  )
  const hasThrow = (child: ts.Node): boolean =>
    ts.isThrowStatement(child) || (ts.forEachChild(child, hasThrow) ?? false)
  return found !== undefined && hasThrow(found)
}

const hasThrows = (node: ts.Node): boolean => ts.getJSDocTags(node).some(tag => tag.tagName.text === 'throws')

describe('public surface for plugins', () => {
  it('is what api/plugin-api.md says', () => {
    const {status, stdout, stderr} = spawnSync(
      process.execPath,
      [join(root, 'scripts/api-report.js'), '--check'],
      {encoding: 'utf8'},
    )
    expect(status === 0 ? '' : stdout + stderr).to.equal('')
  })

  it('has a docstring for every export', () => {
    const bare = exported.filter(({nodes}) => !nodes.some(node => wordsOf(node)))
    expect(bare.map(({entry, name}) => `${entry} ${name}`)).to.deep.equal([])
  })

  it('describes every option of its functions', () => {
    const bare = exported.flatMap(({name, nodes}) =>
      nodes.flatMap(functionsOf).flatMap(of =>
        optionsOf(of)
          .filter(option => !wordsOf(option))
          .map(option => `${name} ${nameOf(of as Documented)}: ${nameOf(option)}`),
      ),
    )
    expect([...new Set(bare)]).to.deep.equal([])
  })

  it('says in what its numbers are', () => {
    const bare = exported.flatMap(({name, nodes}) =>
      nodes.flatMap(functionsOf).flatMap(of =>
        optionsOf(of)
          .filter(ts.isPropertySignature)
          .filter(option => /\bnumber\b/.test(option.type?.getText() ?? ''))
          .filter(option => !measure.test(nameOf(option)) && !measure.test(wordsOf(option)))
          .map(option => `${name}: ${nameOf(option)}`),
      ),
    )
    expect([...new Set(bare)]).to.deep.equal([])
  })

  it('names the errors of each function that throws', () => {
    const silent = exported.flatMap(({nodes}) =>
      nodes.filter(ts.isFunctionDeclaration).filter(node => throwsItself(node) && !hasThrows(node)),
    )
    expect(silent.map(nameOf)).to.deep.equal([])
  })

  it('is written up, name by name, in docs/plugin-api.md', () => {
    const page = readFileSync(join(root, 'docs/plugin-api.md'), 'utf8')
    const names = items.filter(({isReached}) => !isReached).map(({name}) => name)
    expect(names.filter(name => !page.includes(`\`${name}\``))).to.deep.equal([])
  })

  it('is used in docs/plugin-api.md as its types allow', () => {
    const page = readFileSync(join(root, 'docs/plugin-api.md'), 'utf8')
    const examples = new Map(
      [...page.matchAll(/^```ts\n(.*?)^```/gms)].map(([, code], index) => [
        join(root, `example-${index}.ts`),
        code!,
      ]),
    )
    expect(examples.size).to.equal(5)
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

describe('compareReports', () => {
  const report = (entries: Record<string, string>): string =>
    Object.entries(entries).reduce(
      (text, [name, code]) => `${text}\n\n### ${name}\n\n\`\`\`ts\n${code}\n\`\`\``,
      '# Title\n\n## kling-cli/plugin',
    )
  const before = report({
    first: 'function first(): void',
    second: '/** Old words. */\nfunction second(): void',
  })

  it('finds nothing in equal ones', () => {
    expect(compareReports(before, before)).to.deep.equal([])
  })

  it('tells what was removed and what was added', () => {
    const after = report({second: '/** Old words. */\nfunction second(): void', third: 'type third = string'})
    expect(compareReports(before, after)).to.deep.equal([
      'removed  kling-cli/plugin: first (breaking)',
      'added    kling-cli/plugin: third',
    ])
  })

  it('tells a changed signature from other words', () => {
    const after = report({
      first: 'function first(options?: Options): void',
      second: '/** New words. */\nfunction second(): void',
    })
    expect(compareReports(before, after)).to.deep.equal([
      'changed  kling-cli/plugin: first (breaking unless built plugins still work)',
      '  - function first(): void',
      '  + function first(options?: Options): void',
      'reworded kling-cli/plugin: second',
    ])
  })
})
