import {expect} from 'chai'
import {mkdirSync} from 'node:fs'
import {join} from 'node:path'
import {expectError, expectSuccess} from '../support/outcome.js'
import {taskApi} from '../support/task-api.js'
import {type FixtureOptions, useRuns} from '../support/fixture.js'

describe('video create: the prompt', () => {
  const sources: [string, string[], FixtureOptions, string][] = [
    ['an argument', [' A cat, "quoted" \n'], {}, 'A cat, "quoted"'],
    ['an argument that begins with a dash, behind --', ['--', '-5 degrees'], {}, '-5 degrees'],
    ['a file', ['--prompt-file', 'prompt.txt'], {}, 'From a file\nof two lines'],
    ['a file (-f)', ['-f', 'prompt.txt'], {}, 'From a file\nof two lines'],
    ['stdin', [], {stdin: '\n猫がピアノを弾く\n'}, '猫がピアノを弾く'],
    ['stdin by -f -', ['-f', '-'], {stdin: 'From stdin'}, 'From stdin'],
    ['the argument rather than file and stdin', ['Argument', '-f', 'prompt.txt'], {stdin: 'x'}, 'Argument'],
    ['the file rather than stdin', ['-f', 'prompt.txt'], {stdin: 'x'}, 'From a file\nof two lines'],
    ['2500 characters of four bytes', ['🐱'.repeat(2500)], {}, '🐱'.repeat(2500)],
  ]
  const sent = useRuns(sources, (fixture, [, argv, options]) => {
    fixture.answer(taskApi())
    fixture.write('prompt.txt', '  From a file\nof two lines\n\n')
    return fixture.kling(['video', 'create', ...argv], options)
  })
  for (const one of sources) {
    it(`comes from ${one[0]}`, () => {
      expectSuccess(sent(one).result)
      expect(JSON.parse(sent(one).fixture.api.requests[0]!.body).prompt).to.equal(one[3])
    })
  }

  const wrong: [string, string[], FixtureOptions, string][] = [
    ['nothing anywhere', [], {}, 'missing_prompt'],
    ['an empty argument', [''], {}, 'missing_prompt'],
    ['only spaces', ['  \n '], {}, 'missing_prompt'],
    ['an empty stdin', [], {stdin: ''}, 'missing_prompt'],
    ['an empty file', ['-f', 'empty.txt'], {}, 'missing_prompt'],
    ['2501 characters', ['x'.repeat(2501)], {}, 'invalid_prompt'],
    ['2501 characters on stdin', [], {stdin: 'é'.repeat(2501)}, 'invalid_prompt'],
    ['a file that is not there', ['-f', 'none.txt'], {}, 'invalid_prompt'],
    ['a folder as the file', ['-f', 'folder'], {}, 'invalid_prompt'],
    ['a file that is not UTF-8', ['-f', 'latin1.txt'], {}, 'invalid_prompt'],
    ['bytes on stdin that are not UTF-8', [], {stdin: Buffer.from([0xff, 0xfe, 0x41])}, 'invalid_prompt'],
  ]
  const refused = useRuns(wrong, (fixture, [, argv, options]) => {
    fixture.write('empty.txt', ' \n')
    fixture.write('latin1.txt', Buffer.from('café', 'latin1'))
    mkdirSync(join(fixture.home.folder, 'folder'))
    return fixture.kling(['video', 'create', ...argv], options)
  })
  for (const one of wrong) {
    it(`${one[0]}: ${one[3]}`, () => {
      expectError(refused(one).result, one[3])
      expect(refused(one).fixture.api.requests).to.deep.equal([])
    })
  }
})
