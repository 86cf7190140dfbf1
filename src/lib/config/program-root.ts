import {existsSync} from 'node:fs'
import {dirname, join} from 'node:path'
import {fileURLToPath} from 'node:url'

function findRoot(): string {
  let folder = dirname(fileURLToPath(import.meta.url))
  while (!existsSync(join(folder, 'package.json'))) folder = dirname(folder)
  return folder
}

/** The folder of the program: the one with its package.json, above sources and bundle alike. */
export const programRoot = findRoot()

/** Whether that folder is inside of the single file that scripts/binary.js makes, and so only there for this process. */
export const isSingleFile = /[\\/](?:\$bunfs|~BUN)[\\/]/.test(programRoot)
