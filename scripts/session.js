// `npm run session`: runs the program on a pseudo-terminal against the sandbox, in a home of its own, and writes
// docs/session.svg, which plays what the terminal showed. Other words are another file, and a speed of the sandbox.
import headless from '@xterm/headless'
import {spawn} from 'node:child_process'
import {once} from 'node:events'
import {mkdtempSync, rmSync, writeFileSync} from 'node:fs'
import {createServer, request as httpRequest} from 'node:http'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {setTimeout as sleep} from 'node:timers/promises'
import {pinnedNode, root} from './ensure-installed.js'
import {sessionSvg} from './session-svg.js'

const [file = join(root, 'docs/session.svg'), speed = '4'] = process.argv.slice(2)

const columns = 84
const rows = 24
const program = join(root, 'bin/run.js')

/** What is typed, and for how long its end stays before the next command, in ms. */
const scenes = [
  {line: 'kling video create "A cat playing piano" -o cat.mp4', rest: 2000},
  {line: 'kling task list', rest: 2500},
  {line: 'kling video create "The cat dances" --duration 7', rest: 5000},
]

/** What has been made before the session begins, so that there is something to list. */
const before = [
  ['video', 'create', 'A train crosses a bridge'],
  ['video', 'create-from-text', 'A street band plays in the rain [sandbox:fail]'],
]

/** A screen is looked at this often at most, in ms. */
const tick = 200
/** Letters that appear at once while something is typed, and how long they take. */
const typing = {letters: 3, ms: 110}

/** Serves the sandbox until the process that is returned ends. */
async function startSandbox(env) {
  const child = spawn(pinnedNode(), [program, 'sandbox', 'start', '--speed', speed], {
    env,
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  const [line] = await once(child.stdout.setEncoding('utf8'), 'data')
  return {child, ...JSON.parse(line)}
}

/** Stands before the sandbox as a line to the world does: files come slowly, so that the download is to be seen. */
async function slowLine(sandboxUrl) {
  const server = createServer(async (request, response) => {
    const {method, headers, url} = request
    const onward = httpRequest(sandboxUrl + url, {
      method,
      headers: {...headers, host: new URL(sandboxUrl).host},
    })
    request.pipe(onward)
    const [answer] = await once(onward, 'response')
    const body = Buffer.concat(await answer.toArray())
    if (!url.startsWith('/files/')) {
      const text = body.toString().replaceAll(sandboxUrl, urlOf(server))
      response.writeHead(answer.statusCode, {...answer.headers, 'content-length': Buffer.byteLength(text)})
      return response.end(text)
    }
    response.writeHead(answer.statusCode, answer.headers)
    const pieces = 30
    for (let piece = 0; piece < pieces; piece++) {
      const at = index => Math.round((body.length * index) / pieces)
      response.write(body.subarray(at(piece), at(piece + 1)))
      await sleep(100)
    }
    response.end()
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return server
}

const urlOf = server => `http://127.0.0.1:${server.address().port}`

/** Runs a line of a shell on a terminal; what it shows goes to `show` while it does. */
function runOnTerminal(line, {cwd, env, show}) {
  const script = `stty cols ${columns} rows ${rows}; kling() { '${pinnedNode()}' '${program}' "$@"; }; ${line}`
  return new Promise((resolve, reject) => {
    const child = spawn('script', ['-qefc', script, '/dev/null'], {
      cwd,
      env,
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    child.stdout.setEncoding('utf8').on('data', show)
    child.on('error', reject)
    child.on('close', resolve)
  })
}

/** A style of cells, as the attributes that the SVG knows. */
const styleOf = cell => ({
  color: cell.isFgPalette() ? cell.getFgColor() : undefined,
  isBold: Boolean(cell.isBold()),
  isDim: Boolean(cell.isDim()),
})

/** A row of the screen as its pieces of one style: column, width and text of each. */
function piecesOf(line) {
  const pieces = []
  for (let column = 0; column < columns; column++) {
    const cell = line?.getCell(column)
    const text = cell?.getChars()
    if (!text || text === ' ') continue
    const style = styleOf(cell)
    const last = pieces.at(-1)
    const gap = last ? column - last.column - last.width : 0
    if (last && gap < 2 && JSON.stringify(last.style) === JSON.stringify(style)) {
      last.text += ' '.repeat(gap) + text
      last.width += gap + cell.getWidth()
    } else pieces.push({column, width: cell.getWidth(), text, style})
  }
  return pieces
}

/** A terminal whose screen is written down whenever it has changed. */
function recorder() {
  const terminal = new headless.Terminal({cols: columns, rows, allowProposedApi: true, convertEol: false})
  const frames = []
  const look = (at, isTyping) => {
    const {active} = terminal.buffer
    const screen = Array.from({length: rows}, (_, row) => piecesOf(active.getLine(row)))
    if (isTyping)
      screen[active.cursorY].push({column: active.cursorX, width: 1, text: '█', style: {isDim: true}})
    if (JSON.stringify(frames.at(-1)?.screen) !== JSON.stringify(screen)) frames.push({at, screen})
  }
  return {
    frames,
    look,
    isFull: () => terminal.buffer.active.baseY > 0,
    write: text => new Promise(resolve => terminal.write(text, resolve)),
  }
}

async function record({cwd, env}) {
  const {frames, look, write, isFull} = recorder()
  let now = 0
  for (const [index, {line, rest}] of scenes.entries()) {
    await write(`${index > 0 ? '\r\n' : ''}\x1b[32m$\x1b[0m `)
    look(now, true)
    now += 600
    for (let at = 0; at < line.length; at += typing.letters) {
      await write(line.slice(at, at + typing.letters))
      look(now, true)
      now += typing.ms
    }
    await write('\r\n')
    const start = Date.now()
    let next = 0
    await runOnTerminal(line, {
      cwd,
      env,
      async show(text) {
        const since = Date.now() - start
        await write(text)
        if (since < next) return
        look(now + since)
        next = since + tick
      },
    })
    now += Date.now() - start
    look(now)
    now += rest
  }
  if (isFull()) throw new Error(`The session needs more than ${rows} rows.`)
  return {frames, duration: now}
}

const home = mkdtempSync(join(tmpdir(), 'kling-session-'))
const env = {
  PATH: process.env.PATH,
  HOME: home,
  SHELL: '/bin/sh',
  TERM: 'xterm-256color',
  LANG: 'C.UTF-8',
  FORCE_HYPERLINK: '0',
  ...(process.env.NODE_OPTIONS && {NODE_OPTIONS: process.env.NODE_OPTIONS}),
}
const sandbox = await startSandbox(env)
const line = await slowLine(sandbox.base_url)
try {
  Object.assign(env, {KLING_BASE_URL: urlOf(line), KLING_API_KEY: sandbox.api_key})
  for (const words of before) {
    await once(spawn(pinnedNode(), [program, ...words, '--wait'], {cwd: home, env, stdio: 'ignore'}), 'close')
  }
  const {frames, duration} = await record({cwd: home, env})
  const used = 1 + Math.max(...frames.map(({screen}) => screen.findLastIndex(pieces => pieces.length > 0)))
  const svg = sessionSvg({
    frames,
    duration,
    columns,
    rows: used,
    title: 'kling creates a video, lists tasks, rejects a mistake',
  })
  writeFileSync(file, svg)
  console.log(`${file}: ${frames.length} frames, ${Math.round(duration / 1000)} s, ${svg.length} bytes`)
} finally {
  line.close()
  sandbox.child.kill('SIGINT')
  await once(sandbox.child, 'close')
  rmSync(home, {recursive: true, force: true, maxRetries: 5})
}
