// Compares the catalogues of languages with the texts in the sources and in the help: lists what is missing and what is
// left over, and ends with 1 when there is any. --write puts missing keys in, with an empty text, and takes out the
// others.
import {readFileSync, readdirSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {fileURLToPath, pathToFileURL} from 'node:url'
import ts from 'typescript'

const root = fileURLToPath(new URL('..', import.meta.url))
const packages = ['.', 'plugins/voice', 'plugins/sandbox']

/** The words of oclif's own help. */
const helpWords = [
  ...['USAGE', 'DESCRIPTION', 'EXAMPLES', 'ARGUMENTS', 'FLAGS', 'TOPICS', 'COMMANDS', 'VERSION', 'ALIASES'],
  ...['[default: {0}]', '<options: {0}>', '(required)'],
]

const readJson = path => JSON.parse(readFileSync(join(root, path), 'utf8'))

/** The keys of a source: what the tags `t` and `msg` stand before. */
function keysOfSource(path) {
  const source = ts.createSourceFile(path, readFileSync(path, 'utf8'), ts.ScriptTarget.Latest, true)
  const keys = []
  const visit = node => {
    if (ts.isTaggedTemplateExpression(node) && ['t', 'msg'].includes(node.tag.getText(source))) {
      const {template} = node
      keys.push(
        ts.isNoSubstitutionTemplateLiteral(template)
          ? template.text
          : template.templateSpans.reduce(
              (text, {literal}, index) => `${text}{${index}}${literal.text}`,
              template.head.text,
            ),
      )
    }
    ts.forEachChild(node, visit)
  }
  visit(source)
  return keys
}

/** The texts of the help of a package. */
function keysOfHelp(folder) {
  const {commands} = readJson(join(folder, 'oclif.manifest.json'))
  const {oclif} = readJson(join(folder, 'package.json'))
  const topics = Object.values(oclif.topics ?? {}).map(({description}) => description)
  const texts = Object.values(commands).flatMap(({summary, description, flags, args, examples}) => [
    summary,
    description,
    ...Object.values(flags ?? {}).flatMap(flag => [flag.summary, flag.description, headingOf(flag)]),
    ...Object.values(args ?? {}).map(arg => arg.description),
    ...(examples ?? []).map(example => example.description),
  ])
  return [...topics, ...texts].filter(Boolean)
}

const headingOf = ({helpGroup}) => helpGroup && `${helpGroup.toUpperCase()} FLAGS`

/** All keys that a catalogue must have. */
export function allKeys() {
  const sources = packages.flatMap(folder => {
    const path = join(root, folder, 'src')
    return readdirSync(path, {recursive: true})
      .filter(name => name.endsWith('.ts'))
      .map(name => join(path, name))
  })
  const {description} = readJson('package.json')
  const helps = packages.flatMap(keysOfHelp)
  const keys = [...sources.flatMap(keysOfSource), ...helps, description, ...helpWords]
  return [...new Set(keys)].sort()
}

/** What is wrong with a catalogue: keys without a text, texts without a key, values that get lost. */
export function compare(catalogue, keys) {
  const places = text => (text.match(/\{\d+\}/g) ?? []).sort().join()
  const known = new Set(keys)
  return {
    missing: keys.filter(key => !catalogue[key]),
    leftOver: Object.keys(catalogue).filter(key => !known.has(key)),
    unlike: keys.filter(key => catalogue[key] && places(key) !== places(catalogue[key])),
  }
}

function main() {
  const path = 'src/lib/i18n/zh.json'
  const keys = allKeys()
  const catalogue = readJson(path)
  if (process.argv.includes('--write')) {
    const whole = Object.fromEntries(keys.map(key => [key, catalogue[key] ?? '']))
    writeFileSync(join(root, path), JSON.stringify(whole, null, 2) + '\n')
  }
  const {missing, leftOver, unlike} = compare(catalogue, keys)
  for (const [what, list] of Object.entries({missing, 'left over': leftOver, 'other values': unlike}))
    for (const key of list) process.stdout.write(`${what}: ${JSON.stringify(key)}\n`)
  process.stdout.write(`${keys.length} texts\n`)
  if (missing.length + leftOver.length + unlike.length > 0) process.exitCode = 1
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) main()
