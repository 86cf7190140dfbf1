import type {Agent, ClientRequest} from 'node:http'
import type {Socket} from 'node:net'
import {releaseBuffer} from './release-buffer.js'

/** Bytes that are read at a time. */
const bufferBytes = 512 * 1024

/** Bun and Deno have their own connections under node:net. */
const isNode = !('deno' in process.versions || 'bun' in process.versions)

/** What is known of a socket that reads into one buffer. */
interface Reading {
  /** Nothing keeps what comes: the parser copies. */
  isShared: boolean
}

const readings = new WeakMap<Socket, Reading>()

/** Makes the sockets of an agent read into one buffer each: by itself Node makes a new one for every 64 KB. */
export function withOneBuffer(agent: Agent): Agent {
  if (!isNode) return agent
  const connect = agent.createConnection.bind(agent)
  agent.createConnection = (options, done) => {
    const buffer = Buffer.allocUnsafeSlow(bufferBytes)
    const reading: Reading = {isShared: false}
    const callback = (bytes: number): boolean => {
      const piece = buffer.subarray(0, bytes)
      socket.emit('data', reading.isShared ? piece : Buffer.from(piece))
      return true
    }
    const socket = connect({...options, onread: {buffer, callback}} as typeof options, done) as Socket
    readings.set(socket, reading)
    return socket
  }
  return agent
}

/** Says of a request that nothing but Node's parser, which copies, listens to its socket: less memory is needed then. */
export function readOnlyByParser(request: ClientRequest): void {
  request.on('socket', socket => {
    const reading = readings.get(socket)
    if (reading) {
      reading.isShared = true
      request.once('close', () => (reading.isShared = false))
    } else {
      // A socket of a proxy has a buffer for each piece. The parser's listener came first.
      socket.on('data', releaseBuffer)
      request.once('close', () => socket.off('data', releaseBuffer))
    }
  })
}
