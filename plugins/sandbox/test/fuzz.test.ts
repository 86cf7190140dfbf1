import {expect} from 'chai'
import fc from 'fast-check'
import {mkdir, writeFile} from 'node:fs/promises'
import {join} from 'node:path'
import {exchange, fuzzOptions, inParallel} from '../../../test/support/fuzz.js'
import {mutated} from '../../../test/support/mutations.js'
import {rawRequests} from '../../../test/support/raw-requests.js'
import {recording} from './fixtures/inputs.js'
import {closeSandboxes, omniBody, sandbox, textBody, type TestSandbox} from './fixtures/sandbox.js'
import {png} from './fixtures/png.js'

const image = png(300, 300).toString('base64')
const bodies = [
  omniBody,
  textBody,
  {...omniBody, image_list: [{image_url: image, type: 'first_frame'}], external_task_id: 'job 1/ü'},
  {...omniBody, prompt: '<<<element_1>>>', element_list: [{element_id: '829836802793406551'}]},
  {
    ...omniBody,
    multi_shot: true,
    shot_type: 'customize',
    multi_prompt: [{index: 1, prompt: 'a', duration: '5'}],
  },
  {...textBody, camera_control: {type: 'simple', config: {zoom: 1}}, cfg_scale: 0.5, negative_prompt: 'x'},
  {
    model_name: 'kling-v2-6',
    image,
    prompt: '<<<voice_1>>>',
    voice_list: [{voice_id: '829836802793406651'}],
    sound: 'on',
  },
  {
    model_name: 'kling-v1',
    image,
    static_mask: image,
    dynamic_masks: [
      {
        mask: image,
        trajectories: [
          {x: 1, y: 2},
          {x: 3, y: 4},
        ],
      },
    ],
  },
  {image, sound_file: recording(2), mode: 'std'},
  {video_id: '829836802793406551', sound_effect_prompt: 'rain', bgm_prompt: 'piano'},
  {
    element_name: 'a',
    element_description: 'b',
    element_frontal_image: image,
    element_refer_list: [{image_url: image}],
    tag_list: [{tag_id: 'o_101'}],
  },
  {element_id: 829836802793406551n.toString()},
  {voice_name: 'v', voice_url: recording(5)},
  {voice_id: '829836802793406651'},
]
const paths = [
  ...['omni-video', 'text2video', 'image2video', 'motion-control', 'avatar/image2video', 'video-extend'].map(
    name => `/v1/videos/${name}`,
  ),
  ...[
    'custom-elements',
    'presets-elements',
    'delete-elements',
    'custom-voices',
    'presets-voices',
    'delete-voices',
  ].map(name => `/v1/general/${name}`),
  '/v1/audio/video-to-audio',
  '/v1/videos/omni-video/123456789012345678',
  '/v1/videos/text2video?pageNum=1&pageSize=2',
  '/account/costs?start_time=1&end_time=2',
  '/account/costs',
  '/files/829836802793406651/sample.mp3?Expires=9999999999&Signature=abc',
  '/files/1/keys.json',
]

describe('fuzz: the sandbox', function () {
  this.timeout(0)
  afterEach(closeSandboxes)

  /** Sends requests and looks at each answer: none tells of a fault of the server's own. */
  async function attack(
    server: TestSandbox,
    cases: Buffer[],
    seed: number,
    look: (answer: string) => void,
  ): Promise<void> {
    let answered = 0
    await inParallel(
      cases,
      async bytes => {
        const answer = await exchange(server.port, bytes)
        if (answer.startsWith('HTTP/1.1 ')) answered++
        const about = `seed ${seed}: ${JSON.stringify(bytes.toString('latin1').slice(0, 600))}\n${answer.slice(0, 2000)}`
        expect(answer, about).to.not.match(/^HTTP\/1\.1 5|"code":5000|\n {4}at |node:internal/m)
        expect(answer, about).to.not.include(server.keys.linkSecret)
        try {
          look(answer)
        } catch (error) {
          throw new Error(about, {cause: error})
        }
      },
      32,
    )
    expect(answered).to.be.above(0)
    expect((await server.call('GET', '/v1/videos/omni-video')).status).to.equal(200)
  }

  it('answers any request and goes on', async () => {
    const {runs, seed} = fuzzOptions(10_000)
    const server = await sandbox()
    const key = `Authorization: Bearer ${server.keys.apiKey}`
    const host = `127.0.0.1:${server.port}`
    const texts = bodies.map(body => JSON.stringify(body))
    const wild = fc.sample(rawRequests({host, paths, credentials: [key], bodies: texts}), {
      numRuns: runs / 2,
      seed,
    })
    await attack(server, wild, seed, () => {})
    const post = (path: string, body: string): Buffer =>
      Buffer.from(
        `POST ${path} HTTP/1.1\r\nHost: ${host}\r\n${key}\r\nConnection: close\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
      )
    const changed = fc
      .tuple(fc.constantFrom(...paths), mutated(bodies))
      .map(([path, body]) => post(path, body))
    await attack(server, fc.sample(changed, {numRuns: runs * 0.3, seed}), seed, () => {})
  })

  it('answers nothing without a key', async () => {
    const {runs, seed} = fuzzOptions(10_000)
    const server = await sandbox()
    const credentials = ['', 'Authorization: Bearer e30.e30.', 'Authorization: Bearer ', 'Cookie: a=b']
    const texts = bodies.map(body => JSON.stringify(body))
    const cases = rawRequests({host: `127.0.0.1:${server.port}`, paths, credentials, bodies: texts})
    await attack(server, fc.sample(cases, {numRuns: runs * 0.2, seed}), seed, answer =>
      expect(answer).to.not.match(/^HTTP\/1\.1 2(?!.*continue)/im),
    )
  })

  it('lives with any files in its folder', async () => {
    const {runs, seed} = fuzzOptions(200)
    const server = await sandbox({slots: 100})
    const made = await server.call('POST', '/v1/videos/omni-video', omniBody)
    const id = String(made.body.data.task_id)
    const {readFile} = await import('node:fs/promises')
    const at = (...names: string[]): string => join(server.stateDir, 'sandbox-v1', ...names)
    const record = JSON.parse(await readFile(at('tasks/omni-video', `${id}.json`), 'utf8')) as object
    const outcome = {
      status: 'succeed',
      at: 1,
      seconds: 5,
      file: 'a.mp4',
      watermarkFile: 'b.mp4',
      audio: {mp3: 'a.mp3', wav: 'a.wav', seconds: 5},
    }
    const source = {videoId: '829836802793406551', seconds: 5}
    const records = [record, {...record, createdAt: 1, outcome, source, externalId: 'x'}]
    await mkdir(at('elements'), {recursive: true})
    const element = {
      id,
      name: 'a',
      description: '',
      frontal: 'https://x.example/a.png',
      references: [],
      tags: ['o_101'],
      owner: 'me',
      createdAt: 1,
    }
    for (const [text, other] of fc.sample(fc.tuple(mutated(records), mutated([element])), {
      numRuns: Math.min(runs, 2000),
      seed,
    })) {
      await writeFile(at('tasks/omni-video', `${id}.json`), text)
      await writeFile(at('elements', `${id}.json`), other)
      for (const path of [
        '/v1/videos/omni-video',
        `/v1/videos/omni-video/${id}`,
        '/v1/general/custom-elements',
        '/account/costs?start_time=1&end_time=2',
      ]) {
        const {status, body} = await server.call('GET', path)
        const about = `seed ${seed}: ${path} ${text.slice(0, 500)} ${other.slice(0, 300)} ${JSON.stringify(body).slice(0, 400)}`
        expect(status, about).to.be.below(500)
      }
    }
  })
})
