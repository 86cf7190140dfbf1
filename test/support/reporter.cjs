// Mocha's own list of tests, and one line at the end that says how many there were. Where a run has several parts, the
// option `part` names a file to which each part leaves its end, and `tellEnd` tells that of all.
const {appendFileSync} = require('node:fs')
const {reporters} = require('mocha')

class Reporter extends reporters.Spec {
  constructor(runner, options) {
    super(runner, options)
    this.part = options?.reporterOptions?.part
  }

  epilogue() {
    const {part, stats, failures} = this
    const end = {stats, failures: failures.map(plainTest)}
    if (part) appendFileSync(part, JSON.stringify(end) + '\n')
    else tellEnd([end])
  }
}

/** What of a failed test is reported. */
function plainTest(test) {
  return {titles: test.titlePath(), err: plainError(test.err)}
}

function plainError({message, stack, actual, expected, showDiff, uncaught, cause}) {
  // By now mocha has made texts of what it shows the difference of.
  const hasDiff = typeof actual === 'string' && typeof expected === 'string'
  return {
    message,
    stack,
    uncaught,
    ...(hasDiff && {actual, expected, showDiff}),
    ...(cause instanceof Object && {cause: plainError(cause)}),
  }
}

/**
 * Lists the failures of all parts, and counts their tests.
 * @returns how many failed
 */
function tellEnd(parts) {
  const sum = name => parts.reduce((total, {stats}) => total + stats[name], 0)
  const [passes, failed, pending, duration] = ['passes', 'failures', 'pending', 'duration'].map(sum)
  const failures = parts
    .flatMap(part => part.failures)
    .map(({titles, err}) => ({err, titlePath: () => titles}))
  reporters.Base.prototype.epilogue.call({stats: {passes, failures: failed, pending, duration}, failures})
  process.stdout.write(`${passes} passed, ${failed} failed${pending > 0 ? `, ${pending} skipped` : ''}\n`)
  return failed
}

module.exports = Reporter
module.exports.tellEnd = tellEnd
