import type {ClientRequest} from 'node:http'

type Discard = (buffer: ArrayBuffer) => void

let discard: Discard | undefined

/**
 * Frees the memory of a buffer that nothing reads any more. Buffers lie outside the JavaScript heap, where the
 * collector sees no need to hurry: a large transfer would hold 100 MB of dead ones. Parts of larger buffers stay.
 */
export function releaseBuffer({buffer, byteLength}: Uint8Array): void {
  if (byteLength !== buffer.byteLength || !(buffer instanceof ArrayBuffer)) return
  discard ??= findDiscard()
  discard(buffer)
}

/** `transfer` leaves the memory to nobody. Node 20 does not have it: there a message to a closed port takes it along. */
function findDiscard(): Discard {
  if ('transfer' in ArrayBuffer.prototype)
    return buffer => void (buffer as unknown as {transfer(bytes: number): void}).transfer(0)
  const {port1: port} = new MessageChannel()
  port.close()
  return buffer => port.postMessage(undefined, [buffer])
}

/** Frees what comes over the socket of a request when the parser, which listens first and copies, is done with it. */
export function releaseReads(request: ClientRequest): void {
  request.on('socket', socket => {
    socket.on('data', releaseBuffer)
    request.once('close', () => socket.off('data', releaseBuffer))
  })
}
