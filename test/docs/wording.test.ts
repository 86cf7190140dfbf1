import {expect} from 'chai'
import {globSync, readFileSync} from 'node:fs'
import {fileURLToPath} from 'node:url'
import ts from 'typescript'

const root = fileURLToPath(new URL('../..', import.meta.url))
const read = (path: string): string => readFileSync(`${root}/${path}`, 'utf8')

/** All texts of the program, help included: test/scripts/messages.test.ts holds the catalogue to the sources. */
const texts = Object.keys(JSON.parse(read('src/lib/i18n/zh.json')) as object)

const pages = globSync(
  [
    '*.md',
    'docs/*.md',
    'packages/*/README.md',
    'plugins/*/{README,NOTICE}.md',
    'examples/*/README.md',
    'templates/*/README.md',
  ],
  {cwd: root},
).sort()

/** Words that a reader of the ecosystem does not expect, with what to write instead. */
const unusual: Record<string, string> = {
  'told|tells': 'reported, shows, prints',
  anew: 'again; rebuilt',
  'mend(?:s|ed|ing)?|cures?': 'fix',
  '(?:of|from) elsewhere': 'of another machine; by URL',
  'on demand': 'optionally',
  "(?:of )?one's own": 'your own',
  '(?:a |in )?process(?:es)? of (?:its|their) own': 'a separate process',
  'words? too many': 'unexpected argument',
  'dead (?:line|network)': 'lost connection',
  'how far (?:a task|it) is': 'status',
  'what is left(?: of)?': 'balance, units left',
  'makes no (?!visible)': 'does not support',
  'to be reached|figures to reach': 'target',
  'do(?:es)? as well': 'also work',
  'is no (?:terminal|list|number|image|sound|video|option|known)': 'is not a',
  'none that': 'not supported',
  'so many at most|(?:characters|seconds|tasks) at most': 'up to, maximum',
  'from when on': 'start of the period',
  whoever: 'anyone who',
  'strangers?': 'third-party, untrusted',
  '(?:plugins?|one) (?:by|of) others|others can': 'third-party',
  'all the same|in spite of': 'anyway',
  'in place of': 'instead of',
  '(?:stands?|lies?) (?:at|beside|before|in|on)': 'is at, is next to',
  'goes on (?:with|where|above|when)|go on(?:\\?| with| where)': 'continues, resumes',
  'breaks? off|broke(?:n)? off': 'is interrupted',
  'under way': 'running',
  'what became of': 'outcome',
  'small letters': 'lower-case letters',
  seldom: 'rarely',
  'quick(?:er|ly)?': 'fast, faster',
  'called off': 'cancelled',
  'too dear': 'too expensive',
  'is noted|are noted|notes it': 'is recorded',
  'lost answers?|answers? (?:was|is|were) lost': 'lost response, unknown outcome',
  'is asked for|asked for it': 'prompts for',
  'taken out|takes? (?:it|a task) out': 'removes',
}

/** Prose of a page: without blocks of code (but with their comments) and what stands between backticks. */
function proseOf(markdown: string): string {
  return markdown
    .replaceAll(/^ *```.*?^ *```$/gms, block => [...block.matchAll(/ # .*$/gm)].join('\n'))
    .replaceAll(/`[^`\n]*`/g, '`…`')
}

/** The unusual words of a text, each with what to write instead. */
function unusualIn(text: string): string[] {
  const line = text.replaceAll(/\s+/g, ' ')
  return Object.entries(unusual).flatMap(([words, better]) =>
    [...line.matchAll(new RegExp(`.{0,30}\\b(?:${words})\\b.{0,20}`, 'gi'))].map(
      ([found]) => `${found} → ${better}`,
    ),
  )
}

/** The texts in the messages of all errors that a source throws. */
function messagesIn(path: string): string[] {
  const source = ts.createSourceFile(path, read(path), ts.ScriptTarget.Latest, true)
  const messages: string[] = []
  const collect = (node: ts.Node): void => {
    if (ts.isTaggedTemplateExpression(node)) messages.push(node.template.getText(source).slice(1, -1))
    else if (ts.isStringLiteral(node) && node.text.includes(' ')) messages.push(node.text)
    else ts.forEachChild(node, collect)
  }
  const visit = (node: ts.Node): void => {
    const message = ts.isNewExpression(node) && node.expression.getText(source) === 'KlingError'
    if (message) node.arguments?.slice(1, 2).forEach(collect)
    ts.forEachChild(node, visit)
  }
  visit(source)
  return messages
}

const sources = globSync(['src/**/*.ts', 'plugins/*/src/**/*.ts', '{examples,templates}/*/src/**/*.ts'], {
  cwd: root,
})

describe('docs: wording', () => {
  it('of the program is that of the ecosystem', () => {
    expect(texts).to.have.length.above(900)
    expect(texts.flatMap(unusualIn)).to.deep.equal([])
  })

  for (const page of pages)
    it(`of ${page} is that of the ecosystem`, () => expect(unusualIn(proseOf(read(page)))).to.deep.equal([]))

  it('of errors is that of statements, never of questions', () => {
    const messages = sources.flatMap(messagesIn)
    expect(messages).to.have.length.above(150)
    for (const message of messages) expect(message).to.not.match(/^(?:Where|Whom?|Whose|Which|What)\b|\?$/)
  })

  it('asks a question only where an answer is read', () => {
    expect(texts.filter(text => text.endsWith('?'))).to.deep.equal([
      'Continue?',
      'Grant the new permissions?',
      'Install it and grant these permissions?',
      'kling {0} requires a plugin that is not installed. Install it now?',
    ])
  })
})
