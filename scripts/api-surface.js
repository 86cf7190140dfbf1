// The public surface for plugins, read from the built declaration files: what scripts/api-report.js writes down and
// what the tests hold it to.
import {join, sep} from 'node:path'
import ts from 'typescript'
import {root} from './ensure-installed.js'

/** The entries of package.json that plugins import → their built declarations. */
export const entries = {
  'kling-cli/plugin': 'dist/lib/plugin.d.ts',
  'kling-cli/testing': 'dist/lib/testing.d.ts',
}

/** Declarations of others are named by their package only. */
const own = join(root, 'dist') + sep

/** What api/kling.openapi.yaml describes is the service's, and changes with it. */
const service = join(root, 'dist/lib/api/generated-types.d.ts')

/**
 * Reads the surface. An item is an exported name, or (`reached`) a type of ours that is not exported and that those
 * show in their parameters and results.
 *
 * @typedef {{entry: string, name: string, isReached: boolean, package?: string, nodes: ts.Node[]}} Item
 * @returns {Item[]}
 */
export function readSurface() {
  const files = Object.values(entries).map(path => join(root, path))
  const {options} = ts.parseJsonConfigFileContent(
    {extends: './tsconfig.base.json', compilerOptions: {noEmit: true}, files},
    ts.sys,
    root,
  )
  const program = ts.createProgram(files, options)
  const checker = program.getTypeChecker()
  const resolved = symbol => (symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol)
  const listed = new Set()
  return Object.entries(entries).flatMap(([entry, path]) => {
    const source = program.getSourceFile(join(root, path))
    if (!source) throw new Error(`${path} is not built: run \`npm run build\``)
    const exported = checker.getExportsOfModule(checker.getSymbolAtLocation(source))
    const seen = new Map(exported.map(symbol => [resolved(symbol), symbol.name]))
    // Grows while it is walked: what a type that is reached shows is reached, too.
    for (const symbol of seen.keys()) {
      for (const node of nodesOf(symbol)) {
        for (const name of namesIn(node)) {
          const found = checker.getSymbolAtLocation(name)
          const target = found && resolved(found)
          if (target && !seen.has(target) && !listed.has(target) && isOwnTopLevel(target))
            seen.set(target, target.name)
        }
      }
    }
    for (const symbol of seen.keys()) listed.add(symbol)
    return [...seen].map(([symbol, name], index) => {
      const file = symbol.declarations[0].getSourceFile().fileName
      const isOwn = file.startsWith(own)
      return {
        entry,
        name,
        isReached: index >= exported.length,
        ...(isOwn ? {} : {package: /.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(file)?.[1] ?? file}),
        nodes: isOwn ? nodesOf(symbol) : [],
      }
    })
  })
}

/** The declarations as they stand in a file: of a constant, the whole statement. */
function nodesOf(symbol) {
  const nodes = symbol.declarations.filter(node => node.getSourceFile().fileName.startsWith(own))
  return nodes.map(node => (ts.isVariableDeclaration(node) ? node.parent.parent : node))
}

const isOwnTopLevel = ({declarations = []}) =>
  declarations.some(
    node =>
      node.getSourceFile().fileName.startsWith(own) &&
      node.getSourceFile().fileName !== service &&
      (ts.isSourceFile(node.parent) || ts.isVariableDeclaration(node)),
  )

const isPrivate = node => (ts.getCombinedModifierFlags(node) & ts.ModifierFlags.Private) !== 0

/** All names that a declaration mentions, but for what is private. */
function namesIn(node) {
  if (ts.isClassElement(node) && isPrivate(node)) return []
  if (ts.isIdentifier(node)) return [node]
  const names = []
  node.forEachChild(child => void names.push(...namesIn(child)))
  return names
}

const commentOf = node => node.jsDoc?.at(-1)

/** Purpose and errors of a declaration, from its docstring; empty when it has none. */
export function wordsOf(node) {
  const comment = commentOf(node)
  const text = (ts.getTextOfJSDocComment(comment?.comment) ?? '').replace(/\s+/g, ' ').trim()
  const sentence = /^.*?[.!?](?=\s|$)/.exec(text)?.[0] ?? text
  const errors = (comment?.tags ?? [])
    .filter(tag => tag.tagName.text === 'throws')
    .map(
      tag =>
        `@throws ${tag
          .getText()
          .replace(/^@throws/, '')
          .replace(/[\s*]+/g, ' ')
          .trim()}`,
    )
  return [sentence, ...errors].filter(Boolean).join(' ')
}

/** A declaration as text: docstrings cut to their first sentence, without private members. */
function textOf(node) {
  const source = node.getSourceFile()
  const edits = []
  const visit = child => {
    if (ts.isClassElement(child) && isPrivate(child)) {
      edits.push([child.getFullStart(), child.end, ''])
      return
    }
    for (const comment of child.jsDoc ?? []) {
      const words = comment === commentOf(child) ? wordsOf(child) : ''
      edits.push([comment.pos, comment.end, words && `/** ${words} */`])
    }
    // How a function takes its options apart is its own affair.
    if (ts.isParameter(child) && !ts.isIdentifier(child.name)) {
      edits.push([child.name.getStart(), child.name.end, 'options'])
      if (child.type) visit(child.type)
      return
    }
    child.forEachChild(visit)
  }
  visit(node)
  const start = node.getStart(source, true)
  let text = source.text.slice(start, node.end)
  for (const [from, to, words] of edits.sort((a, b) => b[0] - a[0]))
    text = text.slice(0, from - start) + words + text.slice(to - start)
  return text.replace(/^(export )?(declare )?(?=\w)/m, '').replace(/^\s*\n/gm, '')
}

const behind = 'types behind it'

/** The report: a section of each entry, and in it each item with its signature. */
export function reportOf(items) {
  const sections = Object.keys(entries).flatMap(entry => {
    const of = isReached =>
      items
        .filter(item => item.entry === entry && item.isReached === isReached)
        .sort((a, b) => (a.name < b.name ? -1 : 1))
    return [`## ${entry}`, ...of(false).map(block), `## ${entry}: ${behind}`, ...of(true).map(block)]
  })
  return [
    '# The public surface for plugins',
    'Generated from the built declarations by `scripts/api-report.js`. Do not edit. What it is for, and what is promised ' +
      'about it, says [docs/plugin-api.md](../docs/plugin-api.md).',
    ...sections,
  ].join('\n\n')
}

function block({name, nodes, package: from}) {
  const text = from === undefined ? nodes.map(textOf).join('\n') : `export {${name}} from '${from}'`
  return `### ${name}\n\n\`\`\`ts\n${text}\n\`\`\``
}

/** Entry and name → text, as a report has them. */
function itemsOf(report) {
  let section = ''
  const items = new Map()
  for (const part of report.split(/^(?=###? )/m)) {
    const [heading, ...lines] = part.split('\n')
    if (heading.startsWith('## ')) section = heading.slice(3)
    if (heading.startsWith('### ')) items.set(`${section}: ${heading.slice(4)}`, lines.join('\n').trim())
  }
  return items
}

const withoutWords = text => text.replace(/\/\*\*.*?\*\//gs, '').replace(/\s+/g, ' ')

const linesOf = text => text.split('\n').filter(line => !/^\s*\/\*\*/.test(line))

/** What changed between two reports and what that means for the version, a line or a few for each item. */
export function compareReports(before, after) {
  const old = itemsOf(before)
  const now = itemsOf(after)
  const changes = []
  for (const [item, text] of old) {
    const next = now.get(item)
    if (next === undefined) {
      // What stands behind an export cannot be imported by its name.
      changes.push(item.includes(behind) ? `removed  ${item}` : `removed  ${item} (breaks plugins)`)
    } else if (withoutWords(next) !== withoutWords(text)) {
      const [was, is] = [linesOf(text), linesOf(next)]
      changes.push(
        `changed  ${item} (breaks plugins, unless those that are built still fit)`,
        ...was.filter(line => !is.includes(line)).map(line => `  - ${line}`),
        ...is.filter(line => !was.includes(line)).map(line => `  + ${line}`),
      )
    } else if (next !== text) changes.push(`reworded ${item}`)
  }
  for (const item of now.keys()) if (!old.has(item)) changes.push(`added    ${item}`)
  return changes
}

/** How a change of the surface shows in the version. */
export const versionRule =
  'A change that breaks plugins raises the major version (before 1.0: the minor), an addition the minor ' +
  '(before 1.0: the patch), other words only the patch.'
