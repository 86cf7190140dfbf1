// What depends on the number of tasks: the journal of years, and waiting for many at once.
import {execFile, spawn} from 'node:child_process'
import {once} from 'node:events'
import {appendFileSync, mkdirSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {fileURLToPath} from 'node:url'
import {promisify} from 'node:util'
import {eventsOf, makeJournal} from './make-journal.js'
import {median, peak, spreadOf, time} from './measure.js'

const rounds = 15
const waited = 1000
const run = promisify(execFile)
const ofBench = name => fileURLToPath(new URL(name, import.meta.url))
const journalIn = home => join(home, '.local/share/kling-cli/journal')
const envOf = home => ({
  PATH: process.env.PATH ?? '',
  HOME: home,
  KLING_ACCESS_KEY: 'a',
  KLING_SECRET_KEY: 's',
})

/** Something that is made once for all measures. */
function makeOnce(make) {
  let made
  return context => (made ??= make(context))
}

/** A home with a million events, read once, and then a little longer. */
const million = makeOnce(async ({program, node, temp}) => {
  const home = join(temp, 'years')
  const first = makeJournal(journalIn(home), {months: 24, perMonth: 10_417})
  const env = envOf(home)
  const firstMs = await time([node, program, 'task', 'list'], {env})
  const month = new Date().toISOString().slice(0, 7)
  for (let index = 0; index < 100; index++) {
    const {lines} = eventsOf({number: 1_000_000 + index, time: Date.now() - 100_000 + index})
    appendFileSync(
      join(journalIn(home), `${month}.jsonl`),
      lines.map(line => JSON.stringify(line) + '\n').join(''),
    )
  }
  return {env, first, firstMs}
})

/** How much longer than `config list` a command takes, in ms. */
async function overStart(context, argvOf, detailOf = () => '') {
  const {program, node} = context
  const made = await million(context)
  const {env} = made
  const start = () => time([node, program, 'config', 'list'], {env})
  const command = () => time([node, program, ...argvOf(made)], {env})
  await command()
  const differences = []
  for (let round = 0; round < rounds; round++) {
    const before = await start()
    differences.push((await command()) - before)
  }
  return {value: median(differences), spread: spreadOf(differences, 0), detail: detailOf(made)}
}

/** 1000 tasks waited for by one process: calls and peak memory. */
const waiting = makeOnce(async ({program, node, temp}) => {
  const home = join(temp, 'many')
  mkdirSync(journalIn(home), {recursive: true, mode: 0o700})
  const idsFile = join(temp, 'ids.json')
  const now = Date.now()
  const tasks = Array.from({length: waited}, (_, number) => ({
    number,
    time: now - waited + number,
    region: 'custom',
  }))
  writeFileSync(idsFile, JSON.stringify(tasks.map(task => eventsOf(task).task_id)))
  const server = spawn(node, [ofBench('tasks-server.js'), idsFile], {stdio: ['ignore', 'pipe', 'inherit']})
  try {
    const [address] = await once(server.stdout, 'data')
    const base_url = String(address).trim()
    const lines = tasks.flatMap(task => eventsOf({...task, base_url, ended: false}).lines)
    const file = join(journalIn(home), `${new Date(now).toISOString().slice(0, 7)}.jsonl`)
    writeFileSync(file, lines.map(line => JSON.stringify(line) + '\n').join(''), {mode: 0o600})
    const env = {...envOf(home), KLING_BASE_URL: base_url}
    const megabytes = await peak([node, program, 'task', 'wait'], {env})
    const calls = Number(await (await fetch(`${base_url}/calls`)).text())
    const {stdout} = await run(node, [program, 'task', 'list', '--limit', '2000'], {env})
    const ended = JSON.parse(stdout).tasks.filter(({state}) => state === 'succeed').length
    if (ended !== waited) throw new Error(`only ${ended} tasks finished`)
    return {megabytes, calls}
  } finally {
    server.kill()
  }
})

export const measures = [
  {
    group: 'tasks',
    name: 'task list with a million events, minus config list',
    limit: 150,
    unit: 'ms',
    run: context =>
      overStart(
        context,
        () => ['task', 'list'],
        ({firstMs}) => `first run, which writes the summary: ${(firstMs / 1000).toFixed(1)} s`,
      ),
  },
  {
    group: 'tasks',
    name: 'task show, the oldest of a million events, minus config list',
    limit: 150,
    unit: 'ms',
    run: context => overStart(context, ({first}) => ['task', 'show', first.task_id]),
  },
  {
    group: 'tasks',
    name: 'task list with a million events, peak memory',
    limit: 100,
    unit: 'MB',
    async run(context) {
      const {env} = await million(context)
      return {value: await peak([context.node, context.program, 'task', 'list'], {env})}
    },
  },
  {
    group: 'tasks',
    name: 'appending an event to a journal of a million',
    limit: 2,
    unit: 'ms',
    async run(context) {
      const {env} = await million(context)
      const argv = ['--import', 'tsx', ofBench('append-events.js'), journalIn(env.HOME), '200']
      const {stdout} = await run(context.node, argv, {cwd: ofBench('..')})
      const {all, own} = JSON.parse(stdout)
      const detail = `${median(own).toFixed(2)} ms without the disk sync`
      return {value: median(all), spread: spreadOf(all), detail}
    },
  },
  {
    group: 'tasks',
    name: `calls to wait for ${waited} tasks that finish within a minute`,
    limit: 60,
    unit: 'calls',
    run: async context => ({value: (await waiting(context)).calls}),
  },
  {
    group: 'tasks',
    name: `waiting for ${waited} tasks, peak memory`,
    limit: 120,
    unit: 'MB',
    run: async context => ({value: (await waiting(context)).megabytes}),
  },
]
