import {spawnSync} from 'node:child_process'
import {createHash} from 'node:crypto'
import {
  accessSync,
  constants,
  copyFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {fileURLToPath} from 'node:url'

const root = fileURLToPath(new URL('../..', import.meta.url))

/** Where compiled code is kept for other runs; what belongs to another user is not. */
function codeFolder(): string {
  const shared = join(root, 'node_modules/.cache/kling-cli-tests')
  try {
    mkdirSync(shared, {recursive: true})
    accessSync(shared, constants.W_OK)
    return shared
  } catch {
    const own = join(tmpdir(), 'code')
    mkdirSync(own, {recursive: true})
    return own
  }
}

const made = new Map<string, string>()

/**
 * V8's compiled code of the built program, which all private homes read and none writes: each would compile it again,
 * which takes half of a start. It is made at the first use after a build.
 * @param node the Node that runs the program: each has code of its own
 * @returns the file
 */
export function sharedCode(node = process.execPath): string {
  const file = made.get(node) ?? makeCode(node)
  made.set(node, file)
  return file
}

const versionOf = (node: string): string =>
  node === process.execPath
    ? process.version
    : spawnSync(node, ['--version'], {encoding: 'utf8'}).stdout.trim()

function makeCode(node: string): string {
  const hash = createHash('sha256')
    .update(readFileSync(join(root, 'dist/kling.cjs')))
    .digest('hex')
    .slice(0, 16)
  const folder = codeFolder()
  const file = join(folder, `${hash}-${versionOf(node)}-${process.arch}.bin`)
  if (existsSync(file)) return file
  // Several processes may make it at once; each puts a whole one in place.
  const place = `${file}.${process.pid}`
  try {
    const args = ['--import=tsx', fileURLToPath(new URL('typical-runs.ts', import.meta.url)), place, node]
    const {status, stderr} = spawnSync(process.execPath, args, {cwd: root, encoding: 'utf8'})
    if (status !== 0) throw new Error(`The program that is tested does not run:\n${stderr}`)
    for (const old of readdirSync(folder).filter(name => /\.bin$/.test(name) && !name.startsWith(hash)))
      rmSync(join(folder, old))
    const own = readdirSync(join(place, 'code')).find(name => name.endsWith('.bin'))!
    copyFileSync(join(place, 'code', own), `${place}.bin`)
    renameSync(`${place}.bin`, file)
  } finally {
    rmSync(place, {recursive: true, force: true, maxRetries: 5})
  }
  return file
}
