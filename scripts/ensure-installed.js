// Installs what the lockfile names, unless that has been done: a fresh clone needs nothing but Node and npm.
import {spawnSync} from 'node:child_process'
import {statSync} from 'node:fs'
import {delimiter, join} from 'node:path'
import {fileURLToPath} from 'node:url'

export const root = fileURLToPath(new URL('..', import.meta.url))

const changed = path => statSync(join(root, path), {throwIfNoEntry: false})?.mtimeMs ?? 0

/** Runs a program and ends this one when it fails. */
export function runOrExit(program, args, options = {}) {
  const {status, error} = spawnSync(program, args, {cwd: root, stdio: 'inherit', ...options})
  if (error) console.error(error.message)
  if (status !== 0) process.exit(status ?? 1)
}

export function ensureInstalled() {
  if (changed('node_modules/.package-lock.json') >= changed('package-lock.json')) return
  console.log('Installing dependencies …')
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm'
  runOrExit(npm, ['ci', '--no-audit', '--no-fund', '--loglevel=error'], {shell: process.platform === 'win32'})
}

/** The Node that the project pins, once it is installed. */
export const pinnedNode = () =>
  join(root, 'node_modules/.bin', process.platform === 'win32' ? 'node.cmd' : 'node')

/** The environment with the project's own tools first on PATH. */
export function environment(more = {}) {
  return {...process.env, PATH: join(root, 'node_modules/.bin') + delimiter + process.env.PATH, ...more}
}
