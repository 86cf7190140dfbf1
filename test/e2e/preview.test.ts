import {expect} from 'chai'
import {chmodSync, existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync} from 'node:fs'
import {delimiter, join} from 'node:path'
import {stripVTControlCharacters} from 'node:util'
import {smallFilms} from '../support/preload.js'
import {type Home, makeHome, runKling} from '../support/run-kling.js'
import {readHalfBlocks, readKitty, readPng, readSixels} from '../support/terminal-pictures.js'
import {hasScript, runOnTerminal} from '../support/terminal.js'

const escape = '\u001B'
const truecolor = {TERM: 'xterm-256color', COLORTERM: 'truecolor'}
const kitty = {TERM: 'xterm-kitty', COLORTERM: 'truecolor'}
const done = / 9\.mp4 {2}[\d.]+ [KM]B/

describe('the result on a terminal', () => {
  let home: Home
  let taskId: string

  before(async function () {
    // Without it there is no pseudo-terminal to be had from Node: apt-get install bsdutils
    if (!hasScript) this.skip()
    home = makeHome()
    home.env.KLING_SANDBOX_SPEED = '20'
    const argv = ['video', 'create-from-text', 'A fox in the snow', '--region', 'sandbox', '-o', 'fox.mp4']
    taskId = (await runKling(argv, {home})).json.task_id as string
  })
  after(async () => {
    if (!home) return
    await runKling(['sandbox', 'reset'], {home})
    home.remove()
  })

  const download = (
    flags: string[],
    {env, redirect}: {env: Record<string, string>; redirect?: string},
  ): ReturnType<typeof runOnTerminal> =>
    runOnTerminal(['video', 'download', taskId, '--region', 'sandbox', '-o', '9.mp4', '--force', ...flags], {
      home,
      env,
      redirect: redirect ?? ' 2>/dev/null',
    })

  it('is a picture where the terminal shows pictures, also without stderr', async () => {
    const {code, screen} = await download([], {env: kitty})
    expect(code).to.equal(0)
    // eslint-disable-next-line no-control-regex -- the code is made of them
    const [picture] = /^(?:\u001B_G[^\u001B]*\u001B\\)+\n/.exec(screen)!
    const {keys, file} = readKitty(picture)
    // A screen of an unknown size counts as one of 80 × 24.
    expect(keys).to.include({c: '43', r: '12'})
    const {width, height, rgb} = readPng(file)
    expect({width, height}).to.deep.equal({width: 427, height: 240})
    // Not of one colour: the sandbox draws a landscape.
    expect(new Set(rgb).size).to.be.above(50)
    expect(stripVTControlCharacters(screen.slice(picture.length))).to.match(done)
  })

  it('is a picture of sixels where KLING_PREVIEW says so', async () => {
    const {screen} = await download([], {env: {...truecolor, KLING_PREVIEW: 'sixel'}})
    const end = screen.lastIndexOf(`${escape}\\`)
    const {width, height, empty} = readSixels(screen.slice(0, end + 2))
    expect({width, height, empty}).to.deep.equal({width: 341, height: 192, empty: 0})
  })

  it('is half blocks with --preview, of every create, too', async () => {
    const {screen} = await download(['--preview'], {env: truecolor})
    const lines = screen.split('\n').filter(line => line.includes('▀'))
    expect(readHalfBlocks(lines.join('\n'))).to.include({width: 43, height: 24})

    const argv = ['video', 'create-from-text', 'A cat', '--region', 'sandbox', '-o', 'cat.mp4', '--preview']
    const env = {...truecolor, ...smallFilms}
    const created = await runOnTerminal(argv, {home, env, redirect: ' 2>/dev/null'})
    expect(created.code).to.equal(0)
    expect(created.screen).to.match(/▀[^▀]*\n.* cat\.mp4 {2}[\d.]+ [KM]B/)
  })

  it('is shown when `task resume` brings it, too', async () => {
    const argv = ['video', 'create-from-text', 'A cat', '--region', 'sandbox', '-o', 'late.mp4']
    const env = {KLING_SANDBOX_SPEED: '1', ...smallFilms}
    const {code, error} = await runKling([...argv, '--wait-timeout', '1'], {home, env: {...home.env, ...env}})
    expect(code).to.equal(8)
    const resumed = await runOnTerminal(['task', 'resume', error.task_id as string], {home, env: kitty})
    expect(resumed.code).to.equal(0)
    expect(resumed.screen).to.include(`${escape}_Ga=T,`).and.to.include('late.mp4')
  })

  const plain: Record<string, {flags?: string[]; env: Record<string, string>}> = {
    'a terminal that shows half blocks only, without --preview': {env: truecolor},
    '--no-preview': {flags: ['--no-preview'], env: kitty},
    KLING_PLAIN: {flags: ['--preview'], env: {...kitty, KLING_PLAIN: '1'}},
    'TERM=dumb': {flags: ['--preview'], env: {...kitty, TERM: 'dumb'}},
    CI: {flags: ['--preview'], env: {...kitty, CI: '1'}},
    JSON: {flags: ['--preview', '--json'], env: kitty},
    '--fields': {flags: ['--preview', '--fields', 'output'], env: kitty},
  }
  for (const [name, {flags = [], env}] of Object.entries(plain)) {
    it(`is no picture: ${name}`, async () => {
      const {code, screen} = await download(flags, {env})
      expect(code).to.equal(0)
      expect(screen).to.include('9.mp4').and.not.include('▀').and.not.include(`${escape}_G`)
    })
  }

  it('is no picture when stdout is no terminal', async () => {
    const {code, screen} = await download(['--preview'], {env: kitty, redirect: ' >result.json'})
    expect(code).to.equal(0)
    expect(screen).to.not.include('▀').and.not.include(`${escape}_G`)
    expect(JSON.parse(readFileSync(join(home.folder, 'result.json'), 'utf8'))).to.include({output: '9.mp4'})
  })

  describe('--open', () => {
    /** A viewer that notes what it was given, and then stays open. */
    function makeViewer(): string {
      const viewer = join(home.folder, 'xdg-open')
      const note = join(home.folder, 'opened')
      writeFileSync(
        viewer,
        `#!/bin/sh\n(echo $$; echo "$@"; env) >'${note}.new'; mv '${note}.new' '${note}'\nexec sleep 1000\n`,
      )
      chmodSync(viewer, 0o755)
      return note
    }

    it('starts the viewer of the system without the keys, and does not wait for it', async function () {
      if (process.platform !== 'linux') this.skip()
      const note = makeViewer()
      const env = {
        ...truecolor,
        PATH: [home.folder, home.env.PATH].join(delimiter),
        KLING_ACCESS_KEY: 'an-access-key',
        KLING_SECRET_KEY: 'a-secret-key-0123456789abcdef0123456789',
        MY_OWN: 'kept',
      }
      const {code, screen} = await download(['--open'], {env, redirect: ''})
      expect(code, screen).to.equal(0)
      while (!existsSync(note)) await new Promise(resolve => setTimeout(resolve, 20))
      const [pid, file, ...lines] = readFileSync(note, 'utf8').trim().split('\n')
      // It is still open: what started it has not waited.
      expect(process.kill(Number(pid))).to.equal(true)
      expect(file).to.equal(join(home.folder, '9.mp4'))
      expect(lines).to.include('MY_OWN=kept')
      expect(lines.filter(line => /^KLING_|secret/.test(line))).to.deep.equal([])
    })

    /** Where `script` is, which runs the tests on a terminal. */
    const scriptPath = (): string =>
      (process.env.PATH ?? '')
        .split(delimiter)
        .map(folder => join(folder, 'script'))
        .find(existsSync)!

    it('says when there is no viewer; the picture needs no other program', async function () {
      if (process.platform !== 'linux') this.skip()
      const folder = join(home.folder, 'bin')
      mkdirSync(folder)
      symlinkSync(scriptPath(), join(folder, 'script'))
      const env = {...truecolor, PATH: folder}
      const {code, screen} = await download(['--open', '--preview'], {env, redirect: ''})
      expect(code).to.equal(0)
      expect(screen).to.include('▀')
      expect(stripVTControlCharacters(screen)).to.include('9.mp4 was not opened: xdg-open is not installed.')
    })

    it('needs a file', async () => {
      const argv = ['video', 'create', 'A cat', '--open', '--region', 'sandbox']
      const {code, error} = await runKling(argv, {home})
      expect(code).to.equal(2)
      expect(error.code).to.equal('missing_output')
    })
  })
})
