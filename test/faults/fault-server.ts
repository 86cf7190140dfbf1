import {readdirSync, statSync} from 'node:fs'
import {type IncomingMessage, type RequestListener, type ServerResponse, createServer} from 'node:http'
import {type ServerOptions, createServer as createTlsServer} from 'node:https'
import type {AddressInfo} from 'node:net'
import {basename, dirname, join} from 'node:path'
import {type ApiRequest, type Reply, FaultService, type ServiceOptions} from './fault-service.js'

/** A moment in an exchange, as the server sees it. */
export type Step =
  | 'connection accepted'
  | 'create: headers received'
  | 'create: body received'
  | 'create: task made'
  | 'create: answered'
  | 'lookup or poll: received'
  | 'lookup or poll: answered'
  | 'file: received'
  | 'file: some bytes sent'
  | 'file: last byte sent'
  | 'file: fallen silent'

export interface FaultServer {
  url: string
  service: FaultService
  /** Called with each step; the server waits for it. */
  onStep: (step: Step) => void | Promise<void>
  /** Where the client downloads to: a transfer is cut when what was sent of it is on the disk. */
  target: string | undefined
  close(): Promise<void>
}

export interface FaultServerOptions extends Omit<ServiceOptions, 'baseUrl'> {
  /** Key and certificate: then it speaks TLS, under the name localhost. */
  tls?: ServerOptions
  /** Looked at before the service; what it returns is the answer. */
  intercept?: (request: ApiRequest) => Reply | undefined
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks).toString('utf8')
}

const written = (response: ServerResponse, bytes: Buffer): Promise<void> =>
  new Promise(resolve => response.write(bytes, () => resolve()))

/** Waits until a part of the target has so many bytes; not for a client that leaves, and for no other for ever. */
async function onDisk(target: string | undefined, bytes: number, client: ServerResponse): Promise<void> {
  if (target === undefined || bytes === 0) return
  const name = basename(target)
  const isThere = (): boolean =>
    readdirSync(dirname(target)).some(
      file =>
        file.startsWith(name) &&
        file.endsWith('.part') &&
        (statSync(join(dirname(target), file), {throwIfNoEntry: false})?.size ?? 0) >= bytes,
    )
  for (let turn = 0; turn < 5000 && !client.destroyed && !isThere(); turn++)
    await new Promise(resolve => setTimeout(resolve, 2))
}

/** Sends what the service answers, and ends the connection as it says. */
async function send(
  reply: Reply,
  response: ServerResponse,
  target: string | undefined,
  some: () => Promise<void>,
): Promise<void> {
  const {status, headers, body, sent = body.length, end} = reply
  if (end === 'reset') return void response.socket?.resetAndDestroy()
  if (end === 'hang' && sent === 0) return
  const half = Math.floor(sent / 2)
  response.writeHead(status, {'content-length': body.length, ...headers})
  if (half > 0) await written(response, body.subarray(0, half))
  await some()
  if (end === 'well') return new Promise(resolve => response.end(body.subarray(half), () => resolve()))
  await written(response, body.subarray(half, sent))
  const from = Number(/^bytes (\d+)-/.exec(headers['content-range'] ?? '')?.[1] ?? 0)
  await onDisk(target, from + sent, response)
  if (end === 'close') response.socket?.destroySoon()
}

/** Serves a `FaultService` on loopback. */
export async function startFaults(options: FaultServerOptions = {}): Promise<FaultServer> {
  let url = ''
  const service = new FaultService({...options, baseUrl: () => url})
  const listener: RequestListener = async (request, response) => {
    try {
      const isFile = request.url!.startsWith('/files/')
      const isCreate = request.method === 'POST'
      const kind = isFile ? 'file' : isCreate ? 'create' : 'lookup or poll'
      if (isCreate) await server.onStep('create: headers received')
      response.on('close', () => {
        if (!response.writableFinished) service.clientLeft()
      })
      const body = await bodyOf(request)
      const seen = {method: request.method!, url: request.url!, headers: request.headers, body}
      if (isCreate) await server.onStep('create: body received')
      const reply = options.intercept?.(seen) ?? service.handle(seen)
      if (isCreate) await server.onStep('create: task made')
      else await server.onStep(`${kind as 'file' | 'lookup or poll'}: received`)
      await send(reply, response, isFile ? server.target : undefined, async () => {
        if (isFile) await server.onStep('file: some bytes sent')
      })
      if (reply.end === 'well')
        await server.onStep(
          isFile ? 'file: last byte sent' : `${kind as 'create' | 'lookup or poll'}: answered`,
        )
      if (reply.end === 'hang' && isFile) await server.onStep('file: fallen silent')
    } catch {
      // The client left.
      response.socket?.destroy()
    }
  }
  const http = options.tls ? createTlsServer(options.tls, listener) : createServer(listener)
  const server: FaultServer = {
    url: '',
    service,
    onStep: () => {},
    target: undefined,
    close: () =>
      new Promise(resolve => {
        http.close(() => resolve())
        http.closeAllConnections()
      }),
  }
  // No client is so slow that its connection is closed meanwhile.
  http.keepAliveTimeout = 600_000
  http.on('connection', () => void server.onStep('connection accepted'))
  await new Promise<void>(resolve => http.listen(0, '127.0.0.1', resolve))
  const {port} = http.address() as AddressInfo
  url = options.tls ? `https://localhost:${port}` : `http://127.0.0.1:${port}`
  server.url = url
  return server
}
