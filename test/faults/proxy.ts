import {createServer, request as send} from 'node:http'
import {type AddressInfo, type Socket, connect} from 'node:net'

/** A proxy on loopback that forwards plain requests and tunnels the others. */
export interface Proxy {
  url: string
  /** What went through: `CONNECT host:port`, or `GET http://…`, each with the Proxy-Authorization it came with. */
  seen: {what: string; authorization: string | undefined}[]
  /** Cuts this many tunnels or requests when they come. */
  cut: number
  /** What it answers in the place of hosts: 407. */
  status?: number
  /** Cuts a tunnel or a request once this many bytes went up. */
  cutAfter?: number
  /** Where tunnels to some hosts lead instead: `api.example.com:443` → `127.0.0.1:1234`. */
  routes: Record<string, string>
  close(): Promise<void>
}

export async function startProxy(): Promise<Proxy> {
  const sockets = new Set<Socket>()
  const proxy: Proxy = {
    url: '',
    seen: [],
    cut: 0,
    routes: {},
    close: () =>
      new Promise(resolve => {
        for (const socket of sockets) socket.destroy()
        server.closeAllConnections()
        server.close(() => resolve())
      }),
  }
  const note = (what: string, headers: NodeJS.Dict<string | string[]>): boolean => {
    proxy.seen.push({what, authorization: headers['proxy-authorization'] as string | undefined})
    return proxy.cut-- > 0
  }
  const server = createServer((request, response) => {
    if (note(`${request.method} ${request.url}`, request.headers)) return void request.socket.destroy()
    if (proxy.status) return void response.writeHead(proxy.status).end()
    const {host, connection: _connection, 'proxy-authorization': _secret, ...headers} = request.headers
    const onward = send(request.url!, {method: request.method, headers: {...headers, host}}, answer => {
      response.writeHead(answer.statusCode!, answer.headers)
      answer.pipe(response)
    })
    onward.on('error', () => response.destroy())
    request.pipe(onward)
  })
  server.on('connect', (request, client: Socket) => {
    sockets.add(client)
    client.on('error', () => {})
    if (note(`CONNECT ${request.url}`, request.headers)) return void client.destroy()
    if (proxy.status) return void client.end(`HTTP/1.1 ${proxy.status} No\r\n\r\n`)
    const [host, port] = (proxy.routes[request.url!] ?? request.url!).split(':')
    const onward = connect(Number(port), host === 'localhost' ? '127.0.0.1' : host, () => {
      client.write('HTTP/1.1 200 Connection established\r\n\r\n')
      onward.pipe(client)
      client.pipe(onward)
      let left = proxy.cutAfter ?? Infinity
      delete proxy.cutAfter
      client.on('data', ({length}: Buffer) => {
        left -= length
        if (left < 0) client.resetAndDestroy()
      })
    })
    sockets.add(onward)
    onward.on('error', () => client.destroy())
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  proxy.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return proxy
}
