import {spawn} from 'node:child_process'
import {copyFileSync, mkdirSync} from 'node:fs'
import {type IncomingMessage, request} from 'node:http'
import {join} from 'node:path'
import {type NotedTask, eventsOf, writeJournal} from './journal-lines.js'
import {type Home, launch, runKling} from './run-kling.js'

/** A gallery that a program of its own serves. */
export interface RunningGallery {
  /** With the token. */
  url: string
  /** Without it: `http://127.0.0.1:PORT`. */
  origin: string
  /** Ends it as Ctrl-C does. @returns the exit code and what it said on stderr */
  stop(): Promise<{code: number | null; stderr: string}>
}

/** Runs `kling gallery` in a home; no browser is opened. */
export function startGallery(
  home: Home,
  {argv = [], env = {}}: {argv?: string[]; env?: Record<string, string>} = {},
): Promise<RunningGallery> {
  const [program, ...words] = [...launch, 'gallery', '--no-open', ...argv]
  const child = spawn(program, words, {
    cwd: home.folder,
    env: {...home.env, ...env},
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let [stdout, stderr] = ['', '']
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text))
  const ended = new Promise<number | null>(resolve => child.on('close', resolve))
  return new Promise((resolve, reject) => {
    void ended.then(() => reject(new Error(`kling gallery ended: ${stderr}`)))
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      stdout += text
      if (!stdout.includes('\n')) return
      const {url} = JSON.parse(stdout) as {url: string}
      resolve({
        url,
        origin: new URL(url).origin,
        async stop() {
          child.kill('SIGINT')
          return {code: await ended, stderr}
        },
      })
    })
  })
}

export interface Answer {
  status: number
  headers: IncomingMessage['headers']
  body: Buffer
}

/** One request, with whatever headers. A body that never ends is cut after its first piece. */
export function ask(
  url: string,
  {
    method = 'GET',
    headers = {},
    body,
    path,
  }: {method?: string; headers?: Record<string, string>; body?: string; path?: string} = {},
): Promise<Answer> {
  const {hostname, port, pathname, search} = new URL(url)
  return new Promise((resolve, reject) => {
    const sent = request({hostname, port, method, headers, path: path ?? pathname + search}, response => {
      const chunks: Buffer[] = []
      const done = (): void =>
        resolve({status: response.statusCode!, headers: response.headers, body: Buffer.concat(chunks)})
      response.on('data', (chunk: Buffer) => {
        chunks.push(chunk)
        if (response.headers['content-type'] === 'text/event-stream' && chunk.includes('\n\n')) {
          done()
          sent.destroy()
        }
      })
      response.on('end', done)
      response.on('error', reject)
    })
    sent.on('error', reject)
    sent.end(body)
  })
}

/** The cookie that the token is changed for. */
export async function cookieOf({url}: RunningGallery): Promise<string> {
  const {headers} = await ask(url)
  return headers['set-cookie']![0]!.split(';')[0]!
}

/** A film of five seconds that browsers can play, made once. @returns its path */
export async function makeFilm(
  home: Home,
  name = 'film.mp4',
  prompt = 'A cat playing piano',
): Promise<string> {
  const argv = ['video', 'create', prompt, '--mode', 'std', '--region', 'sandbox', '--wait', '--output', name]
  const {code, stderr} = await runKling(argv, {home, env: {KLING_SANDBOX_SPEED: '20'}})
  if (code !== 0) throw new Error(stderr)
  return join(home.folder, name)
}

export const dataDirOf = (home: Home): string => join(home.folder, '.local/share/kling-cli')

/** A clip as a test puts it into the journal; with `film`, a copy of it is what was downloaded. */
export interface NotedClip extends NotedTask {
  prompt?: string
  reason?: string
  film?: string
  /** Name of the file in the home; `ID.mp4` when left out. */
  file?: string
}

/** Writes a journal of clips, oldest first. */
export function writeClips(home: Home, clips: NotedClip[]): void {
  const events = clips.flatMap(({film, file, reason, ...task}) => {
    const lines = eventsOf(task)
    if (reason !== undefined) Object.assign(lines.at(-1)!, {reason})
    if (film === undefined) return lines
    const path = join(home.folder, 'films', file ?? `${task.id}.mp4`)
    mkdirSync(join(home.folder, 'films'), {recursive: true})
    copyFileSync(film, path)
    const last = lines.at(-1)!
    return [...lines, {at: last.at, event: 'downloaded', task_id: last.task_id, file: path, bytes: 1}]
  })
  writeJournal(dataDirOf(home), events)
}
