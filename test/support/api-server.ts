import {type IncomingMessage, type ServerResponse, createServer} from 'node:http'
import type {AddressInfo} from 'node:net'

/** A request as the server saw it. */
export interface SeenRequest {
  method: string
  url: string
  headers: IncomingMessage['headers']
  body: string
}

export interface ApiServer {
  /** `http://127.0.0.1:PORT` */
  url: string
  requests: SeenRequest[]
  close(): Promise<void>
}

/** Answers one request; what it returns is sent as JSON, unless it has answered by itself. */
export type Handler = (request: SeenRequest, response: ServerResponse) => unknown

/** The API's envelope round `data`. */
export const ok = (data: unknown): unknown => ({code: 0, message: 'SUCCEED', request_id: 'req-1', data})

/** A refusal in the API's envelope, with its HTTP status. */
export function refuse(status: number, code: number, message: string): Handler {
  return (_request, response) => {
    response.writeHead(status, {'content-type': 'application/json'})
    response.end(JSON.stringify({code, message, request_id: 'req-refused'}))
  }
}

/** A server on loopback that stands for the API, or for a file host. */
export async function startApi(handler: Handler): Promise<ApiServer> {
  const requests: SeenRequest[] = []
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', chunk => chunks.push(chunk))
    request.on('end', async () => {
      const seen = {
        method: request.method!,
        url: request.url!,
        headers: request.headers,
        body: Buffer.concat(chunks).toString('utf8'),
      }
      requests.push(seen)
      const answer = await handler(seen, response)
      if (response.writableEnded || response.headersSent || answer === undefined) return
      response.writeHead(200, {'content-type': 'application/json'})
      response.end(JSON.stringify(answer))
    })
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    close: () =>
      new Promise(resolve => {
        server.closeAllConnections()
        server.close(() => resolve())
      }),
  }
}
