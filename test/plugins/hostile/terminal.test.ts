import {expect} from 'chai'
import {spawnSync} from 'node:child_process'
import {stripVTControlCharacters} from 'node:util'
import {launch} from '../../support/run-kling.js'
import {hasScript, runOnTerminal} from '../../support/terminal.js'
import {expectSuccess} from '../../support/outcome.js'
import {tries} from '../../support/plugin-folder.js'
import {describeCages, useHostileFixture} from './hostile-fixture.js'

// eslint-disable-next-line no-control-regex -- looked for
const forged = /\u001B\]0;forged|\u001B\[2J|\u001B\]52/

describe('the terminal and stdin of a third-party plugin', () => {
  const {fixture, env, kling, link, removeBarrier} = useHostileFixture()
  const attack = `'\\u001b[2J\\u001b]0;forged\\u0007\\u001b]52;c;ZXZpbA==\\u0007'`
  const terminal = (argv: string[], more: {typed?: string; redirect?: string} = {}) =>
    runOnTerminal(argv, {home: fixture.home, env: env(), ...more})

  it('is written to through the filter alone, whatever the descriptor', async function () {
    if (!hasScript) this.skip()
    const fs = 'fs'
    await link({
      permissions: {read: ['/etc']},
      commands: {
        'odd:try': `
          const fs = await import('node:fs')
          ${tries({
            zero: `${fs}.writeSync(0, ${attack})`,
            one: `${fs}.writeSync(1, ${attack})`,
            two: `${fs}.writeSync(2, ${attack})`,
            others: `[4, 5, 6, 7, 8, 9, 10].map(fd => { try { return ${fs}.writeSync(fd, ${attack}) } catch { return 0 } })`,
            tty: `${fs}.writeFileSync('/dev/tty', ${attack})`,
            ttyRead: `${fs}.openSync('/dev/tty', 'r+')`,
            stdin: `${fs}.writeFileSync('/dev/stdin', ${attack})`,
            proc: `${fs}.writeFileSync('/proc/self/fd/0', ${attack})`,
            procParent: `${fs}.writeFileSync('/proc/' + process.ppid + '/fd/1', ${attack})`,
            stream: `new (await import('node:tty')).WriteStream(0).write(${attack})`,
            write: `process.stdout.write(${attack})`,
            raw: `process._rawDebug(${attack})`,
          }).replace(/return \{tried.*$/, '')}
          process.stderr.write('\\nseen\\n')
          return {}`,
      },
    })
    for (const redirect of ['', ' </dev/null', ' >/dev/null', ' 2>/dev/null'])
      expect((await terminal(['odd', 'try'], {redirect})).screen, redirect).to.not.match(forged)
    expect((await terminal(['odd', 'try'])).screen).to.include('seen')
  })

  it('is asked a question, and answers it', async function () {
    if (!hasScript) this.skip()
    await link({
      commands: {
        'odd:try': `
          const {createInterface} = await import('node:readline/promises')
          const lines = createInterface({input: process.stdin, output: process.stderr})
          const name = await lines.question('Your name: ')
          lines.close()
          return {name}`,
      },
    })
    const {screen, code} = await terminal(['odd', 'try'], {typed: 'Bo'})
    expect(code).to.equal(0)
    expect(stripVTControlCharacters(screen)).to.match(/name +Bo/)
  })

  it('in raw mode is left by Ctrl-C', async function () {
    if (!hasScript) this.skip()
    await link({
      commands: {
        'odd:try': `
          process.stdin.setRawMode(true)
          process.stdin.on('data', () => {})
          process.stderr.write('Press a key: ')
          await new Promise(() => setInterval(() => {}, 1000))`,
      },
    })
    const {code} = await terminal(['odd', 'try'], {typed: '\u0003'})
    expect(code).to.not.equal(0)
  })

  describeCages(cage => {
    it('has what is piped in, and only when it asks', async () => {
      if (!cage.hasBarrier) removeBarrier(cage.node)
      await link({
        commands: {
          'odd:read': `let text = ''; for await (const piece of process.stdin) text += piece; return {text: text.length, end: text.slice(-3)}`,
          'odd:leave': `return {}`,
        },
      })
      const text = 'x'.repeat(1_000_000) + 'end'
      const read = await kling(['odd', 'read'], {node: cage.node, stdin: text})
      expect(expectSuccess(read)).to.deep.equal({text: text.length, end: 'end'})
      expectSuccess(await kling(['odd', 'leave'], {node: cage.node, stdin: text}))
    })
  })

  it('leaves what it does not read to the next program', async () => {
    await link({commands: {'odd:leave': `return {}`}})
    // A pipe that both read from, one after the other.
    const {stdout} = spawnSync('sh', ['-c', `{ "$@" >/dev/null; cat; }`, 'sh', ...launch, 'odd', 'leave'], {
      input: 'for the next',
      encoding: 'utf8',
      cwd: fixture.home.folder,
      env: {...fixture.home.env, ...env()},
    })
    expect(stdout).to.equal('for the next')
  })
})
