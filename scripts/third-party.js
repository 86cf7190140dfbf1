// Who else wrote what is in a bundle, and under which licence: a page that travels with it.
import {existsSync, readFileSync, readdirSync} from 'node:fs'
import {join, resolve} from 'node:path'
import {root} from './program-modules.js'

/** Licences that allow what is done here; OFL is for fonts. */
const fitting = [
  ...[
    '0BSD',
    'Apache-2.0',
    'BlueOak-1.0.0',
    'BSD-2-Clause',
    'BSD-3-Clause',
    'CC0-1.0',
    'ISC',
    'MIT',
    'MPL-2.0',
  ],
  ...['OFL-1.1', 'Unlicense'],
]

/** Whether a licence, as package.json names it, may be used: `(MIT OR GPL-3.0)` may, `MIT AND GPL-3.0` may not. */
export function isFitting(license) {
  const fits = license
    .replace(/[()]/g, '')
    .split(/ +(?:AND|OR) +/)
    .map(name => fitting.includes(name))
  return / AND /.test(license) ? !fits.includes(false) : fits.includes(true)
}

/** Folders of the packages that esbuild has put into bundles. */
export function packagesOf(metafiles) {
  const inputs = metafiles.flatMap(({outputs}) =>
    Object.values(outputs).flatMap(({inputs}) => Object.keys(inputs)),
  )
  const folders = inputs.map(path => /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+(?=\/)/.exec(path)?.[0])
  return [...new Set(folders.filter(Boolean))]
}

/** What a package says of itself; the build fails when its licence does not fit. */
export function describePackage(folder) {
  const path = resolve(root, folder)
  const {name, version, license, homepage, repository} = JSON.parse(
    readFileSync(join(path, 'package.json'), 'utf8'),
  )
  if (!isFitting(String(license))) throw new Error(`${name} has the licence ${license}, which is not allowed`)
  const file = readdirSync(path).find(entry => /^licen[cs]e/i.test(entry))
  const text = file ? readFileSync(join(path, file), 'utf8') : fromReadme(path)
  const source = typeof repository === 'string' ? repository : repository?.url
  return {name, version, license, source: addressOf(source ?? homepage ?? ''), text: text.trim()}
}

/** An address to open, of what package.json may name a repository by. */
const addressOf = source =>
  source
    .replace(/^git\+/, '')
    .replace(/^(?:github:)?([\w.-]+\/[\w.-]+)$/, 'https://github.com/$1')
    .replace(/^git:\/\//, 'https://')
    .replace(/^(?:https:\/\/)?\w+@([\w.-]+)[:/]/, 'https://$1/')
    .replace(/\.git$/, '')

/** Some packages have the text of their licence in their README. */
function fromReadme(path) {
  const readme = join(path, 'README.md')
  const text = existsSync(readme) ? readFileSync(readme, 'utf8') : ''
  return /^(?:#+ *licen[cs]e|licen[cs]e\n-+)\s*([^]*)/im.exec(text)?.[1] ?? ''
}

/** A text as it stands. */
export const indent = text => text.replace(/\r/g, '').replace(/^(?=.)/gm, '    ')

/** The page about packages; `more` is what goes before their texts. */
export function thirdParty(folders, more = '') {
  const packages = [...new Set(folders)].map(describePackage).sort((a, b) => (a.name < b.name ? -1 : 1))
  const rows = packages.map(
    ({name, version, license, source}) => `| ${name} | ${version} | ${license} | ${source} |`,
  )
  const texts = packages.map(({name, version, text}) => `### ${name} ${version}\n\n${indent(text)}\n`)
  return `# Licences

kling-cli itself:

${indent(readFileSync(join(root, 'LICENSE'), 'utf8').trim())}

It has parts in it that others wrote.
${more}
## Packages

| package | version | licence | source |
| --- | --- | --- | --- |
${rows.join('\n')}

${texts.join('\n')}`
}
