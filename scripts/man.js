// Writes the man pages, dist/man/man1/*.1 and dist/man/zh_CN/man1/*.1. With --missing it lists what is not translated, and ends with 1 if there is any.
import {mkdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {tsImport} from 'tsx/esm/api'
import {root} from './ensure-installed.js'
import {manPages} from './man-pages.js'

const {settingDefinitions} = await tsImport('../src/lib/config/setting-definitions.ts', import.meta.url)

const read = path => readFileSync(join(root, path), 'utf8')

/** The rows of the table in a page of docs/ whose first column has this title. */
function tableOf(page, title) {
  const lines = read(page).split('\n')
  const start = lines.findIndex(line => line.startsWith(`| ${title} |`)) + 2
  const end = lines.findIndex((line, index) => index >= start && !line.startsWith('|'))
  return lines.slice(start, end).map(line =>
    line
      .slice(1, -1)
      .split('|')
      .map(cell => cell.trim()),
  )
}

function manifestOf(folder, plugin) {
  const {topics} = JSON.parse(read(join(folder, 'package.json'))).oclif
  return {plugin, topics, commands: JSON.parse(read(join(folder, 'oclif.manifest.json'))).commands}
}

const {version, description} = JSON.parse(read('package.json'))
const seconds = process.env.SOURCE_DATE_EPOCH
const sources = {
  version,
  date: (seconds ? new Date(seconds * 1000) : new Date()).toISOString().slice(0, 10),
  summary: description,
  manifests: [
    manifestOf('.'),
    ...['sandbox', 'voice'].map(plugin => manifestOf(`plugins/${plugin}`, plugin)),
  ],
  settings: Object.values(settingDefinitions).map(({env, description}) => [`\`${env}\``, description]),
  variables: tableOf('docs/configuration.md', 'variable'),
  exits: tableOf('docs/errors.md', 'exit'),
  files: tableOf('docs/configuration.md', 'file'),
}

/** Writes the pages of a language. @returns what is not translated */
function write(folder, texts) {
  const {pages, missing} = manPages({...sources, texts})
  mkdirSync(join(root, folder), {recursive: true})
  for (const [name, page] of Object.entries(pages)) writeFileSync(join(root, folder, name), page)
  return missing
}

rmSync(join(root, 'dist/man'), {recursive: true, force: true})
write('dist/man/man1')
const missing = write('dist/man/zh_CN/man1', {
  ...JSON.parse(read('src/lib/i18n/zh.json')),
  ...JSON.parse(read('scripts/man-zh.json')),
})
if (process.argv.includes('--missing')) {
  for (const text of missing) console.log(JSON.stringify(text))
  process.exit(missing.length > 0 ? 1 : 0)
}
