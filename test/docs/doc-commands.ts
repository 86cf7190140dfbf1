import {expect} from 'chai'
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import {join} from 'node:path'
import {fileURLToPath} from 'node:url'
import {stopRenderer} from '../../plugins/sandbox/src/renderer/launcher.js'
import {recording} from '../../plugins/sandbox/test/fixtures/inputs.js'
import {runProgram} from '../../src/lib/testing/run-program.js'
import {png} from '../support/pictures.js'
import {smallFilms} from '../support/preload.js'
import {type Home, makeHome, program, runKling} from '../support/run-kling.js'

const root = fileURLToPath(new URL('../..', import.meta.url))

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
  [/kling models update$/, 'fetches what is published'],
  [/kling models NAME/, 'a place for a name'],
]

/** Commands whose stdout is not one JSON document. */
const otherOutput = /[|<>]|\$\(|--help|--template|--watch/

/** All commands of a page: lines that begin with `kling` or `$ kling`, or that use it inside of a script. */
function commandsOf(page: string): string[] {
  const text = readFileSync(join(root, page), 'utf8')
  // A long line goes on after a backslash.
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

/** How a line of a shell ended. */
interface Ended {
  code: number | null
  stdout: string
  stderr: string
}

/** Runs a line of a shell with `kling` being the built program. */
function runLine(line: string, cwd: string, env: Record<string, string>): Promise<Ended> {
  const script = `kling() { "${process.execPath}" "${program}" "$@"; }; set -o pipefail; ${line}`
  return runProgram(['-c', script], {node: 'bash', cwd, env, stdin: 'a-secret-from-stdin\n'})
}

/** Ids that stand in the docs, and what they are in the home in which commands are run. */
type Ids = Map<string, string>

/** Files that commands of the docs use. */
function writeFiles(folder: string): void {
  mkdirSync(folder)
  const pictures =
    'cat.png morning.png night.png morning.jpg day.jpg night.jpg street.jpg hero.png person.png park.png ' +
    'front.png side.png left.png back.png'
  for (const name of pictures.split(' ')) writeFileSync(join(folder, name), png(320, 320))
  cpSync(join(root, 'test/support/speech.mp3'), join(folder, 'speech.mp3'))
  writeFileSync(join(folder, 'narrator.wav'), Buffer.from(recording(6), 'base64'))
  writeFileSync(join(folder, 'prompt.txt'), 'A cat playing piano')
  writeFileSync(join(folder, 'key.txt'), 'api-key-of-a-file')
  for (const end of ['', '.sig'])
    cpSync(join(root, `test/support/editions/newer.json${end}`), join(folder, `catalogue.json${end}`))
}

/** Makes what the docs tell of as being there: tasks, an element, a voice, a profile. @returns their ids */
async function makeTasks(home: Home): Promise<Ids> {
  const kling = async (...argv: string[]): Promise<Record<string, string>> => {
    const result = await runKling(argv, {home: {...home, folder: join(home.folder, 'files')}})
    expect(result.code, result.stderr).to.equal(0)
    return result.json
  }
  const film = async (): Promise<[string, string][]> => {
    const flags = ['--mode', 'std', '--watermark', '--output', 'made.mp4', '--sidecar']
    return [['847487393472614443', (await kling('video', 'create', 'finished', ...flags)).task_id!]]
  }
  const text = async (): Promise<[string, string][]> => {
    const own = ['--external-task-id', 'my-own-id', '--wait']
    const {video_id: id} = await kling('video', 'create-from-text', 'with an own id', ...own)
    const {task_id: sound} = await kling('video', 'add-sound', id!, '--wait')
    return [
      ['847487393472614500', id!],
      ['847487393472614444', sound!],
    ]
  }
  const spoken = async (): Promise<[string, string][]> => {
    const argv = ['video', 'create-from-text', 'x', '--mode', 'pro', '--sound', '--wait']
    return [['847487393472614600', (await kling(...argv)).video_id!]]
  }
  const element = async (): Promise<[string, string][]> => {
    const views = ['--frontal', 'front.png', '--ref', 'side.png']
    const {element_id: id} = await kling('video', 'element', 'create', 'Robot', '-d', 'a robot', ...views)
    return [
      ['829836', id!],
      ['829844', '829836802793406651'],
    ]
  }
  const voice = async (): Promise<[string, string][]> => {
    const own = ['--external-task-id', 'my-own-voice', '--wait']
    const made = await kling('voice', 'create', 'Narrator', '--audio', 'narrator.wav', ...own)
    return [
      ['847487393472614700', made.task_id!],
      ['891495440020668439', made.voice_id!],
    ]
  }
  await kling('config', 'set', 'max_cost', '1000', '--profile', 'work')
  return new Map((await Promise.all([film(), text(), spoken(), element(), voice()])).flat())
}

/** Runs a command in a place of its own, with the files and a copy of the state of the home. */
async function runAlone(line: string, home: Home, look: (ended: Ended, work: string) => void): Promise<void> {
  const place = mkdtempSync(join(home.folder, 'run-'))
  const [state, work] = [join(place, 'state'), join(place, 'work')]
  cpSync(join(home.folder, '.local/share/kling-cli'), join(place, 'data'), {recursive: true})
  renameSync(join(place, 'data/sandbox'), state)
  cpSync(join(home.folder, '.config/kling-cli'), join(place, 'config'), {recursive: true})
  cpSync(join(home.folder, 'files'), work, {recursive: true})
  const env = {
    ...home.env,
    KLING_SANDBOX_STATE: state,
    KLING_DATA_DIR: join(place, 'data'),
    KLING_CONFIG_DIR: join(place, 'config'),
    KLING_OUTPUT: 'json',
  }
  // What is made again has a sidecar.
  const again = /video rerun (\S+\.mp4)/.exec(line)?.[1]
  if (again) renameSync(join(work, 'made.mp4.json'), join(work, `${again}.json`))
  try {
    look(await runLine(line, work, env), work)
  } finally {
    await stopRenderer(state)
    rmSync(place, {recursive: true, force: true, maxRetries: 5})
  }
}

/**
 * Makes a test of each command of some pages: it runs against the sandbox.
 * @param isDry creates are not sent, their requests are only made
 */
export function testCommandsOf(pages: string[], {isDry = false}: {isDry?: boolean} = {}): void {
  let home: Home
  let ids: Ids

  before(async function () {
    this.timeout(180_000)
    home = makeHome()
    Object.assign(home.env, {KLING_REGION: 'sandbox', KLING_SANDBOX_SPEED: '20', ...smallFilms})
    writeFiles(join(home.folder, 'files'))
    ids = await makeTasks(home)
  })
  after(() => home.remove())

  for (const page of pages) {
    const commands = [...new Set(commandsOf(page))]
    it(`${page} has commands`, () => expect(commands).to.not.be.empty)

    for (const command of commands) {
      if (leftOut.some(([pattern]) => pattern.test(command))) continue
      it(`${page}: ${command}`, async () => {
        let line = command
        for (const [written, real] of ids) line = line.replaceAll(written, real)
        if (isDry) line = line.replace(create, text => `${text.trimEnd()} --dry-run `)
        await runAlone(line, home, ({code, stdout, stderr}, work) => {
          expect(code, stdout + stderr).to.equal(0)
          if (!otherOutput.test(line)) {
            expect(JSON.parse(stdout), line).to.include({success: true})
            expect(stderr, line).to.equal('')
          } else if (!/[>]|\$\(|select\(/.test(line)) expect(stdout.trim(), line).to.not.equal('')
          const output = /^kling (?!.*--dry-run).* (?:-o|--output) (\S+\.\w+)/.exec(line)?.[1]
          if (output) expect(statSync(join(work, output)).size, output).to.be.above(0)
        })
      })
    }
  }
}
