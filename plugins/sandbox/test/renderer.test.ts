import {expect} from 'chai'
import {readFile, rm, writeFile} from 'node:fs/promises'
import {once} from 'node:events'
import {createServer} from 'node:http'
import type {AddressInfo} from 'node:net'
import type {RenderModule} from '../src/renderer/render-module.js'
import {renderQueue, rendererOf} from '../src/renderer/render-queue.js'
import {isAlive} from 'kling-cli/plugin'
import {problems, responsePointer} from './fixtures/api-description.js'
import {png} from './fixtures/png.js'
import {
  closeSandboxes,
  fixtureEntry,
  omniBody,
  sandbox,
  type TestSandbox,
  textBody,
} from './fixtures/sandbox.js'
import {stubRender} from './fixtures/stub-render.js'
import {until} from './fixtures/until.js'

const omni = '/v1/videos/omni-video'
const text = '/v1/videos/text2video'
const renderer = fixtureEntry('stub-renderer.ts')
const loadRender = async () => stubRender

async function submit(server: TestSandbox, path: string, body: object): Promise<string> {
  const reply = await server.call('POST', path, body)
  expect(reply.status, JSON.stringify(reply.body)).to.equal(200)
  return reply.body.data.task_id
}

const taskOf = async (server: TestSandbox, path: string, id: string) =>
  (await server.call('GET', `${path}/${id}`)).body.data

/** Polls a task to its end, as a client does. */
async function ended(server: TestSandbox, path: string, id: string) {
  return until(async () => {
    const task = await taskOf(server, path, id)
    return ['succeed', 'failed'].includes(task.task_status) && task
  }, `the end of task ${id}`)
}

/** What the stand-in was asked to render: its "video" says so. */
async function specOf(url: string): Promise<Record<string, unknown>> {
  return (await (await fetch(url)).json()) as Record<string, unknown>
}

describe('renderer process', () => {
  afterEach(closeSandboxes)

  it('renders what a server left that has gone', async () => {
    const first = await sandbox({speed: 50, renderer, background: true})
    const id = await submit(first, omni, {...omniBody, watermark_info: {enabled: true}})
    await first.close()
    const second = await sandbox({stateDir: first.stateDir, renderer})
    const task = await ended(second, omni, id)
    const answer = await second.call('GET', `${omni}/${id}`)
    expect(problems(responsePointer('VideoTaskOne'), answer.body)).to.equal(undefined)
    expect(task).to.include({task_status: 'succeed', final_unit_deduction: '4'})
    expect(task.watermark_info).to.deep.equal({enabled: true})
    const [video] = task.task_result.videos
    expect(video.duration).to.equal('5.041')
    expect(video.id).to.match(/^\d{18}$/)
    expect(video.url.startsWith(`${second.baseUrl}/files/${id}/`)).to.equal(true)
    expect(await specOf(video.url)).to.deep.equal({
      width: 1920,
      height: 720,
      seconds: 5,
      prompt: 'a cat',
      label: 'not a model output · text · pro 1080p · 16:9 · 5 s',
      references: [],
      sound: false,
    })
    expect(await specOf(video.watermark_url)).to.include({watermark: 'KLING SANDBOX'})
    const costs = await second.call('GET', '/account/costs?start_time=1&end_time=2')
    expect(costs.body.data.resource_pack_subscribe_infos[0].remaining_quantity).to.equal(9996)
  })

  it('ends by itself when there is nothing to do, and is one for all servers', async () => {
    const first = await sandbox({speed: 20, renderer, background: true, slots: 20})
    const second = await sandbox({stateDir: first.stateDir, speed: 20, renderer, background: true, slots: 20})
    const ids = await Promise.all(
      [first, second, first, second].map(server => submit(server, text, textBody)),
    )
    for (const id of ids) expect((await ended(second, text, id)).task_status).to.equal('succeed')
    await until(async () => (await rendererOf(first.stateDir)) === undefined, 'the end of the renderer')
  })

  it('fails a task that brings it down twice, and goes on with the next', async () => {
    const server = await sandbox({speed: 50, renderer})
    const crash = await submit(server, text, {...textBody, prompt: 'crash'})
    const good = await submit(server, text, textBody)
    expect(await ended(server, text, crash)).to.include({
      task_status: 'failed',
      task_status_msg: 'Sandbox: the renderer failed on this task',
    })
    expect((await ended(server, text, good)).task_status).to.equal('succeed')
  })

  it('is started again when another has died and left its lock', async () => {
    const server = await sandbox({speed: 50, renderer})
    await writeFile(`${server.stateDir}/renderer.lock`, JSON.stringify({pid: 2 ** 22 + 12_345, token: 'x'}))
    const id = await submit(server, text, textBody)
    expect((await ended(server, text, id)).task_status).to.equal('succeed')
  })

  it('is ended by the server that started it, and its task is done by the next', async () => {
    const server = await sandbox({speed: 0.001, renderer})
    // The callback of a task that is long under way keeps the renderer busy.
    const waiting = {...textBody, prompt: '[sandbox:fail]', callback_url: 'http://127.0.0.1:1/'}
    const id = await submit(server, text, waiting)
    const pid = await until(() => rendererOf(server.stateDir), 'the renderer')
    await server.close()
    expect(isAlive(pid)).to.equal(false)
    expect(await rendererOf(server.stateDir)).to.equal(undefined)
    const next = await sandbox({stateDir: server.stateDir})
    expect(await taskOf(next, text, id)).to.include({task_status: 'submitted'})
  })

  it('ends when the state folder is removed', async () => {
    const server = await sandbox({speed: 0.001, renderer})
    await submit(server, text, {...textBody, prompt: '[sandbox:fail]', callback_url: 'http://127.0.0.1:1/'})
    const pid = await until(() => rendererOf(server.stateDir), 'the renderer')
    await rm(server.stateDir, {recursive: true, force: true, maxRetries: 5})
    await until(() => !isAlive(pid), 'the end of the renderer')
  })
})

describe('render queue', () => {
  afterEach(closeSandboxes)

  it('goes in the order of creation, one at a time', async () => {
    const server = await sandbox({speed: 1000})
    const prompts = ['one', 'two', 'three']
    for (const prompt of prompts) await submit(server, text, {...textBody, prompt})
    const seen: string[] = []
    let running = 0
    const counting: RenderModule = {
      ...stubRender,
      async renderVideo(spec, outFile) {
        expect(++running).to.equal(1)
        seen.push(spec.prompt)
        const result = await stubRender.renderVideo(spec, outFile)
        running--
        return result
      },
    }
    const load = async () => counting
    await Promise.all([1, 2].map(() => renderQueue({stateDir: server.stateDir, loadRender: load})))
    expect(seen).to.deep.equal(prompts)
  })

  it('tries a failed render once more, then says why', async () => {
    const server = await sandbox({speed: 1000})
    const id = await submit(server, text, {...textBody, prompt: 'throw'})
    await renderQueue({stateDir: server.stateDir, loadRender})
    expect(await ended(server, text, id)).to.include({
      task_status: 'failed',
      task_status_msg: 'Sandbox: the video could not be rendered: no frames',
    })
    const record = JSON.parse(
      await readFile(`${server.stateDir}/sandbox-v1/tasks/text2video/${id}.json`, 'utf8'),
    )
    expect(record.attempts).to.equal(2)
  })

  it('does not count a render that was stopped', async () => {
    const server = await sandbox({speed: 1000})
    const id = await submit(server, text, textBody)
    const stop = new AbortController()
    const stopping: RenderModule = {
      ...stubRender,
      async renderVideo() {
        stop.abort()
        throw new Error('stopped')
      },
    }
    await renderQueue({stateDir: server.stateDir, loadRender: async () => stopping, signal: stop.signal})
    const record = JSON.parse(
      await readFile(`${server.stateDir}/sandbox-v1/tasks/text2video/${id}.json`, 'utf8'),
    )
    expect(record).to.include({attempts: 0}).and.not.have.property('outcome')
  })

  it('gives the renderer the images, the ratio of the first frame, camera and sound', async () => {
    const server = await sandbox({speed: 1000})
    const image = png(500, 400)
    const files = createServer((_request, response) => response.end(image)).listen(0, '127.0.0.1')
    await once(files, 'listening')
    const url = `http://127.0.0.1:${(files.address() as AddressInfo).port}/a.png`
    try {
      const frames = {
        model_name: 'kling-v3-omni',
        prompt: 'from <<<image_1>>>',
        duration: '7',
        sound: 'on',
        mode: 'std',
        image_list: [
          {image_url: png(400, 400).toString('base64'), type: 'first_frame'},
          {image_url: url, type: 'end_frame'},
        ],
      }
      const ids = [
        await submit(server, omni, frames),
        await submit(server, omni, {
          ...omniBody,
          aspect_ratio: '1:1',
          image_list: [{image_url: url}, {image_url: url}],
        }),
        await submit(server, text, {
          prompt: 'x',
          camera_control: {type: 'simple', config: {zoom: -5, pan: 0}},
        }),
      ]
      await renderQueue({stateDir: server.stateDir, loadRender})
      const specs = await Promise.all(
        ids.map(async (id, index) =>
          specOf((await ended(server, index < 2 ? omni : text, id)).task_result.videos[0].url),
        ),
      )
      expect(specs[0]).to.include({
        width: 800,
        height: 800,
        seconds: 7,
        sound: true,
        label: 'not a model output · first→last frame · std 720p · 1:1 · 7 s',
      })
      expect(await readFile(String(specs[0]!.lastFrame))).to.deep.equal(image)
      expect(specs[1]!.references).to.have.length(2)
      expect(specs[1]).to.include({label: 'not a model output · 2 references · pro 1080p · 1:1 · 5 s'})
      expect(specs[2]).to.include({
        camera: 'zoom-in',
        label: 'not a model output · text · std 720p · 16:9 · 5 s',
      })
    } finally {
      files.closeAllConnections()
      files.close()
    }
  })

  it('fails a task whose files cannot be got or used', async () => {
    const server = await sandbox({speed: 1000})
    const files = createServer((request, response) => {
      if (request.url === '/small.png') response.end(png(20, 20))
      else response.writeHead(404).end()
    }).listen(0, '127.0.0.1')
    await once(files, 'listening')
    const origin = `http://127.0.0.1:${(files.address() as AddressInfo).port}`
    try {
      const messages: Record<string, string> = {
        '/none.png': 'Something went wrong when we tried to get the contents of the file.',
        '/small.png': `${origin}/small.png: the image is 20x20 px, each side must have at least 300 px`,
      }
      for (const [path, message] of Object.entries(messages)) {
        const id = await submit(server, omni, {...omniBody, image_list: [{image_url: `${origin}${path}`}]})
        await renderQueue({stateDir: server.stateDir, loadRender})
        const task = await ended(server, omni, id)
        expect(task).to.include({task_status: 'failed', task_status_msg: message})
        expect(task).not.to.have.property('final_unit_deduction')
      }
    } finally {
      files.closeAllConnections()
      files.close()
    }
  })
})
