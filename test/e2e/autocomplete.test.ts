import {expect} from 'chai'
import {mkdirSync, readFileSync, writeFileSync} from 'node:fs'
import {basename, join} from 'node:path'
import {shells} from '../../src/lib/completion/shells.js'
import {expectError, expectSuccess} from '../support/outcome.js'
import {preload} from '../support/preload.js'
import {type Home, makeHome, singleFile} from '../support/run-kling.js'
import {missing, testedShells, typeInto} from '../support/shell.js'
import {taskApi, taskId} from '../support/task-api.js'
import {hasScript, runOnTerminal} from '../support/terminal.js'
import {useFixture} from '../support/fixture.js'

const scripts = new URL('../../src/lib/completion/scripts/', import.meta.url)

const journal = [
  {event: 'intent', id: 'own-1', kind: 'create', region: 'cn', base_url: 'https://x', prompt: 'A cat'},
  {event: 'accepted', id: 'own-1', task_id: taskId},
]

const index = {
  version: 1,
  plugins: [
    {
      name: 'kling-plugin-story',
      topics: {story: {description: 'boards'}},
      commands: {
        'story:draw': {summary: 'draw a board', flags: {style: {type: 'option', options: ['ink', 'chalk']}}},
      },
    },
  ],
}

/** A home with a task, a plugin and a picture. */
function fill({folder}: Home): void {
  const data = join(folder, '.local/share/kling-cli')
  const write = (path: string[], text: string): void => {
    mkdirSync(join(data, ...path.slice(0, -1)), {recursive: true})
    writeFileSync(join(data, ...path), text)
  }
  const at = '2026-11-22T10:00:00.000Z'
  write(['journal', '2026-11.jsonl'], journal.map(event => JSON.stringify({at, ...event}) + '\n').join(''))
  write(['plugins', 'index.json'], JSON.stringify(index))
  writeFileSync(join(folder, 'my picture.png'), '')
}

for (const shell of testedShells) {
  describe(`the Tab key in ${shell}`, function () {
    let home: Home
    before(function () {
      const reason = missing(shell)
      if (!reason) return
      // eslint-disable-next-line no-console -- so that nobody takes it for a pass
      console.log(`    skipped: ${reason}`)
      this.skip()
    })
    beforeEach(() => fill((home = makeHome())))
    afterEach(() => home.remove())

    /** What is typed → the words that kling is run with. */
    const lines: [string, string[]][] = [
      ['kling vid\tcreate-from-t\t--so\t', ['video', 'create-from-text', '--sound']],
      [
        'kling video create-from-text "A cat: x=1" --mode=s\t--ratio 16:\t--model=kling-v2-6\t',
        ['video', 'create-from-text', 'A cat: x=1', '--mode=std', '--ratio', '16:9', '--model=kling-v2-6'],
      ],
      [
        "kling video create 'A cat' -m kling-v3\t--mode 4\t",
        ['video', 'create', 'A cat', '-m', 'kling-v3-omni', '--mode', '4k'],
      ],
      ['kling video status 8\t', ['video', 'status', taskId]],
      ['kling video create x -i my\t', ['video', 'create', 'x', '-i', 'my picture.png']],
      ['kling video create x --first-frame=my\t', ['video', 'create', 'x', '--first-frame=my picture.png']],
      ['kling sto\tdr\t--st\tc\t', ['story', 'draw', '--style', 'chalk']],
      ['kling help vid\tel\tli\t', ['help', 'video', 'element', 'list']],
    ]
    for (const [typed, expected] of lines) {
      it(typed.replaceAll('\t', '⇥'), async () => {
        const {argv, hasAsked, screen} = await typeInto(shell, typed, home)
        expect({argv, hasAsked}, screen).to.deep.equal({argv: expected, hasAsked: true})
      })
    }

    it('lists what there is, and says what each is', async () => {
      // bash rings the bell first; in fish, a second Tab would go into the list.
      const tabs = shell === 'bash' ? '\t\t' : '\t'
      const {screen} = await typeInto(shell, `kling video create --mode ${tabs}`, home)
      expect(screen)
        .to.match(/std/)
        .and.match(/pro\W+default/)
    })

    it('says nothing when there is nothing', async () => {
      const {argv, hasAsked, screen} = await typeInto(shell, 'kling bogus thi\t', home)
      expect({argv, hasAsked}, screen).to.deep.equal({argv: ['bogus', 'thi'], hasAsked: true})
    })
  })
}

describe('kling autocomplete', () => {
  const fixture = useFixture()

  for (const [shell, {script}] of Object.entries(shells)) {
    it(`prints the script for ${shell}, as it is`, async () => {
      const {stdout, stderr, code} = await fixture.kling(['autocomplete', shell])
      expect({stderr, code}).to.deep.equal({stderr: '', code: 0})
      expect(stdout).to.equal(readFileSync(new URL(script, scripts), 'utf8'))
      expect(stdout).to.include('kling __complete')
    })
  }

  it('takes the shell of the environment, and --json for what it is', async () => {
    const fields = expectSuccess(
      await fixture.kling(['autocomplete', '--json'], {env: {SHELL: '/usr/bin/fish'}}),
    )
    expect(fields.shell).to.equal('fish')
    expect(fields.script).to.include('complete -c')
  })

  it('knows no other shell', async () => {
    expect(expectError(await fixture.kling(['autocomplete', 'zhs']), 'invalid_argument').message).to.include(
      'zsh',
    )
    expectError(await fixture.kling(['autocomplete'], {env: {SHELL: undefined}}), 'invalid_argument')
  })

  it('on a terminal says where its line belongs', async function () {
    if (!hasScript) this.skip() // needs a terminal
    const {screen, code} = await runOnTerminal(['autocomplete', 'zsh'], fixture)
    expect(code).to.equal(0)
    expect(screen).to.include('~/.zshrc').and.include('eval "$(kling autocomplete zsh)"')
    const script = await runOnTerminal(['autocomplete', 'zsh', '--script'], fixture)
    expect(script.screen).to.include('#compdef')
  })
})

describe('kling __complete', () => {
  const fixture = useFixture()

  /** What is offered for words, the last one being under the cursor. */
  async function offered(...words: string[]): Promise<string[]> {
    const {stdout, stderr, code} = await fixture.kling(['__complete', String(words.length - 1), ...words])
    expect({stderr, code}).to.deep.equal({stderr: '', code: 0})
    return stdout.split('\n')
  }

  it('knows the ids of tasks that were submitted, and asks nobody', async () => {
    fixture.answer(taskApi())
    await fixture.kling(['video', 'create', 'A cat'])
    const {length} = fixture.api.requests
    expect((await offered('video', 'status', ''))[1]).to.match(
      new RegExp(`^${taskId}\tcreate · submitted · .* · A cat$`),
    )
    expect(fixture.api.requests).to.have.lengthOf(length)
  })

  it('knows the ids that were printed', async () => {
    const elements = [{element_id: 'ID', element_name: 'Robot', owned_by: 'me'}]
    fixture.answer((_request, response) => {
      response.setHeader('content-type', 'application/json')
      response.end(JSON.stringify({code: 0, data: elements}).replace('"ID"', '829836802793406651'))
    })
    await fixture.kling(['video', 'element', 'list'])
    expect(await offered('video', 'create', '--element', '')).to.deep.equal([
      'words',
      '829836802793406651\tRobot',
      '',
    ])
  })

  it('knows profiles, own models and the plugins of the workspace', async () => {
    await fixture.kling(['config', 'set', 'region', 'global', '--profile', 'work'])
    const config = '.config/kling-cli'
    fixture.write(`${config}/models.json`, '[{"model":"kling-v9","endpoint":"omni-video","modes":["pro"]}]')
    expect(await offered('video', 'list', '--profile', '')).to.deep.equal(['words', 'work', ''])
    expect(await offered('video', 'create', '-m', 'kling-v9')).to.deep.equal(['words', 'kling-v9', ''])
    expect(await offered('voice', 'st')).to.have.lengthOf(3)
    expect(await offered('sandbox', 'reset', '--state', '')).to.deep.equal(['folders', ''])
  })

  it('loads nothing of the program but itself', async function () {
    if (singleFile) this.skip()
    const list = new URL('../support/list-modules.mjs', import.meta.url)
    const env = {...preload(list), LOADED_MODULES: join(fixture.home.folder, 'modules')}
    const loaded = async (...argv: string[]): Promise<string[]> => {
      await fixture.kling(argv, {env})
      const paths = fixture.read('modules').toString().split('\n')
      return paths.filter(path => !path.includes('node_modules')).map(path => basename(path))
    }
    expect(await loaded('__complete', '1', 'video', 'cr')).to.deep.equal(['run.js', 'completion.cjs'])
    expect(await loaded('--version')).to.include('launcher.cjs')
  })

  it('is silent whatever it finds', async () => {
    const data = '.local/share/kling-cli'
    for (const folder of ['journal', 'plugins'])
      mkdirSync(join(fixture.home.folder, data, folder), {recursive: true})
    mkdirSync(join(fixture.home.folder, '.config/kling-cli'), {recursive: true})
    for (const text of ['', '{', '[]', 'null', '7', '"x"', '{"plugins":[null,7]}', '{"plugins":[{}]}']) {
      for (const name of [`${data}/journal/2026-11.jsonl`, `${data}/plugins/index.json`])
        fixture.write(name, text)
      for (const name of ['config.json', 'models.json']) fixture.write(`.config/kling-cli/${name}`, text)
      expect(await offered('video', 'cre'), text).to.include.members(['words'])
      expect(await offered('video', 'status', ''), text).to.deep.equal(['words', ''])
      expect(await offered('video', 'create', '-m', ''), text).to.have.lengthOf(4)
      expect(await offered('config', 'list', '--profile', ''), text).to.deep.equal(['words', ''])
    }
    for (const argv of [['__complete'], ['__complete', 'x'], ['__complete', '-5', 'a']]) {
      const {stderr, code} = await fixture.kling(argv)
      expect({stderr, code}).to.deep.equal({stderr: '', code: 0})
    }
  })
})

describe('the PowerShell script', () => {
  const text = readFileSync(new URL(shells.powershell.script, scripts), 'utf8')

  it('registers both names and asks as the others do', () => {
    expect(text).to.match(/Register-ArgumentCompleter -Native -CommandName kling, kling-cli -ScriptBlock/)
    expect(text).to.match(/& kling __complete \$index @words 2>\$null/)
  })

  it('is whole: brackets and quotes are closed', () => {
    // Quoted text first: it may hold brackets.
    const code = text.replace(/#.*$/gm, '').replace(/'(?:[^']|'')*'|"[^"\n]*"/g, '')
    expect(code).to.not.match(/['"]/)
    let open = ''
    for (const char of code.replace(/[^()[\]{}]/g, '')) {
      if ('([{'.includes(char)) open += char
      else {
        expect(open.at(-1)).to.equal('([{'[')]}'.indexOf(char)])
        open = open.slice(0, -1)
      }
    }
    expect(open).to.equal('')
  })
})
