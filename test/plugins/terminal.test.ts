import {expect} from 'chai'
import {stripVTControlCharacters} from 'node:util'
import {runOnTerminal, hasScript} from '../support/terminal.js'
import {sanitizeTerminalOutput} from '../../src/lib/isolation/sanitize-terminal-output.js'
import {usePluginFixture} from './plugin-fixture.js'

/** What a terminal gets of what a plugin writes in these pieces. */
async function shown(...pieces: (string | Buffer)[]): Promise<string> {
  const filter = sanitizeTerminalOutput()
  for (const piece of pieces) filter.write(piece)
  filter.end()
  const out: Buffer[] = []
  for await (const piece of filter) out.push(piece as Buffer)
  return Buffer.concat(out).toString('utf8')
}

describe('what a plugin writes to a terminal', () => {
  const cases: [string, string[], string][] = [
    [
      'text, colours and the wiping of its line pass',
      ['a\u001B[1;31mb\u001B[0m\r\u001B[Kc\n'],
      'a\u001B[1;31mb\u001B[0m\r\u001B[Kc\n',
    ],
    ['titles are dropped', ['a\u001B]0;title\u0007b'], 'ab'],
    ['links are dropped, their text stays', ['\u001B]8;;http://x\u001B\\text\u001B]8;;\u001B\\'], 'text'],
    ['the clipboard is not written', ['\u001B]52;c;ZXZpbA==\u0007x'], 'x'],
    ['moves and the clearing of the screen are dropped', ['\u001B[2J\u001B[H\u001B[3Ax\u001Bc'], 'x'],
    ['questions to the terminal are dropped', ['\u001B[6n\u001B[>c\u001BP$q q\u001B\\x'], 'x'],
    ['C1 controls and direction overrides are dropped', ['\u009B2Jx\u202Ey'], '2Jxy'],
    ['bells and backspaces are dropped', ['a\u0007\b\u007Fb'], 'ab'],
    ['sequences may come in pieces', ['a\u001B', '[3', '1mb', '\u001B[', '2J', 'c'], 'a\u001B[31mbc'],
    ['an unfinished sequence at the end is dropped', ['a\u001B[3'], 'a'],
  ]
  for (const [name, pieces, expected] of cases) {
    it(name, async () => expect(await shown(...pieces)).to.equal(expected))
  }

  it('bytes of one character may come in two pieces', async () => {
    const bytes = Buffer.from('猫')
    expect(await shown(bytes.subarray(0, 1), bytes.subarray(1))).to.equal('猫')
  })
})

describe('plugins on a terminal', function () {
  if (!hasScript) {
    it.skip('needs the command script of util-linux')
    return
  }
  const {fixture, env, kling, link, plugin} = usePluginFixture()

  const screen = async (argv: string[], typed?: string): Promise<{screen: string; code: number | null}> =>
    runOnTerminal(argv, {home: fixture.home, env: env(), ...(typed !== undefined && {typed})})

  it('are shown clean: output, help and names', async () => {
    await link({
      commands: {
        'odd:try': `process.stdout.write('\\u001b]0;evil\\u0007seen\\n'); this.note('\\u001b[2Jnoted'); return {a: 'b\\u001b[2J'}`,
      },
      package: {
        oclif: {commands: './commands', topics: {odd: {description: 'things\u001B[2J\u001B]0;evil\u0007'}}},
      },
    })
    const result = await screen(['odd', 'try'])
    expect(result.screen).to.include('seen').and.include('noted')
    // eslint-disable-next-line no-control-regex -- looked for
    expect(result.screen).to.not.match(/\u001B(?!\[[\d;]*m|\[\?25h|\[K)|\u0007/)
    const help = await screen(['--help'])
    expect(help.screen).to.include('things')
    // eslint-disable-next-line no-control-regex -- looked for
    expect(help.screen).to.not.match(/\u001B\[2J|\u001B\]|\u0007/)
  })

  it('know that they are on one: text instead of JSON', async () => {
    await link({commands: {'odd:try': 'return {answer: 42, tty: process.stdout.isTTY}'}})
    const result = await screen(['odd', 'try'])
    const text = stripVTControlCharacters(result.screen)
    expect(text)
      .to.match(/answer +42/)
      .and.match(/tty +true/)
    expect(result.code).to.equal(0)
  })

  it('are asked about: yes installs, no does not', async () => {
    const folder = plugin({
      permissions: {net: ['api.example.com'], read: ['$CWD'], credentials: true},
      commands: {'odd:try': 'return {}'},
    })
    const refused = await screen(['plugins', 'link', folder], 'n')
    expect(refused.screen)
      .to.match(/not an official plugin/)
      .and.match(/connect to other hosts: api\.example\.com/)
      .and.match(/read files: the current folder/)
      .and.match(/use your Kling keys themselves/)
    expect(refused.screen)
      .to.match(/^kling-plugin-odd was not installed\.$/m)
      .and.not.include('Error')
    expect(refused.code).to.equal(9)
    expect((await kling(['plugins'])).json.count).to.equal(0)
    const agreed = await screen(['plugins', 'link', folder], 'y')
    expect(agreed.code).to.equal(0)
    expect((await kling(['plugins', 'permissions', 'kling-plugin-odd'])).json.permissions).to.deep.equal([
      'net=api.example.com',
      'read=$CWD',
      'credentials',
    ])
  })
})
