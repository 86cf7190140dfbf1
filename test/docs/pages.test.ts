import {expect} from 'chai'
import {existsSync, readFileSync, readdirSync} from 'node:fs'
import {dirname, join, relative} from 'node:path'
import {fileURLToPath} from 'node:url'
import {settingDefinitions} from '../../src/lib/config/setting-definitions.js'

const root = fileURLToPath(new URL('../..', import.meta.url))
const read = (path: string): string => readFileSync(join(root, path), 'utf8')

const docs = readdirSync(join(root, 'docs')).filter(name => name.endsWith('.md'))
const pages = [
  ...['README.md', 'CONTRIBUTING.md', 'CHANGELOG.md', 'SECURITY.md'],
  ...docs.map(name => `docs/${name}`),
  ...['plugins/sandbox', 'plugins/voice', 'examples/plugin-storyboard'].map(folder => `${folder}/README.md`),
]

/** The names that GitHub gives to the headings of a page. */
function anchorsOf(page: string): string[] {
  const headings = [...read(page).matchAll(/^#+ (.*)$/gm)].map(([, text]) => text!)
  return headings.map(text =>
    text
      .toLowerCase()
      .replace(/[^\p{L}\p{N}_ -]/gu, '')
      .replaceAll(' ', '-'),
  )
}

/** Sources of the program and its plugins. */
function sources(): string {
  const files = ['src', 'plugins/sandbox/src', 'plugins/voice/src'].flatMap(folder =>
    readdirSync(join(root, folder), {recursive: true}).map(name => join(folder, String(name))),
  )
  return files
    .filter(name => name.endsWith('.ts'))
    .map(read)
    .join('\n')
}

describe('docs: pages', () => {
  for (const page of pages) {
    it(`${page}: its links lead somewhere`, () => {
      for (const [, target] of read(page).matchAll(/\]\(([^)\s]+)\)/g)) {
        if (/^[a-z]+:/.test(target!)) continue
        const [path, anchor] = target!.split('#')
        const file = path ? relative(root, join(root, dirname(page), path)) : page
        expect(existsSync(join(root, file)), target).to.equal(true)
        if (anchor) expect(anchorsOf(file), target).to.include(anchor)
      }
    })
  }

  it('docs/README.md lists all pages', () => {
    const index = read('docs/README.md')
    for (const name of docs.filter(name => name !== 'README.md'))
      expect(index).to.contain(`- [${name}](${name}): `)
  })

  it('docs/configuration.md has all settings and variables', () => {
    const page = read('docs/configuration.md')
    for (const [key, {env}] of Object.entries(settingDefinitions))
      expect(page).to.contain(`| \`${key}\` | \`${env}\` |`)
    const internal = ['KLING_CODE_CACHE']
    for (const [name] of sources().matchAll(/\bKLING_[A-Z]+(?:_[A-Z]+)*\b/g)) {
      if (!internal.includes(name)) expect(page).to.contain(`\`${name}\``)
    }
  })
})
