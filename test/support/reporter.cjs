// Mocha's own list of tests, and one line at the end that says how many there were.
const {reporters} = require('mocha')

module.exports = class Reporter extends reporters.Spec {
  epilogue() {
    super.epilogue()
    const {passes, failures, pending} = this.stats
    process.stdout.write(`${passes} passed, ${failures} failed${pending > 0 ? `, ${pending} skipped` : ''}\n`)
  }
}
