// `npm run lint`: eslint, prettier, the order of the rooms (dependency-cruiser), knip (what nothing uses), and of the packages, as npm would publish them, publint
// and "are the types wrong". Types come from a build, which is made where it is missing or older than the sources.
import {spawn} from 'node:child_process'
import {readdirSync, statSync} from 'node:fs'
import {join} from 'node:path'
import {ensureInstalled, environment, root, runOrExit} from './ensure-installed.js'
import {linkHost} from './link-host.js'

const packages = ['.', 'plugins/sandbox', 'plugins/voice', 'packages/h264-keyframe']
const sources = ['src', 'plugins', 'packages', 'examples']

const tasks = [
  ['eslint/bin/eslint.js', '.'],
  // What it found in order is not looked at again until it changes.
  ['prettier/bin/prettier.cjs', '--check', '--log-level=warn', '--cache', '--cache-strategy=content', '.'],
  ['dependency-cruiser/bin/dependency-cruiser.mjs', '--config', '.dependency-cruiser.js', ...sources],
  ['knip/bin/knip.js'],
  ...packages.map(folder => ['publint/src/cli.js', 'run', folder, '--strict']),
  // There is no CommonJS, and no Node so old that it does not know `exports`.
  ...packages.map(folder => ['@arethetypeswrong/cli/dist/index.js', '--pack', folder, '--profile=esm-only']),
]

const env = environment({npm_config_ignore_scripts: 'true', npm_config_loglevel: 'error'})

const changed = path => statSync(join(root, path), {throwIfNoEntry: false})?.mtimeMs ?? 0

function isBuilt() {
  const folders = ['scripts', ...packages.map(folder => join(folder, 'src'))]
  const sources = folders.flatMap(folder =>
    readdirSync(join(root, folder), {recursive: true}).map(name => join(folder, name)),
  )
  // The man pages are what a build writes last.
  return changed('dist/man') > Math.max(...[...sources, 'package.json', 'tsconfig.base.json'].map(changed))
}

/** Runs a tool of the project, and shows what it says when it finds something. */
function run(tool, ...args) {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [join(root, 'node_modules', tool), ...args], {cwd: root, env})
    let said = ''
    for (const stream of [child.stdout, child.stderr]) stream.on('data', text => (said += String(text)))
    child.on('error', reject)
    child.on('close', status => {
      if (status === 0) return resolve()
      process.exitCode = 1
      console.error(`${[tool, ...args].join(' ')}:\n${said}`)
      resolve()
    })
  })
}

async function work() {
  for (let task = tasks.shift(); task; task = tasks.shift()) await run(...task)
}

ensureInstalled()
linkHost()
if (!isBuilt()) runOrExit(process.execPath, ['scripts/build.js'])
await Promise.all([work(), work()])
