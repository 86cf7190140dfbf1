import {expect} from 'chai'
import {spawnSync} from 'node:child_process'
import {writeFileSync} from 'node:fs'
import {fileURLToPath} from 'node:url'
import {useFolder} from '../support/folder.js'

const root = fileURLToPath(new URL('../..', import.meta.url))

describe('the report of the tests', () => {
  const path = useFolder()

  function run(...flags: string[]): {status: number | null; stdout: string} {
    const args = ['node_modules/mocha/bin/mocha.js', '--no-config', '--reporter=test/support/reporter.cjs']
    const {status, stdout} = spawnSync(process.execPath, [...args, ...flags], {cwd: root, encoding: 'utf8'})
    return {status, stdout}
  }

  for (const [way, ...flags] of [['one by one'], ['side by side', '--parallel']])
    it(`names each failure, and counts the tests in its last line: ${way}`, () => {
      const files = ['a', 'b'].map(name => path(`${name}.test.cjs`))
      for (const file of files)
        writeFileSync(
          file,
          `describe('sums', () => {
            it('fails', () => require('node:assert').equal(1 + 1, 3))
            it('passes', () => {})
            it('waits')
          })`,
        )
      const {status, stdout} = run(...flags, ...files)
      expect(status).to.equal(2)
      expect(stdout).to.match(/1\) sums\n\s+fails:\n[^]*2 == 3/)
      expect(stdout.trimEnd().split('\n').at(-1)).to.equal('2 passed, 2 failed, 2 skipped')
    })
})
