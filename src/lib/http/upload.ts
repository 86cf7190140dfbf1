import type {Agent, ClientRequest, IncomingMessage} from 'node:http'
import type {Socket} from 'node:net'
import type {RequestInit, Response, WriteBody} from './types.js'
import {headersOf, openRequest} from './open-request.js'

type UploadOptions = Pick<RequestInit, 'headers' | 'signal' | 'onConnect'> & {
  method: string
  write: WriteBody
  agent: Agent
}

/**
 * Ends the idle connections to a host: a body goes over a new one, which the other side has not given up unnoticed.
 * What follows may use it again.
 */
function closeIdle({freeSockets}: Agent, {hostname, port, protocol}: URL): void {
  const host = hostname.replace(/^\[(.*)\]$/, '$1')
  const name = `${host}:${port || (protocol === 'https:' ? '443' : '80')}:`
  for (const [key, sockets] of Object.entries(freeSockets))
    if (key.startsWith(name)) for (const socket of sockets ?? []) socket.destroy()
}

/**
 * Sends a body. A stream, which node-fetch takes, cannot tell when a piece has left, so that each would need a
 * buffer of its own: here one is used again and again. Redirects are answers like others.
 */
export async function upload(
  url: URL,
  {headers, write, onConnect, ...options}: UploadOptions,
): Promise<Response> {
  const coded = {...headers, 'accept-encoding': 'identity'}
  closeIdle(options.agent, url)
  const {request, answer} = openRequest(url, {...options, headers: coded})
  request.once('socket', socket => {
    readBeforeGivingUp(socket)
    if (onConnect) whenConnected(socket, onConnect)
  })
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
      const body = await bodyOf(response)
      if (request.writableFinished) await writing
      else request.destroy()
      return body.toString('utf8')
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

function whenConnected(socket: Socket & {secureConnecting?: boolean}, onConnect: () => void): void {
  const {connecting, secureConnecting} = socket
  if (connecting || secureConnecting) socket.once(secureConnecting ? 'secureConnect' : 'connect', onConnect)
  else onConnect()
}

/**
 * A server that has answered may reset the connection rather than take the rest of a body. Node closes it at the first
 * write that fails, with the answer still to be read: here reading goes on to its own end, which then is near.
 */
function readBeforeGivingUp(socket: Socket): void {
  const {_write, _writev} = socket
  const held =
    (done: (error?: Error | null) => void) =>
    (error?: Error | null): void =>
      error ? void socket.once('close', () => done(error)) : done()
  socket._write = (chunk, encoding, done) => _write.call(socket, chunk, encoding, held(done))
  if (_writev) socket._writev = (chunks, done) => _writev.call(socket, chunks, held(done))
}

/** The whole body of an answer, decoded: some gateways code it although that was not asked for. */
async function bodyOf(response: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of response) chunks.push(chunk as Buffer)
  const codings = (response.headers['content-encoding'] ?? '').toLowerCase().split(/\s*,\s*/)
  let body: Buffer = Buffer.concat(chunks)
  for (const coding of codings.reverse()) body = await decode(body, coding)
  return body
}

/** More than any answer of an API. */
const decodeOptions = {maxOutputLength: 64 * 1024 * 1024}

/** What cannot be decoded stays as it is: whoever reads it finds out. */
async function decode(body: Buffer, coding: string): Promise<Buffer> {
  if (!/^(?:x-)?gzip$|^deflate$|^br$/.test(coding)) return body
  const {brotliDecompressSync, gunzipSync, inflateSync, inflateRawSync} = await import('node:zlib')
  const ways = coding === 'br' ? [brotliDecompressSync] : [gunzipSync, inflateSync, inflateRawSync]
  for (const decompress of ways) {
    try {
      return decompress(body, decodeOptions)
    } catch {
      // Some send one and name the other.
    }
  }
  return body
}
