// `npm test`: installs and builds what is needed, then runs all tests on the pinned Node.
// Words after `npm test --` go to mocha, such as -g PATTERN or the path of a test file.
import {spawnSync} from 'node:child_process'
import {existsSync, mkdtempSync, readFileSync, readdirSync, rmSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {parseArgs} from 'node:util'
import {asOtherUser, isRoot} from './as-other-user.js'
import {ensureInstalled, environment, pinnedNode, root, runOrExit} from './ensure-installed.js'

/** Files that take long begin first: in the end no job waits for another. */
const first = ['test/docs/commands-in-reference.test.ts', 'test/repository.test.ts']

/** What measures memory and transfers, or looks at pages in a browser, runs when nothing else does. */
const alone = [
  'test/browser/gallery.test.ts',
  'test/faults/download.test.ts',
  'test/faults/memory.test.ts',
  'test/faults/ranges.test.ts',
  'test/faults/submit.test.ts',
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

const runHere = (args, options) => spawnSync(pinnedNode(), args, {cwd: root, env: environment(), ...options})

/** Runs mocha to its end. @returns its exit code */
function mocha(words, run = runHere) {
  const args = ['node_modules/mocha/bin/mocha.js', '--reporter=test/support/reporter.cjs', ...words]
  const {status, error} = run(args, {stdio: 'inherit'})
  if (error) console.error(error.message)
  return status ?? 1
}

/** Whether the words for mocha name files, besides flags and their values. */
function hasFiles(words) {
  const options = {grep: {type: 'string', short: 'g'}, fgrep: {type: 'string', short: 'f'}}
  const {positionals} = parseArgs({args: words, options, allowPositionals: true, strict: false})
  return positionals.some(word => existsSync(join(root, word)))
}

/**
 * Runs all tests: most of them two files at a time, then the others one by one, and what is another thing for root as
 * another user. What each part said of its failures is reported at the end.
 * @returns the exit code
 */
async function testAll(files) {
  const folder = mkdtempSync(join(tmpdir(), 'kling-test-run-'))
  const other = join(folder, 'other')
  const runAsOther = asOtherUser(other)
  const elsewhere = [...first, ...alone, ...(runAsOther ? notForRoot : [])]
  const together = files.filter(file => !elsewhere.includes(file))
  const parts = []
  const run = (title, words, runNode) => {
    const file = join(runNode ? other : folder, `${parts.length}.json`)
    const code = mocha([`--reporter-option=part=${file}`, ...words], runNode)
    const part = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined
    const isTold = part && (code === 0 || part.stats.failures > 0)
    parts.push(isTold ? part : withBreakdown(part, title, code))
  }
  try {
    run('tests two at a time', ['--parallel', '--jobs=2', ...first, ...together])
    run('tests one by one', alone)
    if (runAsOther) run('tests as another user', forOthers, runAsOther)
    else if (isRoot)
      console.log('No test was run as another user: setpriv or the right to mount is missing.\n')
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
else process.exitCode = mocha([...(hasFiles(words) ? [] : files), ...words])
