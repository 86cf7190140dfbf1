import {expect} from 'chai'
import {spawn} from 'node:child_process'
import {cpSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {fileURLToPath} from 'node:url'
import {recording} from '../../plugins/sandbox/test/fixtures/inputs.js'
import {png} from '../support/pictures.js'
import {type Home, makeHome, program, runKling} from '../support/run-kling.js'

const root = fileURLToPath(new URL('../..', import.meta.url))

/** Pages whose commands are run. */
const pages = [
  'README.md',
  'docs/commands.md',
  'docs/models.md',
  'plugins/sandbox/README.md',
  'plugins/voice/README.md',
]

/** Pages whose commands are run, too, but for creates, whose requests are only made. */
const dryPages = [
  'docs/configuration.md',
  'docs/cost.md',
  'docs/creating.md',
  'docs/doctor.md',
  'docs/gallery.md',
  'docs/getting-started.md',
  'docs/language.md',
  'docs/output.md',
  'docs/reliability.md',
  'docs/sandbox.md',
  'docs/tasks.md',
  'docs/troubleshooting.md',
  'docs/waiting.md',
]

/** A create, behind which stands no flag that keeps it from being sent. */
const create = /^kling (?:video (?:create|extend|add-sound)|voice create)(?!.*--(?:dry-run|estimate))[^|]*/

/** Commands that cannot be run to their end here, and why. */
const leftOut: [RegExp, string][] = [
  [/kling (help|plugins|--help)/, 'of oclif, which tests them'],
  [/kling autocomplete/, 'for the start files of shells; tested in them'],
  [/kling sandbox start/, 'serves until it is stopped; tested with the sandbox'],
  [/kling gallery(?! --export)/, 'serves until it is stopped; tested in a browser'],
  [/=…/, 'a place for a secret'],
  [/AK…/, 'a place for a secret'],
  [/kling-v9/, 'a model that does not exist yet'],
]

/** All commands of a page: lines that begin with `kling` or `$ kling`, or that use it inside of a script. */
function commandsOf(page: string): string[] {
  const text = readFileSync(join(root, page), 'utf8')
  // A long line goes on behind a backslash.
  const lines = text.replace(/\\\n\s*/g, '').split('\n')
  const blocks: string[] = []
  let isShell = false
  let isExample = false
  for (const line of lines) {
    if (line.trim().startsWith('```')) {
      isShell = line.trim() === '```sh'
      isExample = false
      continue
    }
    if (/^[A-Z ]+$/.test(line)) isExample = line === 'EXAMPLES'
    const command = isShell ? line.trim() : isExample ? /^\s*\$ (kling .*)/.exec(line)?.[1] : undefined
    if (command && /^(?:\w+=\$\()?kling /.test(command)) blocks.push(command.replace(/\s+#.*$/, '').trim())
  }
  return blocks
}

/** Runs a line of a shell with `kling` being the built program. */
function runLine(
  line: string,
  cwd: string,
  env: Record<string, string>,
): Promise<{code: number | null; said: string}> {
  const script = `kling() { "${process.execPath}" "${program}" "$@"; }; set -o pipefail; ${line}`
  return new Promise((resolve, reject) => {
    const child = spawn('bash', ['-c', script], {cwd, env, stdio: ['pipe', 'pipe', 'pipe']})
    let said = ''
    child.stdout.on('data', text => (said += text))
    child.stderr.on('data', text => (said += text))
    child.stdin.on('error', () => {})
    child.stdin.end('a-secret-from-stdin\n')
    child.on('error', reject)
    child.on('close', code => resolve({code, said}))
  })
}

describe('docs: every command runs against the sandbox', function () {
  let home: Home
  /** Ids that stand in the docs → ids of this run. */
  const ids = new Map<string, string>()

  before(async function () {
    this.timeout(180_000)
    home = makeHome()
    Object.assign(home.env, {KLING_REGION: 'sandbox', KLING_SANDBOX_SPEED: '20'})
    const files = join(home.folder, 'files')
    mkdirSync(files)
    const picture = (name: string): void => writeFileSync(join(files, name), png(320, 320))
    const names =
      'cat.png morning.png night.png morning.jpg day.jpg night.jpg street.jpg hero.png person.png park.png'
    for (const name of [...names.split(' '), 'front.png', 'side.png', 'left.png', 'back.png']) picture(name)
    cpSync(join(root, 'test/support/speech.mp3'), join(files, 'speech.mp3'))
    writeFileSync(join(files, 'narrator.wav'), Buffer.from(recording(6), 'base64'))
    writeFileSync(join(files, 'prompt.txt'), 'A cat playing piano')
    writeFileSync(join(files, 'key.txt'), 'api-key-of-a-file')

    const kling = async (...argv: string[]): Promise<Record<string, string>> => {
      const result = await runKling(argv, {home: {...home, folder: files}})
      expect(result.code, result.stderr).to.equal(0)
      return result.json
    }
    const short = ['--mode', 'std', '--output', 'made.mp4', '--sidecar']
    ids.set(
      '847487393472614443',
      (await kling('video', 'create', 'finished', '--watermark', ...short)).task_id!,
    )
    const text = await kling(
      'video',
      'create-from-text',
      'with an own id',
      '--external-task-id',
      'my-own-id',
      '--wait',
    )
    ids.set('847487393472614500', text.video_id!)
    ids.set('847487393472614444', (await kling('video', 'add-sound', text.video_id!, '--wait')).task_id!)
    const views = ['--frontal', 'front.png', '--ref', 'side.png']
    ids.set(
      '829836',
      (await kling('video', 'element', 'create', 'Robot', '-d', 'a robot', ...views)).element_id!,
    )
    ids.set('829844', '829836802793406651')
    const spoken = await kling('video', 'create-from-text', 'x', '--mode', 'pro', '--sound', '--wait')
    ids.set('847487393472614600', spoken.video_id!)
    const own = ['--external-task-id', 'my-own-voice', '--wait']
    const voice = await kling('voice', 'create', 'Narrator', '--audio', 'narrator.wav', ...own)
    ids.set('847487393472614700', voice.task_id!)
    ids.set('891495440020668439', voice.voice_id!)
  })
  after(() => home.remove())

  /** A place of its own for each command: the files, and a copy of the sandbox's state. */
  async function run(line: string): Promise<{code: number | null; said: string}> {
    const place = mkdtempSync(join(home.folder, 'run-'))
    const state = join(place, 'state')
    cpSync(join(home.folder, '.local/share/kling-cli'), join(place, 'data'), {recursive: true})
    cpSync(join(place, 'data/sandbox'), state, {recursive: true})
    cpSync(join(home.folder, 'files'), join(place, 'work'), {recursive: true})
    const env = {
      ...home.env,
      KLING_SANDBOX_STATE: state,
      KLING_DATA_DIR: join(place, 'data'),
      KLING_CONFIG_DIR: join(place, 'config'),
      // What `--profile work` needs to be there.
      KLING_OUTPUT: 'json',
    }
    // What is made again has a sidecar.
    const again = /video rerun (\S+\.mp4)/.exec(line)?.[1]
    if (again) renameSync(join(place, 'work/made.mp4.json'), join(place, 'work', `${again}.json`))
    await runLine('kling config set max_cost 1000 --profile work', place, env)
    const result = await runLine(line, join(place, 'work'), env)
    // Stops a renderer that is still at work.
    await runLine('kling sandbox reset', place, env)
    rmSync(place, {recursive: true, force: true, maxRetries: 5})
    return result
  }

  for (const page of [...pages, ...dryPages]) {
    const commands = [...new Set(commandsOf(page))]
    it(`${page} has commands`, () => expect(commands).to.not.be.empty)

    for (const command of commands) {
      const reason = leftOut.find(([pattern]) => pattern.test(command))
      if (reason) continue
      it(`${page}: ${command}`, async () => {
        let line = command
        for (const [written, real] of ids) line = line.replaceAll(written, real)
        if (dryPages.includes(page)) line = line.replace(create, text => `${text.trimEnd()} --dry-run `)
        const {code, said} = await run(line)
        expect(code, said).to.equal(0)
      })
    }
  }
})
