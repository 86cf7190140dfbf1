// Runs what uses most of the program that tests use, by the Node and with a cache in the folder that are named.
import {mkdirSync} from 'node:fs'
import {join} from 'node:path'
import {fileURLToPath} from 'node:url'
import {runProgram} from '../../src/lib/testing/run-program.js'
import {startApi} from './api-server.js'
import {mp4} from './results.js'
import {taskApi} from './task-api.js'

const [folder, node] = process.argv.slice(2) as [string, string]
const program = fileURLToPath(new URL('../../bin/run.js', import.meta.url))
const runs = [['--help'], ['video', 'create', 'A cat', '--wait', '--output', 'cat.mp4'], ['task', 'list']]

const files = await startApi((_request, response) => void response.end(mp4('film')))
const api = await startApi(taskApi({videoUrl: `${files.url}/1.mp4`}))
mkdirSync(join(folder, 'home'), {recursive: true})
const env = {
  PATH: process.env.PATH,
  HOME: join(folder, 'home'),
  KLING_CACHE_DIR: folder,
  KLING_BASE_URL: api.url,
  KLING_API_KEY: 'api-key',
}
for (const argv of runs) {
  const {code, stderr} = await runProgram(argv, {program, node, cwd: env.HOME, env})
  if (code !== 0) throw new Error(`kling ${argv.join(' ')}: ${stderr}`)
}
await Promise.all([api.close(), files.close()])
