import {once} from 'node:events'
import type {IncomingMessage, ServerResponse, createServer as CreateServer} from 'node:http'
import {createRequire} from 'node:module'
import type {AddressInfo} from 'node:net'
import {basename, extname, join} from 'node:path'
import {setTimeout as delay} from 'node:timers/promises'
import {loadApi} from './api.js'
import {type Fault, parseFault, takeFault} from './faults.js'
import {authenticate} from './http/auth.js'
import {type Answer, bareFailure, failure, Refusal} from './http/envelope.js'
import {faultAnswer, loseConnection} from './http/fault-answer.js'
import {readBody} from './http/read-body.js'
import {serveFile} from 'kling-cli/plugin'
import {isLinkValid} from './http/signed-link.js'
import {loadKeys, type SandboxKeys} from './keys.js'
import {createLauncher} from './renderer/launcher.js'
import {findRoute} from './routes.js'
import type {Sandbox} from './operation.js'
import {TaskStore} from './state/store.js'

// An import would read all that node:http exports, and so load another client of HTTP, which takes longer than the server.
const {createServer} = createRequire(import.meta.url)('node:http') as {createServer: typeof CreateServer}

/** How to serve a sandbox. */
export interface ServerOptions {
  /** Folder of the state, shared by all servers that are given the same. */
  stateDir: string
  /** Port on 127.0.0.1; 0 takes a free one. */
  port?: number
  /** 2: tasks take half as long, as far as rendering allows. */
  speed?: number
  /** Tasks under way at once; one more is refused with 429/1303. */
  slots?: number
  /** Fault rules as faults.ts reads them. */
  faults?: string[]
  /** Gets one line a request, without secrets. */
  log?: (line: string) => void
  /** Unix ms. */
  clock?: () => number
  /** Does not keep the process running, and leaves the renderer at work when it is closed. */
  background?: boolean
  /** Arguments for Node that start the renderer; false starts none. */
  renderer?: string[] | false | undefined
}

export interface SandboxServer {
  baseUrl: string
  port: number
  keys: SandboxKeys
  close: () => Promise<void>
}

/** One request on its way, and what is to befall it. */
interface Exchange {
  request: IncomingMessage
  response: ServerResponse
  url: URL
  fault: Fault
}

const host = '127.0.0.1'

function send(response: ServerResponse, {status, body, headers}: Answer): void {
  const content = Buffer.from(typeof body === 'string' ? body : jsonOf(body))
  response.writeHead(status, {
    'Content-Type': 'application/json;charset=UTF-8',
    'Content-Length': content.length,
    ...headers,
  })
  response.end(content)
}

/** JSON in which element ids are numbers of 64 bits, as the service writes them. */
function jsonOf(body: unknown): string {
  // Inside of a text the quotes would be escaped, so only real fields match.
  return JSON.stringify(body).replace(/"element_id":"(\d+)"/g, '"element_id":$1')
}

const types: Record<string, string> = {
  mp4: 'video/mp4',
  mp3: 'audio/mpeg',
  wav: 'audio/wav',
  m4a: 'audio/mp4',
  png: 'image/png',
  jpg: 'image/jpeg',
}

/** Serves `GET /files/<task>/<name>`; the link's signature stands in for an Authorization header. */
async function download(sandbox: Sandbox, {request, response, url, fault}: Exchange): Promise<void> {
  const {keys, store, clock} = sandbox
  const [, id = '', name = '', ...rest] = url.pathname.split('/').slice(1)
  const plain = /^\d+$/.test(id) && /^[\w-]+\.\w+$/.test(name) && rest.length === 0
  if (!plain || !['GET', 'HEAD'].includes(request.method ?? '')) {
    return send(response, bareFailure(404, url.pathname, clock()))
  }
  if (!isLinkValid(url, {secret: keys.linkSecret, now: clock()})) {
    return send(response, {
      status: 403,
      body: 'Access denied: the signature is wrong or has expired\n',
      headers: {'Content-Type': 'text/plain'},
    })
  }
  const path = join(store.resultFolder(id), basename(name))
  const cut = fault.effect?.kind === 'cut' ? fault.effect.share : undefined
  const type = types[extname(name).slice(1)] ?? 'application/octet-stream'
  if (!(await serveFile(request, response, {path, type, cut}))) {
    send(response, bareFailure(404, url.pathname, clock()))
  }
}

/** Answers one request to the API; every failure is an answer too. */
async function answerCall(sandbox: Sandbox, request: IncomingMessage, url: URL): Promise<Answer> {
  const {api, keys, clock} = sandbox
  const found = findRoute(request.method ?? '', url.pathname)
  if (!found) return bareFailure(404, url.pathname, clock())
  try {
    await authenticate(request.headers.authorization, keys, clock())
    if (found === 'wrong method') throw new Refusal(1202, `Request method ${request.method} is not supported`)
    return await found.route.operation(sandbox, {
      query: url.searchParams,
      id: found.id,
      baseUrl: url.origin,
      body: () => readBody(request),
    })
  } catch (error) {
    if (error instanceof Refusal) return failure(api.errorCodes, error)
    const words = error instanceof Error ? error.message : String(error)
    return failure(api.errorCodes, {code: 5000, message: `Sandbox: ${words}`})
  }
}

async function handle(sandbox: Sandbox, {request, response, url, fault}: Exchange): Promise<void> {
  const {effect} = fault
  const isFile = url.pathname.startsWith('/files/')
  if (fault.latencyMs > 0) await delay(fault.latencyMs)
  if (!effect || effect.kind === 'cut') {
    if (isFile) return download(sandbox, {request, response, url, fault})
    return send(response, await answerCall(sandbox, request, url))
  }
  if (fault.after && !isFile) await answerCall(sandbox, request, url)
  if (effect.kind === 'reset' || effect.kind === 'hang') return loseConnection(effect.kind, request, response)
  send(response, faultAnswer(sandbox.api, effect, {path: url.pathname, now: sandbox.clock()}))
}

function targetOf(method: string, pathname: string) {
  if (pathname.startsWith('/files/')) return 'download'
  const found = findRoute(method, pathname)
  return typeof found === 'object' ? found.route.target : undefined
}

/** The address that a client has asked for, with the name it knows the server by; undefined for nonsense. */
function addressOf(request: IncomingMessage, baseUrl: string): URL | undefined {
  const name = request.headers.host ?? ''
  const origin = /^[\w.-]+(:\d+)?$/.test(name) ? `http://${name}` : baseUrl
  try {
    return request.url?.startsWith('/') ? new URL(`${origin}${request.url}`) : undefined
  } catch {
    return undefined
  }
}

/**
 * Serves the Kling API on 127.0.0.1.
 *
 * @throws Error for a fault rule that cannot be read, and the system's (`EADDRINUSE`) when it cannot listen.
 */
export async function startServer(options: ServerOptions): Promise<SandboxServer> {
  const {
    stateDir,
    port = 0,
    speed = 1,
    slots = 5,
    log = () => {},
    clock = Date.now,
    background = false,
  } = options
  const faults = (options.faults ?? []).map(parseFault)
  const store = new TaskStore(stateDir)
  const [api, keys] = await Promise.all([loadApi(), loadKeys(stateDir)])
  const launcher =
    options.renderer === false ? undefined : createLauncher({store, clock, entry: options.renderer})
  const sandbox: Sandbox = {
    api,
    store,
    keys,
    slots,
    speed,
    clock,
    ensureRenderer: async () => launcher?.ensure(),
  }

  /** Answers a request, whatever it carries: all of it is read in here. */
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const began = performance.now()
    const method = request.method ?? ''
    const url = addressOf(request, baseUrl)
    if (!url) return send(response, bareFailure(400, request.url ?? '', clock()))
    const target = targetOf(method, url.pathname)
    const fault = target ? takeFault(faults, target) : {latencyMs: 0, after: false}
    response.on('close', () => {
      const status = response.headersSent ? response.statusCode : '-'
      const note = fault.effect ? ` fault ${fault.effect.kind}` : ''
      log(`${method} ${url.pathname} ${status} ${Math.round(performance.now() - began)} ms${note}`)
    })
    await handle(sandbox, {request, response, url, fault})
  }
  const server = createServer((request, response) => {
    response.on('error', () => {})
    answer(request, response).catch(() => {
      if (response.headersSent) response.destroy()
      else send(response, bareFailure(500, '', clock()))
    })
  })
  // A socket that is lost is nobody's fault, and what is no HTTP gets no page of Node's.
  server.on('clientError', (_error, socket) => {
    if (socket.writable) socket.end('HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n')
    else socket.destroy()
  })
  // A large body may come over a slow link; there is nobody to defend against on the loopback.
  server.requestTimeout = 0
  server.listen(port, host)
  if (background) {
    server.unref()
    server.on('connection', socket => socket.unref())
  }
  await once(server, 'listening')
  const {port: bound} = server.address() as AddressInfo
  const baseUrl = `http://${host}:${bound}`

  return {
    baseUrl,
    port: bound,
    keys,
    async close() {
      const closed = new Promise(done => void server.close(done))
      server.closeAllConnections()
      await closed
      if (!background) await launcher?.stop()
    },
  }
}
