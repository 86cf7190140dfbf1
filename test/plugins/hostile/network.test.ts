import {expect} from 'chai'
import {createSocket} from 'node:dgram'
import {type Server, createServer} from 'node:net'
import {tries} from '../../support/plugin-folder.js'
import {type Cage, describeCages, expectAllDenied, useHostileFixture} from './hostile-fixture.js'

/** What is told of a way that is not there: no such global, method, handle or module on this Node. */
const absences = ['TypeError', 'ReferenceError', 'ERR_UNKNOWN_BUILTIN_MODULE']
const denials = ['plugin_denied', 'ERR_ACCESS_DENIED']

describe('the network of a third-party plugin', () => {
  const {own, link, tried} = useHostileFixture()
  let met: string[]
  let ports: {tcp: number; udp: number}
  let socketPath: string
  let close: () => Promise<void>

  // Whatever reaches one of these has got out.
  beforeEach(async () => {
    met = []
    socketPath = own('socket')
    const listening = (name: string, at: number | string): Promise<Server> =>
      new Promise(resolve => {
        const server = createServer(socket => {
          met.push(name)
          socket.destroy()
        })
        if (typeof at === 'number') server.listen(at, '127.0.0.1', () => resolve(server))
        else server.listen(at, () => resolve(server))
      })
    const servers = [await listening('tcp', 0), await listening('unix', socketPath)]
    const udp = createSocket('udp4', () => met.push('udp'))
    await new Promise<void>(resolve => udp.bind(0, '127.0.0.1', resolve))
    ports = {tcp: (servers[0]!.address() as {port: number}).port, udp: udp.address().port}
    close = async () => {
      udp.close()
      for (const server of servers) await new Promise(resolve => server.close(resolve))
    }
  })
  afterEach(() => close())

  /** Runs tries and expects that none of them got out. */
  async function expectNoWay(
    cage: Cage,
    expressions: Record<string, string>,
    net: string[] = [],
  ): Promise<void> {
    const start = `
      const [tcp, udp, path] = ${JSON.stringify([ports.tcp, ports.udp, socketPath])}
      const {createRequire} = await import('node:module')
      const require = createRequire('/')
      const [net, tls, http, dgram, dns] = ['net', 'tls', 'http', 'dgram', 'dns'].map(name => require(name))
      const stateOf = socket => socket[Reflect.ownKeys(socket).find(name => socket[name]?.handle)]
      const tcpHandle = () => new tls.TLSSocket()._handle._parent
      const pipeHandle = () => new tls.TLSSocket(undefined, {pipe: true})._handle._parent
      const udpHandle = () => stateOf(new dgram.Socket('udp4')).handle
      const none = () => { throw new TypeError('there is none') }
      const expectZero = code => { if (code !== 0) throw Object.assign(new Error(code), {code}) }`
    await link({permissions: {net}, commands: {'odd:try': start + '\n' + tries(expressions)}})
    expectAllDenied(await tried(cage), [...denials, ...absences])
    expect(met).to.deep.equal([])
  }

  const wait = (code: string): string => `await ended(async () => ${code})`

  describeCages(cage => {
    it('reaches no host that was not granted, by any module', () => {
      const {tcp: port} = ports
      return expectNoWay(
        cage,
        {
          fetch: `(await fetch('http://127.0.0.1:${port}/')).status`,
          other: `(await fetch('http://example.com:80/')).status`,
          user: `(await fetch('http://granted.example.com@127.0.0.1:${port}/')).status`,
          http: wait(`(await import('node:http')).default.get('http://127.0.0.1:${port}/')`),
          https: wait(`(await import('node:https')).default.get('https://127.0.0.1:${port}/')`),
          net: wait(`(await import('node:net')).default.connect(${port}, '127.0.0.1')`),
          socket: wait(`new (await import('node:net')).Socket().connect(${port}, '127.0.0.1')`),
          tls: wait(`(await import('node:tls')).default.connect(${port}, '127.0.0.1')`),
          http2: wait(`(await import('node:http2')).default.connect('http://127.0.0.1:${port}/')`),
          listen: wait(`(await import('node:net')).createServer().listen(0)`),
          udp: `(await import('node:dgram')).createSocket('udp4').send('x', ${port}, '127.0.0.1')`,
          lookup: `await (await import('node:dns')).promises.lookup('localhost')`,
          resolver: `await new (await import('node:dns')).promises.Resolver().resolve4('localhost')`,
          webSocket: `new WebSocket('ws://127.0.0.1:${port}/')`,
        },
        ['granted.example.com'],
      )
    })

    it('opens no connection by the handles below the sockets', () =>
      expectNoWay(cage, {
        tls: `expectZero(new tls.TLSSocket()._handle.connect(udpHandle(), '127.0.0.1', tcp))`,
        parent: `expectZero(tcpHandle().connect(udpHandle(), '127.0.0.1', tcp))`,
        constructor: `expectZero(new (tcpHandle().constructor)(0).connect(udpHandle(), '127.0.0.1', tcp))`,
        prototype: `expectZero(Object.getPrototypeOf(tcpHandle()).connect.call(tcpHandle(), udpHandle(), '127.0.0.1', tcp))`,
        putBack: `Object.defineProperty(Object.getPrototypeOf(tcpHandle()), 'connect', {value: () => 0})`,
        v6: `expectZero(tcpHandle().connect6(udpHandle(), '::1', tcp))`,
        server: `expectZero(new (tcpHandle().constructor)(1).bind('127.0.0.1', 0))`,
        listen: `expectZero(new (tcpHandle().constructor)(1).listen(1))`,
        open: `expectZero(tcpHandle().open(3))`,
        unix: `expectZero(pipeHandle().connect(udpHandle(), path))`,
        unixConstructor: `expectZero(new (pipeHandle().constructor)(0).connect(udpHandle(), path))`,
        unixBind: `expectZero(pipeHandle().bind(path + '2'))`,
        unixOpen: `expectZero(pipeHandle().open(3))`,
        stdout: `expectZero(new ((process.stdout._handle ?? none()).constructor)(0).connect(udpHandle(), path))`,
        udp: `expectZero(udpHandle().send(udpHandle(), [Buffer.from('x')], 1, udp, '127.0.0.1', false) - 2)`,
        udpBind: `expectZero(udpHandle().bind('127.0.0.1', 0, 0))`,
        udpConnect: `expectZero(udpHandle().connect('127.0.0.1', udp))`,
        udpReceive: `expectZero(udpHandle().recvStart())`,
        dns: `expectZero(new dns.Resolver()._handle.queryA(udpHandle(), 'localhost'))`,
        dnsPromises: `expectZero(new dns.promises.Resolver()._handle.queryTxt(udpHandle(), 'localhost'))`,
        dnsByAddress: `expectZero(new dns.Resolver()._handle.getHostByAddr(udpHandle(), '127.0.0.1'))`,
      }))

    it('opens no connection by what is built upon sockets, and by no way into Node itself', () =>
      expectNoWay(cage, {
        unix: wait(`net.connect(path)`),
        unixSocket: wait(`new net.Socket().connect({path})`),
        unixHttp: wait(`http.get({socketPath: path})`),
        agent: wait(`http.globalAgent.createConnection({port: tcp, host: '127.0.0.1'})`),
        ownAgent: wait(`http.get({port: tcp, host: '127.0.0.1', agent: new http.Agent()})`),
        httpsAgent: wait(`require('https').globalAgent.createConnection({port: tcp, host: '127.0.0.1'})`),
        prototype: wait(`net.Socket.prototype.connect.call(new net.Socket(), tcp, '127.0.0.1')`),
        asTls: wait(`new tls.TLSSocket(new net.Socket()).connect(tcp, '127.0.0.1')`),
        byHandle: wait(`new net.Socket({handle: tcpHandle()}).connect(tcp, '127.0.0.1')`),
        byDescriptor: `new net.Socket({fd: 3}).write('x')`,
        undici: `await globalThis[Symbol.for('undici.globalDispatcher.1')].request({origin: 'http://127.0.0.1:' + tcp, path: '/', method: 'GET'})`,
        eventSource: `new EventSource('http://127.0.0.1:' + tcp)`,
        listen2: `net.createServer()._listen2('127.0.0.1', 0, 4, 1)`,
        serverHandle: `expectZero(net._createServerHandle('127.0.0.1', 0, 4))`,
        datagramHandle: `expectZero(dgram._createSocketHandle('127.0.0.1', 0, 'udp4'))`,
        datagram: `new dgram.Socket('udp4').send('x', udp, '127.0.0.1')`,
        datagramBind: `new dgram.Socket('udp4').bind(0, '127.0.0.1')`,
        dnsLookup: `await new Promise((resolve, reject) => dns.lookup('localhost', error => error ? reject(error) : resolve(1)))`,
        dnsService: `await dns.promises.lookupService('127.0.0.1', 80)`,
        dnsResolver: `await new Promise((resolve, reject) => new dns.Resolver().resolve('localhost', error => error ? reject(error) : resolve(1)))`,
        binding: `process.binding('tcp_wrap').TCP`,
        linkedBinding: `process._linkedBinding('tcp_wrap').TCP`,
        internals: `require('node:internal/net')`,
        handles: `process._getActiveHandles().length`,
        inspector: `(() => { const {Session} = require('inspector'); new Session().connect(); return 1 })()`,
        quic: `await import('node:quic')`,
        fork: `require('child_process')._forkChild(3)`,
      }))
  })
})
