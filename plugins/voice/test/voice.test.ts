import {expect} from 'chai'
import {recording} from '../../sandbox/test/fixtures/inputs.js'
import {ok, refuse} from '../../../test/support/api-server.js'
import {exitCodes, expectError, expectSuccess} from '../../../test/support/outcome.js'
import {taskApi, taskData, taskId} from '../../../test/support/task-api.js'
import {type Fixture, useRuns, useFixture} from '../../../test/support/fixture.js'

const path = '/v1/general/custom-voices'
const url = 'https://example.com/speech.mp3'
const sound = recording(6)
const voice = {
  voice_id: '891495440020668439',
  voice_name: 'Narrator',
  trial_url: 'https://example.com/trial.mp3',
  owned_by: '10001',
}
const made = {more: {task_result: {voices: [voice]}}}

/** Files that the commands of the tests name. */
function writeFiles(fixture: Fixture): void {
  fixture.write('voice.wav', Buffer.from(sound, 'base64'))
  fixture.write('short.wav', Buffer.from(recording(4), 'base64'))
  fixture.write('long.wav', Buffer.from(recording(31), 'base64'))
  fixture.write('text.mp3', 'no sound')
}

describe('voice create: the body of each flag', () => {
  const cases: [string[], Record<string, unknown>][] = [
    [['Narrator', '--audio', url], {voice_name: 'Narrator', voice_url: url}],
    [[' Narrator ', '-a', url], {voice_name: 'Narrator', voice_url: url}],
    [['旁白', '-a', 'voice.wav'], {voice_name: '旁白', voice_url: sound}],
    [
      ['Narrator', '--video-id', '847487393472614500'],
      {voice_name: 'Narrator', video_id: '847487393472614500'},
    ],
    [
      ['Narrator', '-a', url, '--callback-url', 'https://example.com/called'],
      {voice_name: 'Narrator', voice_url: url, callback_url: 'https://example.com/called'},
    ],
    [
      ['Narrator', '-a', url, '--external-task-id', 'mine-1'],
      {voice_name: 'Narrator', voice_url: url, external_task_id: 'mine-1'},
    ],
    [
      ['Narrator', '-a', url, '--set', 'voice_name=Other', '--timeout', '5', '--max-cost', '0.05'],
      {voice_name: 'Other', voice_url: url},
    ],
  ]
  const ran = useRuns(cases, (fixture, [argv]) => {
    fixture.answer(taskApi())
    writeFiles(fixture)
    return fixture.kling(['voice', 'create', ...argv])
  })

  for (const one of cases) {
    const [argv, body] = one
    it(argv.join(' ').slice(0, 80), () => {
      const {fixture, result} = ran(one)
      expect(expectSuccess(result)).to.include({task_id: taskId, status: 'submitted', estimated_units: 0.05})
      const [request] = fixture.api.requests
      expect(`${request!.method} ${request!.url}`).to.equal(`POST ${path}`)
      const {external_task_id, ...sent} = JSON.parse(request!.body) as Record<string, unknown>
      const {external_task_id: own, ...rest} = body
      if (own) expect(external_task_id).to.equal(own)
      else expect(external_task_id).to.match(/^kling-[0-9A-Z]{26}$/)
      expect(sent).to.deep.equal(rest)
    })
  }
})

describe('voice: errors before any request', () => {
  const create = ['voice', 'create', 'Narrator']
  const cases: [string[], string][] = [
    [['voice', 'create'], 'missing_name'],
    [['voice', 'create', ' ', '-a', url], 'missing_name'],
    [['voice', 'create', 'x'.repeat(21), '-a', url], 'invalid_name'],
    [create, 'missing_audio'],
    [[...create, '-a', 'none.wav'], 'audio_not_found'],
    [[...create, '-a', '.'], 'audio_read_error'],
    [[...create, '-a', 'text.mp3'], 'invalid_audio'],
    [[...create, '-a', 'short.wav'], 'invalid_audio'],
    [[...create, '-a', 'long.wav'], 'invalid_audio'],
    [[...create, '-a', url, '--video-id', '1'], 'conflicting_source'],
    // Files come before combinations.
    [[...create, '-a', 'none.wav', '--video-id', '1'], 'audio_not_found'],
    [[...create, '-a', url, '--callback-url', 'x'], 'invalid_argument'],
    [[...create, '-a', url, '--wait-timeout', 'x'], 'invalid_argument'],
    [[...create, '-a', url, '--max-cost', '0.01'], 'cost_limit'],
    [[...create, '-a', url, '--mode', 'pro'], 'invalid_flag'],
    [['voice', 'status'], 'missing_task_id'],
    [['voice', 'delete'], 'missing_voice_id'],
    [['voice', 'list', '--type', 'mine'], 'invalid_type'],
    [['voice', 'list', '--limit', '1001'], 'invalid_limit'],
    [['voice', 'list', '--page', '0'], 'invalid_page'],
    [['voice', 'lst'], 'unknown_command'],
  ]
  const ran = useRuns(cases, (fixture, [argv]) => {
    writeFiles(fixture)
    return fixture.kling(argv)
  })
  for (const one of cases) {
    const [argv, code] = one
    it(`${argv.join(' ').slice(0, 80)}: ${code}`, () => {
      const {fixture, result} = ran(one)
      const {error} = JSON.parse(result.stderr) as {error: {code: string}}
      expect(error.code).to.equal(code)
      expect(result.code).to.equal(exitCodes[code] ?? 2)
      expect(result.stdout).to.equal('')
      expect(fixture.api.requests).to.deep.equal([])
    })
  }

  const keyless = useFixture()
  it('asks for keys after what can be said without them, and before a look into the file', async () => {
    writeFiles(keyless)
    const env = {KLING_ACCESS_KEY: undefined, KLING_SECRET_KEY: undefined}
    expectError(await keyless.kling([...create, '-a', 'none.wav'], {env}), 'audio_not_found')
    expectError(await keyless.kling([...create, '-a', 'text.mp3'], {env}), 'missing_api_key')
    expectSuccess(await keyless.kling([...create, '-a', 'voice.wav', '--dry-run'], {env}))
  })
})

describe('voice', () => {
  const fixture = useFixture()

  it('create --dry-run and --estimate send nothing', async () => {
    writeFiles(fixture)
    const create = ['voice', 'create', 'Narrator', '-a', 'voice.wav']
    const dry = expectSuccess(await fixture.kling([...create, '--dry-run']))
    expect(dry).to.include({dry_run: true, method: 'POST', url: fixture.api.url + path})
    expect(dry.body.voice_name).to.equal('Narrator')
    expect(dry.body.voice_url).to.have.all.keys('sha256', 'bytes')
    expect(dry.body.voice_url.bytes).to.equal(Buffer.from(sound, 'base64').length)
    const {estimate} = expectSuccess(await fixture.kling([...create, '--estimate']))
    expect(estimate.units).to.equal(0.05)
    expect(fixture.api.requests).to.deep.equal([])
    expect(fixture.journal()).to.deep.equal([])
  })

  it('create --wait waits for the voice; the journal knows it', async () => {
    fixture.answer(taskApi({states: ['submitted', 'processing', 'succeed'], ...made}))
    const create = ['voice', 'create', 'Narrator', '-a', url, '--wait']
    const result = expectSuccess(await fixture.klingWithFastPolling(create))
    expect(result).to.include({task_id: taskId, status: 'succeed', ...voice})
    const [intent] = fixture.journal()
    expect(intent).to.include({event: 'intent', kind: 'voice', path, prompt: 'Narrator', units: 0.05})
    const {tasks} = expectSuccess(await fixture.kling(['task', 'list']))
    expect(tasks[0]).to.include({kind: 'voice', task_id: taskId, state: 'succeed'})
  })

  it('create ends with a failed task', async () => {
    const cases: [string, string][] = [
      ['Failure to pass the risk control system', 'content_policy'],
      ['more than one voice', 'task_failed'],
    ]
    for (const [reason, code] of cases) {
      fixture.answer(taskApi({states: ['failed'], reason}))
      const error = expectError(
        await fixture.klingWithFastPolling(['voice', 'create', 'Narrator', '-a', url, '--wait']),
        code,
      )
      expect(error).to.include({task_id: taskId, billed: 'no'})
      expectError(await fixture.kling(['voice', 'status', taskId]), code)
    }
  })

  it('create tells what the API refuses, and stops at --wait-timeout', async () => {
    const create = ['voice', 'create', 'Narrator', '-a', url]
    fixture.answer(refuse(400, 1201, 'voice_url: no voice'))
    expectError(await fixture.kling(create), 'invalid_request')
    fixture.answer(taskApi({states: ['processing']}))
    const error = expectError(
      await fixture.kling([...create, '--wait', '--wait-timeout', '0.2']),
      'wait_timeout',
    )
    expect(error.task_id).to.equal(taskId)
  })

  it('task wait and task resume go on with it, and video status finds it', async () => {
    const processing = taskApi({states: ['processing']})
    fixture.answer(processing)
    expectSuccess(await fixture.kling(['voice', 'create', 'Narrator', '-a', url]))
    fixture.answer(taskApi({states: ['processing', 'succeed'], ...made}))
    const waited = expectSuccess(await fixture.klingWithFastPolling(['task', 'wait', taskId]))
    expect(JSON.stringify(waited)).to.include(voice.voice_id).and.include(voice.trial_url)
    expect(expectSuccess(await fixture.kling(['task', 'show', taskId])).kind).to.equal('voice')
    expect(expectSuccess(await fixture.kling(['video', 'status', taskId])).voice_id).to.equal(voice.voice_id)
    const queries = fixture.api.requests.filter(({method}) => method === 'GET')
    expect(new Set(queries.map(request => request.url))).to.deep.equal(new Set([`${path}/${taskId}`]))
    expectError(await fixture.kling(['video', 'download', taskId, '-o', 'a.mp4']), 'invalid_format')
  })

  it('task resume settles one whose answer was lost', async () => {
    fixture.answer(
      (request, response) =>
        void (request.method === 'POST'
          ? response.socket!.destroy()
          : refuse(500, 5000, 'x')(request, response)),
    )
    const lost = await fixture.klingWithFastPolling([
      'voice',
      'create',
      'Narrator',
      '-a',
      url,
      '--external-task-id',
      'my-own-id',
    ])
    expect(lost.code).to.not.equal(0)
    fixture.api.requests.length = 0
    fixture.answer(taskApi(made))
    expectSuccess(await fixture.klingWithFastPolling(['task', 'resume']))
    expect(fixture.api.requests[0]!.url).to.equal(`${path}/my-own-id`)
    const {tasks} = expectSuccess(await fixture.kling(['task', 'list']))
    expect(tasks[0]).to.include({task_id: taskId, kind: 'voice'})
  })

  it('status shows the voice once it is made, by either id', async () => {
    fixture.answer(taskApi({states: ['processing']}))
    expect(expectSuccess(await fixture.kling(['voice', 'status', taskId]))).to.include({
      task_id: taskId,
      status: 'processing',
    })
    fixture.answer(taskApi(made))
    expect(expectSuccess(await fixture.kling(['voice', 'status', 'my-own-id']))).to.deep.include({
      task_id: taskId,
      status: 'succeed',
      ...voice,
    })
    expect(fixture.api.requests.map(request => request.url)).to.deep.equal([
      `${path}/${taskId}`,
      `${path}/my-own-id`,
    ])
    fixture.answer(refuse(400, 1201, 'Task not found by id/external id: 1'))
    expectError(await fixture.kling(['voice', 'status', '1']), 'task_not_found')
  })

  it('prints ids as digits, whatever form they come in', async () => {
    fixture.answer((_request, response) => {
      const text = JSON.stringify(ok([taskData('succeed', made)]))
      response.end(text.replace(`"${voice.voice_id}"`, voice.voice_id))
    })
    const {voices} = expectSuccess(await fixture.kling(['voice', 'list']))
    expect(voices[0].voice_id).to.equal(voice.voice_id)
  })

  it('list shows the voices of a page, and leaves out tasks without one', async () => {
    const gone = {more: {task_result: {voices: [{...voice, status: 'deleted'}]}}}
    fixture.answer(() => ok([taskData('processing'), taskData('succeed', gone), taskData('succeed', made)]))
    const own = expectSuccess(await fixture.kling(['voice', 'list', '-l', '5', '-p', '2']))
    expect(own).to.deep.equal({type: 'custom', voices: [{...voice, task_id: taskId}], count: 1})
    const official = expectSuccess(await fixture.kling(['voice', 'list', '--type', 'official']))
    expect(official).to.deep.equal({type: 'official', voices: [voice], count: 1})
    expect(fixture.api.requests.map(request => request.url)).to.deep.equal([
      `${path}?pageNum=2&pageSize=5`,
      '/v1/general/presets-voices?pageNum=1&pageSize=30',
    ])
  })

  it('delete sends the id', async () => {
    fixture.answer(() => ok({task_id: '1', task_status: 'succeed'}))
    expect(expectSuccess(await fixture.kling(['voice', 'delete', voice.voice_id]))).to.deep.equal({
      voice_id: voice.voice_id,
      status: 'deleted',
    })
    const [request] = fixture.api.requests
    expect(request).to.include({method: 'POST', url: '/v1/general/delete-voices'})
    expect(JSON.parse(request!.body)).to.deep.equal({voice_id: voice.voice_id})
    fixture.answer(refuse(400, 1201, 'voice_id: only custom voices can be deleted'))
    expectError(await fixture.kling(['voice', 'delete', '1']), 'invalid_request')
  })
})
