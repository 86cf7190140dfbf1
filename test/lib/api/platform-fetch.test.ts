import {randomBytes} from 'node:crypto'
import {writeFileSync} from 'node:fs'
import {expect} from 'chai'
import {createBearer} from '../../../src/lib/api/auth.js'
import {KlingClient} from '../../../src/lib/api/client.js'
import {FileRef, type JsonBody} from '../../../src/lib/http/streaming-body.js'
import {rejectionOf} from '../../support/failure.js'
import {type ApiServer, startApi} from '../../support/api-server.js'
import {useFolder} from '../../support/folder.js'

describe("KlingClient with the platform's own fetch", () => {
  const inFolder = useFolder()
  let server: ApiServer

  beforeEach(async () => {
    server = await startApi(() => ({code: 0, data: {task_id: '1'}}))
  })
  afterEach(() => server.close())

  const client = (): KlingClient =>
    new KlingClient({
      baseUrl: server.url,
      bearer: async () => createBearer({apiKey: 'key'}),
      timeoutSeconds: 10,
      userAgent: 'program',
      fetch: async () => globalThis.fetch,
    })

  /** What arrives of a body that is posted. */
  async function arrived(body: JsonBody): Promise<{text: string; length: string | undefined}> {
    expect(await client().post('/v1/x', body)).to.deep.equal({data: {task_id: '1'}, requestId: undefined})
    const {body: text, headers} = server.requests[0]!
    expect([headers['content-type'], headers.authorization]).to.deep.equal(['application/json', 'Bearer key'])
    return {text, length: headers['content-length']}
  }

  it('sends a body without a file', async () => {
    const {text, length} = await arrived({prompt: '猫', sound: true})
    expect(text).to.equal('{"prompt":"猫","sound":true}')
    expect(length).to.equal(String(Buffer.byteLength(text)))
  })

  it('sends a file as base64', async () => {
    const bytes = randomBytes(1_000_003)
    writeFileSync(inFolder('frame.png'), bytes)
    const file = new FileRef(inFolder('frame.png'), bytes.length)
    const {text, length} = await arrived({image: file, prompt: 'A cat'})
    expect(text === `{"image":"${bytes.toString('base64')}","prompt":"A cat"}`).to.equal(true)
    expect(length).to.equal(String(text.length))
  })

  it('reads', async () => {
    expect((await client().get('/v1/x')).data).to.deep.equal({task_id: '1'})
    expect(server.requests.map(({method, body}) => [method, body])).to.deep.equal([['GET', '']])
  })

  it('knows that nothing was sent where nobody listens', async () => {
    await server.close()
    const error = await rejectionOf(client().post('/v1/x', {}))
    expect(error).to.deep.include({code: 'connection_error'})
    expect(error).to.have.nested.property('fields.billed', 'no')
  })
})
