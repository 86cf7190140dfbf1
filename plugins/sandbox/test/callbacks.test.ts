import {expect} from 'chai'
import {once} from 'node:events'
import {createServer, type IncomingHttpHeaders, type Server} from 'node:http'
import type {AddressInfo} from 'node:net'
import {signCallback} from '../src/callbacks.js'
import {renderQueue} from '../src/renderer/render-queue.js'
import {description, problems} from './fixtures/api-description.js'
import {closeSandboxes, omniBody, sandbox} from './fixtures/sandbox.js'
import {stubRender} from './fixtures/stub-render.js'

interface Received {
  headers: IncomingHttpHeaders
  text: string
  body: Record<string, any> // eslint-disable-line @typescript-eslint/no-explicit-any -- whatever the server sends
}

const path = '/v1/videos/omni-video'
const loadRender = async () => stubRender

describe('callbacks', () => {
  let receiver: Server
  let received: Received[]
  let statuses: number[]
  let url: string

  beforeEach(async () => {
    received = []
    statuses = []
    receiver = createServer(async (request, response) => {
      let text = ''
      for await (const chunk of request) text += String(chunk)
      received.push({headers: request.headers, text, body: JSON.parse(text)})
      response.writeHead(statuses.shift() ?? 200).end('thanks')
    })
    receiver.listen(0, '127.0.0.1')
    await once(receiver, 'listening')
    url = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/hook`
  })
  afterEach(async () => {
    receiver.closeAllConnections()
    await new Promise(done => receiver.close(done))
    await closeSandboxes()
  })

  it('are signed as the test vector of the description says', () => {
    const {secret, signature, ...message} = description['x-webhook-signature'].testVector
    expect(signCallback(secret, message)).to.equal(signature)
  })

  it('come for every state, in order, signed, without envelope', async () => {
    const {call, stateDir, keys, baseUrl} = await sandbox({speed: 100})
    const request = {...omniBody, callback_url: url, external_task_id: 'job-1'}
    const {task_id: id} = (await call('POST', path, request)).body.data
    await renderQueue({stateDir, loadRender})
    expect(received.map(({body}) => body.task_status)).to.deep.equal(['submitted', 'processing', 'succeed'])
    const ids = new Set<unknown>()
    for (const {headers, text, body} of received) {
      expect(problems('components/schemas/TaskCallback', body)).to.equal(undefined)
      expect(body).to.deep.include({task_id: id, task_info: {external_task_id: 'job-1'}, task_status_msg: ''})
      const message = {
        id: String(headers['webhook-id']),
        timestamp: String(headers['webhook-timestamp']),
        body: text,
      }
      expect(headers['webhook-signature']).to.equal(signCallback(keys.webhookSecret, message))
      ids.add(headers['webhook-id'])
    }
    expect(ids.size).to.equal(3)
    const last = received.at(-1)!.body
    expect(last.final_unit_deduction).to.equal('4')
    expect(last.task_result.videos[0].url).to.match(new RegExp(`^${baseUrl}/files/${id}/video.mp4`))
    const states = received.map(({body}) => body.updated_at)
    expect([...states].sort()).to.deep.equal(states)
  })

  it('are tried three times, and never touch the task', async () => {
    const {call, stateDir} = await sandbox({speed: 1000})
    statuses = [500, 302, 500, 500, 200]
    const {task_id: id} = (await call('POST', path, {...omniBody, callback_url: url})).body.data
    await renderQueue({stateDir, loadRender, callbackWaits: [1, 1]})
    expect(received.map(({body}) => body.task_status)).to.deep.equal([
      'submitted',
      'submitted',
      'submitted',
      'processing',
      'processing',
      'succeed',
    ])
    expect(new Set(received.slice(0, 3).map(({headers}) => headers['webhook-id'])).size).to.equal(1)
    expect((await call('GET', `${path}/${id}`)).body.data.task_status).to.equal('succeed')
  })

  it('to nobody do not hold up the task', async () => {
    const {call, stateDir} = await sandbox({speed: 1000})
    const nowhere = {...omniBody, callback_url: 'http://127.0.0.1:1/hook'}
    const {task_id: id} = (await call('POST', path, nowhere)).body.data
    await renderQueue({stateDir, loadRender, callbackWaits: [1, 1]})
    expect((await call('GET', `${path}/${id}`)).body.data.task_status).to.equal('succeed')
  })

  it('tell why a task has failed', async () => {
    const {call, stateDir} = await sandbox({speed: 1000})
    await call('POST', path, {...omniBody, prompt: '[sandbox:risk]', callback_url: url})
    await renderQueue({stateDir, loadRender})
    expect(received.at(-1)!.body).to.include({
      task_status: 'failed',
      task_status_msg: 'Failure to pass the risk control system',
    })
    expect(received.at(-1)!.body).not.to.have.property('final_unit_deduction')
  })
})
