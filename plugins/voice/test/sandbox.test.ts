import {expect} from 'chai'
import {spawnSync} from 'node:child_process'
import {readFileSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {recording} from '../../sandbox/test/fixtures/inputs.js'
import {checkAudio} from '../../sandbox/src/validation/audio.js'
import {type TestSandbox, closeSandboxes, renderer, sandbox} from '../../sandbox/test/fixtures/sandbox.js'
import {fastTimers} from '../../../test/support/fixture.js'
import {expectError, expectSuccess} from '../../../test/support/outcome.js'
import {png} from '../../../test/support/pictures.js'
import {useSmallFilms} from '../../../test/support/preload.js'
import {type Home, makeHome, runKling} from '../../../test/support/run-kling.js'

const hasFfprobe = spawnSync('ffprobe', ['-version']).status === 0

/** Length of a sound at an address, by reading it. */
async function lengthOf(url: string): Promise<number> {
  const response = await fetch(url)
  expect(response.status).to.equal(200)
  const facts = await checkAudio(new Uint8Array(await response.arrayBuffer()), {})
  if ('problem' in facts) throw new Error(facts.problem)
  return facts.seconds
}

describe('voice, against the sandbox', () => {
  let server: TestSandbox
  let home: Home

  useSmallFilms()
  before(async () => {
    server = await sandbox({renderer, speed: 50, slots: 20})
    home = makeHome()
    Object.assign(home.env, {
      KLING_BASE_URL: server.baseUrl,
      KLING_API_KEY: server.keys.apiKey,
      ...fastTimers,
    })
    writeFileSync(join(home.folder, 'voice.wav'), Buffer.from(recording(6), 'base64'))
    writeFileSync(join(home.folder, 'a.png'), png(320, 320))
  })
  after(async () => {
    home.remove()
    await closeSandboxes()
  })

  const kling = (...argv: string[]) => runKling(argv, {home})
  const create = (...argv: string[]) => kling('voice', 'create', ...argv, '--wait')

  it('makes a voice from a file; its sample plays', async () => {
    const made = expectSuccess(await create('Narrator', '--audio', 'voice.wav'))
    expect(made).to.include({
      status: 'succeed',
      voice_name: 'Narrator',
      owned_by: '10001',
      units_charged: '0.05',
    })
    expect(made.voice_id).to.match(/^\d{18}$/)
    expect(await lengthOf(made.trial_url)).to.be.closeTo(5, 0.3)
    const status = expectSuccess(await kling('voice', 'status', made.task_id))
    expect(status).to.include({status: 'succeed', voice_id: made.voice_id, voice_name: 'Narrator'})
    const {voices} = expectSuccess(await kling('voice', 'list'))
    expect(voices[0]).to.include({voice_id: made.voice_id, task_id: made.task_id})
  })

  it('makes samples that ffprobe can read', async function () {
    if (!hasFfprobe) {
      process.stderr.write('    ffprobe is not installed: skipped\n')
      this.skip()
    }
    const made = expectSuccess(await create('Probed', '--audio', 'voice.wav'))
    const file = join(home.folder, 'sample')
    writeFileSync(file, Buffer.from(await (await fetch(made.trial_url)).arrayBuffer()))
    const args = ['-v', 'error', '-show_entries', 'stream=codec_type', '-of', 'csv=p=0', file]
    expect(spawnSync('ffprobe', args, {encoding: 'utf8'}).stdout.trim()).to.equal('audio')
  })

  it('makes a voice from a video that somebody speaks in, and from no other', async function () {
    this.timeout(120_000)
    const text = ['video', 'create-from-text', 'x', '--mode', 'pro', '--wait']
    const silent = expectSuccess(await kling(...text))
    const refused = expectError(await create('Mute', '--video-id', silent.video_id), 'invalid_request')
    expect(refused.message).to.include('sound on')
    const spoken = expectSuccess(await kling(...text, '--sound'))
    const made = expectSuccess(await create('Talker', '--video-id', spoken.video_id))
    expect(await lengthOf(made.trial_url)).to.be.closeTo(5, 0.3)
    expectError(await create('Nobody', '--video-id', '123456789012345678'), 'invalid_request')
  })

  it('knows the voices that a video may speak with: official ones, and own ones until they are deleted', async () => {
    const {voices} = expectSuccess(await kling('voice', 'list', '--type', 'official'))
    expect(voices).to.have.length(3)
    for (const {voice_id, trial_url, owned_by} of voices) {
      expect(voice_id).to.match(/^\d{18}$/)
      expect(owned_by).to.equal('kling')
      expect(await lengthOf(trial_url)).to.be.greaterThan(1)
    }
    const made = expectSuccess(await create('Short-lived', '--audio', 'voice.wav'))
    const speak = (id: string) =>
      kling(
        ...['video', 'create-from-image', '<<<voice_1>>> speaks', '-i', 'a.png'],
        ...['--mode', 'pro', '--sound', '--voice', id],
      )
    expectSuccess(await speak(voices[0].voice_id))
    expectSuccess(await speak(made.voice_id))
    expect(expectSuccess(await kling('voice', 'delete', made.voice_id))).to.deep.equal({
      voice_id: made.voice_id,
      status: 'deleted',
    })
    expect(expectError(await speak(made.voice_id), 'invalid_request').message).to.include(
      'voice_list[0].voice_id',
    )
    expectError(await kling('voice', 'delete', made.voice_id), 'invalid_request')
    expectError(await kling('voice', 'status', made.task_id), 'task_not_found')
    expectError(await kling('voice', 'delete', voices[0].voice_id), 'invalid_request')
    const {voices: left} = expectSuccess(await kling('voice', 'list'))
    expect(left.map(({voice_id}: {voice_id: string}) => voice_id)).to.not.include(made.voice_id)
  })

  it('fails as its name says', async () => {
    expectError(await create('[sandbox:fail]', '--audio', 'voice.wav'), 'task_failed')
    expectError(await create('[sandbox:risk]', '--audio', 'voice.wav'), 'content_policy')
    const busy = await create('[sandbox:1303]', '--audio', 'voice.wav', '--wait-timeout', '1')
    // Whether it waits at all hangs on the pause that chance chooses.
    expectError({...busy, stderr: busy.stderr.replace(/^All task slots are busy.*\n/, '')}, 'rate_limit')
  })

  it('asks for no other permissions than it needs', () => {
    const {kling: asked} = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as {
      kling: unknown
    }
    expect(asked).to.deep.equal({permissions: {read: ['$CWD'], net: [], credentials: false}})
  })
})
