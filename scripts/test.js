// `npm test`: installs and builds what is needed, then runs all tests on the pinned Node.
// Words after `npm test --` go to mocha, such as -g PATTERN or the path of a test file.
import {spawn} from 'node:child_process'
import {existsSync, mkdtempSync, readFileSync, readdirSync, rmSync} from 'node:fs'
import {availableParallelism, tmpdir} from 'node:os'
import {join} from 'node:path'
import {parseArgs} from 'node:util'
import {asOtherUser, isRoot} from './as-other-user.js'
import {ensureInstalled, environment, pinnedNode, root, runOrExit} from './ensure-installed.js'

/** Files at the same time: many tests wait for a server or a pause, and leave the processors to others. */
const jobs = Math.min(availableParallelism() + 1, 5)

/** Files that take long begin first: in the end no job waits for another. */
const first = [
  'test/repository.test.ts',
  'test/plugins/hostile/process.test.ts',
  'test/plugins/install.test.ts',
  'test/docs/cookbook.test.ts',
  'test/faults/signals.test.ts',
  'test/docs/commands-in-reference.test.ts',
  'examples/plugin-storyboard/test/storyboard.test.ts',
  'test/e2e/sandbox.test.ts',
  'test/faults/stages.test.ts',
  'test/docs/commands-in-readmes.test.ts',
  'plugins/sandbox/test/endpoints.test.ts',
  'test/fuzz/journal.test.ts',
  'test/plugins/new.test.ts',
  'test/faults/power-cut.test.ts',
]

/** What measures memory and transfers, or looks at pages in a browser, runs when little else does. */
const quiet = [
  'test/browser/gallery.test.ts',
  'test/faults/memory.test.ts',
  'test/faults/submit.test.ts',
  'test/faults/ranges.test.ts',
  'test/faults/download.test.ts',
]

/** What root cannot try: it may do everything. */
const notForRoot = ['test/e2e/rights.test.ts']
/** What is another thing for other users than for root. */
const forOthers = [...notForRoot, 'test/plugins/hostile/files.test.ts']

/** The test files under a folder, as paths from the root. */
function testFiles(folder) {
  return readdirSync(join(root, folder), {withFileTypes: true}).flatMap(entry => {
    const path = `${folder}/${entry.name}`
    if (!entry.isDirectory()) return path.endsWith('.test.ts') ? [path] : []
    return ['node_modules', 'dist'].includes(entry.name) ? [] : testFiles(path)
  })
}

const runHere = (args, options, start) =>
  start(pinnedNode(), args, {cwd: root, env: environment(), ...options})

/**
 * Runs mocha to its end.
 * @param isAside what it says is kept until then, so that it does not get between the lines of others
 * @returns its exit code
 */
async function mocha(words, {run = runHere, isAside = false} = {}) {
  const color = isAside && process.stdout.isTTY ? ['--color'] : []
  const args = ['node_modules/mocha/bin/mocha.js', '--reporter=test/support/reporter.cjs', ...color, ...words]
  const child = run(args, {stdio: isAside ? ['ignore', 'pipe', 'pipe'] : 'inherit'}, spawn)
  let said = ''
  for (const stream of [child.stdout, child.stderr])
    stream?.setEncoding('utf8').on('data', text => (said += text))
  const code = await new Promise(resolve => {
    child.on('error', error => {
      console.error(error.message)
      resolve(1)
    })
    child.on('close', status => resolve(status ?? 1))
  })
  process.stdout.write(said)
  return code
}

/** Whether the words for mocha name files, besides flags and their values. */
function hasFiles(words) {
  const options = {grep: {type: 'string', short: 'g'}, fgrep: {type: 'string', short: 'f'}}
  const {positionals} = parseArgs({args: words, options, allowPositionals: true, strict: false})
  return positionals.some(word => existsSync(join(root, word)))
}

/**
 * Runs all tests: most of them several files at a time, then those that need quiet, and what is another thing for root as
 * another user beside them. What each part said of its failures is reported at the end.
 * @returns the exit code
 */
async function testAll(files) {
  const folder = mkdtempSync(join(tmpdir(), 'kling-test-run-'))
  const other = join(folder, 'other')
  const runAsOther = asOtherUser(other)
  const elsewhere = [...first, ...quiet, ...(runAsOther ? notForRoot : [])]
  const together = files.filter(file => !elsewhere.includes(file))
  const run = async (title, words, options = {}) => {
    const file = join(options.run ? other : folder, `${title}.json`)
    const code = await mocha([`--reporter-option=part=${file}`, ...words], options)
    const part = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined
    const isTold = part && (code === 0 || part.stats.failures > 0)
    return isTold ? part : withBreakdown(part, title, code)
  }
  const parts = []
  try {
    parts.push(await run('tests', ['--parallel', `--jobs=${jobs}`, ...first, ...together]))
    const last = [run('tests that need quiet', ['--parallel', '--jobs=2', ...quiet])]
    if (runAsOther) last.push(run('tests as another user', forOthers, {run: runAsOther, isAside: true}))
    else if (isRoot)
      console.log('No test was run as another user: setpriv or the right to mount is missing.\n')
    parts.push(...(await Promise.all(last)))
  } finally {
    rmSync(folder, {recursive: true, force: true})
  }
  const {default: reporter} = await import('../test/support/reporter.cjs')
  return reporter.tellEnd(parts) > 0 ? 1 : 0
}

const nothing = {stats: {passes: 0, failures: 0, pending: 0, duration: 0}, failures: []}

/** A part that ended before it had reported everything. */
function withBreakdown({stats, failures} = nothing, title, code) {
  const message = `mocha ended with ${code}; what it said is above`
  return {
    stats: {...stats, failures: stats.failures + 1},
    failures: [...failures, {titles: [title], err: {message, stack: message}}],
  }
}

ensureInstalled()
runOrExit(pinnedNode(), ['scripts/build.js'], {env: environment()})
const words = process.argv.slice(2)
const files = ['test', 'packages', 'plugins', 'examples'].flatMap(testFiles)
if (words.length === 0) process.exitCode = await testAll(files)
else process.exitCode = await mocha([...(hasFiles(words) ? [] : files), ...words])
