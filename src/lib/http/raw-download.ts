import type {RequestInit, StreamedResponse, TakePiece} from './types.js'
import {validateHeaderValue} from 'node:http'
import {RawSocket} from './raw-socket.js'

const maxHeadBytes = 64 * 1024

interface Head {
  version: string
  status: number
  headers: Map<string, string>
}

/** Connections that wait for another request, by origin. */
const idle = new Map<string, RawSocket[]>()

function takeIdle(origin: string): RawSocket | undefined {
  for (let connection = idle.get(origin)?.pop(); connection; connection = idle.get(origin)?.pop()) {
    connection.socket.ref()
    if (connection.isFree) return connection
    connection.close()
  }
  return undefined
}

function keepIdle(origin: string, connection: RawSocket): void {
  // It is read, so that its end is seen, and does not keep the process.
  connection.socket.resume().unref()
  idle.set(origin, [...(idle.get(origin) ?? []).filter(({isFree}) => isFree), connection])
}

async function readHead(connection: RawSocket): Promise<Head> {
  let head = Buffer.alloc(0)
  await connection.read(piece => {
    head = Buffer.concat([head, piece])
    const end = head.indexOf('\r\n\r\n')
    if (end < 0 && head.length > maxHeadBytes) throw malformed()
    if (end < 0) return false
    connection.unread(head.subarray(end + 4))
    head = head.subarray(0, end)
    return true
  })
  const [first, ...lines] = head.toString('latin1').split('\r\n')
  const [, version, status] = /^HTTP\/(1\.[01]) (\d{3})(?: |$)/.exec(first!) ?? []
  if (!version || !status) throw malformed()
  const headers = new Map<string, string>()
  for (const text of lines) {
    const [, name, value] = /^([^\s:]+):[ \t]*(.*?)[ \t]*$/.exec(text) ?? []
    if (!name || value === undefined) throw malformed()
    const key = name.toLowerCase()
    headers.set(key, headers.has(key) ? `${headers.get(key)}, ${value}` : value)
  }
  return {version, status: Number(status), headers}
}

function malformed(): Error {
  return Object.assign(new Error('the response is not HTTP'), {code: 'HPE_INVALID_CONSTANT'})
}

/**
 * A GET over a connection of its own, without a proxy. What comes is handed on from one buffer: the parser of node:http
 * copies each piece into a new one, which takes more time and memory than all else (docs/performance.md).
 */
export async function rawDownload(
  url: URL,
  {headers, signal}: Pick<RequestInit, 'headers' | 'signal'>,
): Promise<StreamedResponse> {
  signal.throwIfAborted()
  const {origin, host, pathname, search} = url
  const connection = takeIdle(origin) ?? new RawSocket(url)
  const stop = (): void => connection.close(signal.reason as Error)
  const settle = (): void => signal.removeEventListener('abort', stop)
  signal.addEventListener('abort', stop)
  const close = (): void => {
    settle()
    connection.close()
  }
  try {
    const lines = Object.entries({host, ...headers}).map(([name, value]) => {
      validateHeaderValue(name, value)
      return `${name}: ${value}\r\n`
    })
    connection.socket.write(`GET ${pathname}${search} HTTP/1.1\r\n${lines.join('')}\r\n`, 'latin1')
    let head = await readHead(connection)
    while (head.status >= 100 && head.status < 200) head = await readHead(connection)
    const {status, headers: own} = head
    const mayBeKept = head.version === '1.1' && !/\bclose\b/i.test(own.get('connection') ?? '')
    return {
      status,
      headers: {get: name => own.get(name.toLowerCase()) ?? null},
      async receive(take) {
        try {
          const isFree = await receiveBody(connection, own, take)
          settle()
          if (isFree && mayBeKept) keepIdle(origin, connection)
          else connection.close()
        } catch (error) {
          close()
          throw error
        }
      },
      close,
    }
  } catch (error) {
    close()
    throw error
  }
}

/** @returns whether another answer may follow on the connection */
async function receiveBody(
  connection: RawSocket,
  headers: Head['headers'],
  take: TakePiece,
): Promise<boolean> {
  const coding = headers.get('transfer-encoding')
  const length = headers.get('content-length')
  if (coding !== undefined) {
    if (coding.toLowerCase() !== 'chunked') throw malformed()
    await connection.read(dechunked(take))
    return false
  }
  if (length === undefined) {
    await connection.read(take).catch((error: unknown) => {
      if (!connection.hasEndedWell) throw error
    })
    return false
  }
  if (!/^\d{1,15}$/.test(length)) throw malformed()
  let left = Number(length)
  if (left === 0) return true
  let isTooMuch = false
  await connection.read(piece => {
    // What comes after the end belongs to nothing.
    isTooMuch = piece.length > left
    const bytes = piece.subarray(0, left)
    left -= bytes.length
    const isEnough = take(bytes)
    return typeof isEnough === 'boolean'
      ? isEnough || left === 0
      : isEnough.then(enough => enough || left === 0)
  })
  return left === 0 && !isTooMuch
}

/** Takes the chunks of a body whose length the host does not know beforehand. */
function dechunked(take: TakePiece): TakePiece {
  let next: 'size' | 'end of chunk' | 'trailer' = 'size'
  let left = 0
  let text = ''
  return function takeChunks(piece): boolean | Promise<boolean> {
    while (piece.length > 0) {
      if (left > 0) {
        const isEnough = take(piece.subarray(0, left))
        const bytes = Math.min(left, piece.length)
        left -= bytes
        piece = piece.subarray(bytes)
        if (isEnough === true) return true
        if (isEnough === false) continue
        const rest = Buffer.from(piece)
        return isEnough.then(enough => enough || takeChunks(rest))
      }
      const end = piece.indexOf(10)
      text += piece.toString('latin1', 0, end < 0 ? piece.length : end)
      if (text.length > maxHeadBytes) throw malformed()
      if (end < 0) return false
      piece = piece.subarray(end + 1)
      const line = text.replace(/\r$/, '')
      text = ''
      if (next === 'size') {
        const [, size] = /^([\da-f]{1,12})\s*(?:;.*)?$/i.exec(line) ?? []
        if (!size) throw malformed()
        left = parseInt(size, 16)
        next = left > 0 ? 'end of chunk' : 'trailer'
      } else if (line === '') {
        if (next === 'trailer') return true
        next = 'size'
      } else if (next === 'end of chunk') throw malformed()
    }
    return false
  }
}
