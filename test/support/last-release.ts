import {execFileSync} from 'node:child_process'
import {mkdirSync, mkdtempSync, readdirSync, rmSync} from 'node:fs'
import {join} from 'node:path'
import {fileURLToPath} from 'node:url'

const root = fileURLToPath(new URL('../..', import.meta.url))
const releases = join(root, 'test/releases')

/** The program of the last release, unpacked for as long as a suite takes. @returns its file, once the suite runs */
export function useLastRelease(): {readonly program: string} {
  const release = {program: ''}
  let folder: string
  before(() => {
    const [archive] = readdirSync(releases).filter(name => name.endsWith('.tgz'))
    // Here, it finds its dependencies in those of the checkout.
    const cache = join(root, 'node_modules/.cache')
    mkdirSync(cache, {recursive: true})
    folder = mkdtempSync(join(cache, 'last-release-'))
    execFileSync('tar', ['-xzf', join(releases, archive!), '-C', folder])
    release.program = join(folder, 'package/bin/run.js')
  })
  after(() => rmSync(folder, {recursive: true, force: true}))
  return release
}
