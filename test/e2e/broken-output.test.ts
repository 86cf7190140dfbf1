import {expect} from 'chai'
import {existsSync} from 'node:fs'
import {join} from 'node:path'
import {expectError, expectSuccess} from '../support/outcome.js'
import {type Fixture, type FixtureOptions, useFixture, useRuns} from '../support/fixture.js'
import {writePlugin} from '../support/plugin-folder.js'
import {mp4} from '../support/results.js'
import {launch} from '../support/run-kling.js'
import {taskApi, taskId} from '../support/task-api.js'

/** A device on which no byte finds room. */
const full = '/dev/full'

/** Runs the program with such a stdout. */
function onFullDisk(fixture: Fixture, argv: string[], options: FixtureOptions = {}) {
  const script = `exec "$@" >${full}`
  return fixture.klingWithFastPolling(['-c', script, 'sh', ...launch, ...argv], {
    node: '/bin/sh',
    program: undefined,
    ...options,
  })
}

describe('a stdout on a full disk', function () {
  const fixture = useFixture()
  before(function () {
    if (!existsSync(full)) this.skip()
  })

  const commands = [
    ['--help'],
    ['--version'],
    ['video', 'create', '--help'],
    ['help', 'video'],
    ['task', 'list', '--json'],
    ['config', 'list'],
    ['cost'],
    ['licenses'],
    ['autocomplete', 'bash'],
    ['video', 'create', 'A cat', '--dry-run'],
    ['sandbox', 'start', '--help'],
    ['doctor', '--offline'],
  ]
  const outcome = useRuns(existsSync(full) ? commands : [], onFullDisk)
  for (const command of commands) {
    it(`is told in one line by: kling ${command.join(' ')}`, () => {
      const error = expectError(outcome(command).result, 'write_error')
      expect(error.message).to.include('stdout').and.include('disk is full')
    })
  }

  it('is told in words', async () => {
    const {code, stderr} = await onFullDisk(fixture, ['cost'], {env: {KLING_OUTPUT: 'text'}})
    expect(stderr).to.match(/^Error: Cannot write to stdout: the disk is full\.\n→ .*\n {2}write_error\n$/)
    expect(code).to.equal(10)
  })

  it('a task that was made is told', async () => {
    fixture.answer(taskApi())
    for (const argv of [
      ['video', 'create', 'A cat'],
      ['video', 'create', 'A cat', '--wait'],
    ]) {
      const error = expectError(await onFullDisk(fixture, argv), 'write_error')
      expect(error.task_id).to.equal(taskId)
      expect(error.hint).to.include(taskId)
    }
    const error = expectError(await onFullDisk(fixture, ['video', 'status', taskId]), 'write_error')
    expect(error.task_id).to.equal(taskId)
  })

  it('a file that was to go there is told of', async () => {
    const files = await fixture.serve((_request, response) => void response.end(mp4('a film')))
    fixture.answer(taskApi({videoUrl: `${files.url}/v.mp4`}))
    const argv = ['video', 'download', taskId, '-o', '-', '-t', 'create']
    const error = expectError(await onFullDisk(fixture, argv), 'write_error')
    expect(error.message).to.include('stdout: the disk is full')
  })

  it('a watch ends, and says what goes on', async () => {
    fixture.answer(taskApi({states: ['processing']}))
    const error = expectError(
      await onFullDisk(fixture, ['video', 'status', taskId, '--watch']),
      'write_error',
    )
    expect(error.message).to.match(/disk is full\. .*(?:goes|go) on/)
  })

  it('plugins tell it alike', async () => {
    const folder = writePlugin(join(fixture.home.folder, 'plugin'), {
      commands: {'odd:say': 'return {said: "something"}'},
    })
    expectSuccess(await fixture.kling(['plugins', 'link', folder, '--yes']))
    expectError(await onFullDisk(fixture, ['odd', 'say']), 'write_error')
  })

  it('a press of Tab fails without a word', async () => {
    const {code, stderr} = await onFullDisk(fixture, ['__complete', '1', 'video', 'cr'])
    expect([code, stderr]).to.deep.equal([10, ''])
  })
})
