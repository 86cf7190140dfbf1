// `npm run bench`: measures everything and writes the measured part of docs/performance.md and its chart.
// --check compares with the targets, writes nothing, and exits with 1 when one is missed.
// --only GROUP measures one group (start, sizes, plugins, tasks, transfers) and writes nothing.
import {execFileSync} from 'node:child_process'
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import {tmpdir} from 'node:os'
import {delimiter, join} from 'node:path'
import {fileURLToPath} from 'node:url'
import {parseArgs} from 'node:util'
import {chart, isKept, withMeasured} from './report.js'

const root = fileURLToPath(new URL('..', import.meta.url)).replace(/[\\/]$/, '')
const groups = ['start', 'sizes', 'plugins', 'tasks', 'transfers'].filter(name =>
  existsSync(join(root, 'bench', `${name}.js`)),
)
const {values: flags} = parseArgs({options: {check: {type: 'boolean'}, only: {type: 'string'}}})

/** The Node that runs this, the one on PATH outside of the project, and those of KLING_TEST_NODES. */
function findNodes() {
  const folders = (process.env.PATH ?? '').split(delimiter).filter(folder => !folder.includes('node_modules'))
  const system = folders.map(folder => join(folder, 'node')).find(path => existsSync(path))
  const more = (process.env.KLING_TEST_NODES ?? '').split(delimiter).filter(Boolean)
  const paths = [process.execPath, ...(system ? [system] : []), ...more]
  const named = paths.map(path => ({
    path,
    name: execFileSync(path, ['--version'], {encoding: 'utf8'}).trim().slice(1),
  }))
  return named.filter(({name}, index) => named.findIndex(other => other.name === name) === index)
}

/** The program as it is installed: without the plugins that a checkout has available. */
function install(folder) {
  mkdirSync(folder)
  for (const name of ['package.json', 'bin', 'dist', 'oclif.manifest.json'])
    cpSync(join(root, name), join(folder, name), {recursive: true})
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'))
  return join(folder, 'bin/run.js')
}

const temp = mkdtempSync(join(tmpdir(), 'kling-bench-'))
const nodes = findNodes()
const results = []
try {
  const program = install(join(temp, 'program'))
  const home = join(temp, 'home')
  mkdirSync(home)
  const env = {
    PATH: process.env.PATH ?? '',
    HOME: home,
    KLING_ACCESS_KEY: 'access',
    KLING_SECRET_KEY: 'secret',
  }
  for (const group of flags.only ? [flags.only] : groups) {
    const {measures} = await import(`./${group}.js`)
    // Starts differ from Node to Node; the rest is measured on the pinned one.
    for (const node of group === 'start' ? nodes : nodes.slice(0, 1)) {
      for (const measure of measures) {
        const measured = await measure.run({root, program, node: node.path, env, temp})
        const result = {...measure, ...measured, node: node.name}
        results.push(result)
        const {name, unit, value, limit, spread = '', detail = ''} = result
        const line = `${isKept(result) ? '✓' : '✗'} ${name} (${node.name}): ${value?.toFixed(2)} ${unit} of ${limit} ${unit}`
        process.stdout.write(`${line}  ${spread}  ${detail}\n`)
      }
    }
  }
} finally {
  rmSync(temp, {recursive: true, force: true, maxRetries: 5})
}
const missed = results.filter(result => !isKept(result))
process.stdout.write(`${results.length - missed.length} of ${results.length} targets are met\n`)
if (flags.check) process.exitCode = missed.length > 0 ? 1 : 0
else if (!flags.only) {
  const date = new Date().toISOString().slice(0, 10)
  const versions = nodes.map(({name}) => `Node ${name}`)
  const page = join(root, 'docs/performance.md')
  writeFileSync(page, withMeasured(readFileSync(page, 'utf8'), results, {date, versions}))
  writeFileSync(join(root, 'docs/performance.svg'), chart(results))
}
