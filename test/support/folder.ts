import {mkdtempSync, rmSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'

/** A folder for each test of a suite, removed after it. */
export function useFolder(): (...names: string[]) => string {
  let folder: string
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'kling-test-'))
  })
  afterEach(() => rmSync(folder, {recursive: true, force: true}))
  return (...names) => join(folder, ...names)
}
