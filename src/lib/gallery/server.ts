import {randomBytes} from 'node:crypto'
import {readFile} from 'node:fs/promises'
import {type IncomingMessage, type ServerResponse, createServer} from 'node:http'
import type {AddressInfo} from 'node:net'
import {join} from 'node:path'
import {KlingError, isKlingError, systemCode} from '../errors/kling-error.js'
import {t} from '../i18n/translate.js'
import type {GalleryNews, GalleryState} from './clip.js'
import type {Collection} from './collection.js'
import {type Session, cookieName, authorize} from './auth.js'
import {serveOpened} from '../http/serve-file.js'
import type {Stars} from './stars.js'
import {mediaTypeOf, openMedia} from './media-file.js'

export interface GalleryOptions {
  collection: Collection
  stars: Stars
  /** Folder of the built page. */
  pageFolder: string
  language: string
  /** On 127.0.0.1; 0 takes a free one. */
  port: number
  /** Whether the page begins with the clips that have a star. */
  onlyStarred?: boolean
  /** Time between two looks at the journal while a page is open, in ms. */
  lookMs?: number
}

/** A gallery that is being served. */
export interface GalleryServer {
  /** Address with the token that lets a browser in. */
  url: string
  /** An address that lets one browser in, once: for a place where others may read it. */
  urlForOnce(): string
  close(): Promise<void>
}

/** What the page consists of. */
const pageTypes = {
  'index.html': 'text/html; charset=utf-8',
  'page.js': 'text/javascript; charset=utf-8',
  'page.css': 'text/css; charset=utf-8',
  'icon.svg': 'image/svg+xml',
}

const headers = {
  'content-security-policy':
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; media-src 'self'; connect-src 'self'; " +
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'",
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'cache-control': 'no-store',
}

/** A star is a short message. */
const maxBodyBytes = 4096

/**
 * Serves the gallery on 127.0.0.1, to browsers that have the token. Only what the journal names is given out.
 * @throws KlingError `invalid_argument` when the port is in use
 */
export async function startGallery(options: GalleryOptions): Promise<GalleryServer> {
  const gallery = new Gallery(options, await readPage(options.pageFolder))
  const server = createServer((request, response) => void gallery.answer(request, response))
  // A socket that is lost is nobody's fault, and what is no HTTP gets no page of Node's.
  server.on('clientError', (_error, socket) => {
    if (socket.writable) socket.end('HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n')
    else socket.destroy()
  })
  await new Promise<void>((done, fail) => {
    server.once('error', fail)
    server.listen(options.port, '127.0.0.1', done)
  }).catch((error: unknown) => {
    const code = systemCode(error)
    if (code !== 'EADDRINUSE' && code !== 'EACCES') throw error
    throw new KlingError('invalid_argument', t`Cannot use port ${options.port} (${code}).`, {
      hint: t`Choose another --port, or omit it to use a free one.`,
    })
  })
  const {port} = server.address() as AddressInfo
  return {
    ...gallery.open(port),
    async close() {
      gallery.close()
      server.closeAllConnections()
      await new Promise(done => server.close(done))
    },
  }
}

type Page = Record<keyof typeof pageTypes, Buffer>

/** The built page. */
export async function readPage(folder: string): Promise<Page> {
  const names = Object.keys(pageTypes) as (keyof Page)[]
  const files = await Promise.all(names.map(name => readFile(join(folder, name))))
  return Object.fromEntries(names.map((name, index) => [name, files[index]])) as Page
}

const newToken = (): string => randomBytes(24).toString('base64url')

/** A request as the gallery reads it. */
interface Target {
  /** First part of its path, and the one behind it. */
  place: string
  id: string
  token: string | null
}

/** Where a request leads; undefined when its address is none (`//[`, `*`). */
function readTarget(address = ''): Target | undefined {
  if (!URL.canParse(address, 'http://gallery') || !address.startsWith('/')) return undefined
  const {searchParams} = new URL(address, 'http://gallery')
  // A path that is longer leads nowhere.
  const [, place = '', id = ''] = /^\/([^/?]*)\/?([^/?]*)(?:\?.*)?$/.exec(address) ?? ['', '\0']
  return {place: place || 'index.html', id: decoded(id), token: searchParams.get('token')}
}

type Answer = (request: IncomingMessage, response: ServerResponse, id: string) => void | Promise<void>

class Gallery {
  private readonly door: Session = {port: 0, tokens: new Set(), session: newToken()}
  /** The token that may be used more than once. */
  private readonly token = newToken()
  private readonly listeners = new Set<ServerResponse>()
  /** The journal is read when the first page asks for it. */
  private beginning: Promise<unknown> | undefined
  private looking: NodeJS.Timeout | undefined
  private starStamp = 0

  constructor(
    private readonly options: GalleryOptions,
    private readonly page: Page,
  ) {}

  open(port: number): Pick<GalleryServer, 'url' | 'urlForOnce'> {
    this.door.port = port
    const urlWith = (token: string): string => {
      this.door.tokens.add(token)
      return `http://127.0.0.1:${port}/?token=${token}`
    }
    return {url: urlWith(this.token), urlForOnce: () => urlWith(newToken())}
  }

  close(): void {
    clearTimeout(this.looking)
    this.looking = undefined
  }

  /** Answers a request, whatever it carries: all of it is read in here, and nothing that fails leaves here. */
  async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    response.on('error', () => {})
    try {
      for (const [name, value] of Object.entries(headers)) response.setHeader(name, value)
      const target = readTarget(request.url)
      if (!target) return refuse(response, 400, 'Bad request.')
      const {method, headers: given} = request
      const verdict = authorize({method, headers: given, token: target.token}, this.door)
      if (verdict.is === 'new') return this.letIn(response, verdict.token)
      if (verdict.is === 'refused')
        return refuse(response, 403, t`Open the gallery at the address that kling gallery printed.`)
      await this.serve(request, response, target)
    } catch (error) {
      if (response.headersSent) response.destroy()
      else refuse(response, 500, isKlingError(error) ? error.message : 'Internal error.')
    }
  }

  private letIn(response: ServerResponse, token: string): void {
    if (token !== this.token) this.door.tokens.delete(token)
    response.setHeader(
      'set-cookie',
      `${cookieName(this.door)}=${this.door.session}; HttpOnly; SameSite=Strict; Path=/`,
    )
    // The token goes out of the address, and with it out of the history.
    response.writeHead(303, {location: this.options.onlyStarred ? '/#isStarred=1' : '/'}).end()
  }

  private async serve(
    request: IncomingMessage,
    response: ServerResponse,
    {place, id}: Target,
  ): Promise<void> {
    const method = request.method === 'HEAD' ? 'GET' : request.method!
    const answers = this.answersOf(place)
    await this.begin()
    if (Object.hasOwn(answers, method)) return answers[method]!(request, response, id)
    const allowed = Object.keys(answers)
    if (allowed.length === 0) return refuse(response, 404, 'Not found.')
    response.setHeader('allow', allowed.includes('GET') ? 'GET, HEAD' : allowed.join(', '))
    refuse(response, 405, 'Method not allowed.')
  }

  /** Reads the journal, once; what cannot be read now may be read for the next request. */
  private async begin(): Promise<void> {
    this.beginning ??= this.options.collection.update()
    await this.beginning.catch((error: unknown) => {
      this.beginning = undefined
      throw error
    })
  }

  private answersOf(place: string): Record<string, Answer> {
    if (Object.hasOwn(this.page, place))
      return {GET: (_request, response) => this.sendPage(response, place as keyof Page)}
    return Object.hasOwn(this.places, place) ? this.places[place]! : {}
  }

  private readonly places: Record<string, Record<string, Answer>> = {
    events: {GET: (request, response) => this.listen(request, response)},
    files: {
      GET: async (request, response, id) => {
        const source = this.options.collection.sourceOf(id)
        const type = source && mediaTypeOf(source.path)
        const file = source && (await openMedia(source))
        if (!type || !file) return refuse(response, 404, 'Not found.')
        const headers = {'Cache-Control': 'private, max-age=3600'}
        await serveOpened(request, response, {file, type, headers})
      },
    },
    stars: {POST: (request, response) => this.star(request, response)},
  }

  private sendPage(response: ServerResponse, name: keyof Page): void {
    const body = this.page[name]
    response.writeHead(200, {'content-type': pageTypes[name], 'content-length': body.length})
    response.end(response.req.method === 'HEAD' ? undefined : body)
  }

  private async star(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = []
    let bytes = 0
    for await (const chunk of request as AsyncIterable<Buffer>) {
      bytes += chunk.length
      if (bytes > maxBodyBytes) return refuse(response, 413, 'Too long.')
      chunks.push(chunk)
    }
    const message = parse(Buffer.concat(chunks).toString()) as {id?: unknown; starred?: unknown} | undefined
    const {id, starred} = message ?? {}
    if (typeof id !== 'string' || typeof starred !== 'boolean' || !this.options.collection.has(id))
      return refuse(response, 400, 'No such clip.')
    const stars = await this.options.stars.set(id, starred)
    this.starStamp = await this.options.stars.stamp()
    this.tell({clips: [], stars})
    response.writeHead(204).end()
  }

  /** Sends all that there is, then what changes, as server-sent events. */
  private async listen(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const {collection, stars, language} = this.options
    response.writeHead(200, {'content-type': 'text/event-stream'})
    if (request.method === 'HEAD') return void response.end()
    this.tell(await collection.refresh())
    this.starStamp = await stars.stamp()
    const ids = await stars.all()
    if (response.destroyed) return
    const all: GalleryState = {clips: collection.all(), stars: ids, language}
    send(response, 'all', all)
    this.listeners.add(response)
    response.on('close', () => this.listeners.delete(response))
    this.looking ??= this.lookLater()
  }

  private lookLater(): NodeJS.Timeout {
    return setTimeout(() => void this.look(), this.options.lookMs ?? 500)
  }

  /** Looks at the journal and the stars: other processes write to both. Nobody looks while no page is open. */
  private async look(): Promise<void> {
    const {collection, stars} = this.options
    // What cannot be read now may be read the next time.
    const news = await collection.update().catch((): GalleryNews => ({clips: []}))
    const stamp = await stars.stamp()
    if (stamp !== this.starStamp) {
      this.starStamp = stamp
      news.stars = await stars.all().catch(() => undefined)
    }
    this.tell(news)
    if (this.looking) this.looking = this.listeners.size > 0 ? this.lookLater() : undefined
  }

  private tell(news: GalleryNews): void {
    if (news.clips.length === 0 && !news.removed?.length && !news.stars) return
    for (const listener of this.listeners) send(listener, 'news', news)
  }
}

function send(response: ServerResponse, event: string, data: GalleryNews): void {
  response.write(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`)
}

function refuse(response: ServerResponse, status: number, text: string): void {
  response.writeHead(status, {'content-type': 'text/plain; charset=utf-8'}).end(`${text}\n`)
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
