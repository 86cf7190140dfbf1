import {expect} from 'chai'
import {problems, responsePointer} from './fixtures/api-description.js'
import {png, recording} from './fixtures/inputs.js'
import {type TestSandbox, closeSandboxes, renderer, sandbox} from './fixtures/sandbox.js'
import {until} from './fixtures/until.js'

const path = '/v1/general/custom-voices'
const official = '/v1/general/presets-voices'
const deletion = '/v1/general/delete-voices'
const url = 'https://example.com/voice.mp3'
const officialId = '829836802793406651'

const speaking = (id: string): Record<string, unknown> => ({
  model_name: 'kling-v2-6',
  mode: 'pro',
  sound: 'on',
  image: png(320, 320).toString('base64'),
  prompt: '<<<voice_1>>> speaks',
  voice_list: [{voice_id: id}],
})

describe('voices: what is refused', () => {
  let server: TestSandbox

  before(async () => (server = await sandbox()))
  after(closeSandboxes)

  const cases: [string, string, Record<string, unknown>, RegExp][] = [
    ['a voice without a name', path, {voice_url: url}, /voice_name/],
    ['a long name', path, {voice_name: 'x'.repeat(21), voice_url: url}, /voice_name/],
    ['a voice from nothing', path, {voice_name: 'x'}, /voice_url|video_id/],
    ['a voice from two things', path, {voice_name: 'x', voice_url: url, video_id: '1'}, /voice_url|video_id/],
    ['a short recording', path, {voice_name: 'x', voice_url: recording(4)}, /voice_url: .*5 to 30 s/],
    ['a long recording', path, {voice_name: 'x', voice_url: recording(31)}, /voice_url: .*5 to 30 s/],
    ['text for a recording', path, {voice_name: 'x', voice_url: 'bm8='}, /MP3, WAV, MP4 or MOV/],
    ['a video that is not there', path, {voice_name: 'x', video_id: '123456789012345678'}, /video_id/],
    ['the deletion of no voice', deletion, {}, /voice_id/],
    ['the deletion of one that is not there', deletion, {voice_id: '1'}, /not found/],
    ['the deletion of an official voice', deletion, {voice_id: officialId}, /only custom/],
    ['a voice that nobody has', '/v1/videos/image2video', speaking('1'), /voice_list\[0\]\.voice_id/],
  ]
  for (const [what, to, body, message] of cases) {
    it(what, async () => {
      const reply = await server.call('POST', to, body)
      expect(reply.status).to.equal(400)
      expect(reply.body.code).to.equal(1201)
      expect(reply.body.message).to.match(message)
    })
  }

  it('pages beyond 1000', async () => {
    expect((await server.call('GET', `${path}?pageSize=1000`)).status).to.equal(200)
    expect((await server.call('GET', `${official}?pageSize=1001`)).body.code).to.equal(1201)
  })
})

describe('voices', () => {
  afterEach(closeSandboxes)

  it('answer as the description says', async function () {
    this.timeout(60_000)
    const {call} = await sandbox({renderer, speed: 50})
    const made = await call('POST', path, {
      voice_name: 'Narrator',
      voice_url: recording(6),
      external_task_id: 'mine',
    })
    expect(problems(responsePointer('TaskCreated'), made.body)).to.equal(undefined)
    const one = await until(async () => {
      const reply = await call('GET', `${path}/mine`)
      return reply.body.data.task_status === 'succeed' ? reply : undefined
    })
    expect(problems(responsePointer('VoiceTaskOne'), one.body)).to.equal(undefined)
    expect(one.body.data.final_unit_deduction).to.equal('0.05')
    const [voice] = one.body.data.task_result.voices
    expect((await fetch(voice.trial_url)).headers.get('content-type')).to.equal('audio/wav')
    for (const list of [path, official]) {
      const reply = await call('GET', list)
      expect(problems(responsePointer('VoiceTaskList'), reply.body)).to.equal(undefined)
    }
    expect((await call('POST', '/v1/videos/image2video', speaking(officialId))).status).to.equal(200)
    const costs = `/account/costs?start_time=0&end_time=1`
    const gone = await call('POST', deletion, {voice_id: voice.voice_id})
    expect(problems(responsePointer('Deleted'), gone.body)).to.equal(undefined)
    expect((await call('GET', path)).body.data).to.deep.equal([])
    expect((await call('GET', `${path}/mine`)).body.code).to.equal(1201)
    // What was spent on it stays spent.
    const [pack] = (await call('GET', costs)).body.data.resource_pack_subscribe_infos
    expect(pack.remaining_quantity).to.be.at.most(9999.95)
  })
})
