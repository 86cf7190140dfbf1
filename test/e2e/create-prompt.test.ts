import {expect} from 'chai'
import {mkdirSync} from 'node:fs'
import {join} from 'node:path'
import {expectError, expectSuccess} from '../support/outcome.js'
import {taskApi} from '../support/task-api.js'
import {type FixtureOptions, useFixture, useRuns} from '../support/fixture.js'

const utf16 = Buffer.from('\uFEFFa 猫\n', 'utf16le')

describe('video create: the prompt', () => {
  const dashed = useFixture()
  const sources: [string, string[], FixtureOptions, string][] = [
    ['an argument', [' A cat, "quoted" \n'], {}, 'A cat, "quoted"'],
    ['an argument that begins with a dash, behind --', ['--', '-5 degrees'], {}, '-5 degrees'],
    ['a file', ['--prompt-file', 'prompt.txt'], {}, 'From a file\nof two lines'],
    ['a file (-f)', ['-f', 'prompt.txt'], {}, 'From a file\nof two lines'],
    ['stdin', [], {stdin: '\n猫がピアノを弾く\n'}, '猫がピアノを弾く'],
    ['stdin by -f -', ['-f', '-'], {stdin: 'From stdin'}, 'From stdin'],
    ['the argument rather than file and stdin', ['Argument', '-f', 'prompt.txt'], {stdin: 'x'}, 'Argument'],
    ['the file rather than stdin', ['-f', 'prompt.txt'], {stdin: 'x'}, 'From a file\nof two lines'],
    ['stdin by an argument that is a dash', ['-'], {stdin: 'From stdin'}, 'From stdin'],
    ['an argument that is a list', ['- a cat\n- a dog'], {}, '- a cat\n- a dog'],
    ['UTF-8 with a byte order mark', ['-f', 'bom.txt'], {}, 'a cat\r\nplays'],
    ['UTF-16 with a byte order mark', ['-f', 'utf16.txt'], {}, 'a 猫'],
    ['UTF-16 in the other order', ['-f', 'utf16be.txt'], {}, 'a 猫'],
    ['UTF-16 on stdin', [], {stdin: utf16}, 'a 猫'],
    ['2500 characters of four bytes', ['🐱'.repeat(2500)], {}, '🐱'.repeat(2500)],
  ]
  const sent = useRuns(sources, (fixture, [, argv, options]) => {
    fixture.answer(taskApi())
    fixture.write('prompt.txt', '  From a file\nof two lines\n\n')
    fixture.write('bom.txt', '\uFEFFa cat\r\nplays\r\n')
    fixture.write('utf16.txt', utf16)
    fixture.write('utf16be.txt', Buffer.from(utf16).swap16())
    return fixture.kling(['video', 'create', ...argv], options)
  })
  for (const one of sources) {
    it(`comes from ${one[0]}`, () => {
      expectSuccess(sent(one).result)
      expect(JSON.parse(sent(one).fixture.api.requests[0]!.body).prompt).to.equal(one[3])
    })
  }

  const wrong: [string, string[], FixtureOptions, string, RegExp?][] = [
    ['nothing anywhere', [], {}, 'missing_prompt'],
    ['an empty argument', [''], {}, 'missing_prompt'],
    ['only spaces', ['  \n '], {}, 'missing_prompt'],
    ['an empty stdin', [], {stdin: ''}, 'missing_prompt'],
    ['an empty file', ['-f', 'empty.txt'], {}, 'missing_prompt'],
    ['2501 characters', ['x'.repeat(2501)], {}, 'invalid_prompt'],
    ['2501 characters on stdin', [], {stdin: 'é'.repeat(2501)}, 'invalid_prompt'],
    ['a file that is not there', ['-f', 'none.txt'], {}, 'invalid_prompt'],
    ['a folder as the file', ['-f', 'folder'], {}, 'invalid_prompt'],
    ['a file that is not UTF-8', ['-f', 'latin1.txt'], {}, 'invalid_prompt', /ISO-8859-1.*iconv/],
    ['bytes on stdin that are not UTF-8', [], {stdin: Buffer.from([0x41, 0xff])}, 'invalid_prompt'],
    [
      'half a character of UTF-16',
      [],
      {stdin: Buffer.from([0xff, 0xfe, 0x41])},
      'invalid_prompt',
      /UTF-16LE/,
    ],
    ['UTF-16 without its mark', [], {stdin: utf16.subarray(2)}, 'invalid_prompt', /UTF-16LE/],
    ['GB18030', [], {stdin: Buffer.from('c3a8d4dab5afb8d6c7d9', 'hex')}, 'invalid_prompt', /GB18030/],
    ['a byte of zero', [], {stdin: 'a\0b cat'}, 'invalid_prompt'],
    ['a control character', ['a\u0007cat'], {}, 'invalid_prompt', /U\+0007/],
    [
      'one in --negative',
      ['a cat', '--negative', 'dark\u001B[0m'],
      {},
      'invalid_prompt',
      /--negative.*U\+001B/,
    ],
    ['characters that nobody sees', ['\u200B\u200B\uFE0F'], {}, 'missing_prompt'],
    ['more on stdin than a prompt can be', [], {stdin: 'x'.repeat(300_000)}, 'invalid_prompt', /256 KB/],
    ['shots that are not UTF-8', ['--shots', 'latin1.txt'], {}, 'invalid_argument', /ISO-8859-1/],
    ['a shot with a control character', ['--shot', '3s: a\u0007'], {}, 'invalid_prompt', /Shot 1.*U\+0007/],
  ]
  const refused = useRuns(wrong, (fixture, [, argv, options]) => {
    fixture.write('empty.txt', ' \n')
    fixture.write('latin1.txt', Buffer.from('café', 'latin1'))
    mkdirSync(join(fixture.home.folder, 'folder'))
    const command = argv.includes('--negative') ? 'create-from-text' : 'create'
    return fixture.kling(['video', command, ...argv], options)
  })
  for (const one of wrong) {
    it(`${one[0]}: ${one[3]}`, () => {
      const {message, hint} = expectError(refused(one).result, one[3])
      if (one[4]) expect(`${message} ${hint}`).to.match(one[4])
      expect(refused(one).fixture.api.requests).to.deep.equal([])
    })
  }

  const empty: [string[], string][] = [
    [['--max-cost', ''], 'invalid_argument'],
    [['--max-cost='], 'invalid_argument'],
    [['--output', ''], 'missing_output'],
    [['-o', ' '], 'missing_output'],
    [['--base-video', ''], 'invalid_argument'],
    [['--prompt-file', ''], 'invalid_prompt'],
    [['--template', ''], 'invalid_argument'],
    [['--ref-image', 'https://example.com/a.png', '--ref-image', ''], 'ref_image_not_found'],
    [['--profile', ''], 'invalid_argument'],
    [['--region', ''], 'invalid_argument'],
    [['--external-task-id', ''], 'invalid_argument'],
    [['--mode', ''], 'invalid_mode'],
    [['--set', ''], 'invalid_argument'],
  ]
  const emptied = useRuns(empty, (fixture, [argv]) => fixture.kling(['video', 'create', 'a cat', ...argv]))
  for (const one of empty) {
    it(`an empty value is not one that was left out: ${one[0].join(' ')}`, () => {
      const {message} = expectError(emptied(one).result, one[1])
      expect(message).to.match(/^The value of --\S+ is empty\.$/)
      expect(emptied(one).fixture.api.requests).to.deep.equal([])
    })
  }

  it('a value may begin with a dash, after =, whatever short flags there are', async () => {
    const text = await dashed.kling(['video', 'create-from-text', 'a cat', '--negative=-dark', '--dry-run'])
    expect(expectSuccess(text)).to.have.nested.property('body.negative_prompt', '-dark')
    const file = await dashed.kling(['video', 'create', 'a cat', '--output=-x.mp4', '--dry-run'])
    expectSuccess(file)
    const mode = expectError(await dashed.kling(['video', 'create', 'a cat', '--mode=-x']), 'invalid_mode')
    expect(mode.message).to.include('-x').and.not.include('\uF8FF')
  })
})
