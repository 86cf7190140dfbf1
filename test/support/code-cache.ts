import {createHash} from 'node:crypto'
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {fileURLToPath} from 'node:url'
import {runProgram} from '../../src/lib/testing/run-program.js'
import {startApi} from './api-server.js'
import {taskApi} from './task-api.js'
import {mp4} from './results.js'

const root = fileURLToPath(new URL('../..', import.meta.url))
const program = join(root, 'bin/run.js')
const folder = join(root, 'node_modules/.cache/kling-cli-tests')

/** Runs that use most of what tests use. */
const typicalRuns = [
  ['--help'],
  ['video', 'create', 'A cat', '--wait', '--output', 'cat.mp4'],
  ['task', 'list'],
]

/**
 * V8's compiled code of the built program, which all private homes read and none writes: each would compile it again,
 * which takes half of a start. It is made at the first use after a build.
 * @returns the file
 */
export async function sharedCode(): Promise<string> {
  const hash = createHash('sha256')
    .update(readFileSync(join(root, 'dist/kling.cjs')))
    .digest('hex')
    .slice(0, 16)
  const name = `${hash}-${process.version}-${process.arch}.bin`
  const file = join(folder, name)
  if (existsSync(file)) return file
  const home = mkdtempSync(join(tmpdir(), 'kling-test-code-'))
  try {
    await runTypical(home)
    mkdirSync(folder, {recursive: true})
    for (const old of readdirSync(folder).filter(other => /\.bin/.test(other) && !other.startsWith(hash)))
      rmSync(join(folder, old))
    const code = join(home, 'cache/code')
    const made = readdirSync(code).find(other => other.endsWith('.bin'))!
    // Several processes may make it at once; each puts a whole one in place.
    const draft = `${file}.${process.pid}`
    copyFileSync(join(code, made), draft)
    renameSync(draft, file)
  } finally {
    rmSync(home, {recursive: true, force: true, maxRetries: 5})
  }
  return file
}

async function runTypical(home: string): Promise<void> {
  const files = await startApi((_request, response) => void response.end(mp4('film')))
  const api = await startApi(taskApi({videoUrl: `${files.url}/1.mp4`}))
  const env = {
    PATH: process.env.PATH,
    HOME: home,
    KLING_CACHE_DIR: join(home, 'cache'),
    KLING_BASE_URL: api.url,
    KLING_API_KEY: 'api-key',
  }
  for (const argv of typicalRuns) {
    const {code, stderr} = await runProgram(argv, {program, cwd: home, env})
    if (code !== 0) throw new Error(`kling ${argv.join(' ')} failed: ${stderr}`)
  }
  await Promise.all([api.close(), files.close()])
}
