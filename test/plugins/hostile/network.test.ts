import {expect} from 'chai'
import {createServer} from 'node:net'
import {tries} from '../../support/plugin-folder.js'
import {describeCages, expectAllDenied, useHostileFixture} from './hostile-fixture.js'

describe("the network of a stranger's plugin", () => {
  const {link, tried} = useHostileFixture()

  describeCages(cage => {
    it('reaches no host that was not granted, by no way', async () => {
      let met = 0
      const server = createServer(socket => {
        met++
        socket.destroy()
      })
      await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
      const {port} = server.address() as {port: number}
      const wait = (code: string): string => `await ended(async () => ${code})`
      await link({
        permissions: {net: ['granted.example.com']},
        commands: {
          'odd:try': tries({
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
          }),
        },
      })
      const result = await tried(cage)
      await new Promise(resolve => server.close(resolve))
      // A TypeError: fetch takes no URL with a user name; a ReferenceError: Node 20 has no WebSocket.
      expectAllDenied(result, ['plugin_denied', 'ERR_ACCESS_DENIED', 'TypeError', 'ReferenceError'])
      expect(met).to.equal(0)
    })
  })
})
