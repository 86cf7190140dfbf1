import {type IncomingMessage, type RequestListener, type ServerResponse, createServer} from 'node:http'
import type {AddressInfo} from 'node:net'
import {film} from './film.js'

/** Bytes of the host's file: enough for eight ranges. */
export const size = 8 * 1024 * 1024 + 123

/** A request, as the host sees it. */
export interface Ask {
  from: number
  to: number
  range: string | undefined
  request: IncomingMessage
  response: ServerResponse
  /** How many requests there were before. */
  index: number
}

/** What a host does instead of sending well; true when it has done it. */
export type Turn = (ask: Ask) => boolean | void

/** A host of one file that knows ranges. */
export class RangeHost {
  version = 1
  turn: Turn = () => {}
  etag = (): string => `"film-${this.version}"`
  readonly asked: (string | undefined)[] = []
  mostAtOnce = 0
  url = ''
  private atOnce = 0
  private readonly server = createServer((request, response) => this.answer(request, response))

  async start(): Promise<this> {
    await new Promise<void>(resolve => this.server.listen(0, '127.0.0.1', resolve))
    this.url = `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/v.mp4`
    return this
  }

  close(): void {
    this.server.closeAllConnections()
    this.server.close()
  }

  headers(from: number, to: number): Record<string, string> {
    return {
      'content-length': String(to - from),
      'content-range': `bytes ${from}-${to - 1}/${size}`,
      etag: this.etag(),
    }
  }

  /** A third of a range at once, then byte by byte, since a note is taken when bytes come. */
  readonly trickle: Turn = ({from, to, response}) => {
    response.writeHead(206, this.headers(from, to))
    const bytes = film(this.version, size)
    let sent = from + Math.floor((to - from) / 3)
    response.write(bytes.subarray(from, sent))
    const drops = setInterval(() => {
      if (sent < to) response.write(bytes.subarray(sent, ++sent))
    }, 50)
    response.on('close', () => clearInterval(drops))
    return true
  }

  private readonly answer: RequestListener = (request, response) => {
    const {range} = request.headers
    const [, first, last] = /^bytes=(\d+)-(\d*)$/.exec(range ?? '') ?? []
    const condition = request.headers['if-range']
    const isRange = first !== undefined && (condition === undefined || condition === this.etag())
    const from = isRange ? Number(first) : 0
    const to = isRange && last ? Number(last) + 1 : size
    const index = this.asked.push(range) - 1
    this.mostAtOnce = Math.max(this.mostAtOnce, ++this.atOnce)
    response.on('close', () => this.atOnce--)
    if (this.turn({from, to, range, request, response, index})) return
    const {'content-range': own, ...headers} = this.headers(from, to)
    response.writeHead(isRange ? 206 : 200, isRange ? {...headers, 'content-range': own} : headers)
    response.end(film(this.version, size).subarray(from, to))
  }
}
