// The start of the program against the start of Node itself.
import {spawn} from 'node:child_process'
import {once} from 'node:events'
import {fileURLToPath} from 'node:url'
import {median, pairs, peak, spreadOf, time} from './measure.js'

const rounds = 15
const serverFile = fileURLToPath(new URL('answer-server.js', import.meta.url))

/** What is started, with the ratio to `node -e 0` that it may reach. */
const commands = [
  {name: '--version', argv: ['--version'], limit: 2.3},
  {name: '--help', argv: ['--help'], limit: 2.6},
  {name: 'video create --help', argv: ['video', 'create', '--help'], limit: 2.7},
  {name: 'a validation error', argv: ['video', 'create', 'A cat', '--mode', 'x'], limit: 2.5, codes: [2]},
  {name: 'config list', argv: ['config', 'list'], limit: 2.5},
  {name: 'a signed create', argv: ['video', 'create', 'A cat'], limit: 3.0, needsServer: true},
]

const maxMegabytes = 55

/** The environment of a command, with a server for those that need one. */
async function withServer(env, needsServer, work) {
  if (!needsServer) return work(env)
  const server = spawn(process.execPath, [serverFile], {stdio: ['ignore', 'pipe', 'inherit']})
  try {
    const [line] = await once(server.stdout, 'data')
    return await work({...env, KLING_BASE_URL: String(line).trim()})
  } finally {
    server.kill()
  }
}

const ofCommand = ({name, argv, limit, codes, needsServer}) => [
  {
    group: 'start',
    name: `${name} vs node -e 0`,
    limit,
    unit: '×',
    run: ({program, node, env}) =>
      withServer(env, needsServer, async all => {
        const kling = () => time([node, program, ...argv], {env: all, codes})
        // The compiled code is made by the first run of each command.
        for (let warm = 0; warm < 3; warm++) await kling()
        const {ratio, spread, first, second} = await pairs(
          () => time([node, '-e', '0'], {env: all}),
          kling,
          rounds,
        )
        return {value: ratio, spread, detail: `${second.toFixed(0)} ms vs ${first.toFixed(0)} ms`}
      }),
  },
  {
    group: 'start',
    name: `${name}, peak memory`,
    limit: maxMegabytes,
    unit: 'MB',
    run: ({program, node, env}) =>
      withServer(env, needsServer, async all => {
        await time([node, program, ...argv], {env: all, codes})
        const own = await peak([node, program, ...argv], {env: all, codes})
        const floor = await peak([node, '-e', '0'], {env: all})
        return {value: own, detail: `node -e 0: ${floor?.toFixed(0)} MB`}
      }),
  },
]

const press = {
  group: 'start',
  name: 'one completion (Tab key)',
  limit: 100,
  unit: 'ms',
  async run({program, node, env}) {
    const times = []
    for (let round = 0; round < rounds; round++)
      times.push(await time([node, program, '__complete', '2', 'video', 'create', '--model', ''], {env}))
    return {value: median(times), spread: spreadOf(times, 0)}
  },
}

export const measures = [...commands.flatMap(ofCommand), press]
