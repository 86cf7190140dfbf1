import {type AddressInfo, type Socket, connect, createServer} from 'node:net'

/** A SOCKS proxy on loopback, of versions 4, 4a and 5. */
export interface SocksProxy {
  /** `127.0.0.1:PORT` */
  host: string
  /** What it was asked for: `5 host:port`, with the login it came with. */
  seen: {what: string; login: string | undefined}[]
  /** The only login it takes; any when left out. */
  login?: string
  close(): Promise<void>
}

export async function startSocksProxy(): Promise<SocksProxy> {
  const sockets = new Set<Socket>()
  const server = createServer(client => {
    sockets.add(client)
    client.on('error', () => {})
    void serve(client).catch(() => client.destroy())
  })
  const proxy: SocksProxy = {
    host: '',
    seen: [],
    close: () =>
      new Promise(resolve => {
        for (const socket of sockets) socket.destroy()
        server.close(() => resolve())
      }),
  }

  async function serve(client: Socket): Promise<void> {
    let rest = Buffer.alloc(0)
    const take = async (bytes: number): Promise<Buffer> => {
      while (rest.length < bytes) {
        const piece = client.read() as Buffer | null
        if (piece) rest = Buffer.concat([rest, piece])
        else await new Promise((resolve, reject) => client.once('readable', resolve).once('close', reject))
      }
      const taken = rest.subarray(0, bytes)
      rest = rest.subarray(bytes)
      return taken
    }
    const text = async (): Promise<string> => {
      let name = ''
      for (let [byte] = await take(1); byte; [byte] = await take(1)) name += String.fromCharCode(byte)
      return name
    }
    const [version] = await take(1)
    let login: string | undefined
    let host: string
    let port: number
    if (version === 4) {
      await take(1)
      port = (await take(2)).readUInt16BE()
      const address = [...(await take(4))]
      login = (await text()) || undefined
      host = address.slice(0, 3).every(byte => byte === 0) ? await text() : address.join('.')
    } else {
      const methods = await take((await take(1))[0]!)
      const wants = proxy.login !== undefined || methods.includes(2)
      if (wants && !methods.includes(2)) return void client.end(Buffer.from([5, 0xff]))
      client.write(Buffer.from([5, wants ? 2 : 0]))
      if (wants) {
        await take(1)
        const [name, word] = [await take((await take(1))[0]!), await take((await take(1))[0]!)]
        login = `${name}:${word}`
        const isRight = proxy.login === undefined || login === proxy.login
        client.write(Buffer.from([1, isRight ? 0 : 1]))
        if (!isRight) return void client.end()
      }
      const kind = (await take(4))[3]
      host = kind === 3 ? (await take((await take(1))[0]!)).toString() : [...(await take(4))].join('.')
      port = (await take(2)).readUInt16BE()
    }
    proxy.seen.push({what: `${version} ${host}:${port}`, login})
    const onward = connect(port, host === 'localhost' ? '127.0.0.1' : host, () => {
      client.write(
        version === 4 ? Buffer.from([0, 90, 0, 0, 0, 0, 0, 0]) : Buffer.from([5, 0, 0, 1, 0, 0, 0, 0, 0, 0]),
      )
      client.removeAllListeners('readable')
      onward.pipe(client)
      client.pipe(onward)
    })
    sockets.add(onward)
    onward.on('error', () => client.destroy())
  }

  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  proxy.host = `127.0.0.1:${(server.address() as AddressInfo).port}`
  return proxy
}
