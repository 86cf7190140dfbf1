import {expect} from 'chai'
import {readFileSync} from 'node:fs'
import {type InputAudioTrack, type InputVideoTrack, ALL_FORMATS, BufferSource, Input} from 'mediabunny'
import {useSmallFilms} from '../../../test/support/preload.js'
import {elementsOf, png, recording} from './fixtures/inputs.js'
import {closeSandboxes, renderer, sandbox, type TestSandbox} from './fixtures/sandbox.js'
import {until} from './fixtures/until.js'

const paths = {
  omni: '/v1/videos/omni-video',
  text: '/v1/videos/text2video',
  image: '/v1/videos/image2video',
  motion: '/v1/videos/motion-control',
  avatar: '/v1/videos/avatar/image2video',
  extend: '/v1/videos/video-extend',
  sound: '/v1/audio/video-to-audio',
  elements: '/v1/general/custom-elements',
  official: '/v1/general/presets-elements',
  deletion: '/v1/general/delete-elements',
}

const square = png(320, 320).toString('base64')
const url = 'https://example.com/in.mp4'
const motion = {
  model_name: 'kling-v2-6',
  image_url: square,
  video_url: url,
  character_orientation: 'image',
  mode: 'std',
}
const element = {
  element_name: 'Robot',
  element_description: 'a robot',
  element_frontal_image: square,
  element_refer_list: [{image_url: square}],
  tag_list: [{tag_id: 'o_102'}],
}

/** Reads a media file. */
async function open(
  bytes: ArrayBuffer,
): Promise<{video: InputVideoTrack | null; audio: InputAudioTrack | null; seconds: number}> {
  const input = new Input({formats: ALL_FORMATS, source: new BufferSource(bytes)})
  return {
    video: await input.getPrimaryVideoTrack(),
    audio: await input.getPrimaryAudioTrack(),
    seconds: await input.computeDuration(),
  }
}

async function fetchBytes(link: string): Promise<ArrayBuffer> {
  const response = await fetch(link)
  expect(response.status).to.equal(200)
  return response.arrayBuffer()
}

describe('endpoints: what they refuse', () => {
  let server: TestSandbox

  before(async () => (server = await sandbox()))
  after(closeSandboxes)

  const shots = {
    multi_shot: true,
    shot_type: 'customize',
    multi_prompt: [{index: 1, prompt: 'a', duration: '2'}],
  }
  const cases: [string, string, Record<string, unknown>, RegExp][] = [
    ['image2video without a frame', paths.image, {model_name: 'kling-v2-6', prompt: 'x'}, /image/],
    [
      'a last frame in std',
      paths.image,
      {model_name: 'kling-v2-6', image: square, image_tail: square},
      /image_tail|end_frame/,
    ],
    ['sound in std', paths.image, {model_name: 'kling-v2-6', image: square, sound: 'on'}, /sound/],
    [
      'a voice that is not there',
      paths.image,
      {model_name: 'kling-v3', image: square, prompt: '<<<voice_1>>>'},
      /voice_list/,
    ],
    ['shots that do not add up', paths.image, {model_name: 'kling-v3', image: square, ...shots}, /add up/],
    [
      'a small picture',
      paths.image,
      {model_name: 'kling-v2-6', image: png(200, 200).toString('base64')},
      /image: .*300 px/,
    ],
    ['text for a picture', paths.image, {model_name: 'kling-v2-6', image: 'bm8='}, /JPEG or PNG/],
    [
      'motion control without orientation',
      paths.motion,
      {...motion, character_orientation: undefined},
      /character_orientation/,
    ],
    ['motion control with a local video', paths.motion, {...motion, video_url: square}, /video_url/],
    ['an avatar without sound', paths.avatar, {image: square}, /audio_id|sound_file/],
    [
      'an avatar with two sounds',
      paths.avatar,
      {image: square, audio_id: '1', sound_file: url},
      /audio_id|sound_file/,
    ],
    [
      'an avatar with short speech',
      paths.avatar,
      {image: square, sound_file: recording(1)},
      /sound_file: .*2 to 300 s/,
    ],
    ['an avatar with text for speech', paths.avatar, {image: square, sound_file: 'bm8='}, /MP3, WAV/],
    ['an extension of nothing', paths.extend, {video_id: '123456789012345678'}, /video_id/],
    ['sound for nothing', paths.sound, {}, /video_id|video_url/],
    ['sound for two videos', paths.sound, {video_id: '1', video_url: url}, /video_id|video_url/],
    ['a long description of sound', paths.sound, {video_url: url, bgm_prompt: 'x'.repeat(201)}, /bgm_prompt/],
    ['an element without views', paths.elements, {...element, element_refer_list: []}, /element_refer_list/],
    ['an unknown tag', paths.elements, {...element, tag_list: [{tag_id: 'o_999'}]}, /tag_id/],
    ['a long name', paths.elements, {...element, element_name: 'x'.repeat(21)}, /element_name/],
    ['an element that is not there', paths.omni, elementsOf('829836'), /element_list\[0\]\.element_id/],
    [
      'the deletion of an official element',
      paths.deletion,
      {element_id: '829836802793406551'},
      /only custom/,
    ],
    ['the deletion of nothing', paths.deletion, {element_id: '1'}, /not found/],
  ]
  for (const [what, path, body, message] of cases) {
    it(what, async () => {
      const reply = await server.call('POST', path, body)
      expect(reply.status).to.equal(400)
      expect(reply.body.code).to.equal(1201)
      expect(reply.body.message).to.match(message)
    })
  }

  it('masks of another ratio or size than they must have', async () => {
    const body = {model_name: 'kling-v1', image: square, duration: '5', prompt: 'x'}
    const path = [
      {x: 1, y: 1},
      {x: 2, y: 2},
    ]
    const wide = png(640, 320).toString('base64')
    const misfit = await server.call('POST', paths.image, {...body, static_mask: wide})
    expect(misfit.body).to.include({code: 1201, message: 'static_mask must have the ratio of image'})
    const larger = png(640, 640).toString('base64')
    const masks = {static_mask: square, dynamic_masks: [{mask: larger, trajectories: path}]}
    const uneven = await server.call('POST', paths.image, {...body, ...masks})
    expect(uneven.body.message).to.equal(
      'dynamic_masks[0].mask must have the same size in pixels as static_mask',
    )
  })
})

describe('endpoints: elements', () => {
  afterEach(closeSandboxes)

  it('are made, listed and deleted; their ids are numbers past 2^53 on the wire', async () => {
    const {call, baseUrl, keys} = await sandbox()
    const made = await fetch(new URL(paths.elements, baseUrl), {
      method: 'POST',
      headers: {authorization: `Bearer ${keys.apiKey}`},
      body: JSON.stringify(element),
    })
    const digits = /"element_id":(\d+),/.exec(await made.text())?.[1] ?? ''
    expect(BigInt(digits) > 2n ** 53n).to.equal(true)
    const list = (await call('GET', paths.elements)).body.data
    expect(list).to.have.length(1)
    expect(list[0]).to.include({element_name: 'Robot', element_description: 'a robot', owned_by: '10001'})
    expect(list[0].tag_list[0]).to.include({id: 'o_102', name: 'character'})
    const front = await fetch(list[0].element_frontal_image)
    expect(front.headers.get('content-type')).to.equal('image/png')
    expect(Buffer.from(await front.arrayBuffer()).toString('base64')).to.equal(square)
    expect((await call('POST', paths.omni, elementsOf(digits))).status).to.equal(200)
    expect((await call('POST', paths.deletion, {element_id: digits})).body.data.task_status).to.equal(
      'succeed',
    )
    expect((await call('GET', paths.elements)).body.data).to.deep.equal([])
    expect((await call('POST', paths.omni, elementsOf(digits))).body.code).to.equal(1201)
  })

  it('of everybody are there', async () => {
    const {call} = await sandbox()
    const {data} = (await call('GET', `${paths.official}?pageSize=2`)).body
    expect(data).to.have.length(2)
    expect(data[0].owned_by).to.equal('kling')
  })
})

describe('endpoints: what they make', function () {
  this.timeout(120_000)
  let server: TestSandbox

  beforeEach(async () => (server = await sandbox({renderer, speed: 50, slots: 20})))
  afterEach(closeSandboxes)

  /** Makes a task and waits for its result. */
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- a task as it comes
  async function make(path: string, body: Record<string, unknown>): Promise<any> {
    const created = await server.call('POST', path, body)
    expect(created.body.message).to.equal('SUCCEED')
    const {task_id: id} = created.body.data
    return until(async () => {
      const {data} = (await server.call('GET', `${path}/${id}`)).body
      expect(data.task_status_msg, 'reason of a failure').to.equal(undefined)
      return data.task_status === 'succeed' && data
    })
  }

  it('a video of the size of its first frame, with the units of its model', async () => {
    const task = await make(paths.image, {model_name: 'kling-v2-6', image: square, prompt: 'a wave'})
    expect(task.final_unit_deduction).to.equal('1.5')
    const {video, seconds} = await open(await fetchBytes(task.task_result.videos[0].url))
    expect(video).to.include({codec: 'avc', codedWidth: 960, codedHeight: 960})
    expect(seconds).to.be.closeTo(5, 0.1)
  })

  describe('of any size', () => {
    useSmallFilms()

    it('motion control and an avatar that is as long as its speech', async () => {
      const dance = await make(paths.motion, motion)
      expect(dance.final_unit_deduction).to.equal('2.5')
      const talk = await make(paths.avatar, {image: square, sound_file: recording(2.5), mode: 'std'})
      expect(talk.final_unit_deduction).to.equal('1')
      const {audio, video} = await open(await fetchBytes(talk.task_result.videos[0].url))
      expect(audio!.codec).to.equal('aac')
      expect(video!.codec).to.equal('avc')
      expect(await video!.computeDuration()).to.be.closeTo(2.5, 0.05)
      // The encoder pads the sound by a few frames.
      expect(await audio!.computeDuration()).to.be.closeTo(2.5, 0.2)
    })

    it('speech that came as MP3 is in the avatar as it is', async () => {
      const speech = readFileSync(new URL('../../../test/support/speech.mp3', import.meta.url)).toString(
        'base64',
      )
      const talk = await make(paths.avatar, {image: square, sound_file: speech, mode: 'std'})
      const {audio} = await open(await fetchBytes(talk.task_result.videos[0].url))
      expect(audio!.codec).to.equal('mp3')
    })

    it('several shots with sound, an extension longer than its parent, and sound for it', async () => {
      const multi_prompt = [
        {index: 1, prompt: 'a door', duration: '2'},
        {index: 2, prompt: 'a cat', duration: '1'},
      ]
      const several = {multi_shot: true, shot_type: 'customize', multi_prompt, duration: '3', sound: 'on'}
      const parent = await make(paths.text, {model_name: 'kling-v3', prompt: '', ...several})
      const [result] = parent.task_result.videos
      const made = await open(await fetchBytes(result.url))
      expect(made.seconds).to.be.closeTo(3, 0.1)
      expect(made.audio!.codec).to.equal('aac')

      const longer = await make(paths.extend, {video_id: result.id, prompt: 'it runs off'})
      expect(longer.task_info.parent_video).to.include({id: result.id})
      expect(Number(longer.task_result.videos[0].duration)).to.be.within(7, 8.1)

      const sound = await make(paths.sound, {video_id: result.id, bgm_prompt: 'piano'})
      expect(sound.final_unit_deduction).to.equal('0.25')
      const [audios] = sound.task_result.audios
      const video = await open(await fetchBytes(sound.task_result.videos[0].url))
      expect(video.video!.codec).to.equal('avc')
      expect(video.audio!.codec).to.equal('aac')
      expect((await open(await fetchBytes(audios.url_mp3))).audio!.codec).to.equal('mp3')
      const wav = await open(await fetchBytes(audios.url_wav))
      expect(wav.audio!.codec).to.equal('pcm-s16')
      expect(wav.seconds).to.be.closeTo(Number(audios.duration_wav), 0.05)
      const again = await server.call('POST', paths.extend, {video_id: sound.task_result.videos[0].id})
      expect(again.body).to.include({code: 1201})
    })
  })
})
