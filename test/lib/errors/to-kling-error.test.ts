import {Args, Flags, Parser} from '@oclif/core'
import {expect} from 'chai'
import {toKlingError} from '../../../src/lib/errors/to-kling-error.js'
import {KlingError} from '../../../src/lib/errors/kling-error.js'

/** The error of the framework's own parser for a command line. */
async function parse(...argv: string[]): Promise<KlingError> {
  const input = {
    args: {task_id: Args.string({required: true})},
    flags: {
      mode: Flags.string({options: ['std', 'pro']}),
      duration: Flags.integer(),
      limit: Flags.integer({min: 1}),
      output: Flags.string({required: true}),
      anything: Flags.string(),
      own: Flags.custom({
        parse: async () => {
          throw new KlingError('invalid_tag', 'No such tag.', {hint: 'Take another.'})
        },
      })(),
    },
  }
  const failure: unknown = await Parser.parse(argv, input).catch(error => error)
  expect(failure).to.be.an('error')
  return toKlingError(failure)
}

describe('errors of the parser', () => {
  const cases: [string[], string, RegExp][] = [
    [['1', '--output', 'x', '-Q'], 'invalid_flag', /-Q/],
    [['1', '--output', 'x', '--mode', 'best'], 'invalid_mode', /^--mode must be std or pro, not "best"\.$/],
    [['1', '--output', 'x', '--mode'], 'invalid_mode', /--mode/],
    [['1', '--output', 'x', '--duration', 'abc'], 'invalid_duration', /duration|integer/],
    [['1', '--output', 'x', '--duration', '5.5'], 'invalid_duration', /integer/],
    [['1', '--output', 'x', '--limit', '0'], 'invalid_limit', /integer|greater/],
    [['1', '--output', 'x', '--anything'], 'invalid_argument', /--anything/],
    [['1', '--output', 'x', '--own', 'y'], 'invalid_tag', /^No such tag\.$/],
    [['1'], 'missing_output', /^Missing required flag --output\.$/],
    [['--output', 'x'], 'missing_task_id', /^Missing task ID\.$/],
    [['1', '2', '--output', 'x'], 'invalid_argument', /^Unexpected argument: 2\.$/],
    [['1', '2', '3', '--output', 'x'], 'invalid_argument', /^2 unexpected arguments: 2, 3\.$/],
    [['1', ...'abcdef', '--output', 'x'], 'invalid_argument', /^6 unexpected arguments: a, b, c, d, e …\.$/],
    [['1', '--output', 'x', '--mdoe', 'pro'], 'invalid_flag', /did you mean --mode/],
    [['1', '--output', 'x', '--key=secret-value'], 'invalid_flag', /^Unknown flag: --key\./],
  ]
  for (const [argv, code, words] of cases) {
    it(`${argv.join(' ')}: ${code}`, async () => {
      const error = await parse(...argv)
      expect(error.code).to.equal(code)
      expect(error.message).to.match(words)
      expect(error.oclif.exit).to.equal(2)
      expect(error.message).to.not.include('\u001B').and.not.include('See more help')
      expect(JSON.stringify({...error, cause: error.cause})).to.not.include(process.env.PATH!)
    })
  }

  it('ours pass unchanged, others are bugs', () => {
    const own = new KlingError('timeout', 'Late.')
    expect(toKlingError(own)).to.equal(own)
    const bug = toKlingError(new TypeError('x is not a function'))
    expect([bug.code, bug.oclif.exit]).to.deep.equal(['unexpected_error', 1])
    expect(bug.fields.hint).to.match(/--debug/)
    expect(toKlingError('text').code).to.equal('unexpected_error')
    expect(toKlingError(undefined).code).to.equal('unexpected_error')
    expect(toKlingError(new Error('command video:x not found')).code).to.equal('unknown_command')
  })
})
