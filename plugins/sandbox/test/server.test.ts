import {expect} from 'chai'
import {once} from 'node:events'
import {readFile, writeFile} from 'node:fs/promises'
import {connect} from 'node:net'
import {problems, responsePointer} from './fixtures/api-description.js'
import {closeSandboxes, omniBody, sandbox, textBody} from './fixtures/sandbox.js'

const omni = '/v1/videos/omni-video'
const text = '/v1/videos/text2video'

describe('server', () => {
  afterEach(closeSandboxes)

  it('makes a task and finds it by its id and by its external id', async () => {
    const {call} = await sandbox({clock: () => 1_763_841_000_000})
    const made = await call('POST', omni, {
      ...omniBody,
      external_task_id: 'job 1/ü',
      watermark_info: {enabled: true},
    })
    expect(made.status).to.equal(200)
    expect(problems(responsePointer('TaskCreated'), made.body)).to.equal(undefined)
    expect(made.body).to.include({code: 0, message: 'SUCCEED'})
    const {task_id: id} = made.body.data
    expect(id).to.match(/^\d{18}$/)
    expect(made.body.data).to.deep.equal({
      task_id: id,
      task_status: 'submitted',
      task_info: {external_task_id: 'job 1/ü'},
      created_at: 1_763_841_000_000,
      updated_at: 1_763_841_000_000,
    })
    for (const key of [id, 'job 1/ü']) {
      const {status, body} = await call('GET', `${omni}/${encodeURIComponent(key)}`)
      expect(status).to.equal(200)
      expect(problems(responsePointer('VideoTaskOne'), body)).to.equal(undefined)
      expect(body.data).to.deep.include({
        task_id: id,
        task_status: 'submitted',
        watermark_info: {enabled: true},
      })
    }
  })

  it('says that a task is not found as the API does', async () => {
    const {call} = await sandbox()
    const {task_id: id} = (await call('POST', omni, omniBody)).body.data
    for (const path of [`${omni}/123456789012345678`, `${omni}/job-9`, `${text}/${id}`]) {
      const {status, body} = await call('GET', path)
      expect(status).to.equal(400)
      expect(body).to.include({
        code: 1201,
        message: `Task not found by id/external id: ${path.split('/').at(-1)}`,
      })
    }
  })

  it('lists newest first, page by page, one kind at a time', async () => {
    const {call} = await sandbox({slots: 10})
    const ids: string[] = []
    for (let time = 0; time < 5; time++) ids.unshift((await call('POST', text, textBody)).body.data.task_id)
    await call('POST', omni, omniBody)
    const all = await call('GET', text)
    expect(problems(responsePointer('VideoTaskList'), all.body)).to.equal(undefined)
    const idsOf = (reply: typeof all) => reply.body.data.map((task: {task_id: string}) => task.task_id)
    expect(idsOf(all)).to.deep.equal(ids)
    expect(idsOf(await call('GET', `${text}/?pageNum=2&pageSize=2`))).to.deep.equal(ids.slice(2, 4))
    expect(idsOf(await call('GET', `${text}?pageNum=4&pageSize=2`))).to.deep.equal([])
    for (const query of ['pageNum=0', 'pageNum=1001', 'pageSize=501', 'pageSize=x']) {
      const {status, body} = await call('GET', `${text}?${query}`)
      expect([status, body.code], query).to.deep.equal([400, 1201])
    }
  })

  it('refuses a second task with the same external id, of any kind', async () => {
    const {call} = await sandbox()
    await call('POST', omni, {...omniBody, external_task_id: 'job-1'})
    const {status, body} = await call('POST', text, {...textBody, external_task_id: 'job-1'})
    expect(status).to.equal(400)
    expect(body).to.include({code: 1201, message: 'External_task_id job-1 already exists'})
    for (let time = 0; time < 2; time++) {
      expect((await call('POST', omni, {...omniBody, external_task_id: ''})).status).to.equal(200)
    }
  })

  it('refuses a task when all slots are taken, until one is free', async () => {
    let now = 1_763_841_000_000
    const {call} = await sandbox({slots: 2, clock: () => now})
    await call('POST', omni, {...omniBody, prompt: 'one [sandbox:fail]'})
    await call('POST', text, textBody)
    const {status, body} = await call('POST', omni, omniBody)
    expect(status).to.equal(429)
    expect(body).to.include({code: 1303, message: 'parallel task over resource pack limit'})
    expect(body).not.to.have.property('data')
    now += 3000
    expect((await call('POST', omni, omniBody)).status).to.equal(200)
    expect((await call('POST', omni, omniBody)).status).to.equal(429)
  })

  it('keeps ids that a number cannot hold', async () => {
    const {call, stateDir} = await sandbox()
    const body = JSON.stringify({...omniBody, element_list: [{element_id: 'ID'}]}).replace(
      '"ID"',
      '829836802793406551',
    )
    const {task_id: id} = (await call('POST', omni, body)).body.data
    expect(await readFile(`${stateDir}/sandbox-v1/tasks/omni-video/${id}.json`, 'utf8')).to.contain(
      '829836802793406551',
    )
  })

  it('fails a task whose prompt asks for it', async () => {
    let now = 1_763_841_000_000
    const {call} = await sandbox({clock: () => now})
    const messages: Record<string, string> = {
      fail: 'Sandbox: asked to fail',
      risk: 'Failure to pass the risk control system',
    }
    for (const [word, message] of Object.entries(messages)) {
      const {task_id: id} = (await call('POST', text, {...textBody, prompt: `a [sandbox:${word}]`})).body.data
      now += 3000
      const {body} = await call('GET', `${text}/${id}`)
      expect(body.data).to.include({task_status: 'failed', task_status_msg: message, updated_at: now})
      expect(problems(responsePointer('VideoTaskOne'), body)).to.equal(undefined)
    }
  })

  it('refuses a request whose prompt names a code', async () => {
    const {call} = await sandbox()
    const codes: Record<string, number> = {1301: 400, 1102: 429, 1103: 403, 5001: 503}
    for (const [code, http] of Object.entries(codes)) {
      const {status, body} = await call('POST', text, {...textBody, prompt: `a [sandbox:${code}]`})
      expect([status, body.code]).to.deep.equal([http, Number(code)])
    }
    expect((await call('GET', text)).body.data).to.deep.equal([])
  })

  it('answers an unknown route as the host in front of the API does', async () => {
    const {call} = await sandbox({clock: () => 0})
    const {status, body} = await call('GET', '/v1/videos/nothing')
    expect(status).to.equal(404)
    expect(body).to.deep.equal({
      timestamp: '1970-01-01T00:00:00.000Z',
      status: 404,
      error: 'Not Found',
      message: 'No message available',
      path: '/v1/videos/nothing',
    })
  })

  it('answers a wrong method with 404/1202 and a bad body with 400/1200', async () => {
    const {call} = await sandbox()
    const wrong = await call('DELETE', omni)
    expect([wrong.status, wrong.body.code]).to.deep.equal([404, 1202])
    for (const body of ['', '{', 'prompt=x']) {
      const bad = await call('POST', omni, body)
      expect([bad.status, bad.body.code], body).to.deep.equal([400, 1200])
    }
  })

  it('refuses a body of more than 100 MB before it has come', async () => {
    const {port, keys} = await sandbox()
    const socket = connect(port, '127.0.0.1')
    const head = [
      `POST ${omni} HTTP/1.1`,
      'Host: a',
      `Authorization: Bearer ${keys.apiKey}`,
      'Content-Length: 104857601',
    ]
    socket.write(`${head.join('\r\n')}\r\n\r\n`)
    const [answer] = await once(socket, 'data')
    expect(String(answer)).to.match(/^HTTP\/1.1 400 /)
    expect(String(answer)).to.contain('"code":1200')
    socket.destroy()
  })

  it('shows a resource pack', async () => {
    const {call} = await sandbox()
    const {body} = await call('GET', '/account/costs?start_time=1&end_time=2')
    expect(problems(responsePointer('AccountCosts'), body)).to.equal(undefined)
    expect(body.data.resource_pack_subscribe_infos[0]).to.include({
      total_quantity: 10_000,
      remaining_quantity: 10_000,
    })
    expect((await call('GET', '/account/costs')).body.code).to.equal(1201)
    const other = await call('GET', '/account/costs?start_time=1&end_time=2&resource_pack_name=x')
    expect(other.body.data.resource_pack_subscribe_infos).to.deep.equal([])
  })

  it('goes on when files of its state are torn or foreign', async () => {
    const {call, stateDir} = await sandbox()
    const {task_id: id} = (await call('POST', omni, {...omniBody, external_task_id: 'job-1'})).body.data
    const folder = `${stateDir}/sandbox-v1`
    await writeFile(`${folder}/tasks/omni-video/100000000000000001.json`, '{"version":1,"id":"10000')
    await writeFile(`${folder}/tasks/omni-video/100000000000000002.json`, '{"id":"100000000000000002"}')
    await writeFile(`${folder}/tasks/omni-video/notes.txt`, 'hello')
    await writeFile(`${folder}/active/omni-video.100000000000000001`, '')
    await writeFile(`${folder}/active/what`, '')
    await writeFile(`${folder}/last-id`, 'x')
    expect((await call('GET', omni)).body.data.map((task: {task_id: string}) => task.task_id)).to.deep.equal([
      id,
    ])
    expect((await call('GET', `${omni}/100000000000000001`)).body.code).to.equal(1201)
    expect((await call('GET', `${omni}/job-1`)).status).to.equal(200)
    expect((await call('POST', omni, omniBody)).status).to.equal(200)
    await writeFile(`${folder}/tasks/omni-video/${id}.json`, '')
    expect((await call('GET', `${omni}/job-1`)).body.code).to.equal(1201)
    expect((await call('POST', omni, {...omniBody, external_task_id: 'job-1'})).status).to.equal(200)
  })

  it('logs one line a request, without secrets', async () => {
    const lines: string[] = []
    const {call, keys} = await sandbox({log: line => lines.push(line), faults: ['list:500 x1']})
    await call('GET', `${omni}?pageSize=1`)
    await call('GET', `${omni}/1?token=${keys.secretKey}`)
    expect(lines).to.have.length(2)
    expect(lines[0]).to.match(/^GET \/v1\/videos\/omni-video 500 \d+ ms fault status$/)
    expect(lines[1]).to.match(/^GET \/v1\/videos\/omni-video\/1 400 \d+ ms$/)
  })

  it('survives requests that make no sense', async () => {
    const {call, port} = await sandbox()
    for (const head of [
      'GET //x HTTP/1.1\r\nHost: [\r\n\r\n',
      'GET http:// HTTP/1.1\r\nHost: a\r\n\r\n',
      'nonsense\r\n\r\n',
    ]) {
      const socket = connect(port, '127.0.0.1')
      socket.end(head)
      const [answer] = await once(socket, 'data')
      expect(String(answer)).to.match(/^HTTP\/1.1 40[04]/)
      socket.destroy()
    }
    expect((await call('GET', omni)).status).to.equal(200)
  })

  it('says which port it has, and refuses one that is taken', async () => {
    const {port, baseUrl} = await sandbox()
    expect(baseUrl).to.equal(`http://127.0.0.1:${port}`)
    const error = await sandbox({port}).catch((reason: NodeJS.ErrnoException) => reason)
    expect(error).to.have.property('code', 'EADDRINUSE')
  })
})
