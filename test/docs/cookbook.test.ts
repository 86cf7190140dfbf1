import {expect} from 'chai'
import {spawn, spawnSync} from 'node:child_process'
import {chmodSync, cpSync, existsSync, mkdirSync, readFileSync, statSync, writeFileSync} from 'node:fs'
import {createServer} from 'node:net'
import type {AddressInfo} from 'node:net'
import {delimiter, join} from 'node:path'
import {fileURLToPath} from 'node:url'
import {recording} from '../../plugins/sandbox/test/fixtures/inputs.js'
import {png} from '../support/pictures.js'
import {smallFilms} from '../support/preload.js'
import {type Home, launch, makeHome} from '../support/run-kling.js'

const root = fileURLToPath(new URL('../..', import.meta.url))

/** Programs that recipes use and that are not everywhere. */
const tools = ['jq', 'curl', 'ffmpeg', 'ffprobe']

interface Recipe {
  title: string
  script: string
}

/** The blocks of shell of a page, each with the heading above it. */
function recipesOf(page: string): Recipe[] {
  const recipes: Recipe[] = []
  for (const part of readFileSync(join(root, page), 'utf8').split(/^## /m).slice(1)) {
    const title = part.slice(0, part.indexOf('\n'))
    const blocks = [...part.matchAll(/^```sh\n(.*?)^```$/gms)].map(([, script]) => script!)
    blocks.forEach((script, index) =>
      recipes.push({title: `${title}${index ? ` (${index + 1})` : ''}`, script}),
    )
  }
  return recipes
}

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const {port} = server.address() as AddressInfo
  await new Promise(resolve => server.close(resolve))
  return port
}

interface Ended {
  code: number | null
  said: string
}

/** Runs a block of shell as it stands, until it and all that it started have ended. */
function runScript(script: string, cwd: string, env: Record<string, string>): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const child = spawn('bash', ['-c', `set -e -o pipefail\n${script}`], {
      cwd,
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    let said = ''
    child.stdout.on('data', text => (said += text))
    child.stderr.on('data', text => (said += text))
    child.on('error', reject)
    child.on('close', code => resolve({code, said}))
  })
}

describe('docs: every recipe of the cookbook runs against the sandbox', function () {
  this.timeout(120_000)
  let home: Home
  let env: Record<string, string>
  let port: number
  const recipes = recipesOf('docs/cookbook.md')

  before(async () => {
    home = makeHome()
    port = await freePort()
    const bin = join(home.folder, 'bin')
    mkdirSync(bin)
    const quoted = launch.map(word => `'${word}'`).join(' ')
    writeFileSync(join(bin, 'kling'), `#!/bin/sh\nexec ${quoted} "$@"\n`)
    chmodSync(join(bin, 'kling'), 0o755)
    env = {
      ...home.env,
      PATH: `${bin}${delimiter}${home.env.PATH}`,
      KLING_REGION: 'sandbox',
      KLING_SANDBOX_SPEED: '50',
      ...smallFilms,
    }
    const work = join(home.folder, 'work')
    mkdirSync(work)
    for (const name of 'morning.jpg night.jpg street.jpg hero.png person.png front.png side.png'.split(' ')) {
      writeFileSync(join(work, name), png(320, 320))
    }
    cpSync(join(root, 'test/support/speech.mp3'), join(work, 'speech.mp3'))
    writeFileSync(join(work, 'narrator.wav'), Buffer.from(recording(6), 'base64'))
    writeFileSync(join(work, 'key.txt'), 'api-key-of-a-file\n')
    writeFileSync(join(work, 'prompt.txt'), 'A cat playing piano\n')
    writeFileSync(join(work, 'prompts.txt'), 'A red balloon\nA "blue" balloon\n')
  })
  after(async () => {
    // Stops a renderer that is still at work.
    await runScript('kling sandbox reset; kling sandbox reset --state large', home.folder, env)
    home.remove()
  })

  it('has at least 20', () => expect(recipes).to.have.lengthOf.at.least(20))

  it('has a list with all of them', () => {
    const page = readFileSync(join(root, 'docs/cookbook.md'), 'utf8')
    for (const [, title] of page.matchAll(/^## (.*)$/gm)) {
      const anchor = title!
        .toLowerCase()
        .replace(/[^\w -]/g, '')
        .replaceAll(' ', '-')
      expect(page).to.contain(`(#${anchor})`)
    }
  })

  for (const {title, script} of recipes) {
    it(title, async function () {
      const missing = tools.find(tool => script.includes(`${tool} `) && spawnSync(tool, ['--version']).error)
      if (missing) {
        this.test!.title += ` (skipped: there is no ${missing})`
        return this.skip()
      }
      const work = join(home.folder, 'work')
      // A frame of a film that is to be the image of another has to be large; no renderer of small ones may make it.
      const large = {KLING_SANDBOX_STATE: join(home.folder, 'large'), NODE_OPTIONS: ''}
      const more = script.includes('--first-frame last.png') ? large : {}
      const {code, said} = await runScript(script.replaceAll('8765', String(port)), work, {...env, ...more})
      expect(code, said).to.equal(0)
      const made = [...script.matchAll(/^(?!.*\|\| ).* -o ([\w-]+\.\w+)/gm)].map(([, name]) => name!)
      for (const name of made) {
        expect(existsSync(join(work, name)) && statSync(join(work, name)).size, name).to.be.above(0)
      }
    })
  }
})
