import {expect} from 'chai'
import {type Server, createServer} from 'node:net'
import type {AddressInfo} from 'node:net'
import {ok} from '../../support/api-server.js'
import {expectError, expectSuccess} from '../../support/outcome.js'
import {tries} from '../../support/plugin-folder.js'
import {type Tried, rawCalls, useHostileFixture} from './hostile-fixture.js'

const omni = '/v1/videos/omni-video'

describe('requests of a third-party plugin', () => {
  const {fixture, kling, link} = useHostileFixture()

  it('carry no second request behind a body that is longer or shorter than it says', async () => {
    // What comes over a connection as it is, since a parser would hide what is behind a request.
    const received: string[] = []
    /** Requests of which the service would have made a task. */
    const whole: string[] = []
    const server = await new Promise<Server>(resolve => {
      const made = createServer(socket => {
        socket.on('error', () => {})
        let request = ''
        socket.on('data', data => {
          received.push(String(data))
          request += String(data)
          // As the service does: it answers what it has got whole.
          const [head = '', rest] = request.split('\r\n\r\n')
          const length = Number(/content-length: (\d+)/i.exec(head)?.[1] ?? 0)
          if (rest === undefined || request.length < head.length + 4 + length) return
          whole.push(request)
          const body = JSON.stringify(ok({task_id: '8', task_status: 'submitted'}))
          socket.write(
            `HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n${body}`,
          )
        })
      })
      made.listen(0, '127.0.0.1', () => resolve(made))
    })
    const {port} = server.address() as AddressInfo
    const second = `POST /v1/smuggled HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n`
    const send = (
      declared: number | string,
      pieces: string[],
      later = pieces,
    ): string => `await (async () => {
      const {id, channel} = (await this.connect()).client
      let turn = 0
      const offer = channel.offer({async *[Symbol.asyncIterator]() {
        for (const piece of turn++ === 0 ? ${JSON.stringify(pieces)} : ${JSON.stringify(later)}) yield Buffer.from(piece)
      }})
      const answer = await channel.call('api:post', id, ${JSON.stringify(omni)}, ${JSON.stringify(declared)}, offer)
      if (answer.code) throw Object.assign(new Error(answer.message), {code: answer.code})
    })()`
    const body = '{"a":1}'
    await link({
      commands: {
        'odd:try': tries({
          behind: send(7, [body + second]),
          inPieces: send(7, [body, second]),
          theSecondTime: send(7, [body], [body, second]),
          longerTheSecondTime: send(7, [body], [body + second]),
          short: send(100, [body]),
          nothing: send(7, []),
          negative: send(-1, [body]),
          fraction: send(7.5, [body]),
          text: send('7', [body]),
          lines: send(`7\r\nTransfer-Encoding: chunked`, [body]),
          zero: send(0, [second]),
          noJson: send(second.length, [second]),
        }),
      },
    })
    try {
      for (const limit of [undefined, '1000']) {
        const env = {
          KLING_BASE_URL: `http://127.0.0.1:${port}`,
          ...(limit !== undefined && {KLING_MAX_COST: limit}),
        }
        const result = expectSuccess(await kling(['odd', 'try'], {env})).tried as Tried
        for (const [name, {is, code}] of Object.entries(result)) {
          expect(is, `${name}, limit ${limit}`).to.equal(undefined)
          expect(['plugin_denied', 'connection_error', 'cost_limit'], `${name}: ${code}`).to.include(code)
        }
      }
      expect(received.join('')).to.not.include('smuggled')
      expect(whole).to.deep.equal([])
    } finally {
      server.close()
    }
  })

  it('with fetch name their host by their URL, and are no longer than their body', async () => {
    const server = await fixture.serve(() => ({}))
    const {host} = new URL(server.url)
    const headers = {
      Host: 'victim.example.com',
      hOST: 'other.example.com',
      'Content-Length': '1',
      'Transfer-Encoding': 'identity',
      Connection: 'upgrade',
      Upgrade: 'websocket',
      'Proxy-Authorization': 'Basic eDp4',
      'X-Own': '1',
    }
    await link({
      permissions: {net: [host]},
      commands: {
        'odd:try': `
          ${rawCalls}
          ${tries({
            sent: `(await ask('fetch', '${server.url}/a', {headers: ${JSON.stringify(headers)}})).status`,
            split: `(await ask('fetch', '${server.url}/b', {headers: {'x-a': 'b\\r\\nHost: victim.example.com'}})).status`,
            method: `(await ask('fetch', '${server.url}/c', {method: 'GET / HTTP/1.1\\r\\nx: y'})).status`,
            listed: `(await ask('fetch', '${server.url}/d', {headers: {host: ['victim.example.com']}})).status`,
          })}`,
      },
    })
    const {sent, ...others} = expectSuccess(await kling(['odd', 'try'])).tried as Tried
    expect(sent).to.deep.equal({is: 200})
    for (const [name, {is}] of Object.entries(others)) expect(is, name).to.equal(undefined)
    expect(server.requests.map(({url}) => url)).to.deep.equal(['/a'])
    expect(server.requests[0]!.headers).to.include({host, 'x-own': '1'})
    expect(server.requests[0]!.headers).to.not.have.any.keys(
      'upgrade',
      'proxy-authorization',
      'transfer-encoding',
    )
  })

  it('fail with codes of their own only', async () => {
    fixture.answer(() => ok({task_id: '8', task_status: 'submitted'}))
    await link({
      permissions: {hooks: ['kling:before-submit'], env: ['CODE']},
      commands: {
        // A command has nothing to finish or to fail: it exits.
        'odd:try': `process.send({call: 1e6, method: 'fail', args: [{code: 'cost_limit', message: 'x'}]})
          process.send({call: 1e6 + 1, method: 'finish', args: [1]})
          return {}`,
      },
      hooks: {
        'kling:before-submit': `import {KlingError} from 'kling-cli/plugin'
          export default async () => {
            throw new KlingError(JSON.parse(process.env.CODE), 'no\\n\\u202Eno', {hint: 'why', billed: 'yes', exitCode: 0})
          }`,
      },
    })
    expectSuccess(await kling(['odd', 'try']))
    const create = (code: string) => kling(['video', 'create', 'A cat'], {env: {CODE: JSON.stringify(code)}})
    const codes = [
      'plugin_denied',
      'interrupted',
      'terminated',
      '__proto__',
      'a\nb',
      'Cost\u202E',
      'x'.repeat(90),
    ]
    for (const code of codes) {
      // What is no refusal costs one warning line.
      const result = await create(code)
      expect(result.code, code).to.equal(0)
      expect(result.stderr, code).to.match(
        /^Warning: The hook kling:before-submit of kling-plugin-odd failed [^\n]*\n$/,
      )
      expect(result.stderr, code).to.not.include('\u202E')
    }
    const refused = expectError(await create('cost_limit'), 'cost_limit')
    expect(refused).to.include({billed: 'no', hint: 'why'})
  })

  it('run no hooks of others with what is not so, none that say where keys go, and not their own', async () => {
    fixture.answer(() => ok([{task_id: '1', task_status: 'submitted'}]))
    await link(
      {
        permissions: {hooks: ['kling:task-changed', 'kling:error'], write: ['$DATA']},
        hooks: {
          'kling:task-changed': `import {appendFileSync} from 'node:fs'
          export default async function (payload) { appendFileSync(this.config.dataDir + '/heard', JSON.stringify(payload)) }`,
          'kling:error': `export default async () => 'a hint'`,
        },
      },
      'listener',
    )
    await link(
      {
        name: 'kling-plugin-even',
        permissions: {hooks: ['kling:task-changed', 'kling:error'], write: ['$DATA']},
        commands: {
          'even:try': `
          ${rawCalls}
          ${tries({
            forged: `await ask('hook', 'kling:task-changed', {task_id: 'of-the-user', kind: 'create', status: 'succeed'})`,
            untyped: `await ask('hook', 'kling:task-changed', {task_id: 7, kind: {}, status: []})`,
            none: `await ask('hook', 'kling:task-changed', {})`,
            list: `await ask('hook', 'kling:error', [])`,
            long: `await ask('hook', 'kling:error', {code: 'x'.repeat(1000), message: ''})`,
            region: `await ask('hook', 'kling:region', {name: 'cn'})`,
            credentials: `await ask('hook', 'kling:credentials', {region: 'cn'})`,
            oclif: `await ask('hook', 'init', {})`,
            prototype: `await ask('hook', '__proto__', {})`,
            hints: `await ask('hook', 'kling:error', {code: 'a', message: 'b', more: 'c'})`,
          })}`,
        },
        hooks: {
          'kling:error': `import {appendFileSync} from 'node:fs'
          export default async function () {
            appendFileSync(this.config.dataDir + '/ran', 'x')
            process.send({call: 1e6, method: 'hook', args: ['kling:error', {code: 'a', message: 'b'}]})
            return 'of itself'
          }`,
        },
      },
      'teller',
    )
    const {hints, ...others} = expectSuccess(await kling(['even', 'try'])).tried as Tried
    for (const [name, {is, code}] of Object.entries(others)) {
      expect(is, name).to.equal(undefined)
      expect(code, name).to.equal('plugin_denied')
    }
    // Others may be asked, it is not.
    expect(hints).to.deep.equal({is: ['a hint']})
    const error = expectError(await kling(['video', 'create', 'x', '--mode', 'nope']), 'invalid_mode')
    expect(error.hint).to.be.a('string')
  })
})
