import type {Agent, ClientRequest} from 'node:http'
import type {RequestInit, Response, WriteBody} from './types.js'
import {headersOf, openRequest} from './open-request.js'

type UploadOptions = Pick<RequestInit, 'headers' | 'signal'> & {
  method: string
  write: WriteBody
  agent: Agent
}

/**
 * Ends the idle connections to a host: a body goes over a new one, which the other side has not given up unnoticed.
 * What follows may use it again.
 */
function closeIdle({freeSockets}: Agent, {hostname, port, protocol}: URL): void {
  const name = `${hostname}:${port || (protocol === 'https:' ? '443' : '80')}:`
  for (const [key, sockets] of Object.entries(freeSockets))
    if (key.startsWith(name)) for (const socket of sockets ?? []) socket.destroy()
}

/**
 * Sends a body. A stream, which node-fetch takes, cannot tell when a piece has left, so that each would need a
 * buffer of its own: here one is used again and again. Redirects are answers like others.
 */
export async function upload(url: URL, {headers, write, ...options}: UploadOptions): Promise<Response> {
  const coded = {...headers, 'accept-encoding': 'identity'}
  closeIdle(options.agent, url)
  const {request, answer} = openRequest(url, {...options, headers: coded})
  let isAnswered = false
  request.once('response', () => (isAnswered = true))
  const writing = writeTo(request, write).catch((error: unknown) => {
    // A server that has answered already need not take the rest.
    if (!isAnswered) request.destroy(error as Error)
  })
  const response = await answer
  return {
    status: response.statusCode!,
    headers: headersOf(response),
    body: response,
    async text() {
      const chunks: Buffer[] = []
      for await (const chunk of response) chunks.push(chunk as Buffer)
      if (request.writableFinished) await writing
      else request.destroy()
      return Buffer.concat(chunks).toString('utf8')
    },
  }
}

/** Writes the body; ends with an error when the connection does, even before it was made. */
async function writeTo(request: ClientRequest, write: WriteBody): Promise<void> {
  let giveUp = (_error: Error): void => {}
  request.on('close', () => giveUp(new Error('the connection was closed')))
  await write(
    piece =>
      new Promise((resolve, reject) => {
        giveUp = reject
        if (request.destroyed) reject(new Error('the connection is closed'))
        else request.write(piece, error => (error ? reject(error) : resolve()))
      }),
  )
  request.end()
}
