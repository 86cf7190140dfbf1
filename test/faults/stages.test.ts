import {expect} from 'chai'
import {spawn} from 'node:child_process'
import {once} from 'node:events'
import {type IncomingMessage, type ServerResponse, createServer} from 'node:http'
import {type AddressInfo, type Socket, connect, createServer as createTcpServer} from 'node:net'
import {setTimeout as delay} from 'node:timers/promises'
import {expectError, expectSuccess} from '../support/outcome.js'
import {png} from '../support/pictures.js'
import {singleFile} from '../support/run-kling.js'
import {type Fixture, useFixture} from '../support/fixture.js'
import {taskData, taskId} from '../support/task-api.js'

/** More than the system takes of a body that nobody reads. */
const picture = png(400, 400, 9_000_000)

/** Deals with a create of which this many bytes have come; called once. */
type End = (request: IncomingMessage, response: ServerResponse) => void

const json = (response: ServerResponse, status: number, value: unknown): void =>
  void response.writeHead(status, {'content-type': 'application/json'}).end(JSON.stringify(value))
const accept: End = (_request, response) => json(response, 200, {code: 0, data: taskData('submitted')})
const reset: End = ({socket}) => void socket.resetAndDestroy()
const cut: End = ({socket}) => void socket.destroy()
const stall: End = request => void request.pause()
/** Answers, and does not take the rest. */
const answerEarly =
  (status: number, value: unknown, end: (socket: Socket) => void): End =>
  ({socket}, response) => {
    const text = JSON.stringify(value)
    response.writeHead(status, {'content-type': 'application/json', 'content-length': text.length})
    response.end(text, () => end(socket))
  }
const byReset = (socket: Socket): void => void socket.resetAndDestroy()

/** A service that meets each create in another way; what it is asked about it does not know. */
async function startHost(ends: {after: number; end: End}[]) {
  const seen: string[] = []
  const sockets = new Set<Socket>()
  const creates = new Set<Socket>()
  const server = createServer((request, response) => {
    seen.push(request.method!)
    if (request.method !== 'POST') return json(response, 404, {code: 1203, message: 'none'})
    creates.add(request.socket)
    const next = ends.shift()
    let bytes = 0
    let isDone = false
    const meet = (): void => {
      if (isDone || bytes < (next?.after ?? Infinity)) return
      isDone = true
      next!.end(request, response)
    }
    request.on('data', (piece: Buffer) => {
      bytes += piece.length
      meet()
    })
    request.on('error', () => {})
    request.on('end', () => {
      if (isDone) return
      bytes = Infinity
      if (next) meet()
      else accept(request, response)
    })
  })
  server.on('connection', socket => {
    sockets.add(socket)
    socket.on('error', () => {})
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    seen,
    /** Connections that creates came over. */
    creates,
    close: () =>
      new Promise<void>(resolve => {
        for (const socket of sockets) socket.destroy()
        server.close(() => resolve())
      }),
  }
}

describe('faults: how far a create has come', () => {
  const fixture = useFixture()
  let host: Awaited<ReturnType<typeof startHost>> | undefined
  afterEach(async () => {
    await host?.close()
    host = undefined
  })

  /** Sends a large create to a host that meets it so. */
  async function create(ends: {after: number; end: End}[], ...more: string[]) {
    host = await startHost(ends)
    fixture.write('cat.png', picture)
    const argv = ['video', 'create', 'A cat', '-i', 'cat.png', '--timeout', '2', ...more]
    return fixture.klingWithFastPolling(argv, {env: {KLING_BASE_URL: host.url}})
  }

  const breaks: [string, End, string][] = [
    ['is reset', reset, 'connection_error'],
    ['is cut', cut, 'connection_error'],
    ['stands still', stall, 'timeout'],
  ]
  for (const [what, end, code] of breaks) {
    for (const after of [0, 2_000_000]) {
      it(`an upload that ${what} after ${after} bytes: sent three times, nothing looked up, nothing charged`, async () => {
        const error = expectError(await create(Array(9).fill({after, end})), code)
        expect(error).to.include({billed: 'no', retryable: true})
        expect(host!.seen).to.deep.equal(['POST', 'POST', 'POST'])
        expect(fixture.journal().map(({event}) => event)).to.deep.equal(['intent', 'not_taken'])
      })
    }

    it(`an upload that ${what} once is sent again, over another connection`, async () => {
      expect(expectSuccess(await create([{after: 2_000_000, end}])).task_id).to.equal(taskId)
      expect(host!.seen).to.deep.equal(['POST', 'POST'])
      expect(host!.creates.size).to.equal(2)
    })
  }

  it('with --wait an upload is sent eight times', async () => {
    const {code, error} = await create(Array(9).fill({after: 2_000_000, end: reset}), '--wait')
    expect([code, error.billed]).to.deep.equal([7, 'no'])
    expect(host!.seen).to.deep.equal(Array(8).fill('POST'))
  })

  const early: [number, number, string][] = [
    [401, 1000, 'invalid_api_key'],
    [413, 1200, 'invalid_request'],
    [429, 1101, 'quota_exceeded'],
  ]
  for (const [status, apiCode, code] of early) {
    for (const after of [0, 2_000_000]) {
      it(`an answer ${status} after ${after} bytes that ends in a reset is that answer`, async () => {
        const end = answerEarly(status, {code: apiCode, message: 'no'}, byReset)
        const error = expectError(await create(Array(9).fill({after, end})), code)
        expect(error).to.include({billed: 'no', http_status: status, api_code: apiCode})
        expect(host!.seen).to.deep.equal(['POST'])
      })
    }
  }

  for (const [what, after, billed, note] of [
    ['before', 2_000_000, 'no', 'not_taken'],
    ['after', Infinity, 'maybe', 'unknown'],
  ] as const) {
    it(`Ctrl-C ${what} the last byte: billed ${billed}, and the external id is told`, async () => {
      let pid = 0
      host = await startHost([{after, end: () => void process.kill(pid, 'SIGINT')}])
      fixture.write('cat.png', picture)
      const argv = ['video', 'create', 'A cat', '-i', 'cat.png', '--external-task-id', 'job-1']
      const env = {KLING_BASE_URL: host.url}
      const {code, error} = await fixture.kling(argv, {env, onStart: started => (pid = started)})
      expect([code, error.code, error.billed]).to.deep.equal([130, 'interrupted', billed])
      expect(error.details).to.deep.equal({external_task_id: 'job-1'})
      expect(host.seen).to.deep.equal(['POST'])
      expect(fixture.journal().map(({event}) => event)).to.deep.equal(['intent', note])
    })
  }

  it('an answer 502 before the last byte is no task: sent again without a question', async () => {
    const end = answerEarly(502, 'bad gateway', byReset)
    expectSuccess(await create([{after: 1_000_000, end}]))
    expect(host!.seen).to.deep.equal(['POST', 'POST'])
  })

  const late: [string, End][] = [
    ['is reset', reset],
    ['is cut', cut],
    ['is not answered', stall],
    ['is answered 502', (_request, response) => json(response, 502, 'bad gateway')],
  ]
  for (const [what, end] of late) {
    it(`a create that ${what} after its last byte is looked up twice before it is sent again`, async () => {
      expectSuccess(await create([{after: Infinity, end}]))
      expect(host!.seen).to.deep.equal(['POST', 'GET', 'GET', 'POST'])
      expect(host!.creates.size).to.equal(2)
    })
  }

  it('answers that may mean a task are looked for, and never sent again', async () => {
    const odd: [number, string][] = [
      [200, '<html>log in</html>'],
      [200, '{"code":0,"data":null}'],
      [200, '{"code":"success","data":"7"}'],
      [200, '{"code":0,"data":{"task_'],
      [202, ''],
      [204, ''],
      [307, ''],
    ]
    for (const [status, text] of odd) {
      const end: End = (_request, response) => void response.writeHead(status, {location: '/x'}).end(text)
      const error = expectError(await create([{after: Infinity, end}]), 'server_error')
      expect(error, text).to.include({billed: 'maybe', retryable: false})
      expect(error.hint).to.include(error.details.external_task_id)
      expect(host!.seen, text).to.deep.equal(['POST', 'GET', 'GET', 'GET', 'GET'])
      await host!.close()
    }
  })

  it('an upload may take longer than --timeout, as long as it moves', async function () {
    this.timeout(120_000)
    let started = 0
    let took = 0
    const server = createServer(async (request, response) => {
      started = performance.now()
      // 16 Mbit/s for limits of 5 s are 1.3 Mbit/s for those of 60 s.
      for await (const piece of request) await delay((piece as Buffer).length / 2000)
      took = performance.now() - started
      json(response, 200, {code: 0, data: taskData('submitted')})
    })
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
    const env = {KLING_BASE_URL: `http://127.0.0.1:${(server.address() as AddressInfo).port}`}
    const files = ['a.png', 'b.png'].flatMap(name => ['--ref-image', fixture.write(name, picture)])
    const argv = ['video', 'create', 'A cat', ...files, '--timeout', '5']
    expectSuccess(await fixture.kling(argv, {env}))
    expect(took).to.be.above(2 * 5000)
    await new Promise(resolve => server.close(resolve))
  })

  describe('without a connection', () => {
    const argv = ['video', 'create', 'A cat']
    const expectUnreached = async (own: Fixture, url: string): Promise<void> => {
      const result = await own.klingWithFastPolling(argv, {env: {KLING_BASE_URL: url}})
      const error = expectError(result, 'connection_error')
      expect(error).to.include({billed: 'no', retryable: true})
      expect(error.message).to.match(/^Cannot reach /)
      expect(own.journal().map(({event, code}) => [event, code])).to.deep.equal([
        ['intent', undefined],
        ['not_taken', 'connection_error'],
      ])
    }

    it('a name that nobody has', () => expectUnreached(fixture, 'https://kling.invalid'))

    it('a host that closes before the TLS handshake is done', async function () {
      // Bun does not tell when there is a connection: there nobody knows.
      if (singleFile) this.skip()
      let connections = 0
      const server = createTcpServer(socket => {
        connections++
        socket.on('error', () => {}).once('data', () => socket.destroy())
      })
      await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
      await expectUnreached(fixture, `https://127.0.0.1:${(server.address() as AddressInfo).port}`)
      expect(connections).to.equal(3)
      await new Promise(resolve => server.close(resolve))
    })

    it('a host that never gets to the TLS handshake', async () => {
      const sockets: Socket[] = []
      const server = createTcpServer(socket => void sockets.push(socket.on('error', () => {})))
      await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
      await expectUnreached(fixture, `https://127.0.0.1:${(server.address() as AddressInfo).port}`)
      expect(sockets).to.have.length(3)
      for (const socket of sockets) socket.destroy()
      await new Promise(resolve => server.close(resolve))
    })

    it('a host that drops packets', async function () {
      // What a full queue of connections does to the next one is Linux's way.
      if (process.platform !== 'linux') this.skip()
      const code = `const server = require('node:net').createServer()
        server.listen({port: 0, host: '127.0.0.1', backlog: 1}, () => {
          require('node:fs').writeSync(1, String(server.address().port))
          Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0)
        })`
      const child = spawn(process.execPath, ['-e', code], {stdio: ['ignore', 'pipe', 'inherit']})
      const sockets: Socket[] = []
      try {
        const [port] = (await once(child.stdout, 'data')) as [Buffer]
        while (sockets.length < 2) {
          const socket = connect(Number(port), '127.0.0.1').on('error', () => {})
          sockets.push(socket)
          await once(socket, 'connect')
        }
        await expectUnreached(fixture, `http://127.0.0.1:${Number(port)}`)
      } finally {
        for (const socket of sockets) socket.destroy()
        child.kill('SIGKILL')
      }
    })
  })
})
